"""Learns a team's model from its histories: chances, rhythm and level as known now and at each of the last 40 weeks.

The forecast of each earlier week is made as it would have been made then, from what was known then. The errors of those
forecasts show how high the level is, whether forecasts over a horizon run high or low, and how wide a range must be.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

import numpy as np

from pipeline.forecast import chain, level, moves, rhythm
from pipeline.forecast.fitting import HALF_LIFE, Fits, Learner
from pipeline.forecast.histories import History, Outcome, known_at
from pipeline.forecast.moves import AGES, Floats

#: How many past weekly forecasts are made again to see how far off they were.
PAST_FORECASTS = 40
_WEEK = 7.0
_ASSUMED_WINS = 10.0


@dataclass(frozen=True, slots=True)
class PastWeeks:
    """The weekly forecasts of the past, oldest first.

    `origins` are the moments at which they were made, in days relative to now, so they are negative.
    """

    origins: Floats
    fits: Fits
    at_risk: Floats
    levels: tuple[level.Level, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """What the team's history says at `now`; `closed` is how many deals had ended by then.

    `simple` is learned from the same counts without rhythm and level. Which of both is believed, and how far, their
    past forecasts decide.
    """

    now: datetime
    stages_in_order: tuple[int, ...]
    closed: int
    fit: Fits
    level: level.Level
    past: PastWeeks
    stays: moves.Stays
    win_times: tuple[Floats, Floats]
    """For each win: how many days it came after the weekday and hour of now, and its weight."""
    won: tuple[History, ...]
    """The deals won by now."""
    simple: Model | None = None

    def share_of_week(self, days: float) -> float:
        """The share (0 to 1) of a week's wins that fall in its first `days` days.

        The week begins at the weekday and hour of now.
        """
        times, weights = self.win_times
        seen = float(weights[times <= days].sum())
        return (seen + _ASSUMED_WINS * _working_share(self.now, days)) / (float(weights.sum()) + _ASSUMED_WINS)


def learn(histories: Sequence[History], now: datetime, stages_in_order: Sequence[int]) -> Model:
    """Learn from what was known at `now`; anything later is left out. Open stages are given in their order."""
    known = known_at(histories, now)
    seen = moves.stays(known, now, stages_in_order)
    counted = moves.count(seen, len(stages_in_order))
    seasons = [rhythm.season(_days_later(now, date), _days_later(now, date + _WEEK)) for date in counted.dates]
    learner = Learner(counted, seasons, seen.first_close)
    origins = learner.origins(PAST_FORECASTS)
    both = learner.fits(np.append(origins, 0.0))
    past, at_risk = both[0].select(slice(0, -1)), counted.at_risk[_rows_of(origins)]
    expected, by_chance = _expected_wins(past, at_risk, [_days_later(now, origin) for origin in origins])
    levels = level.beliefs(counted.won[_rows_of(origins)].sum(axis=(1, 2)), expected, by_chance)
    full = Model(
        now=now,
        stages_in_order=tuple(stages_in_order),
        closed=int(np.isfinite(seen.closed).sum()),
        fit=both[0].select(slice(-1, None)),
        level=levels[-1],
        past=PastWeeks(origins, past, at_risk, tuple(levels[:-1])),
        stays=seen,
        win_times=_win_times(seen),
        won=tuple(each for each in known if each.outcome is Outcome.WON),
    )
    return replace(full, simple=_simpler(full, both[1]))


def _simpler(full: Model, fits: Fits) -> Model:
    levels = tuple(replace(each, followed=False) for each in full.past.levels)
    past = replace(full.past, fits=fits.select(slice(0, -1)), levels=levels)
    return replace(full, fit=fits.select(slice(-1, None)), level=replace(full.level, followed=False), past=past)


def weekly_span(fits: Fits, starts: Sequence[datetime], factor: Floats) -> chain.Span:
    """One full week for each fit, which begins at that fit's start; `factor` multiplies its wins."""
    seasons = [rhythm.season(start, start + timedelta(days=_WEEK)) for start in starts]
    return chain.Span(
        1.0, True, _factors(fits.rhythm.won, seasons) * factor[:, None], _factors(fits.rhythm.lost, seasons)
    )


def _factors(of: Floats, seasons: Sequence[rhythm.Season]) -> Floats:
    """The rhythm's factors by age for each fit, each in the season at the same place: fit × age."""
    kinds = np.array([span.kinds for span in seasons]).reshape(-1, rhythm.KINDS)
    return np.einsum("fk,fka->fa", kinds, of.reshape(-1, rhythm.KINDS, AGES))


def _expected_wins(fits: Fits, at_risk: Floats, starts: Sequence[datetime]) -> tuple[Floats, Floats]:
    """The wins expected in the week that begins at each start, without the level, and their variance by chance."""
    span = weekly_span(fits, starts, np.ones(len(starts)))
    return mean_and_variance(chain.win_chances(fits.hazards, [span]), at_risk)


def mean_and_variance(chances: Floats, at_risk: Floats) -> tuple[Floats, Floats]:
    """The wins expected of the deals at risk by each fit (fit × stage × age), and their variance by chance."""
    return (chances * at_risk).sum(axis=(1, 2)), (chances * (1.0 - chances) * at_risk).sum(axis=(1, 2))


def _rows_of(origins: Floats) -> moves.Ints:
    """The row of each origin in the tables of `moves.count`, whose first row is one week ago and whose step is half."""
    return np.rint(-origins / _WEEK * 2).astype(np.int64) - 2


def _days_later(now: datetime, days: float) -> datetime:
    return now + timedelta(days=days)


def _win_times(seen: moves.Stays) -> tuple[Floats, Floats]:
    ends = seen.closed[seen.won]
    # A win exactly at the hour of now belongs to the week before it, as in `moves.count`.
    return _WEEK - np.mod(-ends, _WEEK), 0.5 ** (-ends / HALF_LIFE)


def _working_share(now: datetime, days: float) -> float:
    """The share of a week's Mondays to Fridays that lie in the first `days` days from now."""
    full = int(days)
    worked = sum((now + timedelta(days=day)).weekday() < 5 for day in range(full))
    if full < _WEEK and (now + timedelta(days=full)).weekday() < 5:
        worked += days - full
    return min(1.0, worked / 5.0)


def weeks_between(start: datetime, end: datetime) -> float:
    """Weeks, with a fraction, from one moment to a later one; 0 when it is not later."""
    return max(0.0, (end - start).total_seconds() / (86_400.0 * _WEEK))


def spans_until(model: Model, ends: Sequence[datetime]) -> list[tuple[datetime, chain.Span]]:
    """The spans from now to the last of `ends`, each with the moment at which it ends.

    Spans are cut at whole weeks from now and at each end. Their factors contain rhythm and level.
    """
    last = max(weeks_between(model.now, end) for end in ends)
    weeks = math.ceil(last - 1e-9)
    factors = np.exp(model.level.expected(weeks))
    cuts = {model.now + timedelta(days=_WEEK * week) for week in range(weeks + 1)}
    moments = sorted(cuts | {end for end in ends if end > model.now})
    return [
        (end, _span(model, start, end, factors))
        for start, end in pairwise(moments)
        if weeks_between(model.now, start) < last - 1e-9
    ]


def _span(model: Model, start: datetime, end: datetime, factors: Floats) -> chain.Span:
    week = int(weeks_between(model.now, start) + 1e-9)
    monday = model.now + timedelta(days=_WEEK * week)
    begin, finish = ((moment - monday).total_seconds() / 86_400.0 for moment in (start, end))
    span = rhythm.season(start, end)
    return chain.Span(
        share=model.share_of_week(finish) - model.share_of_week(begin),
        is_full=finish >= _WEEK - 1e-9,
        won=_factors(model.fit.rhythm.won, [span]) * factors[week],
        lost=_factors(model.fit.rhythm.lost, [span]),
    )


def stages_and_ages(model: Model, deals: Sequence[History]) -> tuple[moves.Ints, moves.Ints]:
    """For each deal, the place of the newest listed stage that it entered, and the whole days since then.

    A deal that entered no listed stage counts as being in the first one.
    """
    places = {stage_no: place for place, stage_no in enumerate(model.stages_in_order)}
    stands = [_stage_and_age(deal, model.now, places) for deal in deals]
    table = np.array(stands, dtype=np.int64).reshape(-1, 2)
    return table[:, 0], np.clip(table[:, 1], 0, AGES - 1)


def _stage_and_age(deal: History, now: datetime, places: Mapping[int, int]) -> tuple[int, int]:
    for step in reversed(deal.steps):
        if step.stage_no in places and step.at <= now:
            return places[step.stage_no], (now - step.at).days
    return 0, (now - deal.steps[0].at).days if deal.steps else 0
