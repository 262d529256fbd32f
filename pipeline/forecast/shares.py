"""Reads what deals add to a forecast's months: those won, how open ones stand, and what each stage holds."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, select

from pipeline.deals.tables import deal
from pipeline.forecast.figures import CERTAIN, DealShare, StageSum
from pipeline.ledger.session import Session
from pipeline.money import Money, total
from pipeline.people import settings
from pipeline.people.settings import home_currency_first
from pipeline.queries.board import IS_OURS
from pipeline.queries.names import stage_labels
from pipeline.stages import stages as stages_
from pipeline.stages.events import StageKind
from pipeline.storage.schema import Moment

_WON = (
    select(deal.c.deal_no, deal.c.stage_no, deal.c.last_no, deal.c.amount, deal.c.currency, deal.c.stay_at)
    .where(deal.c.workspace_no == bindparam("w"), deal.c.pipeline_no == bindparam("pipeline"))
    .where(deal.c.state == StageKind.WON.value)
    .where(deal.c.stay_at >= bindparam("since", type_=Moment()), deal.c.stay_at < bindparam("until", type_=Moment()))
    .order_by(deal.c.deal_no)
)
_OPEN = (
    select(deal.c.deal_no, deal.c.close_day, IS_OURS.label("is_ours"))
    .where(deal.c.workspace_no == bindparam("w"), deal.c.pipeline_no == bindparam("pipeline"))
    .where(deal.c.state == StageKind.OPEN.value)
)


@dataclass(frozen=True, slots=True)
class OpenStanding:
    """When an open deal is expected to close, and whether it is our turn."""

    close_day: date | None
    is_ours: bool


def standings(session: Session, pipeline_no: int, today: date) -> dict[int, OpenStanding]:
    """How the open deals of a pipeline stand today, by their numbers."""
    values = {"w": session.by.workspace_no, "pipeline": pipeline_no, "today": today}
    rows = session.connection.execute(_OPEN, values)
    return {row.deal_no: OpenStanding(row.close_day, bool(row.is_ours)) for row in rows}


def won_between(
    session: Session, pipeline_no: int, bounds: Sequence[datetime], starts: Sequence[date]
) -> tuple[DealShare, ...]:
    """The deals won, each in its month, which begins on one of `starts` and lies between two of the `bounds`."""
    home = settings.of_workspace(session).currency
    values = {"w": session.by.workspace_no, "pipeline": pipeline_no, "since": bounds[0], "until": bounds[-1]}
    return tuple(
        DealShare(
            deal_no=row.deal_no,
            month=starts[bisect_right(bounds, row.stay_at) - 1],
            stage_no=row.stage_no,
            last_no=row.last_no,
            chance=CERTAIN,
            amount=Money(row.amount, row.currency) if row.amount is not None else None,
            currency=row.currency or home,
            expected=row.amount or 0,
        )
        for row in session.connection.execute(_WON, values)
    )


def stage_sums(session: Session, pipeline_no: int, parts: Sequence[DealShare]) -> tuple[StageSum, ...]:
    """The count and the sums of each open stage of the pipeline, from the first month of `parts`."""
    labels = stage_labels(session)
    first = min((part.month for part in parts), default=None)
    found: list[StageSum] = []
    for stage in stages_.of_workspace(session).open_of(pipeline_no):
        mine = [part for part in parts if part.month == first and part.stage_no == stage.stage_no]
        sums = total(part.amount for part in mine if part.amount is not None).values()
        money = tuple(home_currency_first(session, sums, lambda each: each.currency))
        found.append(StageSum(labels[stage.stage_no], len(mine), money))
    return tuple(found)
