"""Months and quarters are reckoned once, over the ends of years, too."""

from __future__ import annotations

from datetime import date

from pipeline import months
from tests.tables import each_row


@each_row(
    "day ahead first".split(),
    [
        (date(2026, 6, 15), 0, date(2026, 6, 1)),
        (date(2026, 1, 31), 1, date(2026, 2, 1)),
        (date(2026, 12, 31), 1, date(2027, 1, 1)),
        (date(2026, 1, 1), -1, date(2025, 12, 1)),
        (date(2026, 6, 15), 30, date(2028, 12, 1)),
        (date(2026, 6, 15), -18, date(2024, 12, 1)),
    ],
)
def test_a_month_so_many_months_ahead_is_named_by_its_first_day(day: date, ahead: int, first: date) -> None:
    assert months.first_of_month(day, ahead) == first


def test_the_months_beside_a_days_month_are_those_one_ahead_and_one_before() -> None:
    day = date(2026, 1, 31)
    assert (months.month_before(day), months.following_month(day)) == (date(2025, 12, 1), date(2026, 2, 1))
    assert months.last_of_month(date(2028, 2, 1)) == date(2028, 2, 29)


@each_row(
    "day ahead later".split(),
    [
        (date(2026, 6, 15), 3, date(2026, 9, 15)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 1, 31), 0, date(2026, 1, 31)),
    ],
)
def test_a_day_some_months_later_is_the_last_one_of_a_shorter_month(day: date, ahead: int, later: date) -> None:
    assert months.months_later(day, ahead) == later


@each_row(
    "day quarter number".split(),
    [
        (date(2026, 1, 1), date(2026, 1, 1), 1),
        (date(2026, 3, 31), date(2026, 1, 1), 1),
        (date(2026, 6, 15), date(2026, 4, 1), 2),
        (date(2026, 12, 31), date(2026, 10, 1), 4),
    ],
)
def test_a_quarter_begins_with_its_first_month(day: date, quarter: date, number: int) -> None:
    assert (months.quarter_of(day), months.number_of_quarter(day)) == (quarter, number)
