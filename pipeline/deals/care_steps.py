"""The step for today that a customer's problem makes on a won deal, beside other problems that are not done yet."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, Table, and_, bindparam, exists, or_, select

from pipeline.deals import change
from pipeline.deals.deal import TEXT_LIMIT
from pipeline.deals.delivery_events import CheckIn
from pipeline.deals.events import DEAL, StepEnd, StepSet
from pipeline.deals.projection import DealState
from pipeline.deals.tables import check, deal, problem
from pipeline.ledger.session import Session
from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.people import settings
from pipeline.stages.events import StageKind
from pipeline.storage import schema


def _of_deal(table: Table) -> ColumnElement[bool]:
    columns = table.c
    return and_(
        columns.workspace_no == deal.c.workspace_no, columns.deal_no == deal.c.deal_no, columns.at >= deal.c.stay_at
    )


IS_CARED_FOR: ColumnElement[bool] = and_(
    deal.c.state == StageKind.WON.value,
    or_(
        exists().where(_of_deal(check), check.c.result == CheckIn.PROBLEM.value),
        exists().where(_of_deal(problem)),
    ),
)
"""Whether the customer told a problem since the deal was won: only then is a won deal's step one to be done.

A step that was set before the win is left behind by it.
"""
_CARED_FOR = select(IS_CARED_FOR).where(deal.c.workspace_no == bindparam("w"), deal.c.deal_no == bindparam("no"))
_TEXT = select(schema.words.c.text).where(
    schema.words.c.workspace_no == bindparam("w"), schema.words.c.no == bindparam("no")
)


def is_cared_for(session: Session, deal_no: int) -> bool:
    """Whether the customer told a problem since the deal was won."""
    return bool(session.connection.scalar(_CARED_FOR, {"w": session.by.workspace_no, "no": deal_no}))


def set_care_step(work: UnitOfWork, deal: DealState, text: str, *, is_cared_for: bool) -> tuple[DealState, int, date]:
    """Let the deal have a step for today with this text: the deal after it, the number of the text, and the day.

    `is_cared_for` is what the function of that name says before the change: then a step that stands there is about an
    earlier problem that is not done, and keeps its place before this one.
    """
    w, today = work.by.workspace_no, settings.of_workspace(work).calendar.day(work.now)
    before = work.connection.scalar(_TEXT, {"w": w, "no": deal.step}) if is_cared_for and deal.step else None
    both = f"{before} · {text}" if before else text
    no = work.text(schema.words, DEAL, deal.deal_no, both if len(both) <= TEXT_LIMIT else text)
    ended = StepEnd.REPLACED if deal.step is not None else None
    after = work.append(StepSet(step=no, step_day=today, ended=ended), deal.deal_no, deal)[1]
    return change.a_deal(after), no, today
