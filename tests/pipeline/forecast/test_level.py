"""The common level and the record of past forecasts: what they raise, what they widen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from pipeline.forecast.draws import draw
from pipeline.forecast.level import beliefs, prior
from pipeline.forecast.model import learn
from pipeline.forecast.record import Correction, correction
from pipeline.money import Money
from tests.pipeline.forecast.simulate import BEGINS, Kind, team


def test_before_anything_is_seen_the_level_is_at_home_and_uncertain() -> None:
    belief = prior()
    assert belief.expected(4) == pytest.approx(np.zeros(4))
    assert 0.05 < belief.spread(4) < 0.5


def test_weeks_above_their_chances_raise_the_level_for_a_while() -> None:
    expected = np.full(30, 100.0)
    ahead = beliefs(1.5 * expected, expected, expected)[-1].expected(13)
    assert np.log(1.3) < ahead[0] < np.log(1.5)
    assert (np.diff(ahead) < 0).all()


def test_one_small_week_says_nearly_nothing() -> None:
    assert abs(beliefs(np.array([3.0]), np.array([1.0]), np.array([1.0]))[-1].expected(1)[0]) < 0.05


def test_calm_weeks_narrow_the_spread_and_wild_ones_widen_it() -> None:
    expected = np.full(40, 200.0)
    random = np.random.default_rng(1)
    calm = beliefs(random.poisson(expected).astype(np.float64), expected, expected)[-1]
    shaken = random.poisson(expected * np.exp(random.normal(0, 0.4, 40))).astype(np.float64)
    wild = beliefs(shaken, expected, expected)[-1]
    assert calm.spread(1) < prior().spread(1) < wild.spread(1)


def test_each_belief_rests_on_the_weeks_before_it() -> None:
    won, expected = np.array([30.0, 10.0, 25.0]), np.array([20.0, 20.0, 20.0])
    whole, part = beliefs(won, expected, expected), beliefs(won[:2], expected[:2], expected[:2])
    assert len(whole) == 4
    assert whole[2].mean == pytest.approx(part[2].mean)
    assert whole[2].weight == pytest.approx(part[2].weight)


def test_little_history_makes_a_wide_range_without_bias() -> None:
    now = BEGINS + timedelta(weeks=4, hours=5)
    little = correction(learn(team(Kind.STEADY, 3, weeks=4), now, (1, 2, 3)), 6.5)
    nothing = correction(learn([], datetime(2026, 6, 15, tzinfo=UTC), (1, 2, 3)), 6.5)
    assert nothing.bias == 0
    assert nothing.spread > 0.25
    assert abs(little.bias) < 0.1
    assert little.spread > 0.15


def test_the_spread_changes_smoothly_with_the_horizon() -> None:
    model = learn(team(Kind.SHOCKS, 1, weeks=60), BEGINS + timedelta(weeks=60, hours=5), (1, 2, 3))
    horizons = np.arange(0.5, 9.0, 0.1)
    made = [correction(model, float(weeks)) for weeks in horizons]
    assert np.abs(np.diff([each.spread for each in made])).max() < 0.05
    assert np.abs(np.diff([each.bias for each in made])).max() < 0.03


def test_without_shared_luck_draws_spread_as_independent_deals_do() -> None:
    chances = np.tile([0.1, 0.5, 0.9], 100)
    drawn = draw(-np.log1p(-chances)[None, :], [Correction(0.0, 0.0)], [None] * 300, (1, 1)).counts[:, 0]
    assert drawn.mean() == pytest.approx(chances.sum(), rel=0.01)
    assert drawn.var() == pytest.approx((chances * (1 - chances)).sum(), rel=0.1)


def test_shared_luck_widens_the_range() -> None:
    hazards = np.full((1, 400), 0.1)
    alone, together = (draw(hazards, [Correction(0.0, spread)], [None] * 400, (1, 1)).wins(0) for spread in (0.0, 0.3))
    assert together[1] - together[0] > 1.5 * (alone[1] - alone[0])


def test_currencies_are_drawn_side_by_side_and_never_mixed() -> None:
    amounts = [Money(100, "EUR"), Money(7, "SEK"), None]
    drawn = draw(np.full((1, 3), 50.0), [Correction(0.0, 0.0)], amounts, (1, 1))
    assert drawn.money(0, "EUR") == (100, 100)
    assert drawn.money(0, "SEK") == (7, 7)
    assert drawn.money(0, "USD") == (0, 0)
    assert drawn.wins(0) == (3, 3)
