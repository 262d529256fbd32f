"""Calendar months and quarters, each named by its first day."""

from __future__ import annotations

from datetime import date, timedelta

MONTHS_OF_QUARTER = 3


def first_of_month(day: date, ahead: int = 0) -> date:
    """The first day of the month that is so many months after that of `day`, or before it where `ahead` is negative."""
    year, month = divmod(day.year * 12 + day.month - 1 + ahead, 12)
    return date(year, month + 1, 1)


def following_month(day: date) -> date:
    """The first day of the month after that of `day`."""
    return first_of_month(day, 1)


def month_before(day: date) -> date:
    """The first day of the month before that of `day`."""
    return first_of_month(day, -1)


def last_of_month(day: date) -> date:
    """The last day of the month of `day`."""
    return following_month(day) - timedelta(days=1)


def months_later(day: date, months: int) -> date:
    """The day of the same number in a later month, or that month's last day where it is shorter."""
    first = first_of_month(day, months)
    return min(first + timedelta(days=day.day - 1), last_of_month(first))


def quarter_of(day: date) -> date:
    """The first day of the quarter of `day`."""
    return first_of_month(day, -((day.month - 1) % MONTHS_OF_QUARTER))


def number_of_quarter(day: date) -> int:
    """Which quarter of its year `day` is in: 1 to 4."""
    return (day.month - 1) // MONTHS_OF_QUARTER + 1
