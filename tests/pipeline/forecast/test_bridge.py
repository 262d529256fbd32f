"""Why a month's forecast changed: each deal in its part, and the parts add up to the cent, whatever happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.forecast.bridge import bridge
from pipeline.forecast.figures import CERTAIN, Bridge, BridgePart, DealShare, Month, MonthSum
from pipeline.money import Money

JUNE, MONDAY = date(2026, 6, 1), date(2026, 6, 8)
CONTACT, OFFER, SALE = 2, 3, 4


def share(
    chance: float, amount: int | None = 10_000, stage: int = CONTACT, currency: str = "EUR", close: date | None = None
) -> DealShare:
    """Deal 7's share of June."""
    money = Money(amount, currency) if amount is not None else None
    return DealShare(7, JUNE, stage, 1, chance, money, currency, round((amount or 0) * chance), close_day=close)


def month(to_come: int, *parts: DealShare) -> Month:
    """June with the sums of these parts, and so much of new deals."""
    sums = {currency: sum(part.expected for part in parts if part.currency == currency) for currency in ("EUR", "SEK")}
    money = [
        MonthSum(Money(sum_ + new, currency), Money(0, currency), Money(9, currency), Money(0, currency), new_sum)
        for currency, sum_ in sums.items()
        if (new_sum := Money(new := to_come if currency == "EUR" else 0, currency)) is not None
    ]
    return Month(JUNE, 0, 0.0, 0, 0, tuple(money))


def bridged(was: DealShare | None, now: DealShare | None, *, lost: bool = False) -> Bridge:
    then_parts, now_parts = ([each] if each is not None else [] for each in (was, now))
    return bridge(
        (MONDAY, month(0, *then_parts), then_parts), (month(0, *now_parts), now_parts), {7} if lost else set(), int
    )


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        (None, share(0.25), {BridgePart.NEW: 2_500}),
        (None, share(CERTAIN), {BridgePart.NEW: 10_000}),
        (share(0.25), share(CERTAIN, stage=SALE), {BridgePart.WON: 7_500}),
        (share(0.25), share(CERTAIN, 12_000, SALE), {BridgePart.AMOUNT: 500, BridgePart.WON: 9_000}),
        (share(0.25), share(0.5, stage=OFFER), {BridgePart.ADVANCED: 2_500}),
        (share(0.5, stage=OFFER), share(0.25), {BridgePart.MOVED_BACK: -2_500}),
        (share(CERTAIN, stage=SALE), share(0.5, stage=OFFER), {BridgePart.MOVED_BACK: -5_000}),
        (share(0.25), None, {BridgePart.GONE: -2_500}),
        (share(0.25), share(0.2), {BridgePart.WAITED: -500}),
        (share(0.5), share(0.5, 8_000), {BridgePart.AMOUNT: -1_000}),
        (share(0.5, None), share(0.5, 8_000), {BridgePart.AMOUNT: 4_000}),
        (share(0.5), share(0.5, None), {BridgePart.AMOUNT: -5_000}),
        (share(0.5, close=date(2026, 6, 20)), share(0.3, close=date(2026, 7, 2)), {BridgePart.SLIPPED: -2_000}),
        (share(0.5, close=date(2026, 6, 20)), share(0.3, close=date(2026, 6, 29)), {BridgePart.WAITED: -2_000}),
    ],
)
def test_each_deal_counts_as_what_became_of_it(
    was: DealShare | None, now: DealShare | None, said: dict[BridgePart, int]
) -> None:
    assert {change: each.minor for change, each in bridged(was, now).sums("EUR").items()} == said


def test_a_deal_that_is_lost_counts_as_that_and_one_in_another_currency_leaves_its_own() -> None:
    assert bridged(share(0.25), None, lost=True).sums("EUR") == {BridgePart.LOST: Money(-2_500, "EUR")}
    moved = bridged(share(0.25), share(0.5, 40_000, OFFER, "SEK"))
    assert moved.sums("EUR") == {BridgePart.AMOUNT: Money(-2_500, "EUR")}
    assert moved.sums("SEK") == {BridgePart.ADVANCED: Money(10_000, "SEK"), BridgePart.AMOUNT: Money(10_000, "SEK")}


_SHARES = st.builds(
    DealShare,
    deal_no=st.integers(1, 8),
    month=st.just(JUNE),
    stage_no=st.sampled_from([CONTACT, OFFER, SALE]),
    last_no=st.just(1),
    chance=st.sampled_from([0.0, 0.0123, 0.5, 0.9999, CERTAIN]),
    amount=st.none() | st.builds(Money, st.integers(0, 10**9), st.just("EUR")),
    currency=st.sampled_from(["EUR", "SEK"]),
    expected=st.integers(0, 10**9),
    close_day=st.none() | st.dates(date(2026, 5, 1), date(2026, 9, 1)),
)
_PARTS = st.lists(_SHARES, unique_by=lambda part: part.deal_no)


@given(_PARTS, _PARTS, st.integers(0, 10**9), st.integers(0, 10**9), st.sets(st.integers(1, 8)))
def test_the_changes_add_up_to_the_difference_in_each_currency_to_the_cent(
    was: list[DealShare], now: list[DealShare], came: int, comes: int, lost: set[int]
) -> None:
    then_month, now_month = month(came, *was), month(comes, *now)
    made = bridge((MONDAY, then_month, was), (now_month, now), lost, int)
    for before, after in zip(then_month.money, now_month.money, strict=True):
        currency = after.expected.currency
        changed = sum((each.minor for each in made.sums(currency).values()), 0)
        assert before.expected.minor + changed == after.expected.minor
        listed = sum(
            each.sum.minor for change in BridgePart for each in made.of(change) if each.sum.currency == currency
        )
        assert listed == changed


def test_a_change_of_an_amount_counts_by_the_growth_to_the_win_of_then() -> None:
    """A quarter of 11,000 becomes a quarter of 13,200: amounts grew by a tenth, then and now."""
    was = replace(share(0.25), at_win=Money(11_000, "EUR"), expected=2_750)
    now = replace(share(0.25, 12_000), at_win=Money(13_200, "EUR"), expected=3_300)
    assert {each.change: each.sum.minor for each in bridged(was, now).changes} == {BridgePart.AMOUNT: 550}
