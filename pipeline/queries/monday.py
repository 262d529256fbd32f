"""The forecast (`/deal forecast`, the Monday post): its figures, the deals behind each, the statement once posted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, bindparam, func, insert, select

from pipeline.calendars import Calendar
from pipeline.insight.histories import History, Outcome, Step
from pipeline.ledger.events import Kind
from pipeline.ledger.work import Look
from pipeline.money import Money
from pipeline.people import settings
from pipeline.people.access import Act, require
from pipeline.people.settings import Reading
from pipeline.queries.names import StageLabel, stage_labels
from pipeline.stages import stages as stages_
from pipeline.storage.schema import Moment, deal, line, receipt, statement, statement_money, statement_period, stay

if TYPE_CHECKING:
    from pipeline.insight.forecast import Forecast, Won

LITTLE = 30  # ended deals below which the forecast leans on stated assumptions, and says so
MONTHS = 2  # this one and the next
MONTH = "month"  # the horizon of a statement's figures
METHOD = "chain-2"  # the model of pipeline.insight: a new number when its figures would differ


@dataclass(frozen=True, slots=True)
class InMoney:
    """A month's sum in one currency: won already and expected together, with the range that holds it 4 times in 5."""

    expected: Money
    low: Money
    high: Money
    won: Money


@dataclass(frozen=True, slots=True)
class Month:
    """One month: what is won already, and what is expected of it in all."""

    first: date
    won_count: int
    wins: float
    wins_low: float
    wins_high: float
    money: tuple[InMoney, ...]


@dataclass(frozen=True, slots=True)
class InStage:
    """A stage's open deals behind the figures."""

    stage: StageLabel
    count: int
    sums: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One open deal behind the figures of a month: its chance, and what that comes to in money."""

    deal_no: int
    month: date
    stage_no: int
    last_no: int
    chance: float
    amount: Money | None
    currency: str
    expected: int


@dataclass(frozen=True, slots=True)
class Figures:
    """A forecast as it is said."""

    pipeline_no: int
    day: date
    made_at: datetime
    known_no: int
    closed: int
    months: tuple[Month, ...]
    stages: tuple[InStage, ...]
    without_amount: int
    parts: tuple[Part, ...]

    @property
    def is_little_history(self) -> bool:
        """Whether it leans on stated assumptions."""
        return self.closed < LITTLE


_STAYS = (
    select(stay.c.deal_no, stay.c.no, stay.c.stage_no, stay.c.started_at)
    .where(stay.c.workspace_no == bindparam("w"))
    .order_by(stay.c.deal_no, stay.c.no)
)
_DEALS = select(
    deal.c.deal_no, deal.c.stage_no, deal.c.amount, deal.c.currency, deal.c.last_no, deal.c.state, deal.c.stay_at
).where(deal.c.workspace_no == bindparam("w"), deal.c.pipeline_no == bindparam("pipeline"))
_WON = (
    select(deal.c.currency, func.count().label("deals"), func.sum(deal.c.amount).label("sum"))
    .where(deal.c.workspace_no == bindparam("w"), deal.c.pipeline_no == bindparam("pipeline"))
    .where(deal.c.state == Kind.WON.value)
    .where(deal.c.stay_at >= bindparam("since", type_=Moment()), deal.c.stay_at < bindparam("until", type_=Moment()))
    .group_by(deal.c.currency)
)
_KNOWN_NO = select(line.c.event_no).where(line.c.workspace_no == bindparam("w"))


def month_starts(calendar: Calendar, now: datetime) -> list[date]:
    """The first days of this month, the next, and the one after."""
    first = calendar.day(now).replace(day=1)
    starts = [first]
    for _ in range(MONTHS):
        starts.append((starts[-1] + timedelta(days=32)).replace(day=1))
    return starts


def histories(
    connection: Connection, workspace_no: int, pipeline_no: int, closed: Callable[[int], Outcome | None]
) -> list[History]:
    """Every deal of the pipeline as learning needs it; `closed` tells the outcome that a stage means."""
    rows = connection.execute(_DEALS, {"w": workspace_no, "pipeline": pipeline_no})
    deals = {row.deal_no: row for row in rows}
    found: list[History] = []
    stays = connection.execute(_STAYS, {"w": workspace_no})
    for deal_no, mine in groupby(stays, key=lambda row: int(row.deal_no)):
        if deal_no in deals:
            found.append(_history(deals[deal_no], list(mine), closed))
    return found


def _history(row: Any, stays: Sequence[Any], closed: Callable[[int], Outcome | None]) -> History:
    last = stays[-1]
    outcome = closed(last.stage_no)
    return History(
        deal_no=row.deal_no,
        steps=tuple(Step(each.started_at, each.stage_no) for each in stays if closed(each.stage_no) is None),
        ended_at=last.started_at if outcome is not None else None,
        outcome=outcome,
        amount=Money(row.amount, row.currency) if row.amount is not None else None,
        last_no=row.last_no,
    )


def figures(look: Look, pipeline_no: int | None = None) -> Figures:
    """The forecast of now, for one who may see the pipeline."""
    require(look.connection, look.by, Act.SEE)
    return compute(look, pipeline_no or stages_.of_workspace(look).pipelines[0], look.now)


def compute(reading: Reading, pipeline_no: int, now: datetime) -> Figures:
    """The forecast from what is committed now; the same rows and moment give the same figures."""
    from pipeline.insight import forecast as forecasting  # NumPy costs a while at start
    from pipeline.insight import model as learning

    w, connection = reading.by.workspace_no, reading.connection
    known_no = connection.execute(_KNOWN_NO, {"w": w}).scalar_one()
    stages = stages_.of_workspace(reading)
    outcomes = {Kind.WON: Outcome.WON, Kind.LOST: Outcome.LOST}
    kinds = {each.stage_no: outcomes.get(each.kind) for each in stages.all}
    known = histories(connection, w, pipeline_no, kinds.get)
    open_stages = tuple(each.stage_no for each in stages.open_of(pipeline_no))
    calendar = settings.of_workspace(reading).calendar
    starts = month_starts(calendar, now)
    ends = [calendar.at(day, time(0)) for day in starts[1:]]
    won = [
        _won(connection, w, pipeline_no, calendar.at(first, time(0)), end)
        for first, end in zip(starts, ends, strict=False)
    ]
    open_deals = [each for each in known if each.is_open and each.steps and each.steps[-1].stage_no in open_stages]
    model = learning.learn(known, now, open_stages)
    made = forecasting.forecast(model, open_deals, ends, won, workspace_no=w)
    return _figures(reading, made, open_deals, starts, pipeline_no, known_no)


def _won(connection: Connection, w: int, pipeline_no: int, since: datetime, until: datetime) -> Won:
    from pipeline.insight.forecast import Won

    values = {"w": w, "pipeline": pipeline_no, "since": since, "until": until}
    rows = list(connection.execute(_WON, values))
    money = tuple(Money(int(row.sum), row.currency) for row in rows if row.sum is not None)
    return Won(sum(int(row.deals) for row in rows), money)


def _figures(
    reading: Reading,
    made: Forecast,
    open_deals: Sequence[History],
    starts: Sequence[date],
    pipeline_no: int,
    known_no: int,
) -> Figures:
    currency = settings.of_workspace(reading).currency
    nothing = Money(0, currency)
    stage_of = {each.deal_no: each.steps[-1].stage_no for each in open_deals}
    parts = tuple(
        Part(
            deal_no=part.deal_no,
            month=starts[n],
            stage_no=stage_of[part.deal_no],
            last_no=part.last_no,
            chance=part.chances[n],
            amount=part.amount,
            currency=part.amount.currency if part.amount else currency,
            expected=money.minor if (money := part.money[n]) else 0,
        )
        for n in range(len(made.periods))
        for part in made.parts
    )
    months = tuple(
        Month(
            first=starts[n],
            won_count=period.won.count,
            wins=period.wins.expected,
            wins_low=period.wins.low,
            wins_high=period.wins.high,
            money=tuple(
                InMoney(each.expected, each.low, each.high, _of(period.won.money, each.expected.currency))
                for each in period.money
            )
            or (InMoney(nothing, nothing, nothing, nothing),),
        )
        for n, period in enumerate(made.periods)
    )
    calendar = settings.of_workspace(reading).calendar
    return Figures(
        pipeline_no=pipeline_no,
        day=calendar.day(made.at),
        made_at=made.at,
        known_no=known_no,
        closed=made.closed,
        months=months,
        stages=_stages(reading, pipeline_no, parts),
        without_amount=made.without_amount,
        parts=parts,
    )


def _of(money: Iterable[Money], currency: str) -> Money:
    return next((each for each in money if each.currency == currency), Money(0, currency))


def _stages(reading: Reading, pipeline_no: int, parts: Sequence[Part]) -> tuple[InStage, ...]:
    """Count and sum per stage, from the deals behind the figures."""
    labels = stage_labels(reading)
    first = min((part.month for part in parts), default=None)
    found: list[InStage] = []
    for stage in stages_.of_workspace(reading).open_of(pipeline_no):
        mine = [part for part in parts if part.month == first and part.stage_no == stage.stage_no]
        sums: dict[str, int] = {}
        for part in mine:
            if part.amount is not None:
                sums[part.currency] = sums.get(part.currency, 0) + part.amount.minor
        money = tuple(Money(minor, currency) for currency, minor in sorted(sums.items()))
        found.append(InStage(labels[stage.stage_no], len(mine), money))
    return tuple(found)


# --- a statement: the forecast as it was posted, with its receipts --------------------------------------------------


def state(connection: Connection, workspace_no: int, key: str, made: Figures) -> None:
    """Keep a forecast as it is posted: its figures, and for each deal what they rest on."""
    own = {"workspace_no": workspace_no, "key": key}
    connection.execute(
        insert(statement).values(
            **own,
            pipeline_no=made.pipeline_no,
            made_at=made.made_at,
            known_no=made.known_no,
            day=made.day,
            closed=made.closed,
            method=METHOD,
        )
    )
    connection.execute(insert(statement_period), [{**own, **_period_row(month)} for month in made.months])
    connection.execute(
        insert(statement_money), [{**own, **_money_row(month, each)} for month in made.months for each in month.money]
    )
    receipts = [{**own, **_receipt_row(part)} for part in made.parts]
    if receipts:
        connection.execute(insert(receipt), receipts)


def _period_row(month: Month) -> dict[str, Any]:
    return {
        "horizon": MONTH,
        "begins": month.first,
        "won_count": month.won_count,
        "wins": month.wins,
        "wins_low": month.wins_low,
        "wins_high": month.wins_high,
    }


def _money_row(month: Month, each: InMoney) -> dict[str, Any]:
    return {
        "horizon": MONTH,
        "begins": month.first,
        "currency": each.expected.currency,
        "won_sum": each.won.minor,
        "sum": each.expected.minor,
        "sum_low": each.low.minor,
        "sum_high": each.high.minor,
    }


def _receipt_row(part: Part) -> dict[str, Any]:
    return {
        "horizon": MONTH,
        "begins": part.month,
        "deal_no": part.deal_no,
        "stage_no": part.stage_no,
        "last_no": part.last_no,
        "chance": part.chance,
        "amount": part.amount.minor if part.amount is not None else None,
        "currency": part.currency,
        "expected": part.expected,
    }


_STATEMENT = select(statement).where(statement.c.workspace_no == bindparam("w"), statement.c.key == bindparam("key"))
_PERIODS = (
    select(statement_period)
    .where(statement_period.c.workspace_no == bindparam("w"), statement_period.c.key == bindparam("key"))
    .where(statement_period.c.horizon == MONTH)
    .order_by(statement_period.c.begins)
)
_MONEY = (
    select(statement_money)
    .where(statement_money.c.workspace_no == bindparam("w"), statement_money.c.key == bindparam("key"))
    .where(statement_money.c.horizon == MONTH)
    .order_by(statement_money.c.begins, statement_money.c.currency)
)
_RECEIPTS = (
    select(receipt)
    .where(receipt.c.workspace_no == bindparam("w"), receipt.c.key == bindparam("key"), receipt.c.horizon == MONTH)
    .order_by(receipt.c.begins, receipt.c.deal_no)
)


def stated(reading: Reading, key: str) -> Figures | None:
    """A forecast as it was posted, read back from its receipts."""
    values = {"w": reading.by.workspace_no, "key": key}
    kept = reading.connection.execute(_STATEMENT, values).first()
    if kept is None:
        return None
    rows = list(reading.connection.execute(_PERIODS, values))
    sums = list(reading.connection.execute(_MONEY, values))
    parts = tuple(_part(row) for row in reading.connection.execute(_RECEIPTS, values))
    months = tuple(_month(row, [each for each in sums if each.begins == row.begins]) for row in rows)
    first = months[0].first if months else None
    return Figures(
        pipeline_no=kept.pipeline_no,
        day=kept.day,
        made_at=kept.made_at,
        known_no=kept.known_no,
        closed=kept.closed,
        months=months,
        stages=_stages(reading, kept.pipeline_no, parts),
        without_amount=sum(part.amount is None for part in parts if part.month == first),
        parts=parts,
    )


def _month(row: Any, sums: Sequence[Any]) -> Month:
    money = tuple(
        InMoney(
            Money(each.sum, each.currency),
            Money(each.sum_low, each.currency),
            Money(each.sum_high, each.currency),
            Money(each.won_sum, each.currency),
        )
        for each in sums
    )
    return Month(row.begins, row.won_count, row.wins, row.wins_low, row.wins_high, money)


def _part(row: Any) -> Part:
    amount = Money(row.amount, row.currency) if row.amount is not None else None
    return Part(row.deal_no, row.begins, row.stage_no, row.last_no, row.chance, amount, row.currency, row.expected)
