"""Clocks stand, run and move as they say."""

from datetime import UTC, datetime, timedelta

from pipeline.clock import MovableClock, StandingClock, SystemClock

MONDAY = datetime(2026, 6, 15, 5, 0, tzinfo=UTC)


def test_the_system_clock_tells_an_aware_moment_in_utc():
    assert SystemClock().now().utcoffset() == timedelta(0)


def test_a_standing_clock_stands_until_it_is_moved():
    clock = StandingClock(MONDAY)
    assert clock.now() == clock.now() == MONDAY
    clock.move_by(timedelta(days=3))
    assert clock.now() == MONDAY + timedelta(days=3)
    clock.move_to(MONDAY)
    assert clock.now() == MONDAY


def test_a_standing_clock_tells_utc_whatever_zone_it_was_set_in():
    helsinki = MONDAY.astimezone()
    assert StandingClock(helsinki).now().tzinfo is UTC


def test_a_movable_clock_runs_on_from_where_it_was_moved():
    base = StandingClock(MONDAY)
    clock = MovableClock(base=base)
    clock.move_to(MONDAY + timedelta(weeks=1))
    base.move_by(timedelta(seconds=5))
    assert clock.now() == MONDAY + timedelta(weeks=1, seconds=5)
    clock.move_by(timedelta(days=-7))
    assert clock.now() == MONDAY + timedelta(seconds=5)
