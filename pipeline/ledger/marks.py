"""Marks: whether the ledger still has what a message showed when it was posted.

A backup that is restored loses the events after it, and their numbers are given out again. What was posted in between
still carries those numbers, so it also carries a mark: the number and the moment of the newest event that it rests on.
Events are appended in order and never changed. While the ledger has that very event, it has every earlier one too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from sqlalchemy import BindParameter, bindparam, func, select

from pipeline.ledger.events import Key
from pipeline.ledger.session import Session
from pipeline.storage import schema
from pipeline.storage.prepared import Read

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_LONGEST = 28  # characters of a mark: two numbers of 64 bits

_event, _line = schema.event, schema.line
_W: BindParameter[Any] = bindparam("w")
_ONE = Read(
    select(_event.c.no, _event.c.recorded_at).where(_event.c.workspace_no == _W, _event.c.no == bindparam("no"))
)
_LINE = Read(select(_line.c.event_no, _line.c.chained_after).where(_line.c.workspace_no == _W))
_NEWEST_NO = (
    select(func.max(_event.c.no))
    .where(_event.c.workspace_no == _W, _event.c.subject == bindparam("subject"))
    .where(_event.c.subject_no.in_(bindparam("nos", expanding=True)))
    .group_by(_event.c.subject, _event.c.subject_no)
)
_NEWEST = select(_event.c.subject_no, _event.c.no, _event.c.recorded_at).where(
    _event.c.workspace_no == _W, _event.c.no.in_(_NEWEST_NO.scalar_subquery())
)
_ALL = select(_event.c.subject_no, _event.c.no, _event.c.recorded_at).where(
    _event.c.workspace_no == _W,
    _event.c.no.in_(
        select(func.max(_event.c.no))
        .where(_event.c.workspace_no == _W, _event.c.subject == bindparam("subject"))
        .group_by(_event.c.subject, _event.c.subject_no)
        .scalar_subquery()
    ),
)
_FIRST_NO = Read(
    select(func.min(_event.c.no).label("no"))
    .where(_event.c.workspace_no == _W, _event.c.subject == bindparam("subject"))
    .where(_event.c.subject_no == bindparam("no"))
)


@dataclass(frozen=True, slots=True, order=True)
class EventMark:
    """An event's number, and its moment in milliseconds."""

    no: int
    milliseconds: int

    @classmethod
    def of(cls, no: int, recorded_at: datetime) -> Self:
        """The mark of an event."""
        return cls(no, (recorded_at - _BEGINNING) // _MILLISECOND)

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The mark that was written; None for anything else."""
        no, dash, milliseconds = text.partition("-")
        if not dash or len(text) > _LONGEST or not text.isascii() or not (no + milliseconds).isalnum():
            return None
        return cls(int(no, 36), int(milliseconds, 36)) if no and milliseconds else None

    def __str__(self) -> str:
        return f"{_base_36(self.no)}-{_base_36(self.milliseconds)}"


def _base_36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits or "0"


def read_key(key: Key) -> tuple[str, int]:
    """Where a session keeps a subject's mark that it knows already."""
    return f"mark of {key[0]}", key[1]


def of_subjects(session: Session, subject: str, numbers: Iterable[int]) -> dict[int, EventMark]:
    """The marks of the newest events of these subjects, by their numbers; a subject without events has none."""
    found = {no: session.already_read.get(read_key((subject, no))) for no in numbers}
    if missing := [no for no, mark in found.items() if mark is None]:
        values = {"w": session.by.workspace_no, "subject": subject, "nos": missing}
        rows: Iterable[Any] = session.connection.execute(_NEWEST, values)
        found |= {row.subject_no: EventMark.of(row.no, row.recorded_at) for row in rows}
    return {no: mark for no, mark in found.items() if mark is not None}


def of_all(session: Session, subject: str) -> dict[int, EventMark]:
    """The marks of the newest events of all subjects of this kind, by their numbers."""
    rows: Iterable[Any] = session.connection.execute(_ALL, {"w": session.by.workspace_no, "subject": subject})
    return {row.subject_no: EventMark.of(row.no, row.recorded_at) for row in rows}


def of_event(session: Session, no: int) -> EventMark | None:
    """The mark of one event; None where there is none of that number."""
    row = _ONE.first(session.connection, {"w": session.by.workspace_no, "no": no})
    return EventMark.of(row.no, row.recorded_at) if row is not None else None


def of_ledger(session: Session) -> EventMark | None:
    """The mark of the newest event of all."""
    return of_event(session, _LINE.first(session.connection, {"w": session.by.workspace_no}).event_no)


def is_there(session: Session, mark: EventMark) -> bool:
    """Whether the ledger has the event of this mark."""
    return of_event(session, mark.no) == mark


def chained_after(session: Session) -> int:
    """The newest event of the ledger when it began to write marks; 0 in a ledger that wrote them from the start."""
    return int(_LINE.first(session.connection, {"w": session.by.workspace_no}).chained_after)


def first_event(session: Session, key: Key) -> int | None:
    """The number of the first event of a subject; None where there is no such subject."""
    row = _FIRST_NO.first(session.connection, {"w": session.by.workspace_no, "subject": key[0], "no": key[1]})
    return row.no if row is not None else None
