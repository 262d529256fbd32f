"""The chance that a deal is won within several weeks, computed from its chances of one week by stage and age.

This is a discrete-time multi-state model: within a week a deal is won, is lost, moves to another stage, or stays and
becomes seven days older there. Rates are estimated from coarse to fine (all stages, one stage, a class of ages, a day
of age), and each is shrunk towards the coarser one by a few pseudo-weeks. What a stage's own deals say is mixed with a
stated assumption that weighs as much as five deals. Several weeks are multiplied out backwards; that is the
Aalen–Johansen estimator of the share won, in discrete time.

Source: Aalen & Johansen 1978, An empirical transition matrix for non-homogeneous Markov chains.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from pipeline.forecast.moves import AGES, ENTRY_AGES, Floats

#: What the model assumes before a team has ended deals: in a week one deal in five leaves its stage. Half of those move
#: onwards (from the last open stage they are won), half are lost. In each stage the assumption weighs as much as five
#: deals that left it.
ASSUMED_EXIT = 0.2
ASSUMED_ONWARDS = 0.5
ASSUMED_DEALS = 5.0

# Weeks are counted from two starting points, half a week apart, so each exit is counted twice.
_ASSUMED_EXITS = 2.0 * ASSUMED_DEALS
_ASSUMED_WEEKS = _ASSUMED_EXITS / ASSUMED_EXIT
_CLASS_STARTS = np.array([0, 1, 3, 7, 10, 14, 21, 28, 35, 49, 70, 98, 140])
_CLASS_OF_AGE = np.searchsorted(_CLASS_STARTS, np.arange(AGES), side="right") - 1
_WEEKS_OF_ALL_STAGES = 2.0
_WEEKS_OF_STAGE = 2.0
_WEEKS_OF_CLASS = 5.0
_FADE_PER_CLASS = 0.5
_MOST_LEAVE = 0.995


@dataclass(frozen=True, slots=True)
class Exposure:
    """Weighted counts for one or more fits: how many deals were at risk, and how many took each way out.

    `at_risk` and `out` have the axes fit × stage × age in days × way out (won, lost, then each stage moved to).
    `entered` has the axes fit × new stage × days since the deal entered it. `silent` holds, for each stage, how many
    weeks deals spent in it before the first deal of all was closed; None stands for none.
    """

    at_risk: Floats
    out: Floats
    entered: Floats
    silent: Floats | None = None


@dataclass(frozen=True, slots=True)
class Chances:
    """The chances of one week, without rhythm and level. The arrays have the axes of `Exposure`."""

    out: Floats
    entered: Floats


@dataclass(frozen=True, slots=True)
class Span:
    """A week or a part of one: `share` of the week's exits fall in it, and `is_full` says that it ends the week.

    `won` and `lost` multiply the hazards of winning and losing; their axes are fit × age in days.
    """

    share: float
    is_full: bool
    won: Floats
    lost: Floats


@dataclass(frozen=True, slots=True)
class _StageTotals:
    """The counts summed over ages: the weeks that deals spent in each stage, and how many took each way out.

    `younger` holds, for each class of ages, the share of those weeks in younger classes. `known` is the weight of the
    stage's own deals, from 0 to 1; the assumption has the rest.
    """

    weeks: Floats
    out: Floats
    younger: Floats
    known: Floats


def chances(seen: Exposure) -> Chances:
    """Estimate the chances of one week. Without any counts they are the stated assumption."""
    stage = _stage_totals(seen)
    by_class = _class_rates(seen, stage)
    near = _age_kernel()
    learned = (near @ seen.out + _WEEKS_OF_CLASS * by_class) / (near @ seen.at_risk + _WEEKS_OF_CLASS)
    known = stage.known[..., None, None]
    daily = known * learned + (1.0 - known) * _assumed_rates(stage, seen.silent)
    total = daily.sum(axis=-1, keepdims=True)
    return Chances(daily * np.minimum(1.0, _MOST_LEAVE / total), _entry_ages(seen.entered))


def _stage_totals(seen: Exposure) -> _StageTotals:
    at_risk = seen.at_risk.sum(axis=-2)
    # Counts from weeks with a rhythm are rescaled to what a week without rhythm would have had.
    out = seen.out.sum(axis=-2) * _ratio(at_risk[..., -1:], at_risk, otherwise=1.0)
    exits = out.sum(axis=-1)
    weeks = at_risk[..., -1]
    # A stage that few leave is known from the weeks that deals stayed in it, not from the few that left.
    known = np.maximum(exits / (exits + _ASSUMED_EXITS), weeks / (weeks + _ASSUMED_WEEKS))
    in_class = np.add.reduceat(seen.at_risk[..., -1], _CLASS_STARTS, axis=-1)
    younger = _ratio(np.cumsum(in_class, axis=-1) - in_class, in_class.sum(axis=-1, keepdims=True), otherwise=0.0)
    return _StageTotals(weeks, out, younger, known)


def _stage_rates(stage: _StageTotals) -> Floats:
    """For each stage and way out, the rate of a week: how many leave the stage, times the share that goes that way."""
    exits = stage.out.sum(axis=-1)
    everywhere = _exit_rate(exits.sum(axis=-1), stage.weeks.sum(axis=-1))
    leaving = (exits + _WEEKS_OF_ALL_STAGES * everywhere[..., None]) / (stage.weeks + _WEEKS_OF_ALL_STAGES)
    mix = (stage.out + _WEEKS_OF_ALL_STAGES * _assumed_mix(stage.out.shape[-2])) / (exits + _WEEKS_OF_ALL_STAGES)[
        ..., None
    ]
    return leaving[..., None] * mix


def _exit_rate(exits: Floats, weeks: Floats) -> Floats:
    return (exits + _ASSUMED_EXITS) / (weeks + _ASSUMED_WEEKS)


def _assumed_rates(stage: _StageTotals, silent: Floats | None) -> Floats:
    """The rates to assume for a stage without looking at its own deals: stage × age × way out.

    As many deals leave it as leave the other stages, half of them onwards. The rates fall with age where the stage's
    own deals are mostly younger, and with the weeks that deals spent in the stage before any deal was closed.
    """
    exits = stage.out.sum(axis=-1)
    others, their_weeks = (each.sum(axis=-1, keepdims=True) - each for each in (exits, stage.weeks))
    left = np.ones_like(stage.younger)
    for number in range(1, len(_CLASS_STARTS)):
        fade = (stage.known * stage.younger[..., number]) ** 2
        left[..., number] = 1.0 - fade + fade * _FADE_PER_CLASS * left[..., number - 1]
    rate = _exit_rate(others, their_weeks)[..., None] * _assumed_mix(stage.out.shape[-2])
    if silent is not None:
        rate = rate * (_ASSUMED_WEEKS / (_ASSUMED_WEEKS + silent))[:, None]
    return rate[..., None, :] * left[..., _CLASS_OF_AGE, None]


def _assumed_mix(stages: int) -> Floats:
    mix = np.zeros((stages, stages + 2))
    mix[:, 1] = 1.0 - ASSUMED_ONWARDS
    for stage in range(stages):
        mix[stage, 0 if stage == stages - 1 else 3 + stage] = ASSUMED_ONWARDS
    return mix


def _class_rates(seen: Exposure, stage: _StageTotals) -> Floats:
    """For each stage and age, the rate of its class of ages.

    A class of old ages with few counts gets lower rates than the class before it, because a deal that stays open that
    long has often been forgotten.
    """
    out = np.add.reduceat(seen.out, _CLASS_STARTS, axis=-2)
    at_risk = np.add.reduceat(seen.at_risk, _CLASS_STARTS, axis=-2)
    whole, rates = _stage_rates(stage), np.empty_like(out)
    for number in range(len(_CLASS_STARTS)):
        parent = whole
        if number:
            fade = (stage.younger[..., number] ** 2)[..., None]
            parent = (1.0 - fade) * whole + fade * _FADE_PER_CLASS * rates[..., number - 1, :]
        rates[..., number, :] = (out[..., number, :] + _WEEKS_OF_STAGE * parent) / (
            at_risk[..., number, :] + _WEEKS_OF_STAGE
        )
    return rates[..., _CLASS_OF_AGE, :]


def _ratio(upper: Floats, lower: Floats, *, otherwise: float) -> Floats:
    """`upper` divided by `lower`, and `otherwise` where `lower` is 0."""
    shape = np.broadcast_shapes(upper.shape, lower.shape)
    return np.divide(upper, lower, out=np.full(shape, otherwise), where=lower > 0)


@cache
def _age_kernel() -> Floats:
    """The weight of each age (column) in the estimate for each age (row): a triangle of ± (1 + 5 % of the age)."""
    ages = np.arange(AGES, dtype=np.float64)
    distance = np.abs(ages[:, None] - ages[None, :])
    return np.maximum(0.0, 1.0 - distance / (2.0 + 0.05 * ages[:, None]))


def _entry_ages(seen: Floats) -> Floats:
    """The share of the deals moved within a week that entered their new stage 0, 1, … days ago."""
    everywhere = seen.sum(axis=-2, keepdims=True)
    everywhere = (everywhere + 1.0) / (everywhere.sum(axis=-1, keepdims=True) + ENTRY_AGES)
    return (seen + ASSUMED_DEALS * everywhere) / (seen.sum(axis=-1, keepdims=True) + ASSUMED_DEALS)


@dataclass(frozen=True, slots=True)
class Hazards:
    """The chances of one week as hazards. A hazard can be multiplied by any factor and its chance stays below 1."""

    out: Floats
    entered: Floats


def hazards(of: Chances) -> Hazards:
    """Turn chances into hazards, one for each way out."""
    total = of.out.sum(axis=-1, keepdims=True)
    return Hazards(of.out * (-np.log1p(-total) / total), of.entered)


def win_chances(model: Hazards, spans: Sequence[Span]) -> Floats:
    """The chance of being won within the given spans, which follow one another: fit × stage × age at their start."""
    value = np.zeros(model.out.shape[:-1])
    for span in reversed(spans):
        value = _before(model, span, value)
    return value


def win_chances_from(model: Hazards, spans: Sequence[Span]) -> list[Floats]:
    """The chances of `win_chances` from each span on, the first span first, and at last those from the end: zeros."""
    values = [np.zeros(model.out.shape[:-1])]
    for span in reversed(spans):
        values.append(_before(model, span, values[-1]))
    return values[::-1]


def _before(model: Hazards, span: Span, value: Floats) -> Floats:
    """The chances at the start of a span, from those at its end."""
    out = _exits_in(model, span)
    older = np.concatenate([value[..., ENTRY_AGES:], np.repeat(value[..., -1:], ENTRY_AGES, axis=-1)], axis=-1)
    moved = (model.entered * value[..., :ENTRY_AGES]).sum(axis=-1)
    stayed = (1.0 - out.sum(axis=-1)) * (older if span.is_full else value)
    return out[..., 0] + (out[..., 2:] @ moved[..., None, :, None])[..., 0] + stayed


def _exits_in(model: Hazards, span: Span) -> Floats:
    rate = model.out * span.share
    rate[..., 0] *= span.won[:, None, :]
    rate[..., 1] *= span.lost[:, None, :]
    total = rate.sum(axis=-1, keepdims=True)
    return rate * _ratio(-np.expm1(-total), total, otherwise=1.0)
