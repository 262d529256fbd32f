"""The end of a month: what was won in it, beside what was forecast when it began and what was to be won."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time

from sqlalchemy import bindparam, select

from pipeline.deals.tables import deal
from pipeline.forecast import misses, snapshot
from pipeline.forecast.figures import DealShare, Figures, Month, MonthSum
from pipeline.forecast.misses import Miss
from pipeline.forecast.shares import won_between
from pipeline.ledger.session import Session
from pipeline.money import Money, total
from pipeline.months import following_month
from pipeline.people import settings
from pipeline.pipelines.tables import target
from pipeline.stages.events import StageKind
from pipeline.storage.schema import statement, statement_period

BEGINS_UNTIL = 15  # the day of a month until which a forecast counts as that of its beginning
TEAM = 0  # the member under which the target of the whole team is kept

_FIRST_POSTED = (
    select(statement.c.key)
    .join(
        statement_period,
        (statement_period.c.workspace_no == statement.c.workspace_no) & (statement_period.c.key == statement.c.key),
    )
    .where(statement.c.workspace_no == bindparam("w"), statement.c.pipeline_no == bindparam("pipeline"))
    .where(statement_period.c.horizon == snapshot.MONTH, statement_period.c.begins == bindparam("begins"))
    .where(statement.c.day >= bindparam("begins"), statement.c.day <= bindparam("until"))
    .order_by(statement.c.made_at)
    .limit(1)
)
_TARGET = select(target.c.amount, target.c["count"].label("deals"), target.c.currency).where(
    target.c.workspace_no == bindparam("w"),
    target.c.pipeline_no == bindparam("pipeline"),
    target.c.month == bindparam("month"),
    target.c.member_no == TEAM,
)

_LOST = (
    select(deal.c.deal_no)
    .where(deal.c.workspace_no == bindparam("w"), deal.c.deal_no.in_(bindparam("deals", expanding=True)))
    .where(deal.c.state == bindparam("lost"))
)


@dataclass(frozen=True, slots=True)
class MonthTarget:
    """What was to be won in a month: a sum, a number of deals, or both."""

    amount: Money | None
    count: int | None


@dataclass(frozen=True, slots=True)
class MonthEnd:
    """A month that ended. `figures` has that one month, with the deals won in it.

    `forecast_day` is the day of the first forecast that was posted in the month, and `forecast` what it expected of
    the month; None and empty where none was posted in the month's first half. `misses` tells, by currency, which few
    deals account for what came outside a range.
    """

    figures: Figures
    forecast_day: date | None = None
    forecast: tuple[MonthSum, ...] = ()
    target: MonthTarget | None = None
    misses: Mapping[str, tuple[Miss, ...]] = field(default_factory=dict[str, tuple[Miss, ...]])

    @property
    def month(self) -> Month:
        """The month that ended, with what was won in it."""
        return self.figures.months[0]

    @property
    def has_anything(self) -> bool:
        """Whether there is anything to tell: a win, a forecast, or a target."""
        return bool(self.month.won_count or self.forecast or self.target)


def compute(session: Session, made: Figures, first: date) -> Figures:
    """What was won in the month that begins on `first`, as is known now; `made` is the forecast posted with it."""
    calendar = settings.of_workspace(session).calendar
    bounds = [calendar.at(day, time(0)) for day in (first, following_month(first))]
    won = won_between(session, made.pipeline_no, bounds, [first])
    sums = total(part.amount for part in won if part.amount is not None).values()
    money = tuple(MonthSum(each, each, each, each) for each in sums)
    count = len(won)
    return Figures(
        pipeline_no=made.pipeline_no,
        day=made.day,
        made_at=made.made_at,
        known_no=made.known_no,
        closed=made.closed,
        months=(Month(first, count, count, count, count, money),),
        stages=(),
        without_amount=0,
        parts=won,
    )


def load(session: Session, key: str) -> MonthEnd | None:
    """The month whose end is told by the post with this key; None where it tells of none."""
    figures = snapshot.load(session, key, snapshot.ENDED)
    return month_end(session, figures) if figures is not None and figures.months else None


def month_end(session: Session, figures: Figures) -> MonthEnd:
    """The month of these figures, with the forecast of its beginning and its target."""
    first = figures.months[0].first
    w, pipeline_no = session.by.workspace_no, figures.pipeline_no
    values = {"w": w, "pipeline": pipeline_no, "begins": first, "until": first.replace(day=BEGINS_UNTIL)}
    key = session.connection.execute(_FIRST_POSTED, values).scalar()
    posted = snapshot.load(session, key) if key is not None else None
    month = next((each for each in posted.months if each.first == first), None) if posted is not None else None
    was = month.money if month is not None else ()
    then = [part for part in posted.parts if part.month == first] if posted is not None else []
    return MonthEnd(
        figures=figures,
        forecast_day=posted.day if posted is not None and month is not None else None,
        forecast=was,
        target=target_of(session, pipeline_no, first),
        misses={each.expected.currency: _misses(session, figures, each, then) for each in was},
    )


def _misses(session: Session, figures: Figures, was: MonthSum, then: Sequence[DealShare]) -> tuple[Miss, ...]:
    """What accounts for a miss in one currency, by what is known of the deciding deals now."""
    currency = was.expected.currency
    there = figures.months[0].sum_in(currency)
    chosen = misses.deciding(was, there.won if there is not None else Money(0, currency), then, figures.parts)
    lost = [part.deal_no for part in chosen if not part.is_won]
    values = {"w": session.by.workspace_no, "deals": lost, "lost": StageKind.LOST.value}
    mine = [part for part in then if part.currency == currency]
    return misses.causes(chosen, mine, set(session.connection.scalars(_LOST, values)) if lost else ())


def target_of(session: Session, pipeline_no: int, month: date) -> MonthTarget | None:
    """What the team is to win in a month; None where nothing was set."""
    row = session.connection.execute(
        _TARGET, {"w": session.by.workspace_no, "pipeline": pipeline_no, "month": month}
    ).first()
    if row is None:
        return None
    return MonthTarget(Money(row.amount, row.currency) if row.amount else None, row.deals or None)
