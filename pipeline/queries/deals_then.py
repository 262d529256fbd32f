"""How deals stood at the end of a day gone by, as far as it was known then.

What was recorded later is left out, also what was said of that day later on; of what was imported the moments in the
file count.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select

from pipeline.deals.events import DEAL, AmountSet, CloseDaySet, CustomerSet, Lost, Mistaken, Moved, Opened, StepSet, Won
from pipeline.deals.projection import DEALS, DealState
from pipeline.deals.rehoming_events import Rehomed, Transferred
from pipeline.deals.tables import deal
from pipeline.deals.touch_events import Touched
from pipeline.ledger.event_store import from_row
from pipeline.ledger.events import Via, Voided
from pipeline.ledger.fold import head_of
from pipeline.ledger.session import Session
from pipeline.people import settings
from pipeline.storage.prepared import Read
from pipeline.storage.schema import Moment, event

_MOVING = (Opened, Moved, Won, Lost, AmountSet, CloseDaySet, Mistaken, Rehomed, Transferred, Voided)
MOVING_KINDS = [each.kind for each in _MOVING]
"""The kinds of events that change where a deal stands, what it is worth, or when it is expected."""
SHOWN_KINDS = [*MOVING_KINDS, *(each.kind for each in (CustomerSet, StepSet, Touched))]
"""Those, and the others that change what a board shows."""

_later = event.alias("later")
_NEWEST = Read(select(func.max(event.c.no).label("no")).where(event.c.workspace_no == bindparam("w")))
_RECORDED = Read(
    select(event.c.recorded_at)
    .where(event.c.workspace_no == bindparam("w"), event.c.no <= bindparam("no"))
    .order_by(event.c.no.desc())
    .limit(1)
)


def end_of(session: Session, day: date) -> datetime:
    """The last moment of the workspace's day."""
    return settings.of_workspace(session).calendar.at(day + timedelta(days=1), time()) - timedelta(microseconds=1)


def first_after(session: Session, moment: datetime) -> int:
    """The number of the first event that was recorded after a moment; where there is none, the one yet to come.

    The numbers are in the order of recording, so that a few looks find it among any number of events.
    """
    w = session.by.workspace_no
    low, high = 0, _NEWEST(session.connection, {"w": w})[0].no or 0
    while low < high:
        middle = (low + high + 1) // 2
        rows = _RECORDED(session.connection, {"w": w, "no": middle})
        if rows and rows[0].recorded_at > moment:
            high = middle - 1
        else:
            low = middle
    return low + 1


def was_known() -> ColumnElement[bool]:
    """Whether an event was known at the moment `end`, where `first` is the first one recorded after it."""
    return or_(
        event.c.no < bindparam("first"),
        (event.c.via == Via.IMPORT.value) & (event.c.happened_at <= bindparam("end", type_=Moment())),
    )


def of_deals(kinds: Sequence[str]) -> ColumnElement[bool]:
    """Whether an event is of a deal of the workspace `w`, and of one of these kinds."""
    return (event.c.workspace_no == bindparam("w")) & (event.c.subject == DEAL) & event.c.kind.in_(kinds)


def later_deals(kinds: Sequence[str] | None = None) -> Select[int]:
    """The numbers of the deals with events since `first`, of these kinds, as far as they may be of a pipeline.

    That is so of a deal that is there now, of one that came or went, or of which something was undone since, and of
    one that is no more. How much happened in other pipelines costs nothing here.
    """
    there = (deal.c.workspace_no == _later.c.workspace_no) & (deal.c.deal_no == _later.c.subject_no)
    found = (
        select(_later.c.subject_no)
        .select_from(_later.outerjoin(deal, there))
        .where(_later.c.workspace_no == bindparam("w"), _later.c.no >= bindparam("first"))
        .where(_later.c.subject == DEAL)
        .where(
            or_(
                deal.c.pipeline_no == bindparam("pipeline"),
                deal.c.deal_no.is_(None),
                _later.c.kind.in_([Transferred.kind, Voided.kind]),
            )
        )
    )
    return found if kinds is None else found.where(_later.c.kind.in_(kinds))


def folded(session: Session, rows: Sequence[Any]) -> DealState | None:
    """The deal that the rows of its events come to; None where it is not there."""
    return head_of(DEALS, (from_row(session.subjects, row) for row in rows))
