"""Simulated teams of known truth, on which the forecast is judged, as files that a backtest reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from pipeline.forecast.stage_file import CURRENCY, EnteredStage, StageFile
from pipeline.money import Money

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_STAGES = ("lead", "talks", "offer")
_OLDEST = 400
_WON, _LOST, _MOVED = 1, 2, 3


class Kind(Enum):
    """What is peculiar about a team.

    The common shock is an AR(1) of whole weeks. The ramp's chance of winning grows fivefold within the first 60 % of
    the weeks. The funnel has one stage, many leads, no loss that anybody records and no win within its first 20 weeks.
    """

    STEADY = "steady"
    SEASONAL = "seasonal"
    SHOCK = "common shock"
    RAMP = "ramp"
    GROWTH = "growing intake"
    FUNNEL = "funnel"
    THIN = "thin"


@dataclass
class _Open:
    """The open deals, one entry each: number, stage, and the day on which they were opened and entered the stage."""

    number: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    stage: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    opened: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    entered: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def add(self, first: int, count: int, day: int) -> None:
        """Open deals on a day, numbered from `first`."""
        self.number = np.append(self.number, np.arange(first, first + count))
        self.stage = np.append(self.stage, np.zeros(count, dtype=np.int64))
        self.opened = np.append(self.opened, np.full(count, day))
        self.entered = np.append(self.entered, np.full(count, day))

    def keep(self, which: NDArray[np.bool_]) -> None:
        """Leave out the deals that have ended."""
        self.number, self.stage = self.number[which], self.stage[which]
        self.opened, self.entered = self.opened[which], self.entered[which]


def team(kind: Kind, seed: int, weeks: int = 62) -> StageFile:
    """A team's whole history. The same kind and seed give the same history."""
    random = np.random.default_rng([seed, *kind.value.encode()])
    begins = datetime(2021, 1, 4, tzinfo=UTC) + timedelta(weeks=int(random.integers(0, 52)))
    daily = {Kind.THIN: 0.35, Kind.FUNNEL: 9.0}.get(kind, 4.0) * 1.4
    levels = _levels(kind, weeks, random)
    deals: list[list[EnteredStage]] = []
    now = _Open()
    for day in range(7 * weeks):
        date = begins + timedelta(days=day)
        works = date.weekday() < 5
        share = 0.3 + 1.4 * day / (7 * weeks) if kind is Kind.GROWTH else 1.0
        count = int(random.poisson(daily * share)) if works else 0
        chances = _chances(kind, now, day, date) * (1.0 if works else 0.05)
        chances[:, 0] *= _winning(kind, day, 7 * weeks) * levels[day // 7]
        _pass(deals, now, chances, day, date, random)
        for amount, at in zip(np.exp(random.normal(8.0, 1.0, count)), _hours(date, count, random), strict=True):
            deals.append([EnteredStage(at, _STAGES[0], Money(round(amount * 100), CURRENCY))])
        now.add(len(deals) - count, count, day)
    moments = [entry.at for entries in deals for entry in entries]
    names = {name: no for no, name in enumerate(sorted(_STAGES), 1)}
    return StageFile(tuple(map(tuple, deals)), names, min(moments), max(moments))


def _levels(kind: Kind, weeks: int, random: np.random.Generator) -> Floats:
    levels = np.zeros(weeks)
    if kind is Kind.SHOCK:
        for week in range(1, weeks):
            levels[week] = 0.8 * levels[week - 1] + random.normal(0.0, 0.15)
    return np.exp(levels)


def _winning(kind: Kind, day: int, days: int) -> float:
    """The factor of a day by which deals are likelier to be won."""
    if kind is Kind.RAMP:
        return 0.2 + 0.8 * min(1.0, day / (days * 0.6))
    if kind is Kind.FUNNEL:
        return 0.0 if day < 140 else min(1.0, 0.25 + 0.75 * (day - 140) / 150)
    return 1.0


def _chances(kind: Kind, now: _Open, day: int, date: datetime) -> Floats:
    """For each open deal, the chances of this day to be won, to be lost and to move on."""
    age = np.minimum(day - now.entered, _OLDEST)
    if kind is Kind.FUNNEL:
        won = 0.0006 * np.exp(-age / 25.0) + 0.0001
        return np.stack([won, np.zeros(len(age)), np.zeros(len(age))], axis=1)
    peaks = np.array([[0, 0.03, 0.10], [0.006, 0.03, 0.05], [0.06, 0.03, 0.0]])[now.stage]
    at = np.array([[1, 15, 6], [20, 25, 14], [18, 30, 1]])[now.stage]
    chances = peaks * np.exp(-0.5 * (np.log((age[:, None] + 1) / at) / 0.8) ** 2)
    if kind is Kind.SEASONAL:
        old = day - now.opened > 40
        month = (date.month - 1) % 3
        chances[:, 0] *= np.where(old, (0.4, 0.8, 1.8)[month], (0.75, 0.95, 1.3)[month])
    return chances


def _pass(
    deals: list[list[EnteredStage]], now: _Open, chances: Floats, day: int, date: datetime, random: np.random.Generator
) -> None:
    """Let a day pass for the open deals: some are won, some are lost, some move on."""
    luck = random.random(len(now.number))
    became = np.where(luck[:, None] < np.cumsum(chances, axis=1), np.array([_WON, _LOST, _MOVED]), 9).min(axis=1)
    became[became == 9] = 0
    hours = _hours(date, len(luck), random)
    for at in np.flatnonzero(became):
        entries = deals[now.number[at]]
        name = {_WON: "won", _LOST: "lost"}.get(int(became[at])) or _STAGES[now.stage[at] + 1]
        entries.append(EnteredStage(hours[at], name, entries[-1].amount))
    moved = became == _MOVED
    now.stage = now.stage + moved
    now.entered = np.where(moved, day, now.entered)
    now.keep((became != _WON) & (became != _LOST))


def _hours(date: datetime, count: int, random: np.random.Generator) -> list[datetime]:
    return [date + timedelta(hours=9 + 8 * float(hour)) for hour in random.random(count)]
