"""All that Putki can say of what was done or is due: a key and numbers, rendered only when it is shown.

A notice holds no typed text: names are read at the moment of showing, so that it is true then, and erasable.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from pipeline.money import Money


class NoticeKind(StrEnum):
    """Every kind of notice, with the values it carries."""

    CREATED = "created"  # deal
    ADVANCED = "advanced"  # deal, from_stage, to_stage, days, event, stay
    MOVED_BACK = "back"  # the same
    REOPENED = "reopened"  # the same
    WON = "won"  # deal, sum, day, event, stay, from_stage, to_stage
    LOST = "lost"  # deal, reason (words number), event, stay, from_stage, to_stage
    UNDONE = (
        "undone"  # change, redone (an undo was undone); of a deal: deal, stage, open, moved; opened: one that is gone
    )
    STEP_SET = "step_set"  # deal, step (words number), day
    STEP_CLEARED = "step_cleared"  # deal
    SNOOZED = "snoozed"  # deal, day, wished (the day asked for, which may be no business day)
    UNSNOOZED = "unsnoozed"  # deal
    HANDED_OVER = "handed_over"  # deal, who (did it), owner (the new one), change, stay
    GIVEN = "given"  # the same and note (words number), for the new owner
    OWNER_CHANGED = "owner_changed"  # deal, who, owner, change: for the old owner
    GIVEN_BACK = "given_back"  # deal, who, owner (whose it is again), change
    SEEN = "seen"  # deal, day, event
    UNSEEN = "unseen"  # deal
    SETTINGS_SAVED = "settings_saved"  # change; first (set-up); place: waits (Putki is not in), guests, some (at least)
    STUCK = "stalled"  # deal, stay, nth
    REMINDER = "reminder"  # deal, stay, day: the one that was asked for
    MORE_STUCK = "the_rest"  # n
    HAPPENED = "what_happened"  # deal, stay
    MONDAY = "monday"  # statement (its key), pipeline
    SKIPPED = "post_skipped"  # day
    WELCOME = "welcome"  # nothing
    NOT_IN = "not_in"  # place: where to post, and what was to be said there waits
    CHANNEL_ARCHIVED = "channel_archived"  # place: where to post, and what was to be said there waits
    CHANNEL_SHARED = "channel_shared"  # place: where to post, which another organisation reads now
    IMPORTED = "imported"  # n, open, won, lost
    SHOWN = "show"  # deal: what is known of it; start: its notes from there on
    MINE = "mine"  # start: the reader's open deals from there on
    STUCK_LIST = "stuck"  # start: the stuck deals the reader may act on, from there on; all: everybody's
    FOUND = "find"  # deals (numbers, best first), n (how many fit), start, text (what was sought; waiting: its number)
    BOARD = "board"  # pipeline
    FORECAST = "forecast"  # pipeline: the figures of now; `opens` (sums, deals) and `statement`: what is behind a post
    HELP = "help"  # nothing: every word, with the reader's own deals as examples
    FORM = "open_form"  # word, deal, to, stay, typed (words number): a button that opens the form
    CARD = "card"  # deal: its message in its channel, in the workspace's voice, with its buttons
    REFUSED = "refused"  # `refusal` (a class of pipeline.errors by its key) and its values


OF_REMINDERS = frozenset({NoticeKind.STUCK, NoticeKind.REMINDER, NoticeKind.HAPPENED})
"""What stands where a person was reminded: emoji count there."""

ANSWERED_IN_PLACE = OF_REMINDERS | {NoticeKind.GIVEN}
"""Messages to one person whose place is taken by what was done with their buttons."""

_COMPACT = json.JSONEncoder(separators=(",", ":")).encode
Value = int | float | str | bool | Money | date | datetime | None | list["Value"]


@dataclass(frozen=True, slots=True)
class Known:
    """What a change read on its way: the answer to it needs no second reading. Never kept, for it has names."""

    rules_no: int
    already_read: dict[tuple[str, int], Any]


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to say, with its numbers."""

    kind: NoticeKind
    values: Mapping[str, Value] = field(default_factory=dict[str, Value])
    known: Known | None = field(default=None, compare=False, repr=False)

    def encoded(self) -> str:
        """As kept in the inbox."""
        return _COMPACT({"says": self.kind.value, "values": encode(self.values)})

    @classmethod
    def decoded(cls, kept: str) -> Notice:
        """From the inbox."""
        raw = json.loads(kept)
        return cls(NoticeKind(raw["says"]), decode(raw["values"]))


def encode(values: Mapping[str, Value]) -> dict[str, Any]:
    """Values as JSON knows them."""
    return {key: _packed(value) for key, value in values.items()}


def decode(raw: Mapping[str, Any]) -> dict[str, Value]:
    """Values as they were."""
    return {key: _unpacked(value) for key, value in raw.items()}


def _packed(value: Value) -> Any:
    if isinstance(value, Money):
        return {"money": [value.minor, value.currency]}
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, list):
        return [_packed(each) for each in value]
    return value


def _unpacked(raw: Any) -> Value:
    match raw:
        case {"money": [minor, currency]}:
            return Money(minor, currency)
        case {"moment": text}:
            return datetime.fromisoformat(text)
        case {"day": text}:
            return date.fromisoformat(text)
        case list():
            return [_unpacked(each) for each in raw]  # pyright: ignore[reportUnknownVariableType]
        case _:
            return raw
