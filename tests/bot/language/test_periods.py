"""Several days are read as people type them when they say that they are away."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.language.periods import DayRange, read_period
from pipeline.calendars import Calendar
from tests.tables import each_row

TODAY = date(2026, 6, 15)  # a Monday


def _read(text: str) -> DayRange | None:
    return read_period(text, TODAY, Calendar())


@each_row(
    ("text", "first", "last"),
    [
        ("6.7.-2.8.", "2026-07-06", "2026-08-02"),
        ("6.7.–2.8.", "2026-07-06", "2026-08-02"),
        ("6.7. – 2.8.2026", "2026-07-06", "2026-08-02"),
        ("6.7 - 2.8", "2026-07-06", "2026-08-02"),
        ("6.7...2.8.", "2026-07-06", "2026-08-02"),
        ("6.7. 2.8.", "2026-07-06", "2026-08-02"),
        ("6.7.-2.8. asti", "2026-07-06", "2026-08-02"),
        ("6.-10.7.", "2026-07-06", "2026-07-10"),
        ("6-10 July", "2026-07-06", "2026-07-10"),
        ("July 6-10", "2026-07-06", "2026-07-10"),
        ("from 6 July to 2 August", "2026-07-06", "2026-08-02"),
        ("2026-07-06 - 2026-08-02", "2026-07-06", "2026-08-02"),
        ("20.12.-6.1.", "2026-12-20", "2027-01-06"),
        ("heinäkuu", "2026-07-01", "2026-07-31"),
        ("koko heinäkuun", "2026-07-01", "2026-07-31"),
        ("kesäkuu", "2026-06-15", "2026-06-30"),
        ("heinä-elokuu", "2026-07-01", "2026-08-31"),
        ("July", "2026-07-01", "2026-07-31"),
        ("ensi viikko", "2026-06-22", "2026-06-28"),
        ("next week", "2026-06-22", "2026-06-28"),
        ("vko 28", "2026-07-06", "2026-07-12"),
        ("vko 28–30", "2026-07-06", "2026-07-26"),
        ("weeks 28-30", "2026-07-06", "2026-07-26"),
        ("to-pe", "2026-06-18", "2026-06-19"),
        ("ensi maanantaista perjantaihin", "2026-06-22", "2026-06-26"),
        ("6.7. alkaen 3 viikkoa", "2026-07-06", "2026-07-26"),
        ("3 weeks from 6 July", "2026-07-06", "2026-07-26"),
        ("2.8. asti", "2026-06-15", "2026-08-02"),
        ("until 2 Aug", "2026-06-15", "2026-08-02"),
        ("kesäkuun loppuun", "2026-06-15", "2026-06-30"),
        ("tänään ja huomenna", "2026-06-15", "2026-06-16"),
        ("huomenna", "2026-06-16", "2026-06-16"),
        ("10 July", "2026-07-10", "2026-07-10"),
        ("July 10", "2026-07-10", "2026-07-10"),
        ("pe", "2026-06-19", "2026-06-19"),
    ],
)
def test_days_are_read_surely(text: str, first: str, last: str) -> None:
    assert _read(text) == DayRange(date.fromisoformat(first), date.fromisoformat(last))


@each_row(
    ("text", "first", "last"),
    [
        ("syksy", "2026-09-01", "2026-11-30"),
        ("vko 28 tai 29", "2026-07-06", "2026-07-19"),
        ("2 viikkoa", "2026-06-15", "2026-06-28"),
        ("6.7. alkaen", "2026-07-06", None),
        ("ma-pe", "2026-06-22", "2026-06-26"),
        ("1.6.-26.6.", "2026-06-01", "2026-06-26"),
        ("6.7.-2.8.2027", "2026-07-06", "2027-08-02"),
        ("loppuviikko", "2026-06-18", "2026-06-18"),
    ],
)
def test_what_may_be_meant_otherwise_is_not_sure(text: str, first: str, last: str | None) -> None:
    until = date.fromisoformat(last) if last is not None else None
    assert _read(text) == DayRange(date.fromisoformat(first), until, sure=False)


@each_row(("text",), [("",), ("pekka",), ("31.6.-5.7.",), ("10.7.-6.7. pekka",), ("mökillä",), ("-",), ("6.7.-pekka",)])
def test_what_names_no_days_is_not_read(text: str) -> None:
    assert _read(text) is None


@given(st.text(max_size=60))
def test_whatever_is_typed_the_days_are_in_order_and_not_over(text: str) -> None:
    found = _read(text)
    assert found is None or found.last is None or (found.first <= found.last and found.last >= TODAY)
