"""Histories of known truth: deals that move by stage, age and weekday, with a season or a common shock where asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from pipeline.forecast.histories import History, Outcome, Step
from pipeline.money import Money

Floats = NDArray[np.float64]

BEGINS = datetime(2024, 1, 1, tzinfo=UTC)
_STAGES = 3
_ON_WEEKDAY = (1.3, 1.1, 1.0, 0.9, 0.7, 0.0, 0.0)
_SEASON = (0.75, 0.9, 1.35)
_PERSISTENCE, _SHOCK = 0.8, 0.15


class Kind(Enum):
    """What, beside chance, the wins of a week share."""

    STEADY = "steady"
    SEASONAL = "seasonal"
    SHOCKS = "shocks"


@dataclass
class _Deals:
    """One entry per deal that has been opened; a stage of −1 says that it has ended."""

    stage: list[int] = field(default_factory=list)
    entered: list[int] = field(default_factory=list)
    histories: list[History] = field(default_factory=list)


def team(kind: Kind, seed: int, *, weeks: int = 78, deals_a_week: float = 12.0) -> list[History]:
    """A team's deals since BEGINS, a Monday; some 30 % of them are won, after six weeks on average."""
    random = np.random.default_rng(seed)
    levels = _levels(kind, weeks, random)
    deals = _Deals()
    for day in range(7 * weeks):
        _open(deals, day, random.poisson(deals_a_week / 5.0 * (_ON_WEEKDAY[day % 7] > 0)), random)
        _move(deals, day, _ON_WEEKDAY[day % 7], levels[day // 7] * _season(kind, day), random)
    return deals.histories


def _levels(kind: Kind, weeks: int, random: np.random.Generator) -> Floats:
    levels = np.zeros(weeks)
    if kind is Kind.SHOCKS:
        for week in range(1, weeks):
            levels[week] = _PERSISTENCE * levels[week - 1] + random.normal(0.0, _SHOCK)
    return np.exp(levels)


def _season(kind: Kind, day: int) -> float:
    return _SEASON[((BEGINS + timedelta(days=day)).month - 1) % 3] if kind is Kind.SEASONAL else 1.0


def _open(deals: _Deals, day: int, count: int, random: np.random.Generator) -> None:
    for _ in range(count):
        amount = Money(round(float(np.exp(random.normal(9.0, 0.8))) * 100), "EUR")
        step = Step(_at(day, random), 1)
        deals.histories.append(History(len(deals.histories) + 1, (step,), amount=amount))
        deals.stage.append(0)
        deals.entered.append(day)


def _move(deals: _Deals, day: int, busy: float, wins: float, random: np.random.Generator) -> None:
    """Lets a day pass for every open deal."""
    stage, age = np.array(deals.stage, dtype=np.int64), day - np.array(deals.entered, dtype=np.int64)
    rate = busy * _daily(age)
    onwards = rate * np.where(stage == _STAGES - 1, wins, 1.0)
    luck = random.random(len(stage))
    leaves = (stage >= 0) & (luck < onwards + rate * 0.5)
    for deal in np.flatnonzero(leaves):
        _leave(deals, int(deal), day, bool(luck[deal] < onwards[deal]), random)


def _daily(age: NDArray[np.int64]) -> Floats:
    """The chance of going on, by age: little on the first days, most in the second week, then fading."""
    return 0.12 * np.minimum(1.0, (age + 1) / 7.0) * np.exp(-np.maximum(0, age - 14) / 40.0)


def _leave(deals: _Deals, deal: int, day: int, goes_on: bool, random: np.random.Generator) -> None:
    before = deals.histories[deal]
    at = _at(day, random)
    if goes_on and deals.stage[deal] < _STAGES - 1:
        deals.stage[deal] += 1
        deals.entered[deal] = day
        steps = (*before.steps, Step(max(at, before.steps[-1].at), deals.stage[deal] + 1))
        deals.histories[deal] = History(before.deal_no, steps, amount=before.amount)
        return
    deals.stage[deal] = -1
    outcome = Outcome.WON if goes_on else Outcome.LOST
    deals.histories[deal] = History(before.deal_no, before.steps, max(at, before.steps[-1].at), outcome, before.amount)


def _at(day: int, random: np.random.Generator) -> datetime:
    """A moment in the working hours of a day."""
    return BEGINS + timedelta(days=day, hours=7 + 9 * float(random.random()))
