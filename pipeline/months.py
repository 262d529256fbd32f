"""Calendar months and quarters, each named by its first day."""

from __future__ import annotations

from datetime import date, timedelta

MONTHS_OF_QUARTER = 3


def following_month(day: date) -> date:
    """The first day of the month after that of `day`."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def month_before(day: date) -> date:
    """The first day of the month before that of `day`."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def quarter_of(day: date) -> date:
    """The first day of the quarter of `day`."""
    return date(day.year, (day.month - 1) // MONTHS_OF_QUARTER * MONTHS_OF_QUARTER + 1, 1)


def number_of_quarter(day: date) -> int:
    """Which quarter of its year `day` is in: 1 to 4."""
    return (day.month - 1) // MONTHS_OF_QUARTER + 1
