"""The board (`/deal board`): for each open stage, how many deals are in it, their worth, the oldest, and the stuck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from pipeline.deals.tables import deal, deal_watch
from pipeline.ledger.read_session import ReadSession
from pipeline.money import Money
from pipeline.people import settings
from pipeline.people.access import Act, require
from pipeline.people.settings import home_currency_first
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
    oldest_days: int  # how many business days the oldest deal has been here; 0 when there is none
    stuck: int


@dataclass(frozen=True, slots=True)
class Board:
    """The open stages of a pipeline, in their order."""

    pipeline_no: int
    columns: tuple[Column, ...]


_SUMS_BY_STAGE = (
    select(
        deal.c.stage_no,
        deal.c.currency,
        func.count().label("deals"),
        func.count(deal.c.amount).label("with_amount"),
        func.sum(deal.c.amount).label("sum"),
        func.min(deal.c.stay_at).label("oldest_at"),
    )
    .where(deal.c.workspace_no == bindparam("w"), deal.c.pipeline_no == bindparam("pipeline"))
    .where(deal.c.state == StageKind.OPEN.value)
    .group_by(deal.c.stage_no, deal.c.currency)
)
_STUCK_BY_STAGE = (
    select(deal.c.stage_no, func.count().label("deals"))
    .select_from(
        deal_watch.join(
            deal, (deal.c.workspace_no == deal_watch.c.workspace_no) & (deal.c.deal_no == deal_watch.c.deal_no)
        )
    )
    .where(deal_watch.c.workspace_no == bindparam("w"), deal.c.workspace_no == bindparam("w"))
    .where(
        deal_watch.c.stay == deal.c.stay, deal_watch.c.stuck_at <= bindparam("now", type_=deal_watch.c.stuck_at.type)
    )
    .where(deal.c.state == StageKind.OPEN.value, deal.c.pipeline_no == bindparam("pipeline"))
    .group_by(deal.c.stage_no)
)


def _sums(rows: Sequence[Any]) -> list[Money]:
    return [Money(int(row.sum), row.currency) for row in rows if row.sum is not None]


def board(session: ReadSession, pipeline_no: int | None = None) -> Board:
    """The board of a pipeline, of the person's unless one is named. Raises NotAllowed for who may not see deals."""
    require(session.connection, session.by, Act.SEE)
    stages = stages_.of_workspace(session)
    pipeline = pipeline_no or stages_.persons_pipeline(session)
    values: dict[str, Any] = {"w": session.by.workspace_no, "pipeline": pipeline}
    sums = list(session.connection.execute(_SUMS_BY_STAGE, values))
    stuck = {
        row.stage_no: row.deals for row in session.connection.execute(_STUCK_BY_STAGE, {**values, "now": session.now})
    }
    labels, calendar = stage_labels(session), settings.of_workspace(session).calendar

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
        )

    return Board(pipeline, tuple(column(each.stage_no) for each in stages.open_of(pipeline)))
