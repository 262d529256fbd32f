"""References between subjects: no head may point at a subject that is missing or no longer usable.

A deal points at its customer and its stage, for example. Undo asks this of its result before it is written, and
`putki verify` asks it of the whole workspace.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from pipeline.ledger.events import Key
from pipeline.ledger.subject import Head, Reference, Subject, Subjects

CHUNK = 500  # rows named in one statement


@dataclass(frozen=True, slots=True)
class Dangling:
    """A reference that leads nowhere: which subject has it, and what it points at."""

    source: Key
    reference: Reference
    target_no: int


@cache
def _heads(table_name: str, head: Head, column: str) -> Select[Any]:
    """The rows of a head's table whose column is one of these numbers."""
    table = head.table
    return select(table).where(
        table.c.workspace_no == bindparam("w"), table.c[column].in_(bindparam("nos", expanding=True))
    )


def _found(connection: Connection, w: int, head: Head, column: str, nos: Collection[int]) -> Iterator[Any]:
    listed = sorted(nos)
    for start in range(0, len(listed), CHUNK):
        values = {"w": w, "nos": listed[start : start + CHUNK]}
        yield from connection.execute(_heads(head.table.name, head, column), values)


def dangling(connection: Connection, w: int, subjects: Subjects, after: Mapping[Key, Any]) -> list[Dangling]:
    """The references that would lead nowhere if the heads in `after` came to be (None: the subject is gone).

    Looks outward from those heads, and inward to those among them that are no longer usable. Heads that are not in
    `after` count as they are in the database.
    """
    found: list[Dangling] = []
    for subject in subjects:
        for reference in subject.references:
            found += _outward(connection, w, subjects, subject, reference, after)
            found += _inward(connection, w, subjects, subject, reference, after)
    return found


def pointing_anew(subjects: Subjects, before: Mapping[Key, Any], after: Mapping[Key, Any]) -> dict[Key, Any]:
    """Those heads in `after` that are gone, or that point at another subject than `before`: only these can dangle."""

    def points(key: Key, state: Any) -> list[Any]:
        return [getattr(state, each.column, None) for each in subjects[key[0]].references]

    return {
        key: state
        for key, state in after.items()
        if state is None or before.get(key) is None or points(key, state) != points(key, before[key])
    }


def _outward(
    connection: Connection, w: int, subjects: Subjects, subject: Subject, reference: Reference, after: Mapping[Key, Any]
) -> Iterator[Dangling]:
    """What the changed heads of this subject point at."""
    pointing: dict[int, list[Key]] = defaultdict(list)
    for key, state in after.items():
        if key[0] == subject.name and state is not None and (to := getattr(state, reference.column)) is not None:
            pointing[to].append(key)
    target = subjects[reference.target].head
    assert target is not None
    unknown = {no for no in pointing if (reference.target, no) not in after}
    there = {getattr(row, target.number): row for row in _found(connection, w, target, target.number, unknown)}
    for no, keys in pointing.items():
        state = after[reference.target, no] if (reference.target, no) in after else there.get(no)
        if not reference.is_usable(state):
            yield from (Dangling(key, reference, no) for key in keys)


def _inward(
    connection: Connection, w: int, subjects: Subjects, subject: Subject, reference: Reference, after: Mapping[Key, Any]
) -> Iterator[Dangling]:
    """What points at the changed heads that are no longer usable."""
    head = subject.head
    assert head is not None
    lost = {no for (name, no), state in after.items() if name == reference.target and not reference.is_usable(state)}
    for row in _found(connection, w, head, reference.column, lost):
        key = (subject.name, getattr(row, head.number))
        if key not in after:
            yield Dangling(key, reference, getattr(row, reference.column))


def all_dangling(connection: Connection, w: int, subjects: Subjects) -> Iterator[Dangling]:
    """Every reference of a workspace that leads nowhere."""
    for subject in subjects:
        for reference in subject.references:
            head, target = subject.head, subjects[reference.target].head
            assert head is not None
            assert target is not None
            column = head.table.c[reference.column]
            pointing = connection.execute(
                select(head.table.c[head.number], column).where(head.table.c.workspace_no == w, column.is_not(None))
            ).all()
            there = {
                getattr(row, target.number): row
                for row in _found(connection, w, target, target.number, {no for _source, no in pointing})
            }
            for source, no in pointing:
                if not reference.is_usable(there.get(no)):
                    yield Dangling((subject.name, source), reference, no)
