"""When the Monday post is due: the wall clock, holidays, summer time, missed weeks."""

from datetime import UTC, date, datetime, time

import pytest

from pipeline.calendars import Calendar
from pipeline.schedule import post_calendar

HELSINKI = Calendar("FI", "Europe/Helsinki")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


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
