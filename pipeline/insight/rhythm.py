"""The rhythm of wins and losses over the months of a quarter and at the end of a month, learned with restraint.

Factors multiply the hazards of `chain`: first for all deals, then apart for young and old ones around that. A month
counts once however many deals it holds, and what a handful of months say is drawn towards "no rhythm" by how much
months of one kind differ among themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

import numpy as np

from pipeline.insight.moves import AGES, Bools, Floats, Ints

#: Deals at least this many days in their stage are "old".
OLD_FROM = 28
#: Months of history before month ends are looked at.
_MONTHS_FOR_MONTH_END = 3
_QUARTER = 3


@dataclass(frozen=True, slots=True)
class Season:
    """Where a span of time lies: its month (counted from year 0), its place in the quarter, whether it ends a month."""

    month: int
    in_quarter: int
    is_month_end: bool


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Factors of the wins' and the losses' hazards, by month in the quarter × (rest of month, month end) × age."""

    won: Floats
    lost: Floats

    @classmethod
    def none(cls) -> Rhythm:
        """No rhythm at all."""
        return cls(np.ones((_QUARTER, 2, AGES)), np.ones((_QUARTER, 2, AGES)))


def season(start: datetime, end: datetime) -> Season:
    """The season of a span of at most a week: the month it ends, else the month of its middle."""
    for day in {start.date(), (end - timedelta(seconds=1)).date()}:
        if _days_of_month_end(day, start.date(), end) >= 3:
            return _season(day, is_month_end=True)
    return _season((start + (end - start) / 2).date(), is_month_end=False)


def _season(day: date, *, is_month_end: bool) -> Season:
    return Season(day.year * 12 + day.month - 1, (day.month - 1) % _QUARTER, is_month_end)


def _days_of_month_end(month_of: date, first: date, end: datetime) -> int:
    last = (end - timedelta(seconds=1)).date()
    return sum(first <= day <= last for day in _last_working_days(month_of.year, month_of.month))


@lru_cache(maxsize=256)
def _last_working_days(year: int, month: int) -> tuple[date, ...]:
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    days = (first_of_next - timedelta(days=back) for back in range(1, 10))
    return tuple(day for day in days if day.weekday() < 5)[:5]


def factors(of: Floats, seasons: Sequence[Season]) -> Floats:
    """The factors of each of the given spans: one row per span, one column per day of age."""
    rows = [of[span.in_quarter, int(span.is_month_end)] for span in seasons]
    return np.array(rows).reshape(len(rows), AGES)


def learn(seen: tuple[Floats, Floats], expected: tuple[Floats, Floats], seasons: Sequence[Season]) -> Rhythm:
    """The rhythm that explains `seen` (wins, losses) against `expected` ones, per week (rows) and age (columns)."""
    won, lost = (_factors(s, e, seasons) for s, e in zip(seen, expected, strict=True))
    return Rhythm(won, lost)


def _factors(seen: Floats, expected: Floats, seasons: Sequence[Season]) -> Floats:
    months, of = np.unique([span.month for span in seasons], return_inverse=True)
    at_end = np.array([span.is_month_end for span in seasons])
    if not len(months):
        return np.ones((_QUARTER, 2, AGES))
    kinds = months % _QUARTER
    overall = _in_quarter(_per_month(seen, of, len(months)), _per_month(expected, of, len(months)), kinds)
    expected = expected * overall[kinds[of]][:, None]
    by_age = np.empty((_QUARTER, AGES))
    for ages in (slice(0, OLD_FROM), slice(OLD_FROM, AGES)):
        part = (_per_month(seen[:, ages], of, len(months)), _per_month(expected[:, ages], of, len(months)))
        by_age[:, ages] = _in_quarter(*part, kinds)[:, None]
    expected = expected * by_age[kinds[of]]
    ends = _month_end(seen.sum(axis=1), expected.sum(axis=1), of, at_end)
    return (overall[:, None] * by_age)[:, None, :] * np.array([1.0, ends])[None, :, None]


def _per_month(weekly: Floats, of: Ints, months: int) -> Floats:
    return np.bincount(of, weights=weekly.sum(axis=1), minlength=months).astype(np.float64)


def _in_quarter(seen: Floats, expected: Floats, kinds: Ints) -> Floats:
    """One factor per month of the quarter; 1 until all three were seen."""
    counts = np.bincount(kinds, minlength=_QUARTER)
    if not counts.all():
        return np.ones(_QUARTER)
    error = np.log((seen + 2.0) / (expected + 2.0))
    mean = np.bincount(kinds, weights=error, minlength=_QUARTER) / counts
    residual = error - mean[kinds]
    mean = mean - mean.mean()
    guess = 0.1 + float(np.mean(1.0 / (seen + 2.0)))
    within = (float(residual @ residual) + 2.0 * guess) / (2.0 + max(0, len(seen) - _QUARTER))
    between = max(0.0, float(mean @ mean) / 2.0 - within * float(np.mean(1.0 / counts)))
    return np.exp(mean * between / (between + within / counts))


def _month_end(seen: Floats, expected: Floats, of: Ints, at_end: Bools) -> float:
    """The factor of month-end weeks against the rest of their month."""
    both = np.array([m for m in range(int(of.max()) + 1) if len(set(at_end[of == m])) == 2], dtype=np.int64)
    if len(both) < _MONTHS_FOR_MONTH_END:
        return 1.0
    error, guess = np.zeros(len(both)), 0.1
    for which, sign in ((at_end, 1.0), (~at_end, -1.0)):
        s, e = (np.bincount(of, weights=x * which, minlength=int(of.max()) + 1)[both] for x in (seen, expected))
        error += sign * np.log((s + 2.0) / (e + 2.0))
        guess += float(np.mean(1.0 / (s + 2.0)))
    mean = float(error.mean())
    within = (float(((error - mean) ** 2).sum()) + 2.0 * guess) / (2.0 + max(0, len(both) - 1))
    between = max(0.0, mean**2 - within / len(both))
    return float(np.exp(mean * between / (between + within / len(both))))
