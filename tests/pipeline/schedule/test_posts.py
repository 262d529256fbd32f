"""When the Monday post is due: the wall clock, holidays, summer time, missed weeks."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.calendars import Calendar
from pipeline.schedule import post_calendar
from pipeline.schedule.post_calendar import MONDAY, MONTH
from tests.pipeline.schedule.time_goes_on import at

HELSINKI = Calendar("FI", "Europe/Helsinki")


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-06-15 04:30", "2026-06-15 05:00"),  # Monday, half past seven
        ("2026-06-15 05:00", "2026-06-22 05:00"),  # eight sharp: that one is gone
        ("2026-06-17 12:00", "2026-06-22 05:00"),
        ("2026-10-24 12:00", "2026-10-26 06:00"),  # winter time began on Sunday
        ("2027-03-26 12:00", "2027-03-30 05:00"),  # Easter Monday: Tuesday, and summer time began
    ],
)
def test_the_next_post_is_on_monday_at_eight_or_the_next_working_morning(now: str, due: str) -> None:
    assert post_calendar.first(HELSINKI, at(now)).at == at(due)


def test_of_several_missed_weeks_only_the_newest_is_made_good() -> None:
    occasion = post_calendar.latest(HELSINKI, date(2026, 6, 15), at("2026-07-07 12:00"))

    assert occasion == post_calendar.PostDay(date(2026, 7, 6), at("2026-07-06 05:00"))


def test_a_post_is_due_at_the_very_moment_of_its_hour() -> None:
    nominal, now = date(2026, 6, 29), at("2026-07-06 05:00")

    assert post_calendar.latest(HELSINKI, nominal, now).nominal == date(2026, 7, 6)
    assert post_calendar.latest(HELSINKI, nominal, now, time(14)) == post_calendar.PostDay(
        nominal, at("2026-06-29 11:00")
    )


def test_a_post_after_a_holiday_keeps_its_monday_as_its_day() -> None:
    occasion = post_calendar.on(HELSINKI, date(2027, 3, 29))

    assert (occasion.nominal, occasion.at) == (date(2027, 3, 29), at("2027-03-30 05:00"))


# --- At the end of a month --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "nominal", "due"),
    [
        ("2026-06-12 10:00", "2026-07-01", "2026-07-01 05:00"),  # a Wednesday
        ("2026-07-01 04:59", "2026-07-01", "2026-07-01 05:00"),
        ("2026-07-01 05:00", "2026-09-01", "2026-09-01 05:00"),  # 1 August is a Saturday: Monday's post tells of July
        ("2026-10-15 12:00", "2026-12-01", "2026-12-01 06:00"),  # 1 November is a Sunday
        ("2025-12-15 12:00", "2026-01-01", "2026-01-02 06:00"),  # New Year's Day is a Thursday
        ("2026-04-15 12:00", "2026-07-01", "2026-07-01 05:00"),  # 1 May is a Friday and a holiday, 1 June a Monday
    ],
)
def test_a_month_is_told_of_on_its_first_business_day_unless_the_monday_post_does(
    now: str, nominal: str, due: str
) -> None:
    assert post_calendar.first(HELSINKI, at(now), MONTH) == post_calendar.PostDay(date.fromisoformat(nominal), at(due))


@pytest.mark.parametrize(
    ("kind", "nominal", "month"),
    [
        (MONDAY, "2026-06-15", None),
        (MONDAY, "2026-06-01", "2026-05-01"),
        (MONDAY, "2026-08-03", "2026-07-01"),
        (MONDAY, "2026-07-06", None),
        (MONTH, "2026-07-01", "2026-06-01"),
        (MONTH, "2026-01-01", "2025-12-01"),
    ],
)
def test_a_post_tells_of_the_month_before_on_the_first_business_day_alone(
    kind: str, nominal: str, month: str | None
) -> None:
    occasion = post_calendar.on(HELSINKI, date.fromisoformat(nominal))

    assert post_calendar.month_ended(HELSINKI, kind, occasion) == (date.fromisoformat(month) if month else None)


@pytest.mark.parametrize(
    ("nominal", "month"),
    [("2026-06-01", "2026-05-01"), ("2026-06-08", None), ("2026-07-06", "2026-06-01"), ("2026-04-06", "2026-03-01")],
)
def test_the_first_monday_post_of_a_month_says_how_the_last_one_ended(nominal: str, month: str | None) -> None:
    """Easter Monday's post is of Tuesday 7 April, the first one of its month."""
    occasion = post_calendar.on(HELSINKI, date.fromisoformat(nominal))

    found = post_calendar.month_before_first_post(HELSINKI, MONDAY, occasion)

    assert found == (date.fromisoformat(month) if month else None)


@given(st.dates(date(2024, 1, 1), date(2035, 12, 31)), st.sampled_from(["FI", "US", "GB", "JP"]))
def test_each_month_is_told_of_by_one_post_and_by_one_alone(day: date, country: str) -> None:
    calendar = Calendar(country, "Europe/Helsinki")
    first = day.replace(day=1)
    before = (first - timedelta(days=1)).replace(day=1)
    monthly = post_calendar.on(calendar, first)
    mondays = [post_calendar.on(calendar, first + timedelta(days=n)) for n in range(-14, 21)]
    tell = [each for each in mondays if each.nominal.weekday() == 0]
    tell = [each for each in tell if post_calendar.month_ended(calendar, MONDAY, each) == before]

    assert len(tell) == post_calendar.is_left_out(calendar, MONTH, monthly)
