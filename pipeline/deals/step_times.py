"""When a next step is to be done, and when its owner is reminded, by the owner's clock. All functions are pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from pipeline.calendars import Calendar

BEFORE = timedelta(minutes=10)  # how long before its hour a step is said
MORNING = time(8, 30)  # when the steps of a day are said that have no hour
OVERDUE_AFTER = 2  # business days after which a step that was not done is said once more


def moment_of(day: date, minute: int, zone: str) -> datetime:
    """The moment of a minute of a day, counted from midnight, by the clock of a zone."""
    return Calendar(zone=zone).at(day, time(*divmod(minute, 60)))


def minute_of(clock: time) -> int:
    """The minute of the day of a time of day."""
    return clock.hour * 60 + clock.minute


def overdue_day(step_day: date, calendar: Calendar) -> date:
    """The day on which a step of `step_day` that was not done is said once more."""
    return calendar.day_after(step_day, OVERDUE_AFTER)
