"""The common level: how far the wins of all deals together run above or below their chances, and how long that lasts.

Deals of one week share a shock (holidays, staffing, the end of a quarter), so a range computed from independent deals
is far too narrow. The level is a logarithm that returns to zero, x' = φx + shock, and single weeks show it with noise.
There is one Kalman filter for each point of a grid of (φ, shock, noise); their beliefs are averaged, and each weighs by
how well it predicted the weeks seen so far.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.forecast.moves import Floats

_PERSISTENCE = (0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95)
_SHOCK = (0.02, 0.04, 0.07, 0.12, 0.2, 0.3)
_NOISE = (0.0, 0.05, 0.1, 0.2)


@dataclass(frozen=True, slots=True)
class Level:
    """What is believed about the level in the last week seen: a mean, a variance and a weight per grid point.

    The mean and the variance are those of the logarithm of the level. The weights add up to 1. A level that is not
    `followed` shifts no forecast; it only says how wide a range is.
    """

    persistence: Floats
    shock: Floats
    noise: Floats
    weight: Floats
    mean: Floats
    variance: Floats
    followed: bool = True

    def expected(self, weeks: int) -> Floats:
        """The expected logarithm of the level in each of the given number of weeks to come."""
        if not self.followed:
            return np.zeros(weeks)
        ahead = np.arange(1, weeks + 1)[:, None]
        return (self.persistence**ahead * self.mean) @ self.weight

    def spread(self, weeks: float) -> float:
        """The standard deviation of the level's mean over the weeks to come; the last may be a part of a week."""
        count = max(1, int(np.ceil(weeks - 1e-9)))
        share = np.minimum(1.0, weeks - np.arange(count))
        share = share / share.sum()
        ahead = np.arange(1, count + 1)
        powers = self.persistence[:, None] ** ahead
        from_now = (powers @ share) ** 2 * self.variance
        # The shock of week i weighs φ^(j−i) in each week j ≥ i.
        lags = np.maximum(0, ahead[None, :] - ahead[:, None])
        felt = np.where(ahead[None, :] >= ahead[:, None], self.persistence[:, None, None] ** lags, 0.0) @ share
        later = (felt**2).sum(axis=1) * self.shock**2 + (share**2).sum() * self.noise**2
        means = (powers @ share) * self.mean
        overall = float(means @ self.weight)
        return float(np.sqrt((from_now + later + (means - overall) ** 2) @ self.weight))


def prior() -> Level:
    """What is believed before any week was seen: φ is 0.7 ± 0.3, a shock is about 7 % a week, the level is about 0."""
    persistence, shock, noise = (axis.ravel() for axis in np.meshgrid(_PERSISTENCE, _SHOCK, _NOISE, indexing="ij"))
    belief = ((persistence - 0.7) / 0.3) ** 2 + (np.log(shock / 0.07) / 0.7) ** 2
    weight = np.exp(-0.5 * belief)
    at_home = shock**2 / (1.0 - persistence**2)
    return Level(persistence, shock, noise, weight / weight.sum(), np.zeros_like(shock), at_home)


def beliefs(won: Floats, expected: Floats, by_chance: Floats) -> list[Level]:
    """What was believed before each week, and after the last one, oldest first.

    `won` and `expected` hold the wins seen and expected, `by_chance` the variance that chance alone gives the wins, one
    entry per week; the result has one entry more.
    """
    beliefs = [prior()]
    for seen, foretold, variance in zip(won, expected, of_logarithm(by_chance, expected), strict=True):
        error = float(np.log((seen + 1.0) / (foretold + 1.0)))
        beliefs.append(_updated(beliefs[-1], error, float(variance)))
    return beliefs


def of_logarithm(variance: Floats, expected: Floats) -> Floats:
    """The variance of log((wins + 1) ÷ (expected + 1)), from that of the wins."""
    return (variance + 1.0) / (expected + 1.0) ** 2


def _updated(before: Level, error: float, chance_variance: float) -> Level:
    mean = before.persistence * before.mean
    variance = before.persistence**2 * before.variance + before.shock**2
    total = variance + before.noise**2 + chance_variance
    surprise = error - mean
    weight = before.weight * np.exp(-0.5 * surprise**2 / total) / np.sqrt(total)
    gain = variance / total
    return Level(
        before.persistence,
        before.shock,
        before.noise,
        weight / weight.sum(),
        mean + gain * surprise,
        (1.0 - gain) * variance,
    )
