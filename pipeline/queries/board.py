"""The board (`/deal board`): for each open stage its deals, their worth, the oldest, the stuck, and those that wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Date, bindparam, case, func, select

from pipeline.deals.sight import require_pipeline
from pipeline.deals.tables import deal, deal_watch
from pipeline.ledger.read_session import ReadSession
from pipeline.money import Money
from pipeline.people import settings
from pipeline.people.access import Act, require
from pipeline.people.settings import home_currency_first
from pipeline.queries.deal_lists import IS_WATCHED_STUCK, stuck_now
from pipeline.queries.names import StageLabel, stage_labels
from pipeline.stages import stages as stages_
from pipeline.stages.events import StageKind


@dataclass(frozen=True, slots=True)
class Column:
    """One stage of the board; `sums` has one amount per currency."""

    stage: StageLabel
    count: int
    sums: tuple[Money, ...]
    without_amount: int
    oldest_days: int  # how many business days the deal that stands longest has; 0 when there is none
    stuck: int
    ours: int = 0  # deals in which it is our turn


@dataclass(frozen=True, slots=True)
class Board:
    """The open stages of a pipeline, in their order."""

    pipeline_no: int
    columns: tuple[Column, ...]
    customers: int | None = None  # how many these deals are of; None: not counted


_STANDS_SINCE = case((deal.c.last_in > deal.c.stay_at, deal.c.last_in), else_=deal.c.stay_at)
"""As `turn.stands_since`."""
IS_OURS = case(
    (deal.c.step_day < bindparam("today", type_=Date()), 1),
    (deal.c.last_out.is_(None), 1),
    (deal.c.last_in.is_(None), 0),
    (deal.c.last_in < deal.c.last_out, 0),
    ((deal.c.last_in == deal.c.last_out) & deal.c.step_day.is_not(None), 0),
    else_=1,
)
"""As `turn.whose_turn`: 1 where it is our turn on the day `today`."""
_SUMS_BY_STAGE = (
    select(
        deal.c.stage_no,
        deal.c.currency,
        func.count().label("deals"),
        func.count(deal.c.amount).label("with_amount"),
        func.sum(deal.c.amount).label("sum"),
        func.min(_STANDS_SINCE).label("oldest_at"),
        func.sum(IS_OURS).label("ours"),
    )
    .where(deal.c.workspace_no == bindparam("w"), deal.c.pipeline_no == bindparam("pipeline"))
    .where(deal.c.state == StageKind.OPEN.value)
    .group_by(deal.c.stage_no, deal.c.currency)
)
_CUSTOMERS = (
    select(func.count(deal.c.customer_no.distinct()))
    .where(deal.c.workspace_no == bindparam("w"), deal.c.pipeline_no == bindparam("pipeline"))
    .where(deal.c.state == StageKind.OPEN.value)
)
_STUCK_BY_STAGE = (
    select(deal.c.stage_no, func.count().label("deals"))
    .select_from(deal_watch.join(deal, IS_WATCHED_STUCK))
    .where(deal_watch.c.workspace_no == bindparam("w"), deal.c.workspace_no == bindparam("w"))
    .where(deal.c.state == StageKind.OPEN.value, deal.c.pipeline_no == bindparam("pipeline"))
    .group_by(deal.c.stage_no)
)


def _sums(rows: Sequence[Any]) -> list[Money]:
    return [Money(int(row.sum), row.currency) for row in rows if row.sum is not None]


def board(session: ReadSession, pipeline_no: int | None = None, *, counts_customers: bool = False) -> Board:
    """The board of a pipeline, of the person's unless one is named. Raises NotAllowed for who may not see deals.

    Customers are counted only where that is asked for: it takes a look at every open deal.
    """
    require(session.connection, session.by, Act.SEE)
    stages = stages_.of_workspace(session)
    pipeline = require_pipeline(session, pipeline_no or stages_.persons_pipeline(session))
    labels, calendar = stage_labels(session), settings.of_workspace(session).calendar
    values: dict[str, Any] = {"w": session.by.workspace_no, "pipeline": pipeline, "today": calendar.day(session.now)}
    sums = list(session.connection.execute(_SUMS_BY_STAGE, values))
    counted = session.connection.execute(_STUCK_BY_STAGE, values | stuck_now(session))
    stuck = {row.stage_no: row.deals for row in counted}

    def column(stage_no: int) -> Column:
        mine = [row for row in sums if row.stage_no == stage_no]
        oldest: datetime | None = min((row.oldest_at for row in mine), default=None)
        return Column(
            stage=labels[stage_no],
            count=sum(int(row.deals) for row in mine),
            sums=tuple(home_currency_first(session, _sums(mine), lambda each: each.currency)),
            without_amount=sum(int(row.deals) - int(row.with_amount) for row in mine),
            oldest_days=calendar.business_days(oldest, session.now) if oldest is not None else 0,
            stuck=stuck.get(stage_no, 0),
            ours=sum(int(row.ours) for row in mine),
        )

    columns = tuple(column(each.stage_no) for each in stages.open_of(pipeline))
    customers = session.connection.execute(_CUSTOMERS, values).scalar_one() if counts_customers else None
    return Board(pipeline, columns, customers)
