"""Finds the owners of imported deals: people whom the file names as people write names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.importing.sentences import shown
from bot.language.folding import folded
from bot.language.voice import Voice
from pipeline import errors
from pipeline.exchange.history_file import Case

_MAIL = re.compile(r"[^\s<>@,;]+@[^\s<>@,;]+\.[^\s<>@,;]+")
_MOST_SHOWN = 20  # people of the workspace whom a refusal names


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member with what a file may call them. Handle and e-mail are empty where Slack does not tell them."""

    member_no: int
    name: str
    display_name: str = ""
    handle: str = ""
    email: str = ""

    @classmethod
    def of(cls, member_no: int, user: Mapping[str, Any]) -> Colleague:
        """The person whom Slack describes like this."""
        profile = user.get("profile") or {}
        return cls(
            member_no,
            profile.get("real_name") or user.get("real_name") or user.get("name") or "",
            profile.get("display_name") or "",
            user.get("name") or "",
            profile.get("email") or "",
        )


@dataclass(frozen=True, slots=True)
class Owners:
    """Who owns the deals of a file: the member for each name in it, and how many deals each name has.

    `unknown` has the names that are nobody's, and `shared` those that several people have. The empty name stands for
    deals without one.
    """

    found: Mapping[str, int]
    deals: Mapping[str, int]
    unknown: Sequence[str]
    shared: frozenset[str]


class OwnersMissing(errors.CannotRun):
    """Deals have no owner whom Slack knows, and the operator has not said who gets them."""


class OwnerUnknown(errors.CannotRun):
    """The operator named an owner whom Slack does not know."""


def find_owners(cases: Iterable[Case], people: Sequence[Colleague]) -> Owners:
    """Look for each owner that the cases name."""
    deals = Counter(case.agent for case in cases)
    matches = {name: _matches(name, people) for name in deals}
    return Owners(
        {name: each[0] for name, each in matches.items() if len(each) == 1},
        deals,
        sorted((name for name, each in matches.items() if len(each) != 1), key=lambda name: (-deals[name], name)),
        frozenset(name for name, each in matches.items() if len(each) > 1),
    )


def owner_named(name: str, people: Sequence[Colleague], voice: Voice) -> int:
    """The member whom the operator names. Raises OwnerUnknown."""
    found = _matches(name, people)
    if len(found) == 1:
        return found[0]
    if found:
        raise OwnerUnknown(voice.label("import_several_people", name=shown(name)))
    names = [shown(each.name) for each in people[:_MOST_SHOWN]]
    raise OwnerUnknown(voice.label("import_owner_unknown", name=shown(name), people=voice.list(names or ["–"])))


def require_owners(owners: Owners, voice: Voice) -> None:
    """Raise OwnersMissing, with the names and their deals, unless every deal has an owner."""
    if owners.unknown:
        raise OwnersMissing(
            "\n".join(
                [
                    voice.label("import_owners_unknown"),
                    *(owner_line(voice, owners, name) for name in owners.unknown),
                    voice.label("import_owners_to"),
                ]
            )
        )


def owner_line(voice: Voice, owners: Owners, name: str) -> str:
    """One name with how many deals it has."""
    return voice.label(
        "import_owner_line", name=owner_label(voice, owners, name), deals=voice.say("deals", n=owners.deals[name])
    )


def owner_label(voice: Voice, owners: Owners, name: str) -> str:
    """How a name is shown; several people may have it, or the file may have none."""
    label = shown(name) if name else voice.say("import_nobody")
    return voice.say("import_several_people", name=label) if name in owners.shared else label


def _matches(name: str, people: Sequence[Colleague]) -> list[int]:
    """The members who are called this, from the surest way of naming a person to the least sure."""
    if not name:
        return []
    mail = _MAIL.search(name)
    bare = " ".join(_MAIL.sub(" ", name).replace("<", " ").replace(">", " ").split())
    ways: list[Callable[[Colleague], bool]] = [
        lambda person: mail is not None and folded(person.email) == folded(mail[0]),
        lambda person: _is_called(bare, person, str.casefold),
        lambda person: _is_called(bare, person, folded),
    ]
    for is_meant in ways:
        if found := [person.member_no for person in people if is_meant(person)]:
            return list(dict.fromkeys(found))
    return _with_handle(bare, people)


def _with_handle(name: str, people: Sequence[Colleague]) -> list[int]:
    """The member with this handle. Without "@" it may be a first name: then all who have it are meant."""
    handle = folded(name.removeprefix("@"))
    found = [person.member_no for person in people if person.handle and folded(person.handle) == handle]
    if not found or name.startswith("@"):
        return found
    namesakes = [person.member_no for person in people if handle in _words(person.name, folded)]
    return list(dict.fromkeys([*found, *namesakes]))


def _is_called(name: str, person: Colleague, fold: Callable[[str], str]) -> bool:
    """Whether these are the words of the person's name, in its order or with the last name first."""
    words = _words(name, fold)
    own = [_words(each, fold) for each in (person.name, person.display_name) if each]
    return bool(words) and any(words in _orders(each) for each in own)


def _words(name: str, fold: Callable[[str], str]) -> tuple[str, ...]:
    return tuple(fold(name.replace(",", " ")).split())


def _orders(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    return {words[start:] + words[:start] for start in range(len(words))}
