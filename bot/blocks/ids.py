"""What buttons and forms carry, packed and unpacked in one place.

An action id is the word, then the deal's number, so that a handler is found by the word and ids stay apart:
"advance.12". The value holds all numbers the press needs, as small JSON.
What rests on the ledger also carries a mark: whether the ledger still has what was shown (`pipeline/ledger/marks.py`).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from bot.blocks import limits
from bot.blocks.cutting import cut, length
from bot.blocks.elements import Identity
from pipeline.refused import LineKept

_SEARCH = "find"
_SEARCH_NUMBERS = 4  # of a search's action id: a stage, a rest, a note, a person
_MOST_DIGITS = 18  # of a number: both databases keep no longer ones
ROOM_FOR_NUMBERS = 240  # characters of a button's value
ROOM_FOR_MARK = 36  # characters of a button's value, and of a form's metadata
_COMPACT = json.JSONEncoder(separators=(",", ":")).encode


class WordName(StrEnum):
    """The words that buttons and forms stand for: those of `/deal`."""

    NEW = "new"
    ADVANCE = "advance"
    ASSIGN = "assign"
    AWAY = "away"
    BACK = "back"
    EDIT = "edit"
    DELETE = "delete"
    MERGE = "merge"
    CUSTOMER = "customer"
    WON = "won"
    LOST = "lost"
    UNDO = "undo"
    SHOW = "show"
    HISTORY = "history"
    MINE = "mine"
    BOARD = "board"
    SINCE = "since"
    FIND = "find"
    SETTINGS = "settings"
    STAGES = "stages"
    SNOOZE = "snooze"
    STEP = "step"
    NOTE = "note"
    TOUCH = "touch"
    NEED = "need"
    SOURCE = "source"
    OFFER = "offer"
    DELIVERED = "delivered"
    LATE = "late"
    CHECK_IN = "checkin"
    PROBLEM = "problem"
    FOLLOW_UP = "follow_up"
    SELECT = "select"
    STUCK = "stuck"
    NEXT = "next"
    TEAM = "team"
    TARGET = "target"
    CHOICES = "choices"
    FIELDS = "fields"
    FORECAST = "forecast"
    RESULTS = "results"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Remainder:
    """What else was typed with a word: its parts as they are, or by the numbers under which they are kept."""

    rest: str | int = ""  # what follows the deal's name
    note: str | int = ""
    member: int | None = None  # who was mentioned or named

    @classmethod
    def of(cls, question: LineKept) -> Remainder:
        """The remainder that a question keeps."""
        return cls(question.typed or "", question.note or "", question.member)

    @property
    def is_kept(self) -> bool:
        """Whether nothing of it stands here as it was typed."""
        return not any(part and isinstance(part, str) for part in (self.rest, self.note))

    def packed(self) -> dict[str, Any]:
        """As a button's value has it."""
        parts = {"typed": self.rest, "note": self.note}
        texts = {name: part for name, part in parts.items() if isinstance(part, str)}
        kept = {_KEPT[name]: part for name, part in parts.items() if isinstance(part, int)}
        return {**texts, **kept, "member": self.member}


NOTHING_MORE = Remainder()
_KEPT = {"typed": "kept", "note": "kept_note"}  # where the number of a part stands


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a pressed button means: the word, and what it showed or would change."""

    word: str
    deal: int | None = None
    stay: int | None = None  # the deal's time in a stage that the button showed
    to: int | None = None  # the stage it would move the deal to
    change: int | None = None  # the change it would undo
    sure: bool = False  # it answers a question that was asked once already
    more: Remainder = NOTHING_MORE  # what else was typed with the word: a new deal's name, a note
    line: bool = False  # what was typed is to be read as if it were typed behind the word
    start: int = 0  # from which on a list goes on
    step: int | None = None  # the next step that it showed, by its number


@dataclass(frozen=True, slots=True)
class Carried:
    """What a form brings back with its submission, beside what is filled in."""

    deal: int | None = None
    stay: int | None = None
    to: int | None = None
    reply: str = ""  # where the answer goes: a response address
    step: int | None = None  # the number of the next step that stood there when the form was opened
    note: str = ""  # a note that has no field, in forms that older programs opened
    member: int | None = None  # the member whose deals it is about
    amount: str = ""  # an amount that the form asks about: sent once more it is meant
    seen: int | None = None  # the deal's newest event when the form was opened
    day: str = ""  # likewise a day
    act: str = ""  # what is to be done to the deals that are ticked
    link: str = ""  # the address of the message that a new deal is made of

    def packed(self) -> str:
        """As a view's private metadata."""
        return _packed(asdict(self), limits.PRIVATE_METADATA)


@dataclass(frozen=True, slots=True)
class Basis:
    """What of the ledger a button, an option or a form rests on, and its mark, if it has one."""

    deal: int | None = None
    stay: int | None = None
    change: int | None = None
    stage: int | None = None
    member: int | None = None
    keeps_text: bool = False  # the numbers of typed texts that wait
    mark: str = ""

    @property
    def is_nothing(self) -> bool:
        """Whether it carries no number that the ledger gave out."""
        return not self.keeps_text and (self.deal, self.stay, self.change, self.stage, self.member) == (None,) * 5


def basis(packed: str | None) -> Basis:
    """What a button's value, an option's, or a form's metadata rests on."""
    raw = _unpacked(packed)
    return Basis(
        deal=_number(raw.get("deal")),
        stay=_number(raw.get("stay")),
        change=_number(raw.get("change")),
        stage=_number(raw.get("to")),
        member=_number(raw.get("member")),
        keeps_text=any(_number(raw.get(name)) is not None for name in _KEPT.values()),
        mark=_text(raw.get("m")),
    )


def basis_of_search(action_id: str) -> Basis:
    """What a search for a deal rests on, beside the deal that is found."""
    to, more = _searched(action_id)
    keeps_text = isinstance(more.rest, int) or isinstance(more.note, int)
    _, _, numbers = action_id.partition(f".{_SEARCH}.")
    mark = next(iter(numbers.split(".")[_SEARCH_NUMBERS:]), "")
    return Basis(stage=to, member=more.member, keeps_text=keeps_text, mark=mark)


def marked(packed: str, mark: str) -> str:
    """The value of a button or an option, or a form's metadata, with its mark."""
    return _json({**_unpacked(packed), "m": mark})


def marked_search(action_id: str, mark: str) -> str:
    """The action id of a search, with its mark behind its numbers."""
    word, _, numbers = action_id.partition(f".{_SEARCH}.")
    parts = [*numbers.split("."), *[""] * _SEARCH_NUMBERS][:_SEARCH_NUMBERS]
    return f"{word}.{_SEARCH}.{'.'.join(parts)}.{mark}"


def button(
    word: str,
    *,
    deal: int | None = None,
    stay: int | None = None,
    to: int | None = None,
    change: int | None = None,
    sure: bool = False,
    more: Remainder = NOTHING_MORE,
    line: bool = False,
    start: int = 0,
    step: int | None = None,
) -> Identity:
    """The action id and value of a button, with what else was typed."""
    carried: dict[str, Any] = {"deal": deal, "stay": stay, "to": to, "change": change, "sure": sure}
    carried |= {**more.packed(), "line": line, "start": start or None, "step": step}
    return (word if deal is None else f"{word}.{deal}", _packed(carried, limits.BUTTON_VALUE))


def choice(word: str, *, deal: int, stay: int, to: int | None = None, typed: str = "") -> str:
    """The value of an option in a menu: it names its word, as a button's action id does, and has what it stands for."""
    return _packed({"word": word, "deal": deal, "stay": stay, "to": to, "typed": typed}, limits.OPTION_VALUE)


def typed_choice(word: str, typed: str, *, deal: int | None = None) -> str:
    """The value of an option that stands for words typed behind a deal, or behind the word, as a button's has them."""
    return _packed({"word": word, "deal": deal, "typed": typed}, limits.OPTION_VALUE)


def has_room(more: Remainder) -> bool:
    """Whether a button can carry all of this beside its numbers."""
    return length(_json(more.packed())) <= limits.BUTTON_VALUE - ROOM_FOR_NUMBERS


def search(word: str, *, to: int | None = None, more: Remainder = NOTHING_MORE) -> str:
    """The action id of a search for the deal that `word` is for; each option's value is a button's.

    It has room for numbers alone: of what else was typed, for what is kept.
    """
    kept = [part if isinstance(part, int) else "" for part in (more.rest, more.note)]
    numbers = "".join(f".{number or ''}" for number in (to, *kept, more.member))
    return f"{word}.{_SEARCH}{numbers.rstrip('.')}"


def word_of(action_id: str) -> str:
    """The word an action id belongs to."""
    return action_id.split(".", 1)[0]


def read(action_id: str, value: str | None) -> Pressed:
    """What a press carries; what cannot be read is not there, and the handler asks again."""
    raw = _unpacked(value)
    searched_to, searched_with = _searched(action_id)
    more = _more(raw)
    return Pressed(
        _text(raw.get("word")) or word_of(action_id),
        deal=_number(raw.get("deal")),
        stay=_number(raw.get("stay")),
        to=_number(raw.get("to")) or searched_to,
        change=_number(raw.get("change")),
        sure=raw.get("sure") is True,
        more=searched_with if more == NOTHING_MORE else more,
        line=raw.get("line") is True,
        start=_number(raw.get("start")) or 0,
        step=_number(raw.get("step")),
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
        note=_text(raw.get("note")) or _text(raw.get("typed")),
        member=_number(raw.get("member")),
        amount=_text(raw.get("amount")),
        seen=_number(raw.get("seen")),
        day=_text(raw.get("day")),
        act=_text(raw.get("act")),
        link=_text(raw.get("link")),
    )


def _more(raw: dict[str, Any]) -> Remainder:
    rest: str | int = _number(raw.get("kept")) or _text(raw.get("typed"))
    note: str | int = _number(raw.get("kept_note")) or _text(raw.get("note"))
    if isinstance(rest, str) and not note:
        rest, note = parted(rest)
    return Remainder(rest, note, _number(raw.get("member")))


def parted(typed: str) -> tuple[str, str]:
    """Rest and note of what older programs kept as one text, "15k -- soittivat"; a rest of today has no such mark."""
    rest, _, note = f" {typed}".partition(" -- ")
    return rest.strip(), note.strip()


def _searched(action_id: str) -> tuple[int | None, Remainder]:
    """The stage that was named before a deal was searched for, and what else was typed, by its numbers."""
    _, _, rest = action_id.partition(f".{_SEARCH}.")
    to, kept, kept_note, member, *_ = (_digits(part) for part in f"{rest}....".split("."))
    return to, Remainder(kept or "", kept_note or "", member)


def _digits(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < _MOST_DIGITS else None


def _packed(values: dict[str, Any], limit: int) -> str:
    """As JSON; where it is too long, the note is cut first, then the rest."""
    there = {key: value for key, value in values.items() if value not in (None, "", False)}
    limit -= ROOM_FOR_MARK if limit > limits.OPTION_VALUE else 0
    for name in ("note", "typed"):
        while there.get(name) and length(_json(there)) > limit:
            shorter = cut(there[name], max(1, length(there[name]) - (length(_json(there)) - limit)))
            there[name] = "" if shorter == "…" else shorter
    return _json(there)


def _json(values: dict[str, Any]) -> str:
    return _COMPACT(values) if values else "{}"


def _unpacked(packed: str | None) -> dict[str, Any]:
    try:
        raw = json.loads(packed or "{}")
    except (ValueError, RecursionError):
        return {}
    return raw if isinstance(raw, dict) else {}


def _number(raw: Any) -> int | None:
    is_number = isinstance(raw, int) and not isinstance(raw, bool) and 0 <= raw < 10**_MOST_DIGITS
    return raw if is_number else None


def _text(raw: Any) -> str:
    return raw if isinstance(raw, str) else ""
