"""The forecast as people read it (`/deal forecast`, the Monday post): its figures, and the deals behind each figure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, bindparam, select

from pipeline.calendars import Calendar
from pipeline.deals.sight import require_pipeline
from pipeline.deals.tables import deal, stay
from pipeline.forecast.histories import History, Outcome, Step
from pipeline.ledger.events import Via
from pipeline.ledger.read_session import ReadSession
from pipeline.ledger.session import Session
from pipeline.money import Money, total
from pipeline.people import settings
from pipeline.people.access import Act, require
from pipeline.people.settings import home_currency_first
from pipeline.queries.names import StageLabel, stage_labels
from pipeline.stages import stages as stages_
from pipeline.stages.events import StageKind
from pipeline.storage.schema import Moment, event, line

if TYPE_CHECKING:
    from pipeline.forecast.estimate import Forecast, Period, Sum, WonSoFar

FEW_ENDED_DEALS = 30  # with fewer ended deals than this, the forecast rests on stated assumptions and says so
MONTHS = 2  # this month and the next
CERTAIN = 1.0  # the chance of a won deal; the chance of an open deal is always less


@dataclass(frozen=True, slots=True)
class MonthSum:
    """A month's sum in one currency, with the range that holds it four times in five.

    `expected` is what is already won plus what open deals are expected to bring. `low` and `high` are rounded by
    `rounded_range`.
    """

    expected: Money
    low: Money
    high: Money
    won: Money

    @property
    def to_come(self) -> Money:
        """What open deals are expected to bring in the month."""
        return self.expected - self.won


@dataclass(frozen=True, slots=True)
class Month:
    """One month: `won_count` deals are already won; `wins` are expected in all, won ones included, with their range."""

    first: date
    won_count: int
    wins: float
    wins_low: float
    wins_high: float
    money: tuple[MonthSum, ...]

    @property
    def to_come(self) -> float:
        """How many of the open deals are expected to be won in the month: the sum of their chances."""
        return self.wins - self.won_count


@dataclass(frozen=True, slots=True)
class StageSum:
    """How many open deals of the forecast are in a stage, and what they are worth, one amount per currency."""

    stage: StageLabel
    count: int
    sums: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class DealShare:
    """What one deal adds to a month: its chance, and that chance times its amount (`expected`, in minor units).

    A won deal has the chance 1. `last_no` is the deal's newest event.
    """

    deal_no: int
    month: date
    stage_no: int
    last_no: int
    chance: float
    amount: Money | None
    currency: str
    expected: int

    @property
    def is_won(self) -> bool:
        """Whether the deal is already won."""
        return self.chance >= CERTAIN


@dataclass(frozen=True, slots=True)
class Figures:
    """A forecast: its months, its open stages, and the deals behind them.

    `parts` add up to each month's sums, exact to the minor unit. `known_no` is the newest event that was known,
    `closed` how many ended deals the model learned from, `without_amount` how many open deals have no amount.
    """

    pipeline_no: int
    day: date
    made_at: datetime
    known_no: int
    closed: int
    months: tuple[Month, ...]
    stages: tuple[StageSum, ...]
    without_amount: int
    parts: tuple[DealShare, ...]

    @property
    def is_little_history(self) -> bool:
        """Whether so few deals have ended that the forecast rests on stated assumptions."""
        return self.closed < FEW_ENDED_DEALS

    @property
    def has_open(self) -> bool:
        """Whether any deal is still open."""
        return any(not part.is_won for part in self.parts)

    def open_in(self, month: Month) -> tuple[DealShare, ...]:
        """The open deals of a month, those first that are expected to bring the most."""
        return self._sorted(month, won=False)

    def won_in(self, month: Month) -> tuple[DealShare, ...]:
        """The deals won in a month, the largest first."""
        return self._sorted(month, won=True)

    def _sorted(self, month: Month, *, won: bool) -> tuple[DealShare, ...]:
        """Sort by the order of the currencies in the month, since their amounts do not compare; then by expected sum.

        Deals without an amount come last.
        """
        order = {each.expected.currency: place for place, each in enumerate(month.money)}
        return tuple(
            sorted(
                (part for part in self.parts if part.month == month.first and part.is_won == won),
                key=lambda part: (part.amount is None, order.get(part.currency, 0), -part.expected, part.deal_no),
            )
        )

    def deals(self) -> list[int]:
        """The numbers of all deals behind the figures, each once: open ones by this month's money, then won ones."""
        months = self.months
        parts = [part for month in months for part in self.open_in(month)]
        parts += [part for month in months for part in self.won_in(month)]
        return list(dict.fromkeys(part.deal_no for part in parts))


_STAYS = (
    select(stay.c.deal_no, stay.c.no, stay.c.stage_no, stay.c.started_at)
    .where(stay.c.workspace_no == bindparam("w"))
    .order_by(stay.c.deal_no, stay.c.no)
)
_opening, _ending = event.alias("opening"), event.alias("ending")
_BROUGHT_BACK = (  # stays that one change opened and ended, for a win told later; those of an import really were so
    select(stay.c.no)
    .join(_opening, (_opening.c.workspace_no == stay.c.workspace_no) & (_opening.c.no == stay.c.no))
    .join(_ending, (_ending.c.workspace_no == stay.c.workspace_no) & (_ending.c.no == stay.c.ended_no))
    .where(stay.c.workspace_no == bindparam("w"), stay.c.started_at == stay.c.ended_at)
    .where(_opening.c.change_no == _ending.c.change_no, _opening.c.via != Via.IMPORT.value)
)
_DEALS = select(
    deal.c.deal_no, deal.c.stage_no, deal.c.amount, deal.c.currency, deal.c.last_no, deal.c.state, deal.c.stay_at
).where(deal.c.workspace_no == bindparam("w"), deal.c.pipeline_no == bindparam("pipeline"))
_WON = (
    select(deal.c.deal_no, deal.c.stage_no, deal.c.last_no, deal.c.amount, deal.c.currency, deal.c.stay_at)
    .where(deal.c.workspace_no == bindparam("w"), deal.c.pipeline_no == bindparam("pipeline"))
    .where(deal.c.state == StageKind.WON.value)
    .where(deal.c.stay_at >= bindparam("since", type_=Moment()), deal.c.stay_at < bindparam("until", type_=Moment()))
    .order_by(deal.c.deal_no)
)
_KNOWN_NO = select(line.c.event_no).where(line.c.workspace_no == bindparam("w"))
_RECORDED_AT = select(event.c.recorded_at).where(event.c.workspace_no == bindparam("w"), event.c.no == bindparam("no"))


def month_starts(calendar: Calendar, now: datetime) -> list[date]:
    """The first days of this month, the next, and the one after."""
    first = calendar.day(now).replace(day=1)
    starts = [first]
    for _ in range(MONTHS):
        starts.append(following_month(starts[-1]))
    return starts


def following_month(first: date) -> date:
    """The first day of the month after the one that begins on `first`."""
    return (first + timedelta(days=32)).replace(day=1)


def histories(
    connection: Connection,
    workspace_no: int,
    pipeline_no: int,
    closed: Callable[[int], Outcome | None],
    in_use: Callable[[int], int] = lambda stage_no: stage_no,
) -> list[History]:
    """The history of every deal of the pipeline; `closed` gives the outcome of a stage, or None for an open one.

    A stage that was retired counts as the one that followed it, which `in_use` gives: what was learned of it stays.
    Stages that were brought back to the day of a win are left out: how long the deal was in them nobody knows.
    """
    rows = connection.execute(_DEALS, {"w": workspace_no, "pipeline": pipeline_no})
    deals = {row.deal_no: row for row in rows}
    found: list[History] = []
    unknown = set(connection.scalars(_BROUGHT_BACK, {"w": workspace_no}))
    stays = connection.execute(_STAYS, {"w": workspace_no})
    for deal_no, mine in groupby(stays, key=lambda row: int(row.deal_no)):
        if deal_no in deals:
            found.append(_history(deals[deal_no], list(mine), closed, unknown, in_use))
    return found


def _history(
    row: Any,
    stays: Sequence[Any],
    closed: Callable[[int], Outcome | None],
    unknown: Collection[int],
    in_use: Callable[[int], int],
) -> History:
    last = stays[-1]
    outcome = closed(last.stage_no)
    counted = [each for each in stays if closed(each.stage_no) is None and each.no not in unknown]
    steps = [Step(each.started_at, in_use(each.stage_no)) for each in counted]
    return History(
        deal_no=row.deal_no,
        steps=tuple(each for n, each in enumerate(steps) if n == 0 or steps[n - 1].stage_no != each.stage_no),
        ended_at=last.started_at if outcome is not None else None,
        outcome=outcome,
        amount=Money(row.amount, row.currency) if row.amount is not None else None,
        last_no=row.last_no,
    )


def figures(session: ReadSession, pipeline_no: int | None = None) -> Figures:
    """The forecast of now, of the person's pipeline unless one is named. Raises NotAllowed."""
    require(session.connection, session.by, Act.SEE)
    return compute(session, require_pipeline(session, pipeline_no or stages_.persons_pipeline(session)), session.now)


def compute(session: Session, pipeline_no: int, now: datetime) -> Figures:
    """Compute the forecast from what is committed now. The same rows on the same day give the same figures."""
    from pipeline.forecast import estimate as forecasting
    from pipeline.forecast import model as learning

    w, connection = session.by.workspace_no, session.connection
    known_no = connection.execute(_KNOWN_NO, {"w": w}).scalar_one()
    stages = stages_.of_workspace(session)
    outcomes = {StageKind.WON: Outcome.WON, StageKind.LOST: Outcome.LOST}
    kinds = {each.stage_no: outcomes.get(each.kind) for each in stages.all}
    known = histories(connection, w, pipeline_no, kinds.get, stages.in_use)
    open_stages = tuple(each.stage_no for each in stages.open_of(pipeline_no))
    calendar = settings.of_workspace(session).calendar
    starts = month_starts(calendar, now)
    ends = [calendar.at(day, time(0)) for day in starts[1:]]
    won = won_between(session, pipeline_no, (calendar.at(starts[0], time(0)), *ends), starts)
    open_deals = [each for each in known if each.is_open and each.steps and each.steps[-1].stage_no in open_stages]
    model = learning.learn(known, _as_of(connection, w, known_no, calendar, now), open_stages)
    made = forecasting.forecast(model, open_deals, ends, [_sum_of(won, first) for first in starts[:-1]], workspace_no=w)
    parts = (*won, *_open_parts(session, made, open_deals, starts))
    return Figures(
        pipeline_no=pipeline_no,
        day=calendar.day(now),
        made_at=now,
        known_no=known_no,
        closed=made.closed,
        months=tuple(_month(session, period, first) for period, first in zip(made.periods, starts, strict=False)),
        stages=stage_sums(session, pipeline_no, parts),
        without_amount=made.without_amount,
        parts=parts,
    )


def _as_of(connection: Connection, w: int, known_no: int, calendar: Calendar, now: datetime) -> datetime:
    """The moment of which the forecast is: the beginning of the day, or the newest event if that is later.

    It does not move with the clock, so asking twice gives the same figures.
    """
    begun = calendar.at(calendar.day(now), time(0))
    recorded = connection.execute(_RECORDED_AT, {"w": w, "no": known_no}).scalar()
    return begun if recorded is None else max(begun, recorded)


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


def _sum_of(won: Iterable[DealShare], first: date) -> WonSoFar:
    from pipeline.forecast.estimate import WonSoFar

    mine = [part for part in won if part.month == first]
    return WonSoFar(len(mine), tuple(total(part.amount for part in mine if part.amount is not None).values()))


def _open_parts(
    session: Session, made: Forecast, open_deals: Sequence[History], starts: Sequence[date]
) -> Iterator[DealShare]:
    currency = settings.of_workspace(session).currency
    stage_of = {each.deal_no: each.steps[-1].stage_no for each in open_deals}
    for n in range(len(made.periods)):
        for part in made.parts:
            money = part.money[n]
            yield DealShare(
                deal_no=part.deal_no,
                month=starts[n],
                stage_no=stage_of[part.deal_no],
                last_no=part.last_no,
                chance=part.chances[n],
                amount=part.amount,
                currency=part.amount.currency if part.amount else currency,
                expected=money.minor if money else 0,
            )


def _month(session: Session, period: Period, first: date) -> Month:
    sums = [_in_one_currency(each, _amount_in(period.won.money, each.expected.currency)) for each in period.money]
    nothing = Money(0, settings.of_workspace(session).currency)
    return Month(
        first=first,
        won_count=period.won.count,
        wins=period.wins.expected,
        wins_low=period.wins.low,
        wins_high=period.wins.high,
        money=tuple(home_currency_first(session, sums, lambda each: each.expected.currency))
        or (MonthSum(nothing, nothing, nothing, nothing),),
    )


def _in_one_currency(each: Sum, won: Money) -> MonthSum:
    low, high = rounded_range(each.low, each.expected, each.high, won)
    return MonthSum(each.expected, low, high, won)


def rounded_range(low: Money, expected: Money, high: Money, won: Money) -> tuple[Money, Money]:
    """Round a range outwards to two significant figures, or three where the first is a 1.

    The rounded range contains `expected` and never goes below `won`. Where `high` is not above `won`, nothing more is
    won nine times in ten; both ends are then `won`.
    """
    if high.minor <= won.minor:
        return won, won
    top, bottom = max(high.minor, expected.minor), min(low.minor, expected.minor)
    figures = str(top)
    unit = max(10**high.digits, 10 ** (len(figures) - (3 if figures[0] == "1" else 2)))
    return (
        Money(max(won.minor, bottom // unit * unit), won.currency),
        Money(-(-top // unit) * unit, won.currency),
    )


def _amount_in(money: Iterable[Money], currency: str) -> Money:
    return next((each for each in money if each.currency == currency), Money(0, currency))


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
