"""Money adds up to the cent, and never across currencies."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import money
from pipeline.money import CURRENCIES, Money, digits_of, total

MINOR = st.integers(min_value=-(10**12), max_value=10**12)
CURRENCY = st.sampled_from(sorted(CURRENCIES))
EUROS = st.builds(Money, MINOR, st.just("EUR"))
ANY_MONEY = st.builds(Money, MINOR, CURRENCY)


@pytest.mark.parametrize(
    ("major", "currency", "minor"),
    [
        ("12500.50", "EUR", 1_250_050),
        ("12500", "EUR", 1_250_000),
        (7, "SEK", 700),
        (Decimal("0.01"), "USD", 1),
        ("-3.10", "EUR", -310),
        ("900", "JPY", 900),
        ("1.234", "KWD", 1_234),
        ("1e3", "EUR", 100_000),
    ],
)
def test_an_amount_in_major_units_is_counted_in_the_currencys_minor_ones(major: str, currency: str, minor: int):
    assert Money.of(major, currency) == Money(minor, currency)


@pytest.mark.parametrize("major", ["", "12,50", "abc", "NaN", "Infinity", "0.001", "1." + "0" * 40 + "1"])
def test_what_is_no_exact_amount_is_refused(major: str):
    with pytest.raises(money.NotAnAmount) as refused:
        Money.of(major, "EUR")
    assert vars(refused.value) == {"text": major}


@pytest.mark.parametrize("currency", ["", "eur", "EURO", "XXX", "€"])
def test_an_unknown_currency_is_refused(currency: str):
    with pytest.raises(money.UnknownCurrency) as refused:
        Money.of(1, currency)
    assert vars(refused.value) == {"currency": currency}


@given(ANY_MONEY)
def test_major_units_and_back_is_the_same_money(amount: Money):
    assert Money.of(amount.major, amount.currency) == amount
    assert -amount.major.as_tuple().exponent == amount.digits == digits_of(amount.currency)  # type: ignore[operator]


@given(EUROS, EUROS, EUROS)
def test_addition_is_that_of_whole_cents(one: Money, two: Money, three: Money):
    assert one + two == two + one
    assert (one + two) + three == one + (two + three)
    assert one + two - two == one
    assert one + -one == Money(0, "EUR")
    assert (one < two) == (one.minor < two.minor)
    assert (one <= two) == (not one > two)
    assert (one >= two) == (not one < two)
    assert bool(one) == (one.minor != 0)


@given(st.lists(ANY_MONEY, max_size=30))
def test_a_total_keeps_currencies_apart_and_loses_no_cent(amounts: list[Money]):
    sums = total(amounts)
    assert set(sums) == {amount.currency for amount in amounts}
    for currency, sum_ in sums.items():
        assert sum_ == Money(sum(amount.minor for amount in amounts if amount.currency == currency), currency)


@pytest.mark.parametrize("operation", ["__add__", "__sub__", "__lt__", "__le__", "__gt__", "__ge__"])
def test_two_currencies_never_meet_in_one_figure(operation: str):
    with pytest.raises(money.DifferentCurrencies) as refused:
        getattr(Money(1, "EUR"), operation)(Money(1, "SEK"))
    assert set(vars(refused.value).values()) == {"EUR", "SEK"}


def test_money_of_two_currencies_is_never_equal():
    assert Money(1, "EUR") != Money(1, "SEK")
