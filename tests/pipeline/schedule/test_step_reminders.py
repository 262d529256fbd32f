"""When a next step is said: ten minutes before its hour, or in the morning of its day; overdue once more."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.schedule.step_reminders import NOTHING, Occasion, StepVerdict, judge_step
from pipeline.stages.events import StageKind
from tests.pipeline.schedule.test_reminders import DEAL, HELSINKI, at

WEDNESDAY = date(2026, 6, 10)
TIMED = replace(DEAL, step=9, step_day=WEDNESDAY, step_at=9 * 60)
DAILY = replace(DEAL, step=9, step_day=WEDNESDAY)
OVERDUE = at("2026-06-12 05:30")  # 8.30 on Friday, two business days later


def judged(deal: object, now: str, zone: str = "Europe/Helsinki") -> StepVerdict:
    return judge_step(deal, HELSINKI, zone, at(now))  # type: ignore[arg-type]


def test_one_with_an_hour_is_said_ten_minutes_before_it() -> None:
    soon = at("2026-06-10 05:50")

    assert judged(TIMED, "2026-06-10 05:49") == StepVerdict(look_at=soon)
    assert judged(TIMED, "2026-06-10 05:50") == StepVerdict(Occasion.SOON, soon, OVERDUE)


def test_one_without_is_said_in_the_morning_of_its_day() -> None:
    morning = at("2026-06-10 05:30")

    assert judged(DAILY, "2026-06-10 05:29") == StepVerdict(look_at=morning)
    assert judged(DAILY, "2026-06-10 05:30") == StepVerdict(Occasion.MORNING, morning, OVERDUE)


def test_the_hour_and_the_morning_are_of_the_owners_clock() -> None:
    assert judged(TIMED, "2026-06-10 05:50", "America/New_York").look_at == at("2026-06-10 12:50")
    assert judged(DAILY, "2026-06-10 05:50", "America/New_York").look_at == at("2026-06-10 12:30")


@pytest.mark.parametrize("step", [TIMED, DAILY])
def test_overdue_it_is_said_once_more_after_two_business_days_and_then_never(step: object) -> None:
    assert judged(step, "2026-06-11 06:00") == StepVerdict(look_at=OVERDUE)
    assert judged(step, "2026-06-12 06:00") == StepVerdict(Occasion.MORNING, OVERDUE)
    assert judged(step, "2026-06-15 06:00") == NOTHING


def test_one_missed_while_the_bot_slept_is_said_until_its_day_is_over() -> None:
    assert judged(TIMED, "2026-06-10 12:00").due is Occasion.SOON
    assert judged(DAILY, "2026-06-10 20:59").due is Occasion.MORNING
    assert judged(DAILY, "2026-06-10 21:00").due is None


def test_a_closed_deal_and_one_without_a_step_have_none() -> None:
    assert judged(replace(TIMED, state=StageKind.WON), "2026-06-10 05:55") == NOTHING
    assert judged(DEAL, "2026-06-10 05:55") == NOTHING


def test_an_hour_that_summer_time_skips_is_an_hour_later() -> None:
    skipped = replace(TIMED, step_day=date(2026, 3, 29), step_at=3 * 60 + 30)

    assert judged(skipped, "2026-03-28 12:00").look_at == at("2026-03-29 01:20")


DAYS = st.dates(date(2026, 1, 1), date(2029, 12, 31))


@given(DAYS, st.none() | st.integers(0, 1439), st.sampled_from(["Europe/Helsinki", "Asia/Tokyo", "America/New_York"]))
def test_each_step_is_due_twice_and_looked_at_no_more(day: date, minute: int | None, zone: str) -> None:
    deal = replace(DEAL, step=9, step_day=day, step_at=minute)
    now, said = datetime(day.year, day.month, day.day, tzinfo=at("2026-01-01 00:00").tzinfo) - timedelta(days=3), 0

    while (look_at := judge_step(deal, HELSINKI, zone, now).look_at) is not None:
        assert look_at > now
        now = look_at
        said += judge_step(deal, HELSINKI, zone, now).due is not None

    assert said == 2
