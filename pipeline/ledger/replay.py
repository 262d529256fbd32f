"""Replaying the ledger: what the events of each subject come to, now, as known at an event, or as true at a moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select

from pipeline.ledger.event_store import from_row
from pipeline.ledger.events import Event
from pipeline.ledger.fold import Folded, fold, true_at
from pipeline.ledger.subject import Subject, Subjects
from pipeline.storage import schema

PAGE = 500  # subjects read at a time

_event = schema.event
_PAGE_OF_EVENTS = (
    select(_event)
    .where(_event.c.workspace_no == bindparam("w"), _event.c.subject == bindparam("subject"))
    .where(_event.c.subject_no.between(bindparam("first"), bindparam("last")))
    .order_by(_event.c.subject_no, _event.c.no)
)
NEXT_SUBJECT = select(func.min(_event.c.subject_no)).where(
    _event.c.workspace_no == bindparam("w"),
    _event.c.subject == bindparam("subject"),
    _event.c.subject_no >= bindparam("first"),
)
LAST_SUBJECT = select(func.max(_event.c.subject_no)).where(
    _event.c.workspace_no == bindparam("w"), _event.c.subject == bindparam("subject")
)
_WORKSPACES = select(schema.line.c.workspace_no).order_by(schema.line.c.workspace_no)


def workspaces(connection: Connection) -> list[int]:
    """The numbers of all workspaces."""
    return list(connection.scalars(_WORKSPACES))


def page_of_events(connection: Connection, workspace_no: int, subject: str, first: int) -> Iterable[Any]:
    """The rows of `event` about the subjects of one page, whose lowest number is `first`; those of one together."""
    values = {"w": workspace_no, "subject": subject, "first": first, "last": first + PAGE - 1}
    return connection.execute(_PAGE_OF_EVENTS, values)


def pages(connection: Connection, w: int, next_numbers: Iterable[Select[Any]], subject: str) -> Iterator[int]:
    """The lowest number of each page in which there is anything: a restore leaves a million numbers out.

    Each of `next_numbers` finds the lowest number of a subject from `first` on, in one table.
    """
    first = 0
    while True:
        values = {"w": w, "subject": subject, "first": first}
        found = [connection.scalar(each, values) for each in next_numbers]
        if not (there := [no for no in found if no is not None]):
            return
        first = min(there) // PAGE * PAGE
        yield first
        first += PAGE


def replayed(
    connection: Connection,
    subjects: Subjects,
    workspace_no: int,
    subject: Subject,
    *,
    known: int | None = None,
    true: datetime | None = None,
) -> Iterator[tuple[int, Folded]]:
    """Each subject's number with what its events come to: now, as `known` at an event, or as `true` at a moment."""

    def folded(events: list[Event]) -> Folded:
        seen = events if known is None else [event for event in events if event.no <= known]
        return fold(subject, seen) if true is None else true_at(subject, seen, true)

    for first in pages(connection, workspace_no, [NEXT_SUBJECT], subject.name):
        found = page_of_events(connection, workspace_no, subject.name, first)
        events = (from_row(subjects, row) for row in found)
        for no, mine in groupby(events, key=lambda event: event.subject_no):
            yield no, folded(list(mine))
