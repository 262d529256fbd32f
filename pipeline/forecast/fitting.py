"""Estimates hazards and rhythm as they could be known at each of several moments, from one table of weekly moves.

Older weeks weigh less. Weeks that begin midway between whole weeks overlap with those, so they weigh less too; the
longer the history, the less they weigh.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.forecast import chain, moves, rhythm
from pipeline.forecast.moves import AGES, Floats

#: Days after which a week weighs half as much.
HALF_LIFE = 91.0
_WEEK = 7.0
_MIDWAY = 30.0


@dataclass(frozen=True, slots=True)
class Fits:
    """Hazards and rhythm as known at one or more moments. The first axis of every array is the moment."""

    hazards: chain.Hazards
    rhythm: rhythm.Rhythm

    def select(self, which: slice) -> Fits:
        """The fits of the moments that the slice selects."""
        hazards = chain.Hazards(self.hazards.out[which], self.hazards.entered[which])
        return Fits(hazards, rhythm.Rhythm(self.rhythm.won[which], self.rhythm.lost[which]))


@dataclass(frozen=True, slots=True)
class Learner:
    """What is learned from: the table of moves, the season of each of its weeks, and when the first deal was closed.

    `first_close` is in days relative to now, so it is negative; it is infinite if no deal was closed.
    """

    counted: moves.Moves
    seasons: Sequence[rhythm.Season]
    first_close: float

    def origins(self, most: int) -> Floats:
        """The newest `most` whole weeks before now at which some deal had already been closed, oldest first.

        In days relative to now, so they are negative.
        """
        whole = self.counted.dates[self.counted.is_whole & (self.counted.dates >= self.first_close)]
        return whole[:most][::-1]

    def fits(self, until: Floats) -> tuple[Fits, Fits]:
        """Estimate hazards and rhythm for each moment, from the weeks that were over by then, and hazards without one.

        The moments are in days relative to now, ascending; 0 is now.
        """
        at_risk = self._at_risk_by_kind(until)
        out = np.concatenate(
            [
                self._weighted_sums(until, self.counted.won)[..., None],
                self._weighted_sums(until, self.counted.lost)[..., None],
                self._weighted_sums(until, self.counted.moved),
            ],
            axis=-1,
        )
        entered = self._weighted_sums(until, self.counted.entered)
        silent = self.counted.at_risk[self.counted.dates < self.first_close].sum(axis=(0, 2))
        ones = np.ones((len(until), rhythm.QUARTER, 2, AGES))
        plain = rhythm.Rhythm(ones, ones)
        first = chain.chances(chain.Exposure(_by_way(at_risk, plain, out), out, entered, silent))
        learned = self._rhythm(first, until)
        chances = chain.chances(chain.Exposure(_by_way(at_risk, learned, out), out, entered, silent))
        return Fits(chain.hazards(chances), learned), Fits(chain.hazards(first), plain)

    def _at_risk_by_kind(self, until: Floats) -> Floats:
        """The weighted number of deals at risk: moment × kind of day (as in a rhythm) × stage × age in days."""
        of_kind = np.array([span.kinds for span in self.seasons]).reshape(-1, rhythm.KINDS)
        return self._weighted_sums(until, self.counted.at_risk[:, None] * of_kind[:, :, None, None])

    def _over(self, until: Floats) -> moves.Bools:
        """Moment × date: whether the week from that date was over by that moment and began after the first close."""
        dates = self.counted.dates
        return (dates + _WEEK <= until[:, None] + 1e-6) & (dates >= self.first_close)

    def _weighted_sums(self, until: Floats, table: Floats) -> Floats:
        """For each moment, the weighted sum of the table over the weeks that were over by then."""
        history = np.maximum(0.0, until - self.first_close) / _WEEK
        share = _MIDWAY / (_MIDWAY + history)
        midway_and_whole = np.zeros((2, *table.shape[1:]))
        kept = np.empty((len(until), *table.shape[1:]))
        known = np.zeros(len(table), dtype=np.bool_)
        for place, over in enumerate(self._over(until)):
            if place:
                midway_and_whole *= 0.5 ** ((until[place] - until[place - 1]) / HALF_LIFE)
            for date in np.flatnonzero(over & ~known):
                age = until[place] - _WEEK - self.counted.dates[date]
                midway_and_whole[int(self.counted.is_whole[date])] += table[date] * 0.5 ** (age / HALF_LIFE)
            kept[place] = midway_and_whole[1] + share[place] * midway_and_whole[0]
            known = over
        return kept

    def _rhythm(self, chances: chain.Chances, until: Floats) -> rhythm.Rhythm:
        whole = self.counted.is_whole
        at_risk = self.counted.at_risk[whole]
        expected = rhythm.Counts(*(_expected(at_risk, chances.out[..., way]) for way in (0, 1)))
        seen = rhythm.Counts(*(_by_age(table[whole])[None] for table in (self.counted.won, self.counted.lost)))
        seasons = [span for span, taken in zip(self.seasons, whole, strict=True) if taken]
        return rhythm.learn(seen, expected, self._over(until)[:, whole], seasons)


def _by_way(at_risk: Floats, of: rhythm.Rhythm, out: Floats) -> Floats:
    """The number of deals at risk for each way out, where each week counts by the rhythm's factor for that way out."""
    tables = [table.reshape(-1, rhythm.KINDS, AGES) for table in (of.won, of.lost)]
    ways = [np.einsum("fka,fksa->fsa", table, at_risk) for table in tables]
    return np.stack([*ways, *[at_risk.sum(axis=1)] * (out.shape[-1] - 2)], axis=-1)


def _by_age(weekly: Floats) -> Floats:
    """Weekly counts by stage and age, summed over stages and over the young and the old: week × (young, old)."""
    sums = weekly.sum(axis=1)
    return np.stack([sums[:, : rhythm.OLD_FROM].sum(axis=1), sums[:, rhythm.OLD_FROM :].sum(axis=1)], axis=-1)


def _expected(at_risk: Floats, chances: Floats) -> Floats:
    """How many of the deals at risk each fit expects to take a way out: fit × week × (young, old)."""
    # A matrix product would run on all cores: too costly for small tables, and it would slow down other work.
    ages = (slice(0, rhythm.OLD_FROM), slice(rhythm.OLD_FROM, AGES))
    return np.stack([np.einsum("fsa,jsa->fj", chances[..., age], at_risk[..., age]) for age in ages], axis=-1)
