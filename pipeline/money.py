"""Money: an integer amount in minor units of one currency. Different currencies are never added or compared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Context, Decimal, DecimalException, Inexact, InvalidOperation

from pipeline.refused import Refused

# The currencies that a deal may be in: ISO 4217 without funds, metals and test codes.
_CODES = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLF CLP
    CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR
    ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT
    MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD
    SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND
    VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
"""
_WITHOUT_CENTS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_IN_THOUSANDTHS = "BHD IQD JOD KWD LYD OMR TND"

CURRENCIES = frozenset(_CODES.split())

_DIGITS = dict.fromkeys(_WITHOUT_CENTS.split(), 0) | dict.fromkeys(_IN_THOUSANDTHS.split(), 3) | {"CLF": 4}

#: Raises an error in place of rounding, so that no digit of an amount is lost.
_EXACT = Context(prec=28, traps=[Inexact, InvalidOperation])


@dataclass(kw_only=True, eq=False)
class DifferentCurrencies(Refused):
    """Amounts of the currencies `one` and `other` were to be added or compared."""

    key = "different_currencies"
    one: str
    other: str


@dataclass(kw_only=True, eq=False)
class NotAnAmount(Refused):
    """`text` is no exact amount of the currency."""

    key = "not_an_amount"
    text: str | int  # a number where the text is kept apart


@dataclass(kw_only=True, eq=False)
class UnknownCurrency(Refused):
    """`currency` is none of ISO 4217's."""

    key = "unknown_currency"
    currency: str


def require_currency(currency: str) -> None:
    """Raise `UnknownCurrency` if a deal cannot be in this currency."""
    if currency not in CURRENCIES:
        raise UnknownCurrency(currency=currency)


def digits_of(currency: str) -> int:
    """How many decimal digits a currency's minor unit has: 2 for the euro, 0 for the yen."""
    return _DIGITS.get(currency, 2)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units (cents) and its ISO 4217 currency.

    Adding, subtracting or comparing two currencies raises `DifferentCurrencies`. An amount of 0 is false.
    """

    minor: int
    currency: str

    @classmethod
    def of(cls, major: str | int | Decimal, currency: str) -> Money:
        """Money from an exact amount in major units, such as `Money.of("12500.50", "EUR")`.

        Raises `UnknownCurrency`, and `NotAnAmount` for what is no number or has too many decimals.
        """
        require_currency(currency)
        try:
            minor = _EXACT.scaleb(Decimal(major), digits_of(currency))
            whole = int(minor)
        except (DecimalException, ValueError, OverflowError) as unread:
            raise NotAnAmount(text=str(major)) from unread
        if whole != minor:
            raise NotAnAmount(text=str(major))
        return cls(whole, currency)

    @property
    def digits(self) -> int:
        """How many decimal digits the currency's minor unit has."""
        return digits_of(self.currency)

    @property
    def major(self) -> Decimal:
        """The exact amount in major units."""
        return Decimal(self.minor).scaleb(-self.digits)

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._minor_in_same_currency(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._minor_in_same_currency(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._minor_in_same_currency(other)

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._minor_in_same_currency(other)

    def __gt__(self, other: Money) -> bool:
        return self.minor > self._minor_in_same_currency(other)

    def __ge__(self, other: Money) -> bool:
        return self.minor >= self._minor_in_same_currency(other)

    def _minor_in_same_currency(self, other: Money) -> int:
        if self.currency != other.currency:
            raise DifferentCurrencies(one=self.currency, other=other.currency)
        return other.minor


def total(amounts: Iterable[Money]) -> dict[str, Money]:
    """The sum of each currency, by currency; without amounts there is none."""
    sums: dict[str, int] = {}
    for amount in amounts:
        sums[amount.currency] = sums.get(amount.currency, 0) + amount.minor
    return {currency: Money(minor, currency) for currency, minor in sums.items()}
