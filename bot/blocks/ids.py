"""What buttons and forms carry, packed and unpacked in one place.

An action id is the word, then the deal's number, so that a handler is found by the word and ids stay apart:
"advance.12". The value holds all numbers the press needs, as small JSON.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from bot.blocks import limits
from bot.blocks.elements import Identity, cut, length

_SEARCH = "find"
ROOM_FOR_NUMBERS = 200  # characters of a button's value
_COMPACT = json.JSONEncoder(separators=(",", ":")).encode


class WordName(StrEnum):
    """The words that buttons and forms stand for: those of `/deal`."""

    NEW = "new"
    ADVANCE = "advance"
    BACK = "back"
    WON = "won"
    LOST = "lost"
    UNDO = "undo"
    SHOW = "show"
    MINE = "mine"
    BOARD = "board"
    FIND = "find"
    SETTINGS = "settings"
    SNOOZE = "snooze"
    STEP = "step"
    STUCK = "stuck"
    FORECAST = "forecast"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a pressed button means: the word, and what it showed or would change."""

    word: str
    deal: int | None = None
    stay: int | None = None  # the deal's time in a stage that the button showed
    to: int | None = None  # the stage it would move the deal to
    change: int | None = None  # the change it would undo
    sure: bool = False  # it answers a question that was asked once already
    typed: str = ""  # what else was typed with the word: a new deal's name, a note
    kept: int | None = None  # the same by its number, where it is kept among the words
    line: bool = False  # what was typed is to be read as if it were typed behind the word
    start: int = 0  # from which on a list goes on


@dataclass(frozen=True, slots=True)
class Carried:
    """What a form brings back with its submission, beside what is filled in."""

    deal: int | None = None
    stay: int | None = None
    to: int | None = None
    reply: str = ""  # where the answer goes: a response address
    step: int | None = None  # the number of the next step that stood there when the form was opened
    typed: str = ""  # what else was typed and has no field

    def packed(self) -> str:
        """As a view's private metadata."""
        return _packed(asdict(self), limits.PRIVATE_METADATA)


def button(
    word: str,
    *,
    deal: int | None = None,
    stay: int | None = None,
    to: int | None = None,
    change: int | None = None,
    sure: bool = False,
    typed: str | int = "",
    line: bool = False,
    start: int = 0,
) -> Identity:
    """The action id and value of a button; `typed` as it is, or by the number under which it is kept."""
    text, kept = (typed, None) if isinstance(typed, str) else ("", typed)
    carried: dict[str, Any] = {"deal": deal, "stay": stay, "to": to, "change": change, "sure": sure}
    carried |= {"typed": text, "kept": kept, "line": line, "start": start or None}
    return (word if deal is None else f"{word}.{deal}", _packed(carried, limits.BUTTON_VALUE))


def choice(word: str, *, deal: int, stay: int) -> str:
    """The value of an option in a menu of several words: it names its word, as a button's action id does."""
    return _packed({"word": word, "deal": deal, "stay": stay}, limits.OPTION_VALUE)


def has_room(typed: str) -> bool:
    """Whether a button can carry all of this beside its numbers."""
    return length(_json({"typed": typed})) <= limits.BUTTON_VALUE - ROOM_FOR_NUMBERS


def search(word: str, *, to: int | None = None, kept: int | None = None) -> str:
    """The action id of a search for the deal that `word` is for; each option's value is a button's."""
    numbers = "" if to is None and kept is None else f".{to or ''}" if kept is None else f".{to or ''}.{kept}"
    return f"{word}.{_SEARCH}{numbers}"


def word_of(action_id: str) -> str:
    """The word an action id belongs to."""
    return action_id.split(".", 1)[0]


def read(action_id: str, value: str | None) -> Pressed:
    """What a press carries; what cannot be read is not there, and the handler asks again."""
    raw = _unpacked(value)
    searched_to, searched_with = _searched(action_id)
    return Pressed(
        _text(raw.get("word")) or word_of(action_id),
        deal=_number(raw.get("deal")),
        stay=_number(raw.get("stay")),
        to=_number(raw.get("to")) or searched_to,
        change=_number(raw.get("change")),
        sure=raw.get("sure") is True,
        typed=_text(raw.get("typed")),
        kept=_number(raw.get("kept")) or searched_with,
        line=raw.get("line") is True,
        start=_number(raw.get("start")) or 0,
    )


def read_carried(metadata: str | None) -> Carried:
    """What a form carried."""
    raw = _unpacked(metadata)
    return Carried(
        deal=_number(raw.get("deal")),
        stay=_number(raw.get("stay")),
        to=_number(raw.get("to")),
        reply=_text(raw.get("reply")),
        step=_number(raw.get("step")),
        typed=_text(raw.get("typed")),
    )


def _searched(action_id: str) -> tuple[int | None, int | None]:
    """The stage that was named before a deal was searched for, and the number of what else was typed."""
    _, _, rest = action_id.partition(f".{_SEARCH}.")
    to, _, kept = rest.partition(".")
    return _digits(to), _digits(kept)


def _digits(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else None


def _packed(values: dict[str, Any], limit: int) -> str:
    there = {key: value for key, value in values.items() if value not in (None, "", False)}
    packed = _json(there)
    typed = str(there.get("typed", ""))
    while typed and length(packed) > limit:
        typed = cut(typed, max(1, length(typed) - (length(packed) - limit)))
        packed = _json({**there, "typed": typed} if typed != "…" else {**there, "typed": (typed := "")})
    return packed


def _json(values: dict[str, Any]) -> str:
    return _COMPACT(values) if values else "{}"


def _unpacked(packed: str | None) -> dict[str, Any]:
    try:
        raw = json.loads(packed or "{}")
    except ValueError:
        return {}
    return raw if isinstance(raw, dict) else {}


def _number(raw: Any) -> int | None:
    return raw if isinstance(raw, int) and not isinstance(raw, bool) else None


def _text(raw: Any) -> str:
    return raw if isinstance(raw, str) else ""
