"""Parts of which the checks are built. Complaints are in Slack's words, with a JSON pointer and the rule's source."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .limits import LIMITS, Limit


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong, the JSON pointer to it, and the page of the documentation that states the rule."""

    message: str
    pointer: str
    cites: str

    def __str__(self) -> str:
        return f"{self.message} [json-pointer:{self.pointer}]"


@dataclass(slots=True)
class Findings:
    """The complaints so far, and the page to cite for rules that have no page of their own."""

    cites: str
    complaints: list[Complaint] = field(default_factory=list)

    def add(self, message: str, pointer: str, cites: str | None = None) -> None:
        """Add a complaint."""
        self.complaints.append(Complaint(message, pointer, cites or self.cites))


Check = Callable[[Any, str, Findings], None]


def of_type(kind: type | tuple[type, ...], name: str) -> Check:
    """Return a check of the JSON type."""

    def check(value: Any, at: str, found: Findings) -> None:
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            found.add(f"must be a valid {name}", at)

    return check


flag = of_type(bool, "boolean")
count = of_type(int, "integer")


def within(length: int, limit: Limit, at: str, found: Findings) -> None:
    """Add a complaint if the length of a text is outside the limit."""
    if length > limit.most:
        found.add(f"must be less than {limit.most + 1} characters", at, limit.cites)
    elif length < limit.least:
        found.add(f"must be more than {limit.least - 1} characters", at, limit.cites)


def string(limit: str | None = None) -> Check:
    """Return a check for a JSON string, with the named limit of the table if one is given."""

    def check(value: Any, at: str, found: Findings) -> None:
        if not isinstance(value, str):
            found.add("must be a string", at)
        elif limit is not None:
            within(len(value), LIMITS[limit], at, found)

    return check


def one_of(*allowed: str) -> Check:
    """Return a check that a value is one of those allowed."""

    def check(value: Any, at: str, found: Findings) -> None:
        if value not in allowed:
            found.add(f"must be one of: {', '.join(allowed)}", at)

    return check


def items(each: Check, limit: str) -> Check:
    """Return a check of a list's length and of each item."""

    def check(value: Any, at: str, found: Findings) -> None:
        bounds = LIMITS[limit]
        if not isinstance(value, list):
            found.add("must be an array", at)
            return
        if len(value) > bounds.most:
            found.add(f"no more than {bounds.most} items allowed", at, bounds.cites)
        if len(value) < bounds.least:
            found.add(f"no fewer than {bounds.least} items allowed", at, bounds.cites)
        for number, item in enumerate(value):
            each(item, f"{at}/{number}", found)

    return check


def fields(required: Mapping[str, Check], optional: Mapping[str, Check], value: Any, at: str, found: Findings) -> bool:
    """Check the fields of an object; returns whether the value is an object at all."""
    if not isinstance(value, dict):
        found.add("must be an object", at)
        return False
    for name in required:
        if value.get(name) is None:
            found.add(f"missing required field: {name}", at)
    for name, held in value.items():
        check = required.get(name) or optional.get(name)
        if check is None:
            found.add(f"invalid additional property: {name}", at)
        elif held is not None:
            check(held, f"{at}/{name}", found)
        elif name not in required:
            found.add(f"must not be null: {name}", f"{at}/{name}")
    return True


def anything(value: Any, at: str, found: Findings) -> None:
    """Check nothing, for a field that another check looks at."""
