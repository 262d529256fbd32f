"""What new deals bring: openings are counted, taken on by the chain, and added to the month as a line of their own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from pipeline.forecast.amounts import growth
from pipeline.forecast.estimate import WonSoFar, forecast
from pipeline.forecast.histories import History, Outcome, Step
from pipeline.forecast.model import learn
from pipeline.forecast.new_deals import learn_openings, new_wins, working_days
from pipeline.money import Money

MONDAY = datetime(2026, 6, 15, tzinfo=UTC)
RATE, SHARE_WON = 0.06, 0.5


def team(a_week: int = 40, weeks: int = 60) -> list[History]:
    """Deals opened on working days; each ends at a constant rate a day, half of them won."""
    random = np.random.default_rng(3)
    deals: list[History] = []
    for no in range(a_week * weeks):
        day = no % a_week * 5 / a_week
        opened = MONDAY - timedelta(weeks=weeks - no // a_week) + timedelta(days=day)
        ended = opened + timedelta(days=float(random.exponential(1 / RATE)))
        outcome = Outcome.WON if random.random() < SHARE_WON else Outcome.LOST
        end = (ended, outcome) if ended < MONDAY else (None, None)
        deals.append(History(no, (Step(opened, 1),), *end, Money(100_00, "EUR")))
    return deals


def test_openings_and_where_they_stand_are_counted() -> None:
    model = learn(team(), MONDAY, (1,))
    found = learn_openings(model.stays, 1)
    assert found.a_week == pytest.approx(40)
    assert found.won + found.stands.sum() < 1
    assert found.won == pytest.approx(SHARE_WON * (1 - np.exp(-RATE * 4.5)), abs=0.04)


def test_new_deals_are_won_as_often_as_theory_says() -> None:
    model = learn(team(), MONDAY, (1,))
    ends = [MONDAY + timedelta(weeks=weeks) for weeks in (2, 4, 8)]
    ages = [np.arange(0, 7 * weeks)[np.arange(7 * weeks) % 7 < 5] for weeks in (2, 4, 8)]
    theory = [
        8 * SHARE_WON * (1 - np.exp(-RATE * (7 * weeks - days - 0.5))).sum()
        for weeks, days in zip((2, 4, 8), ages, strict=True)
    ]
    assert new_wins(model, learn_openings(model.stays, 1), ends) == pytest.approx(theory, rel=0.12)


def test_the_total_is_the_sum_of_its_lines_to_the_cent() -> None:
    deals = team(7)
    won = (WonSoFar(3, (Money(123_45, "EUR"),)), WonSoFar())
    ends = (MONDAY + timedelta(days=15), MONDAY + timedelta(days=46))
    open_deals = [each for each in deals if each.is_open]
    made = forecast(learn(deals, MONDAY, (1,)), open_deals, ends, won, workspace_no=1, before=WonSoFar(14))
    for n in (0, 1):
        parts = sum(money.minor for part in made.parts if (money := part.money[n]))
        (new,) = made.new[n].money
        (total,) = made.total_of(n).money
        so_far = sum(each.minor for each in won[n].money)
        assert total.expected.minor == so_far + parts + new.minor
        assert so_far <= total.low.minor <= total.expected.minor <= total.high.minor
        wins = made.total_of(n).wins
        assert wins.expected == pytest.approx(
            won[n].count + sum(part.chances[n] for part in made.parts) + made.new[n].wins
        )
        assert wins.low <= wins.expected <= wins.high


def test_a_team_without_history_is_told_of_no_new_deals() -> None:
    made = forecast(learn([], MONDAY, (1,)), [], (MONDAY + timedelta(days=15),), (WonSoFar(),), workspace_no=1)
    assert (made.new[0].wins, made.total_of(0).wins.high, made.total_of(0).money) == (0, 0, ())


def test_amounts_grow_as_past_wins_grew_and_little_at_first() -> None:
    def won(count: int) -> list[History]:
        grew = (Money(120_00, "EUR"), 0, Money(100_00, "EUR"))
        return [History(no, (Step(MONDAY, 1),), MONDAY, Outcome.WON, *grew) for no in range(count)]

    assert growth([]) == {}
    assert growth(won(20)) == {"EUR": pytest.approx(1.1)}
    assert growth(won(2_000))["EUR"] == pytest.approx(1.2, abs=0.01)
    unknown = History(1, (Step(MONDAY, 1),), MONDAY, Outcome.WON, Money(120_00, "EUR"))
    assert growth([unknown]) == {}


def test_working_days_between_two_moments_leave_out_weekends() -> None:
    assert working_days(MONDAY, MONDAY + timedelta(weeks=2)) == 10
    assert working_days(MONDAY + timedelta(days=4.5), MONDAY + timedelta(days=7.25)) == pytest.approx(0.75)
    assert working_days(MONDAY, MONDAY) == 0
