"""What deals bring that are not opened yet: how many are opened in a week, where they stand after it, and what then.

A week's new deals are spread over its working days. Some are won before the week is over; the others stand in a stage
at an age from where the chain of `chain` takes them on. The number of openings is learned from the last weeks, and its
uncertainty from how far such forecasts of openings were off before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

import numpy as np

from pipeline.forecast import chain
from pipeline.forecast.model import Model, spans_until, weeks_between
from pipeline.forecast.moves import ENTRY_AGES, MOST_WEEKS, Floats, Ints, Stays

#: Weeks after which a week's openings, or where they stood, weigh half as much.
_OPENINGS_HALF_LIFE, _STANDS_HALF_LIFE = 8.0, 13.0
#: How many weeks' new deals are looked at to see where they stand, and how many forecasts of openings are scored.
_STANDS_WEEKS, _SCORED_WEEKS = 26, 40
#: The most that the logarithm of openings is taken to be off, and what it is taken to be off until two were scored.
_MOST_OFF = 0.8
_WEEK = 7.0


@dataclass(frozen=True, slots=True)
class Openings:
    """What is known of new deals: how many are opened in a week, and where they stand at its end.

    `weekly` holds the openings of past weeks, the newest first. `won` is the share won by the end of their week,
    `stands` the share in each stage (rows) and age in days (columns).
    """

    weekly: Floats
    a_week: float
    won: float
    stands: Floats

    def off(self, weeks: float) -> float:
        """How far forecasts of openings over so many weeks were off: the root mean square of the logarithm."""
        horizon = max(1, round(weeks))
        errors: list[float] = []
        for ago in range(horizon, min(_SCORED_WEEKS, len(self.weekly) - 2) + 1):
            came, foretold = float(self.weekly[ago - horizon : ago].sum()), horizon * _a_week(self.weekly[ago:])
            errors.append(np.log((came + 1.0) / (foretold + 1.0)))
        return min(_MOST_OFF, float(np.sqrt(np.mean(np.square(errors))))) if len(errors) > 1 else _MOST_OFF


def learn_openings(seen: Stays, stages: int) -> Openings:
    """Learn from the weeks before now that were whole."""
    # A deal opened exactly so many weeks ago was opened at the beginning of a week, not at the end of the one before.
    ago = np.maximum(0, np.ceil(-seen.opened / _WEEK) - 1.0).astype(np.int64)
    weeks = min(MOST_WEEKS, int(-seen.opened.min() // _WEEK)) if len(ago) else 0
    weekly = np.bincount(ago[ago < weeks], minlength=weeks).astype(np.float64)
    stands = np.zeros((stages, ENTRY_AGES))
    cases = np.flatnonzero(ago < min(weeks, _STANDS_WEEKS))
    if not len(cases):
        return Openings(weekly, _a_week(weekly), 0.0, stands)
    weight = 0.5 ** (ago[cases] / _STANDS_HALF_LIFE)
    ends = -_WEEK * ago[cases].astype(np.float64)
    is_open = seen.closed[cases] > ends
    won = float(weight[~is_open & seen.won[cases]].sum()) / float(weight.sum())
    stay = _stay_at(seen, cases[is_open], ends[is_open])
    age = np.clip(np.floor(ends[is_open] - seen.start[stay]), 0, ENTRY_AGES - 1).astype(np.int64)
    np.add.at(stands, (seen.stage[stay], age), weight[is_open] / weight.sum())
    return Openings(weekly, _a_week(weekly), won, stands)


def _a_week(weekly: Floats) -> float:
    """The openings of a week to come, from those of past weeks, the newest first."""
    weights = 0.5 ** (np.arange(len(weekly)) / _OPENINGS_HALF_LIFE)
    return float(weekly @ weights) / float(weights.sum()) if len(weekly) else 0.0


def _stay_at(seen: Stays, cases: Ints, when: Floats) -> Ints:
    span = 1.0e7
    return np.searchsorted(seen.case * span + seen.start, cases * span + when, side="right") - 1


def new_wins(model: Model, openings: Openings, ends: Sequence[datetime]) -> Floats:
    """How many wins are expected by each end of deals that are opened after now."""
    found = np.zeros(len(ends))
    if not openings.a_week or max(ends) <= model.now:
        return found
    spans = spans_until(model, ends)
    moments = [model.now, *(until for until, _ in spans)]
    shares = [working_days(start, end) / 5.0 for start, end in pairwise(moments)]
    for row, end in enumerate(ends):
        mine = [span for until, span in spans if until <= end]
        if not mine:
            continue
        later = list(_later_chances(model, openings, mine))
        found[row] = sum(
            share * (openings.won * min(1.0, share) + chance)
            for share, chance in zip(shares[: len(mine)], later, strict=True)
        )
    return openings.a_week * np.maximum.accumulate(found)


def _later_chances(model: Model, openings: Openings, spans: Sequence[chain.Span]) -> Iterator[float]:
    """For each span, the chance that a deal opened in it is won in a later one."""
    values = chain.win_chances_from(model.fit.hazards, spans)
    for value in values[1:]:
        yield float((openings.stands * value[0, :, :ENTRY_AGES]).sum())


def working_days(start: datetime, end: datetime) -> float:
    """How many Mondays to Fridays lie between two moments, a part of a day as a part."""
    found, day = 0.0, start
    while day < end:
        midnight = day.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        after = min(end, midnight)
        if day.weekday() < 5:
            found += (after - day) / timedelta(days=1)
        day = after
    return found


def spread(model: Model, openings: Openings, end: datetime) -> float:
    """The standard deviation of the logarithm of the new wins by `end`, beside chance."""
    weeks = weeks_between(model.now, end)
    return float(np.hypot(openings.off(weeks), model.level.spread(max(weeks, 0.1))))
