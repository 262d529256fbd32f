"""Corrects a forecast by the record of past ones: they show its bias, and how wide its range must be."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from pipeline.forecast import chain, level, moves
from pipeline.forecast.chain import ASSUMED_DEALS, ASSUMED_ONWARDS
from pipeline.forecast.model import Model, mean_and_variance, weekly_span
from pipeline.forecast.moves import Floats

#: The bias of a horizon before any forecast has come due: 0 with this standard deviation, as a logarithm.
_PRIOR_BIAS = 0.1
#: The standard deviation of a forecast's error by luck that all deals share, assumed when its bias is estimated.
_SHARED_ERROR = 0.2
_HALF_LIFE_WEEKS = 26.0
#: The least spread of any forecast, what a far horizon adds to it, and what a short history adds: a history counts as
#: short while it is less than twice as long as the horizon.
_LEAST_NEAR, _LEAST_FAR, _LITTLE_HISTORY = 0.02, 0.08, 0.25
_FAR_WEEKS = 13.0
#: How many wins the stated assumption counts for, when the uncertainty of a learned rate is computed.
_ASSUMED_WINS = ASSUMED_DEALS * ASSUMED_ONWARDS
#: The error by shared luck that is assumed when two models are compared, and how far the simple one is believed before
#: any forecast has come due, against 1 for the full one.
_MERIT_ERROR, _SIMPLE_WEIGHT = 0.15, 0.25
# A single error counts as three standard deviations at most: else a team's first weeks would widen a whole year.
_MOST_SQUARE = 9.0


@dataclass(frozen=True, slots=True)
class Correction:
    """The correction for one horizon: a bias to add to the logarithm of the hazards of winning, and a spread.

    The spread is the standard deviation, common to all deals, of that logarithm.
    """

    bias: float
    spread: float


@dataclass(frozen=True, slots=True)
class _PastForecasts:
    """Past forecasts whose horizon is over, oldest first: expected and actual wins, stated spread, and weight.

    `by_chance` is the variance that chance alone gives their errors.
    """

    expected: Floats
    actual: Floats
    spread: Floats
    weight: Floats
    by_chance: Floats

    @property
    def error(self) -> Floats:
        return np.log((self.actual + 1.0) / (self.expected + 1.0))


class Record:
    """The past forecasts of a model, made again for each horizon when it is first asked for."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._due: dict[int, _PastForecasts] = {}

    def due(self, weeks: int) -> _PastForecasts:
        """The past forecasts over so many weeks whose time has come."""
        if weeks not in self._due:
            self._due[weeks] = _past_forecasts(self._model, weeks)
        return self._due[weeks]

    def correction(self, weeks: float) -> Correction:
        """The correction of a forecast over `weeks` weeks, interpolated between the whole numbers around it."""
        model = self._model
        shorter = max(1, math.floor(weeks))
        longer = max(1, math.ceil(weeks))
        share = weeks - shorter if longer > shorter else 0.0
        bias, doubt, stretch = (
            (1.0 - share) * one + share * other
            for one, other in zip(
                _from_record(self.due(shorter), shorter), _from_record(self.due(longer), longer), strict=True
            )
        )
        history = -float(model.past.origins[0]) / 7.0 if len(model.past.origins) else 0.0
        stated = _stated_spread(model.level.spread(max(weeks, 0.1)), max(1.0, weeks), history, _wins_by(model, 0.0))
        return Correction(bias, stretch * math.hypot(stated, 0.5 * doubt))

    def merit(self, weeks: float) -> float:
        """How well past forecasts over about so many weeks did: the logarithm of a weight, 0 at best.

        Each error counts to a limit: else the first weeks would decide for a year.
        """
        due = self.due(max(1, round(weeks)))
        squares = np.minimum(_MOST_SQUARE, due.error**2 / (_MERIT_ERROR**2 + due.by_chance))
        return -0.5 * float(due.weight @ squares)


def correction(model: Model, weeks: float) -> Correction:
    """The correction of a model's forecast over `weeks` weeks."""
    return Record(model).correction(weeks)


def share_of_full(full: Record, simple: Record, weeks: float) -> float:
    """The share, from 0 to 1, that the full model has in a forecast over so many weeks; the simple one has the rest."""
    ahead = min(50.0, simple.merit(weeks) - full.merit(weeks))
    return 1.0 / (1.0 + _SIMPLE_WEIGHT * math.exp(ahead))


def _from_record(due: _PastForecasts, horizon: int) -> tuple[float, float, float]:
    """The bias, its standard deviation, and the factor by which errors were larger than the stated spread."""
    bias, variance = _estimated_bias(due) if horizon > 1 else (0.0, 0.0)
    return bias, math.sqrt(variance), _stretch(due)


def _wins_by(model: Model, at: float) -> int:
    """How many deals had been won by the moment `at`, in days relative to now."""
    return int((model.stays.closed[model.stays.won] <= at).sum())


def _stated_spread(level_spread: float, horizon: float, history: float, wins: int) -> float:
    """The spread before past errors are looked at: the level's, or the least that horizon and history allow.

    A rate learned from a number of wins has a relative standard deviation of one over the square root of that number.
    """
    far = _LEAST_FAR * min(1.0, horizon / _FAR_WEEKS)
    little = _LITTLE_HISTORY * max(0.0, 1.0 - history / (2.0 * horizon))
    return max(level_spread, _LEAST_NEAR + far + little, 1.0 / math.sqrt(_ASSUMED_WINS + wins))


def _estimated_bias(due: _PastForecasts) -> tuple[float, float]:
    precision = due.weight / (_SHARED_ERROR**2 + due.by_chance)
    variance = 1.0 / (1.0 / _PRIOR_BIAS**2 + float(precision.sum()))
    return variance * float(precision @ due.error), variance


def _stretch(due: _PastForecasts) -> float:
    """The factor by which past errors were larger than stated; never under 0.7.

    Forecasts whose weeks overlap count as parts of one observation.
    """
    stated = np.sqrt(due.spread**2 + due.by_chance)
    squares = np.minimum(_MOST_SQUARE, (due.error / stated) ** 2)
    return max(0.7, float(np.sqrt((3.0 + due.weight @ squares) / (3.0 + due.weight.sum()))))


def _past_forecasts(model: Model, horizon: int) -> _PastForecasts:
    """The past forecasts over `horizon` weeks whose weeks are over, as they would have been made then."""
    past = model.past
    count = int((past.origins + 7.0 * horizon <= 1e-6).sum())
    if not count:
        return _PastForecasts(*(np.zeros(0) for _ in range(5)))
    fits, origins, levels = past.fits.select(slice(0, count)), past.origins[:count], past.levels[:count]
    factors = np.exp(np.array([belief.expected(horizon) for belief in levels]))
    starts = [[model.now + timedelta(days=origin + 7.0 * week) for origin in origins] for week in range(horizon)]
    spans = [weekly_span(fits, starts[week], factors[:, week]) for week in range(horizon)]
    values = chain.win_chances(fits.hazards, spans)
    age = -(origins + 7.0 * horizon) / 7.0
    known = (origins - origins[0]) / 7.0
    spread = [
        _stated_spread(belief.spread(horizon), horizon, weeks, _wins_by(model, origin))
        for belief, weeks, origin in zip(levels, known, origins, strict=True)
    ]
    expected, variance = mean_and_variance(values, past.at_risk[:count])
    return _PastForecasts(
        expected=expected,
        actual=moves.wins_of_open(model.stays, origins, horizon),
        spread=np.array(spread),
        weight=0.5 ** (age / _HALF_LIFE_WEEKS) / horizon,
        by_chance=level.of_logarithm(variance, expected),
    )
