"""The rhythm of the quarter and the month's end: found where it is, not where there is none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from pipeline.forecast.moves import AGES, Floats
from pipeline.forecast.rhythm import Counts, Rhythm, Season, learn, season

Factors = tuple[float, float, float]

JANUARY = datetime(2024, 1, 1, tzinfo=UTC)


def week(start: str, days: float = 7) -> Season:
    at = datetime.fromisoformat(start).replace(tzinfo=UTC)
    return season(at, at + timedelta(days=days))


def test_a_week_lies_in_each_month_by_its_working_days() -> None:
    june = 2026 * 12 + 5
    assert week("2026-06-01").months == pytest.approx({june: 1.0})
    assert week("2026-06-29").months == pytest.approx({june: 0.4, june + 1: 0.6})
    assert week("2026-06-29", 2).months == pytest.approx({june: 1.0})
    assert week("2026-10-31", 1).months == pytest.approx({2026 * 12 + 9: 1.0})  # a Saturday alone


def test_the_last_five_working_days_end_a_month() -> None:
    assert week("2026-06-01").month_end == 0
    assert week("2026-06-22").month_end == pytest.approx(0.6)  # Wednesday to Friday; Monday and Tuesday follow
    assert week("2026-06-29").month_end == pytest.approx(0.4)
    assert week("2026-06-29").kinds == pytest.approx((0.6, 0, 0, 0, 0, 0.4))


def learned(weeks: int, wins_by_month: Factors, *, month_end: float = 1.0, chance: bool = True) -> Rhythm:
    """The rhythm learned from so many weeks of about 20 expected wins of young deals and 20 of old ones."""
    seasons = [season(JANUARY + timedelta(weeks=no), JANUARY + timedelta(weeks=no + 1)) for no in range(weeks)]
    expected = np.full((1, weeks, 2), 20.0)
    by_kind = np.repeat(wins_by_month, 2) * np.tile([1.0, month_end], 3)
    factor = [float(np.array(span.kinds) @ by_kind) for span in seasons]
    mean = expected * np.array(factor)[None, :, None]
    random = np.random.default_rng(3)
    seen: Floats = random.poisson(mean).astype(np.float64) if chance else mean
    return learn(Counts(seen, expected), Counts(expected, expected), np.ones((1, weeks), dtype=np.bool_), seasons)


def test_a_strong_rhythm_is_found_nearly_whole_after_two_years() -> None:
    found = learned(104, (0.6, 0.8, 1.9)).won[0, :, 0, 10]
    assert found / found.mean() == pytest.approx(np.array([0.6, 0.8, 1.9]) / 1.1, rel=0.15)


def test_no_rhythm_leaves_the_factors_near_one() -> None:
    found = learned(104, (1.0, 1.0, 1.0))
    assert found.won == pytest.approx(np.ones((1, 3, 2, AGES)), abs=0.05)
    assert found.lost == pytest.approx(np.ones((1, 3, 2, AGES)), abs=0.05)


def test_month_ends_stand_out_against_the_rest_of_their_month() -> None:
    found = learned(60, (1.0, 1.0, 1.0), month_end=1.8).won[0, 1, :, 10]
    assert found[1] / found[0] == pytest.approx(1.8, rel=0.15)


def test_months_that_were_not_seen_say_nothing() -> None:
    found = learned(8, (0.5, 2.0, 1.0)).won
    assert found == pytest.approx(np.ones((1, 3, 2, AGES)))


def test_one_quarter_is_believed_less_than_two_years() -> None:
    little, much = (learned(weeks, (0.6, 0.8, 1.9), chance=False).won[0, :, 0, 10] for weeks in (14, 104))
    assert 1 < little[2] / little[0] < much[2] / much[0]


def test_nothing_seen_has_no_rhythm() -> None:
    nothing = np.zeros((2, 0, 2))
    found = learn(Counts(nothing, nothing), Counts(nothing, nothing), np.zeros((2, 0), dtype=np.bool_), [])
    assert (found.won == 1).all()
    assert (found.lost == 1).all()
    assert found.won.shape == (2, 3, 2, AGES)


def test_a_fit_that_has_not_seen_a_quarter_keeps_none_from_another() -> None:
    weeks = 60
    seasons = [season(JANUARY + timedelta(weeks=no), JANUARY + timedelta(weeks=no + 1)) for no in range(weeks)]
    expected = np.full((2, weeks, 2), 20.0)
    by_month = np.array([span.kinds for span in seasons]) @ np.repeat([0.6, 0.8, 1.9], 2)
    seen = expected * by_month[None, :, None]
    over = np.ones((2, weeks), dtype=np.bool_)
    over[0, 7:] = False
    found = learn(Counts(seen, expected), Counts(expected, expected), over, seasons).won[:, :, 0, 10]
    assert found[0] == pytest.approx(np.ones(3))
    assert found[1, 2] / found[1, 0] > 2
