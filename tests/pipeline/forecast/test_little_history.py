"""With few closed deals the stated assumption weighs as it says: five deals a stage, and a chance moves slowly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from pipeline.forecast.chain import Exposure, chances
from pipeline.forecast.estimate import WonSoFar, forecast
from pipeline.forecast.histories import History, Outcome, Step
from pipeline.forecast.model import learn
from pipeline.forecast.moves import AGES, ENTRY_AGES
from pipeline.forecast.record import correction

MONDAY = datetime(2026, 6, 15, 5, tzinfo=UTC)
END_OF_JUNE = datetime(2026, 6, 30, 21, tzinfo=UTC)
STAGES = (1, 2, 3)


def ago(days: float) -> datetime:
    return MONDAY - timedelta(days=days)


def closed(no: int, days: float, outcome: Outcome, weeks: float = 3) -> History:
    """A deal closed so many days ago, after equal times in the three stages."""
    begun = days + 7 * weeks
    steps = tuple(Step(ago(begun - 7 * weeks * part / 3), part + 1) for part in range(3))
    return History(no, steps, ago(days), outcome)


def offer(days: float = 1) -> History:
    """An open deal that has been in the last stage for so many days."""
    return History(900, (Step(ago(days + 14), 1), Step(ago(days + 7), 2), Step(ago(days), 3)))


def chance(histories: list[History], days: float = 1) -> float:
    """The chance that an offer is won by the end of June."""
    model = learn([*histories, offer(days)], MONDAY, STAGES)
    made = forecast(model, [offer(days)], (END_OF_JUNE,), (WonSoFar(),), workspace_no=1)
    return made.parts[0].chances[0]


def of(outcomes: str, every: float = 9) -> list[History]:
    """Closed deals, the newest first: "wwl" is two won and one lost."""
    kinds = {"w": Outcome.WON, "l": Outcome.LOST}
    return [closed(no, 2 + every * no, kinds[each]) for no, each in enumerate(outcomes)]


@pytest.fixture(scope="module")
def unknown() -> float:
    """The chance that the stated assumption gives an offer: nothing was ever closed."""
    return chance([])


def test_with_no_closed_deal_the_chance_is_the_stated_assumption(unknown: float) -> None:
    weeks = (END_OF_JUNE - MONDAY) / timedelta(weeks=1)
    assert unknown == pytest.approx(0.5 * (1 - 0.8**weeks), rel=0.05)


def test_the_longer_deals_stand_before_any_is_closed_the_less_is_assumed(unknown: float) -> None:
    def standing(deals: int) -> float:
        others = [History(no, (Step(ago(9 * no), 1), Step(ago(4 * no), 3))) for no in range(1, deals)]
        return chance(others)

    found = [unknown, *(standing(deals) for deals in (4, 8, 12, 24))]
    assert (np.diff(found) < 0).all()
    assert chance([], days=60) < unknown


@pytest.mark.parametrize(("outcomes", "percent"), [("", 20), ("wl", 27), ("wwl", 40), ("wwwww", 59)])
def test_chances_of_little_history_are_those_that_the_documentation_tells(outcomes: str, percent: int) -> None:
    assert 100 * chance(of(outcomes)) == pytest.approx(percent, abs=0.6)


@pytest.mark.parametrize("every", [3, 9, 30])
def test_one_more_win_days_after_the_last_moves_a_chance_by_at_most_fifteen_points(
    unknown: float, every: float
) -> None:
    chances_of = [unknown, *(chance(of("w" * count, every)) for count in range(1, 9))]
    assert max(np.diff(chances_of)) < 0.15
    assert chances_of[8] > 0.5


@pytest.mark.parametrize("weeks", [1.5, 3, 8])
def test_six_wins_in_as_many_days_weigh_as_six_against_five(weeks: float) -> None:
    assert chance([closed(no, 2 + no, Outcome.WON, weeks) for no in range(6)]) < 0.55


def test_three_quick_deals_make_no_certainty(unknown: float) -> None:
    assert chance(of("wwl")) < 0.5
    assert chance(of("wl")) < 0.35
    assert chance(of("wwl"), days=20) < 0.3


def test_three_lost_deals_bring_little_down_and_nothing_up(unknown: float) -> None:
    assert chance(of("lll")) == pytest.approx(unknown, abs=0.02)
    assert chance(of("lllll")) < unknown


def test_what_was_never_seen_is_not_written_off_after_three_deals(unknown: float) -> None:
    assert chance(of("wwl"), days=60) > 0.8 * unknown


def test_the_more_of_the_same_deals_were_won_the_higher_the_chance() -> None:
    found = [chance(of("w" * won + "l" * (5 - won) + "l")) for won in range(6)]
    assert (np.diff(found) > 0).all()
    assert found[5] > found[0] + 0.1


def test_five_deals_that_left_a_stage_weigh_as_much_as_the_assumption() -> None:
    def leaving(deals: int) -> float:
        """The weekly chance of being won where all of so many deals were won in their first week."""
        at_risk, out = np.zeros((1, 1, AGES, 3)), np.zeros((1, 1, AGES, 3))
        at_risk[0, 0, 0] = out[0, 0, 0, 0] = 2.0 * deals  # each week is counted whole and from midway
        return float(chances(Exposure(at_risk, out, np.zeros((1, 1, ENTRY_AGES)))).out[0, 0, 0, 0])

    learned = leaving(10_000)
    found = [leaving(deals) for deals in range(12)]
    assert found[0] == pytest.approx(0.1)
    assert found[5] == pytest.approx((found[0] + learned) / 2, abs=0.05)
    assert (np.diff(found) > 0).all()
    assert max(np.diff(found)) < 1 / 6


def test_the_range_is_as_wide_as_so_few_wins_leave_it() -> None:
    spreads = [correction(learn(of(outcomes), MONDAY, STAGES), 2.2).spread for outcomes in ("", "wl", "w" * 12)]
    assert spreads[0] > 0.5
    assert spreads == sorted(spreads, reverse=True)
    assert spreads[2] < 0.3
