"""Counts what deals did within a week, by stage and age: the table from which the model learns.

Dates lie whole and half weeks before `now`, so that Mondays are compared with Mondays: many teams book their wins on
certain weekdays. On each date every deal open then is at risk. A week later it was won, was lost, had moved, or stayed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from pipeline.forecast.histories import History, Outcome

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

#: How many ages are distinguished, in days in a stage; an older deal counts as the oldest.
AGES = 196
#: How many ages are distinguished for a deal that moved within the week, in days since it entered its new stage.
ENTRY_AGES = 7
#: How many weeks of history are read. Older weeks would weigh less than 1/250 of the newest.
MOST_WEEKS = 104
_HALF_WEEK = 3.5
_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Stays:
    """Every stay of every deal in an open stage, as arrays. Times are in days relative to now, so they are negative.

    `case`, `stage`, `start` and `end` have one entry per stay, ordered by case and start; a case is a deal. `opened`,
    `closed` and `won` have one entry per case; `closed` is infinite while the deal is open.
    """

    case: Ints
    stage: Ints
    start: Floats
    end: Floats
    opened: Floats
    closed: Floats
    won: Bools

    @property
    def first_close(self) -> float:
        """When the first deal was closed, in days relative to now; infinite if none was."""
        return float(self.closed.min()) if len(self.closed) else np.inf


@dataclass(frozen=True, slots=True)
class Moves:
    """The counts: date (as in `dates`, newest first) × stage × age in days.

    `moved` has the new stage as a further axis. `entered` counts the deals that moved: date × new stage × days since
    they entered it. `is_whole` says whether a date lies a whole number of weeks before now.
    """

    dates: Floats
    is_whole: Bools
    at_risk: Floats
    won: Floats
    lost: Floats
    moved: Floats
    entered: Floats

    @property
    def stages(self) -> int:
        """How many open stages there are."""
        return self.at_risk.shape[1]


def stays(histories: Sequence[History], now: datetime, stages_in_order: Sequence[int]) -> Stays:
    """Turn histories known at `now` into arrays. A step into a stage that is not listed counts as staying."""
    place = {stage_no: at for at, stage_no in enumerate(stages_in_order)}
    rows: list[tuple[int, int, float]] = []
    ends: list[float] = []
    won: list[bool] = []
    for history in histories:
        steps = [(place[step.stage_no], step.at) for step in history.steps if step.stage_no in place]
        if not steps:
            continue
        rows += [(len(ends), stage, (at - now).total_seconds() / _DAY) for stage, at in steps]
        ends.append(_end(history, now))
        won.append(history.outcome is Outcome.WON)
    table = np.array(rows, dtype=np.float64).reshape(-1, 3)
    return _as_stays(table, np.array(ends, dtype=np.float64), np.array(won, dtype=np.bool_))


def _end(history: History, now: datetime) -> float:
    if history.ended_at is None or history.outcome is None:
        return np.inf
    return (history.ended_at - now).total_seconds() / _DAY


def _as_stays(table: Floats, closed: Floats, won: Bools) -> Stays:
    case = table[:, 0].astype(np.int64)
    start = table[:, 2]
    is_last = np.append(case[1:] != case[:-1], True) if len(case) else np.zeros(0, dtype=np.bool_)
    end = np.where(is_last, closed[case], np.append(start[1:], np.inf)[: len(start)])
    opened = start[np.append(True, is_last[:-1])] if len(case) else start
    return Stays(case, table[:, 1].astype(np.int64), start, end, opened, closed, won)


def count(seen: Stays, stages: int) -> Moves:
    """Count what the deals at risk on each date had done a week later. Weeks that are not over are left out."""
    oldest = -float(seen.opened.min()) if len(seen.opened) else 0.0
    halves = min(2 * MOST_WEEKS, int(oldest // _HALF_WEEK))
    numbers = np.arange(2, max(halves, 1) + 1)
    stay, date = _at_risk(seen, halves)
    shape = (len(numbers), stages, AGES)
    when: Floats = -_HALF_WEEK * date.astype(np.float64)
    at = (date - 2, seen.stage[stay], _age(when - seen.start[stay], AGES))
    later = when + 7.0
    ended = seen.closed[seen.case[stay]] <= later
    won = ended & seen.won[seen.case[stay]]
    then = _stay_at(seen, stay, later)
    moved = ~ended & (then != stay)
    to = (seen.stage[then[moved]],)
    entry = (date[moved] - 2, *to, _age(later[moved] - seen.start[then[moved]], ENTRY_AGES))
    return Moves(
        dates=-_HALF_WEEK * numbers.astype(np.float64),
        is_whole=numbers % 2 == 0,
        at_risk=_tally(at, shape),
        won=_tally(_select(at, won), shape),
        lost=_tally(_select(at, ended & ~won), shape),
        moved=_tally((*_select(at, moved), *to), (*shape, stages)),
        entered=_tally(entry, (len(numbers), stages, ENTRY_AGES)),
    )


def wins_of_open(seen: Stays, dates: Floats, weeks: int) -> Floats:
    """For each date, how many of the deals open then were won within that many weeks."""
    ends, opened = seen.closed[seen.won], seen.opened[seen.won]
    then = dates[:, None]
    return ((opened <= then) & (ends > then) & (ends <= then + 7.0 * weeks)).sum(axis=1).astype(np.float64)


def _at_risk(seen: Stays, halves: int) -> tuple[Ints, Ints]:
    """All pairs of a stay and a date within it. A date is given as its number of half weeks before now."""
    end = np.minimum(seen.end, 0.0)
    first = np.maximum(2, np.floor(-end / _HALF_WEEK).astype(np.int64) + 1)
    last = np.minimum(halves, np.floor(-seen.start / _HALF_WEEK).astype(np.int64))
    lengths = np.maximum(0, last - first + 1)
    stay = np.repeat(np.arange(len(lengths)), lengths)
    within = np.arange(len(stay)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return stay, first[stay] + within


def _stay_at(seen: Stays, stay: Ints, when: Floats) -> Ints:
    """For each given stay, the stay in which its deal is at the later moment `when`."""
    span = 1.0e7
    return np.searchsorted(seen.case * span + seen.start, seen.case[stay] * span + when, side="right") - 1


def _age(days: Floats, ages: int) -> Ints:
    return np.clip(np.floor(days), 0, ages - 1).astype(np.int64)


def _select(at: tuple[Ints, ...], which: Bools) -> tuple[Ints, ...]:
    return tuple(axis[which] for axis in at)


def _tally(at: tuple[Ints, ...], shape: tuple[int, ...]) -> Floats:
    cells = np.ravel_multi_index(at, shape)
    return np.bincount(cells, minlength=int(np.prod(shape))).reshape(shape).astype(np.float64)
