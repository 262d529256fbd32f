"""State is a fold: what the events of one subject come to, in the order of their numbers.

An event is in force unless one in force voids it. Known-at leaves out later events, true-at what had not happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from pipeline.ledger.events import EXISTS, Event, Key
from pipeline.ledger.subject import Effect, Mend, Put, Subject

Row = dict[str, Any]
Rows = dict[tuple[Any, ...], Row]


@dataclass(slots=True)
class Folded:
    """What a subject's events come to: its head, or None, and the rows of its parts by table name and key."""

    state: Any = None
    parts: dict[str, Rows] = field(default_factory=dict[str, Rows])

    def part(self, table: str) -> list[Row]:
        """The rows of one part, in the order of their keys."""
        return [row for _key, row in sorted(self.parts.get(table, {}).items())]


def in_force(events: Sequence[Event]) -> set[int]:
    """The numbers of the events in force, given in order: an event is, unless one in force voids it."""
    holding: set[int] = set()
    voided: set[int] = set()
    for event in reversed(events):
        if event.no not in voided:
            holding.add(event.no)
            if event.voids is not None:
                voided.add(event.voids)
    return holding


def root_of(event: Event, by_no: Mapping[int, Event]) -> Event:
    """The event at the end of a chain of voids: the event itself where it is no void."""
    while event.voids is not None:
        event = by_no[event.voids]
    return event


def roots_of_voids(events: Iterable[Event], histories: Mapping[Key, Sequence[Event]]) -> dict[int, Event]:
    """The event at the end of the chain of each void, by the void's number; the histories are those before `events`."""
    found: dict[int, Event] = {}
    by_no: dict[Key, dict[int, Event]] = {}
    for event in events:
        if event.voids is not None:
            if event.key not in by_no:
                by_no[event.key] = {each.no: each for each in histories[event.key]}
            found[event.no] = root_of(by_no[event.key][event.voids], by_no[event.key])
    return found


def apply_event(subject: Subject, state: Any, event: Event) -> Any:
    """The head after one event in force; None for a subject without a head."""
    if subject.head is None:
        return None
    after = subject.by_kind[event.kind].head(state, event)
    return after if after is None or after.last_no == event.no else replace(after, last_no=event.no)


def effects_of(subject: Subject, state: Any, event: Event) -> Iterable[Effect]:
    """What one event in force does to the parts, given the head before it."""
    return subject.by_kind[event.kind].effects(state, event)


def fold(subject: Subject, events: Iterable[Event]) -> Folded:
    """What all of a subject's events come to, voids included, in the order of their numbers."""
    listed = list(events)
    holding = in_force(listed)
    counted = [event for event in listed if event.no in holding and event.voids is None]
    folded = _fold(subject, counted, listed[-1].no if listed else 0)
    if subject.head is None:
        _set_last_numbers(subject, folded, listed)
    return folded


def known_at(subject: Subject, events: Iterable[Event], no: int) -> Folded:
    """What was known of a subject when event `no` was the newest: later events and later voids are left out."""
    return fold(subject, (event for event in events if event.no <= no))


def true_at(subject: Subject, events: Iterable[Event], moment: datetime) -> Folded:
    """What was so at a moment, as is known today: of the events in force those that had happened by then."""
    listed = list(events)
    holding = in_force(listed)

    def counts(event: Event) -> bool:
        is_root = event.no in holding and event.voids is None
        return is_root and (event.happened_at <= moment or event.data.timeless)

    counted = list(filter(counts, listed))
    return _fold(subject, counted, counted[-1].no if counted else 0)


def head_of(subject: Subject, events: Iterable[Event]) -> Any:
    """The head that a subject's events come to, voids included, without its parts; None where it is not there.

    Events of kinds that the caller does not ask about may be left out. The head's `last_no` is then not its newest.
    """
    listed = list(events)
    holding, state = in_force(listed), None
    for event in listed:
        if event.no in holding and event.voids is None and not (state is None and EXISTS in event.data.rests_on()):
            state = apply_event(subject, state, event)
    return state


def _fold(subject: Subject, counted: Iterable[Event], last_no: int) -> Folded:
    """The fold of these events but voids, with `last_no` in the head.

    What comes before a subject's first event has nothing to change.
    """
    folded, has_head = Folded(), subject.head is not None
    for event in counted:
        if has_head and folded.state is None and EXISTS in event.data.rests_on():
            continue
        kind, before = subject.by_kind[event.kind], folded.state
        if has_head:
            folded.state = kind.head(before, event)
            if folded.state is None:
                folded.parts.clear()
        for effect in kind.effects(before, event):
            take_effect(subject, folded.parts, effect)
    if folded.state is not None and folded.state.last_no != last_no:
        folded.state = replace(folded.state, last_no=last_no)
    return folded


def take_effect(subject: Subject, parts: dict[str, Rows], effect: Effect) -> None:
    """Let one effect change the rows of a subject's parts. A row that is not there is not mended."""
    part, rows = subject.part(effect.table), parts.setdefault(effect.table.name, {})
    match effect:
        case Put(row=row):
            rows[tuple(row[column] for column in part.key)] = dict(row)
        case Mend(key=key, columns=columns):
            if key in rows:
                rows[key] |= columns
        case _:
            rows.pop(effect.key, None)


def _set_last_numbers(subject: Subject, folded: Folded, events: Sequence[Event]) -> None:
    """Write the newest event's number, voids included, to each row of a part that has the column `last_no`.

    The newest event about a row is the newest whose root touches it.
    """
    if not any("last_no" in part.table.c for part in subject.parts):
        return
    by_no = {event.no: event for event in events}
    for event in events:
        for effect in effects_of(subject, None, root_of(event, by_no)):
            part, rows = subject.part(effect.table), folded.parts.get(effect.table.name, {})
            key = tuple(effect.row[column] for column in part.key) if isinstance(effect, Put) else effect.key
            if key in rows and "last_no" in part.table.c:
                rows[key]["last_no"] = event.no
