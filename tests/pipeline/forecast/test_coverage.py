"""On histories of known truth the range holds what happened about four times in five, with and without shared luck."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from pipeline.forecast.estimate import Period, WonSoFar, forecast
from pipeline.forecast.histories import History, Outcome, known_at
from pipeline.forecast.model import learn
from tests.pipeline.forecast.simulate import BEGINS, Kind, team

STAGES = (1, 2, 3)
WEEKS = 78
TEAMS = 2
WEEKS_BETWEEN = 4  # the sweep looks at every Monday, of more teams
FIRST, LAST = 27, WEEKS - 9


@dataclass(frozen=True)
class Outcomes:
    """One month of one forecast beside what happened."""

    kind: Kind
    month: int
    period: Period
    wins: int
    money: int

    @property
    def wins_are_held(self) -> bool:
        return self.period.wins.low <= self.wins <= self.period.wins.high

    @property
    def money_is_held(self) -> bool:
        low, high = (0, 0)
        if self.period.money:
            low, high = self.period.money[0].low.minor, self.period.money[0].high.minor
        return low <= self.money <= high


def month_ends(now: datetime) -> tuple[datetime, datetime]:
    months = [now.year * 12 + now.month - 1 + ahead for ahead in (1, 2)]
    this, following = (datetime(month // 12, month % 12 + 1, 1, tzinfo=UTC) for month in months)
    return this, following


def outcomes_of(kind: Kind, histories: list[History], now: datetime, seed: int) -> Iterator[Outcomes]:
    known = known_at(histories, now)
    open_deals = [deal for deal in known if deal.is_open]
    ends = month_ends(now)
    made = forecast(learn(known, now, STAGES), open_deals, ends, (WonSoFar(), WonSoFar()), workspace_no=seed)
    ids = {deal.deal_no for deal in open_deals}
    start = now
    for month, end in enumerate(ends):
        won = [
            deal
            for deal in histories
            if deal.deal_no in ids and deal.outcome is Outcome.WON and deal.ended_at and start < deal.ended_at <= end
        ]
        money = sum(deal.amount.minor for deal in won if deal.amount)
        yield Outcomes(kind, month, made.periods[month], len(won), money)
        start = end


@pytest.fixture(scope="module")
def outcomes() -> list[Outcomes]:
    """Every fourth Monday of every team: 11 origins × 2 teams × 3 kinds, two months each."""
    return [
        outcome
        for kind in Kind
        for seed in range(TEAMS)
        for histories in [team(kind, seed, weeks=WEEKS)]
        for week in range(FIRST, LAST, WEEKS_BETWEEN)
        for outcome in outcomes_of(kind, histories, BEGINS + timedelta(weeks=week, hours=5), seed)
    ]


def share(held: list[bool]) -> float:
    return sum(held) / len(held)


def test_there_are_enough_origins(outcomes: list[Outcomes]) -> None:
    assert len(outcomes) >= 2 * 60


@pytest.mark.parametrize("month", [0, 1])
def test_four_in_five_ranges_hold_what_happened(outcomes: list[Outcomes], month: int) -> None:
    of_month = [outcome for outcome in outcomes if outcome.month == month]
    assert 0.72 <= share([outcome.wins_are_held for outcome in of_month]) <= 0.90
    assert 0.72 <= share([outcome.money_is_held for outcome in of_month]) <= 0.90


@pytest.mark.parametrize("kind", list(Kind))
def test_the_range_holds_whatever_the_weeks_share(outcomes: list[Outcomes], kind: Kind) -> None:
    of_kind = [outcome for outcome in outcomes if outcome.kind is kind]
    assert 0.72 <= share([outcome.wins_are_held for outcome in of_kind]) <= 0.92


@pytest.mark.parametrize("kind", list(Kind))
def test_forecasts_run_neither_high_nor_low(outcomes: list[Outcomes], kind: Kind) -> None:
    of_kind = [outcome for outcome in outcomes if outcome.kind is kind]
    expected = sum(outcome.period.wins.expected for outcome in of_kind)
    assert expected == pytest.approx(sum(outcome.wins for outcome in of_kind), rel=0.1)


def test_known_at_is_all_a_forecast_sees() -> None:
    histories = team(Kind.STEADY, 0, weeks=40)
    now = BEGINS + timedelta(weeks=30, hours=5)
    then = known_at(histories, now)
    open_deals = [deal for deal in then if deal.is_open]
    ends = month_ends(now)
    both = [
        forecast(learn(known, now, STAGES), open_deals, ends, (WonSoFar(), WonSoFar()), workspace_no=1)
        for known in (histories, then)
    ]
    assert both[0] == both[1]
