"""How forecasts of the past came out: what that says of the next one's height and of the width of its range."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from pipeline.forecast import chain, moves
from pipeline.forecast.chain import ASSUMED_DEALS, ASSUMED_ONWARDS
from pipeline.forecast.model import Model, weekly_span
from pipeline.forecast.moves import Floats

#: What is believed of a horizon's bias before any forecast has come due: none, give or take a tenth.
_BIAS = 0.1
#: How far off a forecast is by shared luck alone, when its bias is judged.
_ERROR = 0.2
_HALF_LIFE_WEEKS = 26.0
#: No forecast is surer than this, a far one less so, and one over a time half as long as its history much less.
_LEAST_NEAR, _LEAST_FAR, _LITTLE_HISTORY = 0.02, 0.08, 0.25
_FAR_WEEKS = 13.0
#: The wins among the deals that the stated assumption is worth: a chance learned from so few is no surer than that.
_ASSUMED_WINS = ASSUMED_DEALS * ASSUMED_ONWARDS
# A single failure counts as three standard deviations at most, or a team's first weeks would widen a whole year.
_MOST_SQUARE = 9.0


@dataclass(frozen=True, slots=True)
class Correction:
    """For one horizon: what the logarithm of the wins' hazard lacks, and its standard deviation common to all deals."""

    bias: float
    spread: float


@dataclass(frozen=True, slots=True)
class _Due:
    """Forecasts come due, oldest first: expected wins, actual ones, and the weight of each one's evidence."""

    expected: Floats
    actual: Floats
    spread: Floats
    weight: Floats

    @property
    def error(self) -> Floats:
        return np.log((self.actual + 1.0) / (self.expected + 1.0))


def correction(model: Model, weeks: float) -> Correction:
    """The bias and the spread of a forecast over that many weeks, between those over whole weeks before and after."""
    shorter = max(1, math.floor(weeks))
    longer = max(1, math.ceil(weeks))
    share = weeks - shorter if longer > shorter else 0.0
    horizons = {weeks: _due(model, weeks) for weeks in (shorter, longer)}
    bias, doubt, stretch = (
        (1.0 - share) * one + share * other
        for one, other in zip(_said(horizons[shorter], shorter), _said(horizons[longer], longer), strict=True)
    )
    history = -float(model.past.origins[0]) / 7.0 if len(model.past.origins) else 0.0
    stated = _stated(model.level.spread(max(weeks, 0.1)), max(1.0, weeks), history, _wins(model, 0.0))
    return Correction(bias, stretch * math.hypot(stated, 0.5 * doubt))


def _said(due: _Due, horizon: int) -> tuple[float, float, float]:
    """What the record says: the bias, its standard deviation, and by how much errors were larger than stated."""
    bias, variance = _bias(due) if horizon > 1 else (0.0, 0.0)
    return bias, math.sqrt(variance), _stretch(due)


def _wins(model: Model, at: float) -> int:
    """How many deals had been won by then, in days."""
    return int((model.stays.closed[model.stays.won] <= at).sum())


def _stated(level_spread: float, horizon: float, history: float, wins: int) -> float:
    """The spread stated before any record: the level's, and at least what the horizon and little history ask.

    A rate learned from a number of wins has a relative standard deviation of one over its square root.
    """
    far = _LEAST_FAR * min(1.0, horizon / _FAR_WEEKS)
    little = _LITTLE_HISTORY * max(0.0, 1.0 - history / (2.0 * horizon))
    return max(level_spread, _LEAST_NEAR + far + little, 1.0 / math.sqrt(_ASSUMED_WINS + wins))


def _bias(due: _Due) -> tuple[float, float]:
    precision = due.weight / (_ERROR**2 + 1.0 / (due.expected + 1.0))
    variance = 1.0 / (1.0 / _BIAS**2 + float(precision.sum()))
    return variance * float(precision @ due.error), variance


def _stretch(due: _Due) -> float:
    """By how much past errors were larger than stated; overlapping windows count as parts of one observation."""
    stated = np.sqrt(due.spread**2 + 1.0 / (due.expected + 1.0))
    squares = np.minimum(_MOST_SQUARE, (due.error / stated) ** 2)
    return max(0.7, float(np.sqrt((3.0 + due.weight @ squares) / (3.0 + due.weight.sum()))))


def _due(model: Model, horizon: int) -> _Due:
    """The forecasts over `horizon` weeks that have come due, as they would have been made then."""
    past = model.past
    count = int((past.origins + 7.0 * horizon <= 1e-6).sum())
    if not count:
        return _Due(*(np.zeros(0) for _ in range(4)))
    fits, origins, levels = past.fits.only(slice(0, count)), past.origins[:count], past.levels[:count]
    factors = np.exp(np.array([belief.expected(horizon) for belief in levels]))
    starts = [[model.now + timedelta(days=origin + 7.0 * week) for origin in origins] for week in range(horizon)]
    spans = [weekly_span(fits, starts[week], factors[:, week]) for week in range(horizon)]
    values = chain.win_chances(fits.hazards, spans)
    age = -(origins + 7.0 * horizon) / 7.0
    known = (origins - origins[0]) / 7.0
    spread = [
        _stated(belief.spread(horizon), horizon, weeks, _wins(model, origin))
        for belief, weeks, origin in zip(levels, known, origins, strict=True)
    ]
    return _Due(
        expected=(values * past.at_risk[:count]).sum(axis=(1, 2)),
        actual=moves.wins_of_open(model.stays, origins, horizon),
        spread=np.array(spread),
        weight=0.5 ** (age / _HALF_LIFE_WEEKS) / horizon,
    )
