"""Months of deliveries and offers: what is on time, what is not known, and how long customers waited."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipeline.deals.sale_record import (
    DeliveryMonth,
    FirstOffer,
    OfferMonth,
    Promise,
    deliveries_by_month,
    offers_by_month,
)
from tests.tables import each_row

TODAY = date(2026, 6, 15)
MAY = date(2026, 5, 1)
FIRST, LAST = date(2026, 5, 11), date(2026, 5, 18)
NEVER = None
ONE = [  # first promise, newest promise, came; on time by the first and the newest, not known, days late
    (FIRST, FIRST, FIRST, (1, 1, 1, 1, 0, None)),
    (FIRST, FIRST, date(2026, 5, 8), (1, 1, 1, 1, 0, None)),
    (FIRST, LAST, LAST, (1, 0, 1, 1, 0, 7)),
    (FIRST, LAST, date(2026, 5, 20), (1, 0, 1, 0, 0, 9)),
    (FIRST, LAST, NEVER, (1, 0, 1, 0, 1, None)),  # nobody knows: never on time
    (FIRST, TODAY, NEVER, (1, 0, 0, 0, 0, None)),  # the newest promise may still be kept today
]


@each_row(("first", "last", "came", "expected"), ONE)
def test_one_delivery_counts(first: date, last: date, came: date | None, expected: tuple[object, ...]) -> None:
    (month,) = deliveries_by_month([Promise(first, last, came)], TODAY)

    assert month == DeliveryMonth(MAY, *expected)  # type: ignore[arg-type]


def test_a_promise_for_today_or_later_counts_only_once_it_came() -> None:
    assert deliveries_by_month([Promise(TODAY, TODAY)], TODAY) == ()
    (month,) = deliveries_by_month([Promise(TODAY, TODAY, TODAY)], TODAY)
    assert (month.month, month.total, month.on_first) == (date(2026, 6, 1), 1, 1)


_DAYS = st.integers(-60, 60).map(lambda n: TODAY + timedelta(days=n))


@given(st.lists(st.builds(Promise, _DAYS, _DAYS, st.none() | _DAYS)))
def test_no_month_has_more_on_time_than_were_due(promises: list[Promise]) -> None:
    months = deliveries_by_month(promises, TODAY)

    assert [each.month for each in months] == sorted({each.month for each in months}, reverse=True)
    for each in months:
        assert each.on_first <= each.total
        assert each.on_last + each.unknown <= each.total_last <= each.total


def test_offers_tell_how_long_customers_waited_in_the_middle_and_at_most() -> None:
    days = [(date(2026, 5, 4), 1), (date(2026, 5, 5), 3), (date(2026, 5, 6), 9), (date(2026, 5, 7), None)]
    found = offers_by_month([*(FirstOffer(*each) for each in days), FirstOffer(TODAY, None)])

    assert found == (OfferMonth(date(2026, 6, 1), 1, 0, None, None), OfferMonth(MAY, 4, 3, 3, 9))
