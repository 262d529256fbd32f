"""Learns a team's model from its histories: chances, rhythm and level as known now and at each of the last forty weeks.

The earlier weeks are made as they would have been made then, from what was known then: how far those forecasts were
off says how high the level is, whether a horizon runs high or low, and how wide a range must be.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

import numpy as np

from pipeline.insight import chain, level, moves, rhythm
from pipeline.insight.histories import History, known_at
from pipeline.insight.moves import AGES, Floats

#: Past weekly forecasts that are remade to see how far they were off.
PAST_FORECASTS = 40
_WEEK = 7.0
_HALF_LIFE = 13 * _WEEK
_MIDWAY = 30.0
_ASSUMED_WINS = 10.0


@dataclass(frozen=True, slots=True)
class Fit:
    """Chances and rhythm as known at one moment."""

    chances: chain.Chances
    rhythm: rhythm.Rhythm


@dataclass(frozen=True, slots=True)
class Past:
    """The weekly forecasts of the past, oldest first: one entry per origin (days before now)."""

    origins: Floats
    fits: tuple[Fit, ...]
    at_risk: Floats
    levels: tuple[level.Level, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """What the team's history said at `now`; `closed` deals had ended by then."""

    now: datetime
    stages_in_order: tuple[int, ...]
    closed: int
    fit: Fit
    level: level.Level
    past: Past
    stays: moves.Stays
    win_times: tuple[Floats, Floats]

    def share_of_week(self, days: float) -> float:
        """The share of a week's wins that fall in its first days, the week beginning at the weekday and hour of now."""
        times, weights = self.win_times
        seen = float(weights[times <= days].sum())
        return (seen + _ASSUMED_WINS * _working_share(self.now, days)) / (float(weights.sum()) + _ASSUMED_WINS)


def learn(histories: Sequence[History], now: datetime, stages_in_order: Sequence[int]) -> Model:
    """Learns from what was known at `now`; anything later is left out. Open stages are given in their order."""
    known = known_at(histories, now)
    seen = moves.stays(known, now, stages_in_order)
    counted = moves.count(seen, len(stages_in_order))
    seasons = [rhythm.season(_day(now, date), _day(now, date + _WEEK)) for date in counted.dates]
    learner = _Learner(counted, seasons, seen.first_close)
    origins = learner.origins()
    fits = tuple(learner.fit(origin) for origin in origins)
    at_risk = counted.at_risk[_numbers(origins)]
    expected = np.array([_one_week(fit, n, now, o) for fit, n, o in zip(fits, at_risk, origins, strict=True)])
    won = counted.won[_numbers(origins)].sum(axis=(1, 2))
    levels = level.follow(won, expected)
    return Model(
        now=now,
        stages_in_order=tuple(stages_in_order),
        closed=int(np.isfinite(seen.closed).sum()),
        fit=learner.fit(0.0),
        level=levels[-1],
        past=Past(origins, fits, at_risk, tuple(levels[:-1])),
        stays=seen,
        win_times=_win_times(seen),
    )


@dataclass(frozen=True, slots=True)
class _Learner:
    counted: moves.Moves
    seasons: list[rhythm.Season]
    first_close: float

    def origins(self) -> Floats:
        """Whole weeks before now at which something had been closed already, oldest first."""
        whole = self.counted.dates[self.counted.is_whole & (self.counted.dates >= self.first_close)]
        return whole[:PAST_FORECASTS][::-1]

    def fit(self, until: float) -> Fit:
        """Chances and rhythm from the weeks that were over at `until` (days before now)."""
        dates = self.counted.dates
        over = (dates + _WEEK <= until + 1e-6) & (dates >= self.first_close)
        weights = np.where(over, 0.5 ** ((until - _WEEK - dates) / _HALF_LIFE), 0.0)
        history = max(0.0, until - self.first_close) / _WEEK if np.isfinite(self.first_close) else 0.0
        weights = np.where(self.counted.is_whole, weights, weights * _MIDWAY / (_MIDWAY + history))
        plain = chain.chances(self._seen(weights, rhythm.Rhythm.none()))
        learned = self._rhythm(plain, over & self.counted.is_whole)
        return Fit(chain.chances(self._seen(weights, learned)), learned)

    def _rhythm(self, plain: chain.Chances, which: moves.Bools) -> rhythm.Rhythm:
        at_risk = self.counted.at_risk[which]
        seasons = [span for span, taken in zip(self.seasons, which, strict=True) if taken]
        won, lost = (np.einsum("jsa,sa->ja", at_risk, plain.out[:, :, way]) for way in (0, 1))
        seen = (self.counted.won[which].sum(axis=1), self.counted.lost[which].sum(axis=1))
        return rhythm.learn(seen, (won, lost), seasons)

    def _seen(self, weights: Floats, of: rhythm.Rhythm) -> chain.Seen:
        used = weights > 0
        kept = weights[used]
        seasons = [span for span, taken in zip(self.seasons, used, strict=True) if taken]
        at_risk = self.counted.at_risk[used]
        won = np.einsum("j,ja,jsa->sa", kept, rhythm.factors(of.won, seasons), at_risk)
        lost = np.einsum("j,ja,jsa->sa", kept, rhythm.factors(of.lost, seasons), at_risk)
        plain = np.einsum("j,jsa->sa", kept, at_risk)
        out = [np.tensordot(kept, table[used], 1)[..., None] for table in (self.counted.won, self.counted.lost)]
        return chain.Seen(
            at_risk=np.stack([won, lost] + [plain] * self.counted.stages, axis=-1),
            out=np.concatenate([*out, np.tensordot(kept, self.counted.moved[used], 1)], axis=-1),
            entered=np.tensordot(kept, self.counted.entered[used], 1),
        )


def weekly_span(fit: Sequence[Fit], starts: Sequence[datetime], factor: Floats) -> chain.Span:
    """One full week of several fits at once, beginning at each one's start; `factor` multiplies its wins."""
    seasons = [rhythm.season(start, start + timedelta(days=_WEEK)) for start in starts]
    won, lost = (
        np.concatenate([rhythm.factors(table, [span]) for table, span in zip(tables, seasons, strict=True)])
        for tables in ([each.rhythm.won for each in fit], [each.rhythm.lost for each in fit])
    )
    return chain.Span(1.0, True, (won * factor[:, None])[:, None, :], lost[:, None, :])


def _one_week(fit: Fit, at_risk: Floats, now: datetime, origin: float) -> float:
    span = weekly_span([fit], [_day(now, origin)], np.ones(1))
    return float((chain.win_chances(chain.hazards([fit.chances]), [span])[0] * at_risk).sum())


def _numbers(origins: Floats) -> moves.Ints:
    """The places of whole-week origins in the tables of `moves.count`, which begin one week ago."""
    return np.rint(-origins / _WEEK * 2).astype(np.int64) - 2


def _day(now: datetime, days: float) -> datetime:
    return now + timedelta(days=days)


def _win_times(seen: moves.Stays) -> tuple[Floats, Floats]:
    ends = seen.closed[seen.won]
    return np.mod(ends, _WEEK), 0.5 ** (-ends / _HALF_LIFE)


def _working_share(now: datetime, days: float) -> float:
    """The share of the week's Mondays to Fridays that lie in the first days from now."""
    full = int(days)
    worked = sum((now + timedelta(days=day)).weekday() < 5 for day in range(full))
    if full < _WEEK and (now + timedelta(days=full)).weekday() < 5:
        worked += days - full
    return min(1.0, worked / 5.0)


def weeks_between(start: datetime, end: datetime) -> float:
    """Weeks and their parts from one moment to a later one; 0 when it is not later."""
    return max(0.0, (end - start).total_seconds() / (86_400.0 * _WEEK))


def spans_until(model: Model, ends: Sequence[datetime]) -> list[tuple[datetime, chain.Span]]:
    """The weeks from now to the last end, cut at the ends, each with its own end; rhythm and level are in them."""
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
        won=rhythm.factors(model.fit.rhythm.won, [span])[:, None, :] * factors[week],
        lost=rhythm.factors(model.fit.rhythm.lost, [span])[:, None, :],
    )


def stage_and_age(model: Model, history: History) -> tuple[int, int]:
    """Where a deal stands: the place of its newest listed stage and the whole days since it entered it."""
    places = {stage_no: place for place, stage_no in enumerate(model.stages_in_order)}
    entered = [step for step in history.steps if step.at <= model.now]
    listed = [step for step in entered if step.stage_no in places]
    if not listed:
        since = entered[0].at if entered else model.now
        return 0, min(AGES - 1, (model.now - since).days)
    return places[listed[-1].stage_no], min(AGES - 1, (model.now - listed[-1].at).days)
