"""What became of past deals that stood in one stage as long as an open deal has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipeline.forecast.histories import History, Outcome


@dataclass(frozen=True, slots=True)
class Stand:
    """Where an open deal stands: its stage, and for how many whole days it has been in it."""

    stage_no: int
    days: int


@dataclass(frozen=True, slots=True)
class Alike:
    """How many past deals had stood so, and how many of them were won and lost in the time that was looked at."""

    count: int
    won: int
    lost: int


def stand(deal: History, at: datetime) -> Stand | None:
    """Where a deal stood at a moment; None before it was opened."""
    entered = [step for step in deal.steps if step.at <= at]
    return Stand(entered[-1].stage_no, (at - entered[-1].at).days) if entered else None


def alike(past: Iterable[History], stood: Stand, now: datetime, after: timedelta, until: timedelta) -> Alike:
    """Count what became of the deals that had stood so, between `after` and `until` from that moment on.

    Only what was over by `now` is looked at, and only deals that had not ended before that time began.
    """
    found = [
        (deal, moment)
        for deal in past
        for moment in _moments(deal, stood)
        if moment + until <= now and (deal.ended_at is None or deal.ended_at > moment)
    ]

    def ended(outcome: Outcome) -> int:
        return sum(
            deal.outcome is outcome and deal.ended_at is not None and moment + after < deal.ended_at <= moment + until
            for deal, moment in found
        )

    return Alike(len(found), ended(Outcome.WON), ended(Outcome.LOST))


def _moments(deal: History, stood: Stand) -> Iterator[datetime]:
    """The moments at which a deal had been in the stage for that long."""
    for place, step in enumerate(deal.steps):
        left = deal.steps[place + 1].at if place + 1 < len(deal.steps) else deal.ended_at
        moment = step.at + timedelta(days=stood.days)
        if step.stage_no == stood.stage_no and (left is None or moment < left):
            yield moment
