"""Whose turn it is with a deal, and since when: for readers who may know it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pipeline.calendars import Calendar
from pipeline.deals.projection import DealState
from pipeline.deals.turn import Turn, waits_since, whose_turn
from pipeline.stages.events import StageKind


@dataclass(frozen=True, slots=True)
class TurnNow:
    """Whose turn it is now, and since when; `since` is None where no word of the other side began it."""

    turn: Turn
    since: datetime | None


def turn_now(deal: DealState, calendar: Calendar, now: datetime) -> TurnNow | None:
    """Return whose turn it is with an open deal; None for one that is closed."""
    if deal.state is not StageKind.OPEN:
        return None
    turn = whose_turn(deal, calendar.day(now))
    return TurnNow(turn, waits_since(deal, turn))
