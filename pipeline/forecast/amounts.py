"""What deals are won for: how amounts change until the win, and the amounts that new deals may bring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from pipeline.forecast.draws import Draws
from pipeline.forecast.histories import History
from pipeline.forecast.moves import Floats, Ints
from pipeline.money import Money

#: How many wins the assumption weighs that an amount stays as it is.
_ASSUMED_WINS = 20.0
#: Days after which the amount of a win weighs half as much.
_HALF_LIFE = 182.0
#: From so many amounts to be drawn on, sums are drawn from a normal distribution.
_MOST_AMOUNTS = 1_000_000


def growth(won: Sequence[History]) -> dict[str, float]:
    """By which factor amounts grew from just before the win to the win, for each currency in which that is known."""
    pairs: dict[str, list[tuple[int, int]]] = {}
    for each in won:
        before, last = each.earlier_amount, each.amount
        if before is not None and last is not None and before.currency == last.currency and before.minor > 0:
            pairs.setdefault(last.currency, []).append((before.minor, last.minor))
    found: dict[str, float] = {}
    for currency, known in pairs.items():
        before, last = (float(sum(pair[side] for pair in known)) for side in (0, 1))
        assumed = _ASSUMED_WINS * before / len(known)
        found[currency] = (last + assumed) / (before + assumed)
    return found


@dataclass(frozen=True, slots=True)
class WonAmounts:
    """The amounts of past wins, newer ones with more weight: minor units by win (rows) and currency (columns)."""

    currencies: tuple[str, ...]
    minor: Floats
    weight: Floats

    def expected(self, wins: float) -> tuple[Money, ...]:
        """What so many wins are expected to bring."""
        means = self.weight @ self.minor
        return tuple(Money(round(wins * mean), of) for mean, of in zip(means, self.currencies, strict=True))

    def draw(self, counts: Ints, random: np.random.Generator) -> dict[str, Floats]:
        """For each count, the minor units of so many wins drawn from the past ones, by currency."""
        if not len(self.weight) or not self.currencies:
            return {}
        if counts.sum() > _MOST_AMOUNTS:
            mean = self.weight @ self.minor
            variance = self.weight @ self.minor**2 - mean**2
            luck = random.standard_normal(counts.shape)
            return {
                of: np.maximum(0.0, counts * mean[n] + np.sqrt(counts * variance[n]) * luck)
                for n, of in enumerate(self.currencies)
            }
        picked = np.searchsorted(np.cumsum(self.weight), random.random(int(counts.sum())) * 0.999999)
        which = np.repeat(np.arange(counts.size), counts.ravel())
        return {
            of: np.bincount(which, self.minor[picked, n], counts.size).astype(np.float64).reshape(counts.shape)
            for n, of in enumerate(self.currencies)
        }


def won_amounts(won: Sequence[History], open_deals: Sequence[History], now: datetime) -> WonAmounts:
    """The amounts of past wins. Until five were won, those of open deals are taken with them, as five wins in all."""
    rows = [(each.amount, 0.5 ** ((now - each.ended_at).days / _HALF_LIFE)) for each in won if each.ended_at]
    if len(rows) < 5 and open_deals:
        rows += [(each.amount, 5.0 / len(open_deals)) for each in open_deals]
    currencies = tuple(sorted({amount.currency for amount, _ in rows if amount is not None}))
    minor = np.zeros((len(rows), len(currencies)))
    for row, (amount, _) in enumerate(rows):
        if amount is not None:
            minor[row, currencies.index(amount.currency)] = amount.minor
    weight = np.array([each for _, each in rows])
    return WonAmounts(currencies, minor, weight / weight.sum() if len(rows) else weight)


def draw_new(expected: Floats, spreads: Floats, amounts: WonAmounts, draws: int, random: np.random.Generator) -> Draws:
    """Draw the wins of new deals in each period, and their money: Poisson, with one luck common to all periods."""
    luck = random.standard_normal(draws)[:, None] * spreads - 0.5 * spreads**2
    counts = random.poisson(expected * np.exp(luck))
    return Draws(counts.astype(np.float64), amounts.draw(counts, random))
