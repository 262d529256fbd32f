"""The machinery of the checks: complaints in Slack's words, each with its JSON pointer and the page it rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .limits import LIMITS, Limit


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong, where, and who says so."""

    message: str
    pointer: str
    cites: str

    def __str__(self) -> str:
        return f"{self.message} [json-pointer:{self.pointer}]"


@dataclass(slots=True)
class Findings:
    """The complaints so far, and the page to cite where no limit has its own."""

    cites: str
    complaints: list[Complaint] = field(default_factory=list)

    def add(self, message: str, pointer: str, cites: str | None = None) -> None:
        """Complain."""
        self.complaints.append(Complaint(message, pointer, cites or self.cites))


Check = Callable[[Any, str, Findings], None]


def of_type(kind: type | tuple[type, ...], name: str) -> Check:
    """Check the JSON type."""

    def check(value: Any, at: str, found: Findings) -> None:
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            found.add(f"must be a valid {name}", at)

    return check


flag = of_type(bool, "boolean")
count = of_type(int, "integer")


def within(length: int, limit: Limit, at: str, found: Findings) -> None:
    """Complain of a text that is too short or too long."""
    if length > limit.most:
        found.add(f"must be less than {limit.most + 1} characters", at, limit.cites)
    elif length < limit.least:
        found.add(f"must be more than {limit.least - 1} characters", at, limit.cites)


def string(limit: str | None = None) -> Check:
    """Check a plain JSON string against a limit of the table."""

    def check(value: Any, at: str, found: Findings) -> None:
        if not isinstance(value, str):
            found.add("must be a string", at)
        elif limit is not None:
            within(len(value), LIMITS[limit], at, found)

    return check


def one_of(*allowed: str) -> Check:
    """Check that a value is one of few."""

    def check(value: Any, at: str, found: Findings) -> None:
        if value not in allowed:
            found.add(f"must be one of: {', '.join(allowed)}", at)

    return check


def items(each: Check, limit: str) -> Check:
    """Check a list's length and every item."""

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
    """Check an object's fields; say whether it is an object at all."""
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
    """Check nothing; for a field another check looks at."""
