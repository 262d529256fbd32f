"""Counting weekly moves, compared with counts made by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np

from pipeline.forecast.histories import History, Outcome, Step, known_at
from pipeline.forecast.moves import AGES, MOST_WEEKS, count, stays, wins_of_open

MONDAY = datetime(2026, 6, 15, tzinfo=UTC)
STAGES = (10, 20)


def at(days_ago: float) -> datetime:
    return MONDAY - timedelta(days=days_ago)


def deal(no: int, *steps: tuple[float, int], won: float | None = None, lost: float | None = None) -> History:
    """A deal's steps as (days ago, stage), and when it was won or lost, in days ago."""
    entered = tuple(Step(at(days), stage) for days, stage in steps)
    if won is not None:
        return History(no, entered, at(won), Outcome.WON)
    return History(no, entered, at(lost), Outcome.LOST) if lost is not None else History(no, entered)


def test_each_week_that_is_over_is_counted_once_per_date() -> None:
    deals = [
        deal(1, (16, 10), (10, 20), won=2),
        deal(2, (15, 10), lost=9),
        deal(3, (14, 10)),
        deal(4, (5, 10)),
    ]
    counted = count(stays(deals, MONDAY, STAGES), 2)
    assert counted.dates.tolist() == [-7, -10.5, -14]
    assert counted.is_whole.tolist() == [True, False, True]
    two_weeks_ago = counted.at_risk[2]
    assert np.argwhere(two_weeks_ago).tolist() == [[0, 0], [0, 1], [0, 2]]
    assert two_weeks_ago.sum() == 3
    assert counted.lost[2, 0, 1] == 1
    assert counted.moved[2, 0, 2, 1] == 1
    assert counted.entered[2, 1, 3] == 1
    assert counted.won[2].sum() == 0
    one_week_ago = counted.at_risk[0]
    assert np.argwhere(one_week_ago).tolist() == [[0, 7], [1, 3]]
    assert counted.won[0, 1, 3] == 1
    assert counted.moved[0].sum() == 0


def test_a_return_to_the_same_stage_within_a_week_is_a_move_to_a_fresh_stay() -> None:
    counted = count(stays([deal(1, (8, 10), (5, 20), (3, 10))], MONDAY, STAGES), 2)
    assert counted.moved[0, 0, 1, 0] == 1
    assert counted.entered[0, 0, 3] == 1


def test_a_week_that_is_not_over_tells_nothing_yet() -> None:
    counted = count(stays([deal(1, (6, 10), won=1)], MONDAY, STAGES), 2)
    assert counted.at_risk.sum() == 0


def test_steps_into_a_stage_that_is_gone_count_as_staying() -> None:
    counted = count(stays([deal(1, (8, 10), (6, 99), (3, 20))], MONDAY, STAGES), 2)
    assert counted.moved[0, 0, 1, 1] == 1
    assert len(stays([deal(2, (8, 99))], MONDAY, STAGES).opened) == 0
    assert stays([deal(2, (8, 99)), deal(3, (5, 10))], MONDAY, STAGES).opened.tolist() == [-5]


def test_the_last_stay_ends_when_its_deal_does() -> None:
    assert stays([deal(1, (9, 10), (6, 20), won=2)], MONDAY, STAGES).end.tolist() == [-6, -2]
    assert stays([deal(1, (9, 10))], MONDAY, STAGES).end.tolist() == [np.inf]
    without_outcome = History(1, (Step(at(9), 10),), at(2))
    assert stays([without_outcome], MONDAY, STAGES).closed.tolist() == [np.inf]


def test_nothing_seen_has_no_weeks_and_a_long_history_two_years_of_them() -> None:
    assert count(stays([], MONDAY, STAGES), 2).dates.tolist() == []
    assert count(stays([deal(1, (5, 10))], MONDAY, STAGES), 2).dates.tolist() == []
    assert count(stays([deal(1, (900, 10))], MONDAY, STAGES), 2).dates.tolist()[-1] == -7 * MOST_WEEKS


def test_what_happens_at_the_very_end_of_a_week_belongs_to_it() -> None:
    counted = count(stays([deal(1, (14, 10), won=7), deal(2, (14, 10), (7, 20))], MONDAY, STAGES), 2)
    assert counted.won[2, 0, 0] == 1
    assert counted.moved[2, 0, 0, 1] == 1
    assert counted.entered[2, 1, 0] == 1


def test_old_deals_count_as_of_the_oldest_age_that_is_told_apart() -> None:
    counted = count(stays([deal(1, (300, 10)), deal(2, (7 + AGES, 10))], MONDAY, STAGES), 2)
    assert np.argwhere(counted.at_risk[0]).tolist() == [[0, AGES - 1]]
    assert counted.at_risk[0, 0, AGES - 1] == 2


def test_wins_are_counted_of_the_deals_that_were_open_then() -> None:
    deals = [
        deal(1, (16, 10), (10, 20), won=2),
        deal(2, (15, 10), lost=9),
        deal(3, (14.5, 10)),
        deal(4, (20, 20), won=14),
    ]
    seen = stays(deals, MONDAY, STAGES)
    assert wins_of_open(seen, np.array([-14.0, -7.0]), 1).tolist() == [0, 1]
    assert wins_of_open(seen, np.array([-14.0, -7.0]), 2).tolist() == [1, 1]
    at_once = stays([deal(1, (14, 10), won=7)], MONDAY, STAGES)
    assert wins_of_open(at_once, np.array([-14.0, -10.5, -7.0]), 1).tolist() == [1, 1, 0]


def test_known_at_cuts_off_what_came_later() -> None:
    known = known_at([deal(1, (16, 10), (10, 20), won=2), deal(2, (3, 10))], at(7))
    assert len(known) == 1
    assert known[0].is_open
    assert [step.stage_no for step in known[0].steps] == [10, 20]
    assert known_at(known, at(12))[0].steps == (Step(at(16), 10),)
