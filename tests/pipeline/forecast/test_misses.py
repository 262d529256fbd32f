"""Why a range did not hold: the few deals that account for half of it, and nothing where many small ones do."""

from __future__ import annotations

from datetime import date

from pipeline.forecast.figures import DealShare, MonthSum
from pipeline.forecast.misses import MOST_DEALS, Miss, MissCause, causes, deciding
from tests.pipeline.team import euros

JUNE = date(2026, 6, 1)
WAS = MonthSum(euros(425_000), euros(350_000), euros(510_000), euros(0))


def _open(no: int, amount: int, chance: float = 0.5, currency: str = "EUR") -> DealShare:
    minor = round(amount * 100 * chance)
    return DealShare(no, JUNE, 1, 1, chance, euros(amount), currency, minor)


def _won(no: int, amount: int) -> DealShare:
    return DealShare(no, JUNE, 4, 1, 1.0, euros(amount), "EUR", amount * 100)


SMALL = [_open(no, 10_000) for no in range(10, 30)]


def test_the_largest_deals_that_did_not_come_account_for_too_little() -> None:
    big = [_open(no, 100_000) for no in range(1, 5)]
    chosen = deciding(WAS, euros(240_000), [*SMALL, *big], [_won(10, 240_000)])
    assert [part.deal_no for part in chosen] == [1, 2]
    assert causes(chosen, [*SMALL, *big], lost={2}) == (
        Miss(MissCause.SLIPPED, 1, are_big=True),
        Miss(MissCause.LOST, 1, are_big=True),
    )


def test_a_range_that_held_has_no_causes() -> None:
    for came in (350_000, 425_000, 510_000):
        assert deciding(WAS, euros(came), [_open(1, 400_000)], []) == []


def test_many_small_deals_account_for_nothing_that_can_be_named() -> None:
    assert deciding(WAS, euros(100_000), SMALL, []) == []


def test_no_more_than_a_few_deals_are_named() -> None:
    even = [_open(no, 70_000) for no in range(1, 13)]
    chosen = deciding(WAS, euros(100_000), even, [])
    assert len(chosen) == MOST_DEALS
    assert causes(chosen, even, lost=()) == (Miss(MissCause.SLIPPED, MOST_DEALS, are_big=False),)


def test_a_large_win_accounts_for_too_much_whether_it_was_open_or_new() -> None:
    then = [*SMALL, _open(1, 300_000, 0.1)]
    opened = deciding(WAS, euros(600_000), then, [_won(1, 300_000), _won(10, 10_000)])
    assert causes(opened, then, lost=()) == (Miss(MissCause.WON, 1, are_big=True),)
    new = deciding(WAS, euros(600_000), then, [_won(99, 300_000), _won(10, 10_000)])
    assert causes(new, then, lost=()) == (Miss(MissCause.NEW, 1, are_big=True),)


def test_deals_of_another_currency_account_for_nothing() -> None:
    assert deciding(WAS, euros(100_000), [_open(1, 900_000, currency="SEK")], []) == []
