"""Replaying the ledger: what the events of each subject come to, now, as known at an event, or as true at a moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

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

    last = connection.execute(LAST_SUBJECT, {"w": workspace_no, "subject": subject.name}).scalar() or 0
    for first in range(0, last + 1, PAGE):
        found = page_of_events(connection, workspace_no, subject.name, first)
        events = (from_row(subjects, row) for row in found)
        for no, mine in groupby(events, key=lambda event: event.subject_no):
            yield no, folded(list(mine))
