"""What the ledger knows of a subject: its kinds of events, its tables, and what each event does to them.

A subject (deal, customer, stage, …) is a room that declares one `Subject`. The one list of them,
`pipeline/subjects.py`, is handed to the ledger as `Subjects`. The ledger itself names no subject.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

from sqlalchemy import Column, Connection, Table

from pipeline.ledger.events import GENERAL, Event, EventData, Key, Via

Lift = Callable[[dict[str, Any]], dict[str, Any]]
"""Brings the data of one version of a kind to the next version."""


@dataclass(frozen=True, slots=True)
class Put:
    """A row of a part's table comes to be. `row` has every column but the workspace's."""

    table: Table
    row: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Mend:
    """Columns of a part's row change. `key` identifies the row within the workspace."""

    table: Table
    key: tuple[Any, ...]
    columns: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Remove:
    """A row of a part's table is no more."""

    table: Table
    key: tuple[Any, ...]


Effect = Put | Mend | Remove


def keys_after(table: Table, before: Iterable[tuple[Any, ...]], effects: Iterable[Effect]) -> set[tuple[Any, ...]]:
    """The keys of a part's rows after these effects, within the workspace; `before` are those until then."""
    columns = [column.name for column in table.primary_key if column.name != "workspace_no"]
    keys = set(before)
    for effect in effects:
        if effect.table is not table:
            continue
        if isinstance(effect, Put):
            keys.add(tuple(effect.row[name] for name in columns))
        elif isinstance(effect, Remove):
            keys.discard(effect.key)
    return keys


def no_effects(_before: Any, _event: Event) -> Iterable[Effect]:
    """The effects of a kind that touches no part."""
    return ()


def unchanged(before: Any, _event: Event) -> Any:
    """The head after a kind that changes no field of it."""
    return before


@dataclass(frozen=True, slots=True)
class EventKind:
    """One kind of event: its data, the head after it, and its effects on parts.

    Both functions are pure, take the head as it was before the event, and read no part.
    """

    data: type[EventData]
    head: Callable[[Any, Event], Any] = unchanged
    effects: Callable[[Any, Event], Iterable[Effect]] = no_effects


@dataclass(frozen=True, slots=True)
class Head:
    """The one row that a subject has: its table, and the column of its number.

    Its state is a frozen dataclass whose fields are the table's columns without the workspace. It has `last_no`: the
    newest event about the subject, voids included.
    """

    table: Table
    number: str
    from_row: Callable[[Any], Any]
    """Makes the state of a row of the table."""


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that a subject has several of, such as a deal's stays. The first column of `key` is the subject's number.

    `replaces`: a `Put` may meet a row with its key, and replaces it.
    """

    table: Table
    key: tuple[str, ...]
    replaces: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """A column of a subject's head that holds the number of another subject, which must be there and usable."""

    column: str
    target: str
    is_usable: Callable[[Any], bool] = lambda state: state is not None
    """Whether the target's head may be referred to. It gets None where there is no such target."""


@dataclass(frozen=True, slots=True)
class Counter:
    """A column of the sequence that numbers something of a subject: the subjects themselves, or what a column holds."""

    name: str
    column: Column[Any] | None = None


@dataclass(frozen=True)
class Subject:
    """What events can be about. `name` is stored in `event.subject` and never renamed.

    `counters`: the columns of the sequence that number it. `is_rule`: whether readers cache what follows from it until
    its next event. `lifts` go from (kind, version) to the function that brings the data to version + 1; they are kept
    for ever.
    """

    name: str
    kinds: tuple[EventKind, ...]
    head: Head | None = None
    parts: tuple[Part, ...] = ()
    counters: tuple[Counter, ...] = ()
    references: tuple[Reference, ...] = ()
    is_rule: bool = False
    lifts: Mapping[tuple[str, int], Lift] = field(default_factory=dict[tuple[str, int], Lift])

    @cached_property
    def by_kind(self) -> Mapping[str, EventKind]:
        """The kinds by their names; those that stand on any subject change nothing of it."""
        general = {data.kind: EventKind(data) for data in GENERAL}
        return general | {each.data.kind: each for each in self.kinds}

    @cached_property
    def tables(self) -> tuple[tuple[Table, str], ...]:
        """Every table of the subject, with the column of the subject's number."""
        heads = ((self.head.table, self.head.number),) if self.head is not None else ()
        return (*heads, *((part.table, part.key[0]) for part in self.parts))

    @cached_property
    def _parts(self) -> Mapping[Table, Part]:
        return {part.table: part for part in self.parts}

    def part(self, table: Table) -> Part:
        """The part whose rows are in this table."""
        return self._parts[table]

    def load(self, kind: str, version: int, data: str) -> EventData:
        """Stored data as it is read, whatever its version.

        Raises KeyError for an unknown kind and ValueError for a newer version than this program knows.
        """
        model = self.by_kind[kind].data
        if version == model.version:
            return _read(model, data)
        if version > model.version:
            raise ValueError(f"event kind {kind} version {version} is newer than this program")
        raw = json.loads(data)
        for step in range(version, model.version):
            raw = self.lifts[kind, step](raw)
        return _read(model, json.dumps(raw))


@lru_cache(maxsize=1024)
def _read(model: type[EventData], data: str) -> EventData:
    """The data of a kind. What one change does to many subjects is often the same, and then it is read once."""
    return model.model_validate_json(data)


@dataclass(frozen=True, slots=True)
class Appended:
    """The events of one change, on their way to the commit, with the heads that they touch.

    `before` and `after` have the heads of voided subjects too; None: there was, or is, no such subject. `before` may
    have heads that the change only read. `blanked` has the texts of `name` that this change erases, by their numbers.
    `roots` has the event at the end of the chain of each void, by the void's number.
    `in_place_of` is the outbox key of the message whose place the answer to this change takes.
    """

    connection: Connection
    workspace_no: int
    now: datetime
    via: Via
    events: Sequence[Event]
    before: Mapping[Key, Any]
    after: Mapping[Key, Any]
    blanked: Mapping[int, str] = field(default_factory=dict[int, str])
    roots: Mapping[int, Event] = field(default_factory=dict[int, Event])
    in_place_of: str | None = None


FollowUp = Callable[[Appended], None]
"""What else is written in the commit of a change, beside events and projections."""

DerivedRow = tuple[Table, tuple[Any, ...]]
"""A table whose columns are all its key, and the key of one of its rows, without the workspace."""


@dataclass(frozen=True, slots=True)
class Derived:
    """Tables that a follow-up keeps, whose rows follow from projections and texts.

    `rows` yields each row that they should have in one workspace, once, in any order.
    """

    tables: tuple[Table, ...]
    rows: Callable[[Connection, int], Iterable[DerivedRow]]


@dataclass(frozen=True)
class Subjects:
    """All subjects of the program, what follows from changes of them, and the tables that are kept for that."""

    all: tuple[Subject, ...]
    follow_ups: tuple[FollowUp, ...] = ()
    derived: tuple[Derived, ...] = ()

    @cached_property
    def by_name(self) -> Mapping[str, Subject]:
        """The subjects by their stored names."""
        return {each.name: each for each in self.all}

    @cached_property
    def rules(self) -> frozenset[str]:
        """The names of those whose consequences readers cache."""
        return frozenset(each.name for each in self.all if each.is_rule)

    @cached_property
    def kinds(self) -> Mapping[str, type[EventData]]:
        """Every kind of event by its name."""
        found = {data.kind: data for data in GENERAL}
        return found | {each.data.kind: each.data for subject in self.all for each in subject.kinds}

    def __iter__(self) -> Iterator[Subject]:
        return iter(self.all)

    def __getitem__(self, name: str) -> Subject:
        return self.by_name[name]
