"""When a next step is to be done: its day and hour as a moment of its owner's clock. All functions are pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from pipeline.calendars import zone_named

MINUTES_OF_A_DAY = 24 * 60


def moment_of(day: date, minute: int, zone: str) -> datetime:
    """The moment of a minute of a day, counted from midnight, by the clock of a zone."""
    hour, rest = divmod(minute, 60)
    return datetime.combine(day, time(hour, rest), zone_named(zone)).astimezone(UTC)


def minute_of(clock: time) -> int:
    """The minute of the day of a time of day."""
    return clock.hour * 60 + clock.minute
