"""The weekly chain, compared with sums made by hand and with what theory says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from pipeline.forecast.chain import Chances, Exposure, Hazards, Span, chances, hazards, win_chances
from pipeline.forecast.estimate import WonSoFar, forecast
from pipeline.forecast.histories import History, Outcome, Step
from pipeline.forecast.model import learn
from pipeline.forecast.moves import AGES, ENTRY_AGES, Floats

MONDAY = datetime(2026, 6, 15, tzinfo=UTC)


def week(share: float = 1.0, *, is_full: bool = True, wins: float = 1.0) -> Span:
    return Span(share, is_full, np.full((1, AGES), wins), np.ones((1, AGES)))


def two_stages() -> Hazards:
    """In a week: out of the first stage 10 % won, 20 % lost, 30 % on to the second; out of that 40 % won, 10 % lost."""
    out = np.zeros((1, 2, AGES, 4))
    out[0, 0] = [0.1, 0.2, 0.0, 0.3]
    out[0, 1] = [0.4, 0.1, 0.0, 0.0]
    return hazards(Chances(out, np.full((1, 2, ENTRY_AGES), 1 / ENTRY_AGES)))


def test_weeks_multiply_out_as_aalen_and_johansen_say() -> None:
    # By hand: P = [[.4, .3], [0, .5]] among the stages, w = [.1, .4] won; won within n weeks = w + P·(won within n−1).
    model = two_stages()
    assert win_chances(model, [])[0, :, 0].tolist() == [0, 0]
    assert win_chances(model, [week()])[0, :, 0] == pytest.approx([0.1, 0.4])
    assert win_chances(model, [week()] * 2)[0, :, 0] == pytest.approx([0.26, 0.6])
    assert win_chances(model, [week()] * 3)[0, :, 0] == pytest.approx([0.384, 0.7])
    # In the end: w·(1 + P + P² + …) = (I − P)⁻¹·w.
    assert win_chances(model, [week()] * 80)[0, :, 0] == pytest.approx([(0.1 + 0.3 * 0.8) / 0.6, 0.8])


def test_a_tiny_table_gives_the_hand_made_estimate() -> None:
    # 1,000 deals at risk at age 0: 250 won, 150 lost; of the 600 left at age 7 300 won, 100 lost. All in one stage.
    at_risk, out = np.zeros((1, 1, AGES)), np.zeros((1, 1, AGES, 3))
    at_risk[0, 0, [0, 7]] = [1e6, 6e5]
    out[0, 0, 0, :2] = [2.5e5, 1.5e5]
    out[0, 0, 7, :2] = [3e5, 1e5]
    model = hazards(chances(Exposure(np.repeat(at_risk[..., None], 3, axis=-1), out, np.zeros((1, 1, ENTRY_AGES)))))
    assert win_chances(model, [week()])[0, 0, 0] == pytest.approx(0.25, rel=1e-4)
    assert win_chances(model, [week()] * 2)[0, 0, 0] == pytest.approx(0.25 + 0.6 * 0.5, rel=1e-4)


def test_two_parts_of_a_week_are_the_week() -> None:
    stay = hazards(Chances(np.tile([0.2, 0.3, 0.0], (1, 1, AGES, 1)), np.full((1, 1, ENTRY_AGES), 1 / ENTRY_AGES)))
    whole = win_chances(stay, [week(), week()])
    parts = win_chances(stay, [week(0.3, is_full=False), week(0.7), week()])
    assert parts == pytest.approx(whole)


def test_no_factor_makes_a_chance_of_one_or_more() -> None:
    for wins in (0.0, 0.5, 2.0, 50.0):
        won = win_chances(two_stages(), [week(wins=wins)] * 9)
        assert ((won >= 0) & (won < 1)).all()
    assert (win_chances(two_stages(), [week(wins=2.0)]) > win_chances(two_stages(), [week()])).all()


def test_nothing_seen_gives_the_stated_assumption() -> None:
    nothing = Exposure(np.zeros((1, 3, AGES, 5)), np.zeros((1, 3, AGES, 5)), np.zeros((1, 3, ENTRY_AGES)))
    assumed = chances(nothing).out[0]
    assert assumed.sum(axis=-1) == pytest.approx(0.2)
    assert assumed[0, 0] == pytest.approx([0, 0.1, 0, 0.1, 0])
    assert assumed[2, 100] == pytest.approx([0.1, 0.1, 0, 0, 0])


def test_little_is_believed_slowly_and_much_at_once() -> None:
    def win_rate(weeks: float) -> float:
        at_risk, out = np.zeros((1, 1, AGES, 3)), np.zeros((1, 1, AGES, 3))
        at_risk[0, 0, :30] = weeks / 30
        out[0, 0, :30, 0] = 0.5 * weeks / 30
        return float(chances(Exposure(at_risk, out, np.zeros((1, 1, ENTRY_AGES)))).out[0, 0, 10, 0])

    assert win_rate(0) == pytest.approx(0.1)
    assert win_rate(0) < win_rate(5) < win_rate(50) < win_rate(5000) < 0.5
    assert win_rate(5000) == pytest.approx(0.5, abs=0.02)


def test_ages_hardly_seen_fade_and_well_seen_ones_do_not() -> None:
    at_risk, out = np.zeros((1, 1, AGES, 3)), np.zeros((1, 1, AGES, 3))
    at_risk[0, 0, :40] = 100
    out[0, 0, :40, 0] = 20
    young = chances(Exposure(at_risk, out, np.zeros((1, 1, ENTRY_AGES)))).out[0, 0, :, 0]
    assert young[20] == pytest.approx(0.2, abs=0.01)
    assert young[150] < young[100] < young[60] < young[20] / 1.5
    at_risk[0, 0, :] = 100
    out[0, 0, :, 0] = 20
    old = chances(Exposure(at_risk, out, np.zeros((1, 1, ENTRY_AGES)))).out[0, 0, :, 0]
    assert old[150] == pytest.approx(0.2, abs=0.01)


def _exponential(count: int, rate: float, won: float) -> list[History]:
    """Deals opened evenly over 80 weeks, ended at a constant rate a day, a share of them won."""
    random = np.random.default_rng(5)
    deals: list[History] = []
    for no in range(count):
        opened = MONDAY - timedelta(days=560 * (1 - no / count))
        ended = opened + timedelta(days=float(random.exponential(1 / rate)))
        outcome = Outcome.WON if random.random() < won else Outcome.LOST
        closed = (ended, outcome) if ended <= MONDAY else (None, None)
        deals.append(History(no, (Step(opened, 1),), *closed))
    return deals


@pytest.mark.parametrize("weeks", [1, 2, 4.5, 8])
def test_a_constant_rate_of_exit_gives_the_chance_that_theory_gives(weeks: float) -> None:
    rate, won = 0.03, 0.4
    model = learn(_exponential(6_000, rate, won), MONDAY, (1,))
    deals = [History(age, (Step(MONDAY - timedelta(days=age), 1),)) for age in range(60)]
    made = forecast(model, deals, (MONDAY + timedelta(weeks=weeks),), (WonSoFar(),), workspace_no=1)
    found = np.array([part.chances[0] for part in made.parts])
    theory = won * (1 - np.exp(-rate * 7 * weeks))
    assert found.mean() == pytest.approx(theory, rel=0.06)
    assert np.abs(found / theory - 1).max() < 0.35


def test_the_ways_out_of_a_week_and_staying_add_up() -> None:
    random = np.random.default_rng(2)
    at_risk: Floats = np.repeat(random.integers(0, 9, (1, 3, AGES, 1)), 5, axis=-1).astype(np.float64)
    out = random.binomial(at_risk.astype(np.int64), 0.2) * np.array([1, 1, 0, 1, 0])
    learned = chances(Exposure(at_risk, out.astype(np.float64), np.ones((1, 3, ENTRY_AGES))))
    assert (learned.out >= 0).all()
    assert (learned.out.sum(axis=-1) < 1).all()
    assert learned.entered.sum(axis=-1) == pytest.approx(1)
