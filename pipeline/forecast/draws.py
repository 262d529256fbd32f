"""Random draws of the wins to come: each deal has luck of its own, and all deals share the luck of each period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.forecast.moves import Floats
from pipeline.forecast.record import Correction
from pipeline.money import Money

_Float32s = NDArray[np.float32]

_LOW_QUANTILE, _HIGH_QUANTILE = 0.1, 0.9
#: The least and the greatest number of draws, and the greatest number of draws × deals. With many deals the sums vary
#: little, so fewer draws are enough.
_FEWEST_DRAWS, _MOST_DRAWS, _MOST_CELLS = 500, 4_000, 5_000_000
_CELLS_AT_ONCE = 500_000


@dataclass(frozen=True, slots=True)
class Draws:
    """For each draw (rows) and period (columns): the number of wins, and the minor units won in each currency."""

    counts: Floats
    sums: dict[str, Floats]

    def wins(self, period: int) -> tuple[int, int]:
        """The range that holds the number of wins of a period in four draws of five."""
        return _range(self.counts[:, period])

    def money(self, period: int, currency: str) -> tuple[int, int]:
        """The range that holds the minor units won in a currency in four draws of five; (0, 0) if no deal has it."""
        return _range(self.sums[currency][:, period]) if currency in self.sums else (0, 0)

    def range(self) -> tuple[int, int]:
        """The range of the wins of draws of one period."""
        return _range(self.counts)

    def range_in(self, currency: str) -> tuple[int, int]:
        """The range of the minor units in a currency of draws of one period."""
        return _range(self.minor(currency))

    def minor(self, currency: str) -> Floats:
        """The minor units won in a currency; zeros if no deal has it."""
        return self.sums[currency] if currency in self.sums else np.zeros_like(self.counts)

    def of(self, period: int) -> Draws:
        """The draws of one period: one number per draw."""
        return Draws(self.counts[:, period], {currency: each[:, period] for currency, each in self.sums.items()})

    def and_those(self, others: Draws) -> Draws:
        """The draws with those of other deals added to each."""
        sums = {each: self.minor(each) + others.minor(each) for each in sorted(self.sums.keys() | others.sums.keys())}
        return Draws(self.counts + others.counts, sums)

    def plus(self, count: float, money: Mapping[str, float]) -> Draws:
        """The draws with a count and sums added to each."""
        currencies = self.sums.keys() | money.keys()
        sums = {each: self.minor(each) + money.get(each, 0.0) for each in sorted(currencies)}
        return Draws(self.counts + count, sums)


def _range(values: Floats) -> tuple[int, int]:
    low, high = np.quantile(values, (_LOW_QUANTILE, _HIGH_QUANTILE), method="inverted_cdf")
    return round(float(low)), round(float(high))


def draw(
    hazards: Floats, corrections: Sequence[Correction], amounts: Sequence[Money | None], seed: tuple[int, int]
) -> Draws:
    """Draw the wins and sums of each period. `hazards` are cumulative: one row per period, one column per deal.

    A deal is won by the end of a period when its own luck (exponentially distributed) is below its hazard times the
    luck common to all deals until then. The same `seed` gives the same draws.
    """
    periods, deals = hazards.shape
    count = min(_MOST_DRAWS, max(_FEWEST_DRAWS, _MOST_CELLS // max(1, deals)))
    random = np.random.default_rng(seed)
    common = _common_luck(hazards, corrections, random.standard_normal((count, periods)))
    values, currencies = _value_table(amounts)
    until = np.zeros((count, periods, values.shape[1]))
    rows = max(1, _CELLS_AT_ONCE // max(1, deals))
    single = hazards.astype(np.float32)
    for start in range(0, count, rows):
        part = common[start : start + rows]
        luck = random.standard_exponential((len(part), deals), dtype=np.float32)
        won = np.zeros(luck.shape, dtype=np.bool_)
        for period in range(periods):
            won |= luck < part[:, [period]] * single[[period]]
            until[start : start + rows, period] = won.astype(np.float32) @ values
    within = np.diff(until, axis=1, prepend=0.0)
    return Draws(within[:, :, 0], {currency: within[:, :, n + 1] for n, currency in enumerate(currencies)})


def _common_luck(hazards: Floats, corrections: Sequence[Correction], normal: Floats) -> _Float32s:
    """The luck common to all deals until the end of each period (columns), for each draw (rows).

    Its logarithm is correlated with that of the period before, by the share of the hazard that both have in common.
    """
    luck = np.empty_like(normal)
    totals = hazards.sum(axis=1)
    for period in range(len(corrections)):
        own = normal[:, period]
        if period and totals[period] > 0:
            shared = float(np.sqrt(min(1.0, totals[period - 1] / totals[period])))
            own = shared * luck[:, period - 1] + np.sqrt(1.0 - shared**2) * own
        luck[:, period] = own
    return np.exp(luck * np.array([each.spread for each in corrections])).astype(np.float32)


def _value_table(amounts: Sequence[Money | None]) -> tuple[_Float32s, list[str]]:
    """A table with one row per deal: a 1 that counts the deal, then its minor units in the column of its currency."""
    currencies = sorted({amount.currency for amount in amounts if amount is not None})
    table = np.zeros((len(amounts), 1 + len(currencies)), dtype=np.float32)
    table[:, 0] = 1.0
    for row, amount in enumerate(amounts):
        if amount is not None:
            table[row, 1 + currencies.index(amount.currency)] = amount.minor
    return table, currencies
