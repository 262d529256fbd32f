"""The rhythm: how wins and losses differ between the months of a quarter, and at the end of a month.

A rhythm's factors multiply the hazards of `chain`. Each is a factor for all deals, times one for young or old deals,
times one for the end of a month. Each month counts once, however many deals it has. Factors learned from few months are
shrunk towards 1 (no rhythm), and the more so, the more months of one kind differ among themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

import numpy as np

from pipeline.forecast.moves import AGES, Bools, Floats
from pipeline.months import last_of_month

#: A deal that has been in its stage for this many days or more is "old".
OLD_FROM = 28
#: How many months of history are needed before month ends are looked at.
_MONTHS_FOR_MONTH_END = 3
QUARTER = 3
#: The number of kinds of days: months of the quarter × (rest of month, month end).
KINDS = 2 * QUARTER


@dataclass(frozen=True, slots=True)
class Season:
    """Where a span of time lies: the share of its working days in each month, and in each kind of day.

    The keys of `months` count months from year 0. `kinds` has six entries: month in the quarter × (rest of month, month
    end).
    """

    months: Mapping[int, float]
    kinds: tuple[float, ...]

    @property
    def month_end(self) -> float:
        """The share of the span's working days that are among the last five of their month."""
        return sum(self.kinds[1::2])


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Factors that multiply the hazards of winning and losing, for one or more fits.

    The axes are fit × month in the quarter × (rest of month, month end) × age in days.
    """

    won: Floats
    lost: Floats


@dataclass(frozen=True, slots=True)
class Counts:
    """How many deals were won and lost: fit × week × (young, old)."""

    won: Floats
    lost: Floats


@lru_cache(maxsize=4096)
def season(start: datetime, end: datetime) -> Season:
    """The season of a span of at most a week. In a span without working days all its days count."""
    first, last = start.date(), (end - timedelta(seconds=1)).date()
    days = [first + timedelta(days=after) for after in range((last - first).days + 1)]
    days = [day for day in days if day.weekday() < 5] or days
    months: dict[int, float] = {}
    kinds = [0.0] * KINDS
    for day in days:
        month = day.year * 12 + day.month - 1
        months[month] = months.get(month, 0.0) + 1.0 / len(days)
        kinds[month % QUARTER * 2 + _ends_month(day)] += 1.0 / len(days)
    return Season(months, tuple(kinds))


def _ends_month(day: date) -> bool:
    return day >= _last_working_days(day.year, day.month)[-1]


@lru_cache(maxsize=256)
def _last_working_days(year: int, month: int) -> tuple[date, ...]:
    last = last_of_month(date(year, month, 1))
    days = (last - timedelta(days=back) for back in range(9))
    return tuple(day for day in days if day.weekday() < 5)[:5]


def learn(seen: Counts, expected: Counts, over: Bools, seasons: Sequence[Season]) -> Rhythm:
    """Learn the rhythm from the wins and losses that were seen and those that were expected, for each of several fits.

    `over` is fit × week: whether the week was over when the fit was made. `seasons` has one entry per week.
    """
    if not seasons:
        plain = np.ones((len(over), QUARTER, 2, AGES))
        return Rhythm(plain, plain)
    weeks = _Weeks(over, seasons)
    return Rhythm(weeks.factors(seen.won, expected.won), weeks.factors(seen.lost, expected.lost))


class _Weeks:
    """The weeks from which each fit may learn, and the months in which they lie."""

    def __init__(self, over: Bools, seasons: Sequence[Season]) -> None:
        months = sorted({month for span in seasons for month in span.months})
        self._over = over.astype(np.float64)
        self._kinds = np.array(months) % QUARTER
        self._in_month = np.array([[span.months.get(month, 0.0) for month in months] for span in seasons])
        self._at_end = np.array([span.month_end for span in seasons])
        self._known = (self._over @ self._in_month) > 0

    def factors(self, seen: Floats, expected: Floats) -> Floats:
        """The factors for wins, or for losses, with the axes of `Rhythm`."""
        overall = self._in_quarter(seen.sum(axis=2), expected.sum(axis=2))
        expected = expected * self._by_week(overall)[:, :, None]
        ages = [self._in_quarter(seen[:, :, age], expected[:, :, age]) for age in (0, 1)]
        by_age = np.stack(ages, axis=2)
        expected = expected * np.stack([self._by_week(factor) for factor in ages], axis=2)
        ends = self._month_end(seen.sum(axis=2), expected.sum(axis=2))
        rest_and_end = np.stack([np.ones_like(ends), ends], axis=1)
        old = (np.arange(AGES) >= OLD_FROM).astype(np.int64)
        return (overall[:, :, None] * by_age)[:, :, None, old] * rest_and_end[:, None, :, None]

    def _by_week(self, factor: Floats) -> Floats:
        """The factor of each week, from those of the months in the quarter: fit × week."""
        return factor[:, self._kinds] @ self._in_month.T

    def _per_month(self, weekly: Floats) -> Floats:
        return (weekly * self._over) @ self._in_month

    def _in_quarter(self, seen: Floats, expected: Floats) -> Floats:
        """One factor per month of the quarter: fit × month. All are 1 until each of the three months was seen."""
        seen, expected = self._per_month(seen), self._per_month(expected)
        kind = np.eye(QUARTER)[self._kinds]
        counts: Floats = self._known.astype(np.float64) @ kind
        error = np.where(self._known, np.log((seen + 2.0) / (expected + 2.0)), 0.0)
        mean = error @ kind / np.maximum(counts, 1.0)
        residual = np.where(self._known, error - mean[:, self._kinds], 0.0)
        within = _within((residual**2).sum(axis=1), _guess(seen, self._known), counts.sum(axis=1), QUARTER)
        mean = mean - mean.mean(axis=1, keepdims=True)
        all_seen = (counts > 0).all(axis=1, keepdims=True)
        counts = np.maximum(counts, 1.0)
        between = np.maximum(0.0, (mean**2).sum(axis=1) / 2.0 - within * (1.0 / counts).mean(axis=1))
        share = between[:, None] / (between[:, None] + within[:, None] / counts)
        return np.exp(np.where(all_seen, mean * share, 0.0))

    def _month_end(self, seen: Floats, expected: Floats) -> Floats:
        """The factor of the end of a month against the rest of it, for each fit."""
        parts = (self._at_end, 1.0 - self._at_end)
        ends, rests = (self._per_month(part[None, :]) > 0 for part in parts)
        both: Bools = ends & rests
        error, guess = np.zeros(both.shape), np.full(len(both), 0.1)
        for part, sign in zip(parts, (1.0, -1.0), strict=True):
            s, e = self._per_month(seen * part), self._per_month(expected * part)
            error += sign * np.log((s + 2.0) / (e + 2.0))
            guess += _guess(s, both) - 0.1
        count = both.sum(axis=1)
        mean = np.where(both, error, 0.0).sum(axis=1) / np.maximum(count, 1)
        squares = np.where(both, (error - mean[:, None]) ** 2, 0.0).sum(axis=1)
        within = _within(squares, guess, count, 1) / np.maximum(count, 1)
        between = np.maximum(0.0, mean**2 - within)
        return np.exp(np.where(count >= _MONTHS_FOR_MONTH_END, mean * between / (between + within), 0.0))


def _guess(seen: Floats, known: Bools) -> Floats:
    """The assumed variance of a month's logarithm before months are compared: that of counting wins, plus 0.1."""
    return 0.1 + np.where(known, 1.0 / (seen + 2.0), 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)


def _within(squares: Floats, guess: Floats, months: Floats, used: int) -> Floats:
    """The variance among months of one kind: the squares seen, with the guess counted as two further months."""
    return (squares + 2.0 * guess) / (2.0 + np.maximum(0.0, months - used))
