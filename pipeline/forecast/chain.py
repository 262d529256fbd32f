"""Chances of one week, by stage and age, and what they add up to over several weeks.

A discrete-time multi-state model: within a week a deal is won, lost, moves to another stage, or stays and is seven
days older there. Rates are estimated coarse to fine (all stages, stage, class of ages, day), each drawn towards the
coarser one by a few pseudo-weeks; a stage that few deals have left is believed as much as they are against a stated
assumption worth five. Many weeks are multiplied out backwards, which is the Aalen–Johansen estimator of the share won
in discrete time.

Aalen & Johansen 1978, An empirical transition matrix for non-homogeneous Markov chains.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from pipeline.forecast.moves import AGES, ENTRY_AGES, Floats

#: Assumed until the team's own deals say otherwise: in a week one deal in five leaves its stage, half of them onwards
#: (out of the last open stage: won), half lost. In each stage the assumption weighs as much as five deals that left it.
ASSUMED_EXIT = 0.2
ASSUMED_ONWARDS = 0.5
ASSUMED_DEALS = 5.0

# Whole weeks and those from midway to midway see each exit twice, so twice as many counts make as many deals.
_ASSUMED_EXITS = 2.0 * ASSUMED_DEALS
_ASSUMED_WEEKS = _ASSUMED_EXITS / ASSUMED_EXIT
_CLASS_STARTS = np.array([0, 1, 3, 7, 10, 14, 21, 28, 35, 49, 70, 98, 140])
_CLASS_OF_AGE = np.searchsorted(_CLASS_STARTS, np.arange(AGES), side="right") - 1
_TO_ALL_STAGES = 2.0
_TO_STAGE = 2.0
_TO_CLASS = 5.0
_FADE = 0.5
_MOST = 0.995


@dataclass(frozen=True, slots=True)
class Exposure:
    """Weighted counts of one or more fits: deals at risk (for each way out, with its rhythm) and what became of them.

    Axes: fit × stage × age × way out (won, lost, then the stages moved to). `entered`: fit × stage × days since then.
    """

    at_risk: Floats
    out: Floats
    entered: Floats


@dataclass(frozen=True, slots=True)
class Chances:
    """Chances of one week without rhythm and level, with the axes of `Seen`."""

    out: Floats
    entered: Floats


@dataclass(frozen=True, slots=True)
class Span:
    """A week, or a part of one: the share of the week's exits in it, and whether the week is over at its end.

    `won` and `lost` are factors of the hazards: fit × age.
    """

    share: float
    is_full: bool
    won: Floats
    lost: Floats


@dataclass(frozen=True, slots=True)
class _InStage:
    """The same by stage: weeks that deals were seen in it, and what became of them.

    `younger`: for each class of ages, the share of the weeks seen at younger ones. `known`: how much the stage's own
    deals are believed, against what is assumed.
    """

    weeks: Floats
    out: Floats
    younger: Floats
    known: Floats


def chances(seen: Exposure) -> Chances:
    """Estimates the chances of one week; with nothing seen they are the stated assumption."""
    stage = _in_stage(seen)
    by_class = _of_classes(seen, stage)
    near = _near()
    learned = (near @ seen.out + _TO_CLASS * by_class) / (near @ seen.at_risk + _TO_CLASS)
    known = stage.known[..., None, None]
    daily = known * learned + (1.0 - known) * _otherwise(stage)
    total = daily.sum(axis=-1, keepdims=True)
    return Chances(daily * np.minimum(1.0, _MOST / total), _entered(seen.entered))


def _in_stage(seen: Exposure) -> _InStage:
    at_risk = seen.at_risk.sum(axis=-2)
    # Losses and moves in weeks of another rhythm count as they would have in a plain week.
    out = seen.out.sum(axis=-2) * _ratio(at_risk[..., -1:], at_risk, otherwise=1.0)
    exits = out.sum(axis=-1)
    known = exits / (exits + _ASSUMED_EXITS)
    in_class = np.add.reduceat(seen.at_risk[..., -1], _CLASS_STARTS, axis=-1)
    younger = _ratio(np.cumsum(in_class, axis=-1) - in_class, in_class.sum(axis=-1, keepdims=True), otherwise=0.0)
    return _InStage(at_risk[..., -1], out, younger, known)


def _of_stages(stage: _InStage) -> Floats:
    """Per stage: how many leave it in a week, times where they go."""
    exits = stage.out.sum(axis=-1)
    everywhere = _leaving(exits.sum(axis=-1), stage.weeks.sum(axis=-1))
    leaving = (exits + _TO_ALL_STAGES * everywhere[..., None]) / (stage.weeks + _TO_ALL_STAGES)
    mix = (stage.out + _TO_ALL_STAGES * _assumed_mix(stage.out.shape[-2])) / (exits + _TO_ALL_STAGES)[..., None]
    return leaving[..., None] * mix


def _leaving(exits: Floats, weeks: Floats) -> Floats:
    return (exits + _ASSUMED_EXITS) / (weeks + _ASSUMED_WEEKS)


def _otherwise(stage: _InStage) -> Floats:
    """What a stage would be thought of without its own deals: as many leave it as the other stages, half onwards.

    It fades with age as far as what is known of the stage does.
    """
    exits = stage.out.sum(axis=-1)
    others, their_weeks = (each.sum(axis=-1, keepdims=True) - each for each in (exits, stage.weeks))
    left = np.ones_like(stage.younger)
    for number in range(1, len(_CLASS_STARTS)):
        fade = (stage.known * stage.younger[..., number]) ** 2
        left[..., number] = 1.0 - fade + fade * _FADE * left[..., number - 1]
    rate = _leaving(others, their_weeks)[..., None] * _assumed_mix(stage.out.shape[-2])
    return rate[..., None, :] * left[..., _CLASS_OF_AGE, None]


def _assumed_mix(stages: int) -> Floats:
    mix = np.zeros((stages, stages + 2))
    mix[:, 1] = 1.0 - ASSUMED_ONWARDS
    for stage in range(stages):
        mix[stage, 0 if stage == stages - 1 else 3 + stage] = ASSUMED_ONWARDS
    return mix


def _of_classes(seen: Exposure, stage: _InStage) -> Floats:
    """Per stage × age: the rate of its class of ages. Old classes hardly seen fade, as a deal nobody closes does."""
    out = np.add.reduceat(seen.out, _CLASS_STARTS, axis=-2)
    at_risk = np.add.reduceat(seen.at_risk, _CLASS_STARTS, axis=-2)
    whole, rates = _of_stages(stage), np.empty_like(out)
    for number in range(len(_CLASS_STARTS)):
        parent = whole
        if number:
            fade = (stage.younger[..., number] ** 2)[..., None]
            parent = (1.0 - fade) * whole + fade * _FADE * rates[..., number - 1, :]
        rates[..., number, :] = (out[..., number, :] + _TO_STAGE * parent) / (at_risk[..., number, :] + _TO_STAGE)
    return rates[..., _CLASS_OF_AGE, :]


def _ratio(upper: Floats, lower: Floats, *, otherwise: float) -> Floats:
    """Their ratio, and something else where it would divide by nothing."""
    shape = np.broadcast_shapes(upper.shape, lower.shape)
    return np.divide(upper, lower, out=np.full(shape, otherwise), where=lower > 0)


@cache
def _near() -> Floats:
    """How much each day of age (column) tells of each other (row): a triangle of ± (1 + 5 % of the age)."""
    ages = np.arange(AGES, dtype=np.float64)
    distance = np.abs(ages[:, None] - ages[None, :])
    return np.maximum(0.0, 1.0 - distance / (2.0 + 0.05 * ages[:, None]))


def _entered(seen: Floats) -> Floats:
    """How long ago those who moved within a week entered their new stage."""
    everywhere = seen.sum(axis=-2, keepdims=True)
    everywhere = (everywhere + 1.0) / (everywhere.sum(axis=-1, keepdims=True) + ENTRY_AGES)
    return (seen + ASSUMED_DEALS * everywhere) / (seen.sum(axis=-1, keepdims=True) + ASSUMED_DEALS)


@dataclass(frozen=True, slots=True)
class Hazards:
    """The same chances as hazards, so that factors keep them below one."""

    out: Floats
    entered: Floats


def hazards(of: Chances) -> Hazards:
    """The hazards of chances, way by way out."""
    total = of.out.sum(axis=-1, keepdims=True)
    return Hazards(of.out * (-np.log1p(-total) / total), of.entered)


def win_chances(model: Hazards, spans: Sequence[Span]) -> Floats:
    """The chance of being won within the spans, one after the other: fit × stage × age at their start."""
    value = np.zeros(model.out.shape[:-1])
    for span in reversed(spans):
        out = _out_in(model, span)
        older = np.concatenate([value[..., ENTRY_AGES:], np.repeat(value[..., -1:], ENTRY_AGES, axis=-1)], axis=-1)
        moved = (model.entered * value[..., :ENTRY_AGES]).sum(axis=-1)
        stayed = (1.0 - out.sum(axis=-1)) * (older if span.is_full else value)
        value = out[..., 0] + (out[..., 2:] @ moved[..., None, :, None])[..., 0] + stayed
    return value


def _out_in(model: Hazards, span: Span) -> Floats:
    rate = model.out * span.share
    rate[..., 0] *= span.won[:, None, :]
    rate[..., 1] *= span.lost[:, None, :]
    total = rate.sum(axis=-1, keepdims=True)
    return rate * _ratio(-np.expm1(-total), total, otherwise=1.0)
