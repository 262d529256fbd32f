"""The history of a deal as the forecast learns from it: when it entered which open stage, and how it ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from pipeline.money import Money


class Outcome(Enum):
    """How a deal ended."""

    WON = "won"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Step:
    """A deal enters an open stage."""

    at: datetime
    stage_no: int


@dataclass(frozen=True, slots=True)
class History:
    """One deal: its steps in the order in which they happened, and its end if it has ended.

    `amount` is None when nobody has named one. `earlier_amount` is the amount of a won deal as it was just
    before the win, None where that is not known. `last_no` is the number of the deal's newest event.
    """

    deal_no: int
    steps: tuple[Step, ...]
    ended_at: datetime | None = None
    outcome: Outcome | None = None
    amount: Money | None = None
    last_no: int = 0
    earlier_amount: Money | None = None

    @property
    def is_open(self) -> bool:
        """Whether the deal is neither won nor lost."""
        return self.ended_at is None or self.outcome is None


def known_at(histories: Iterable[History], now: datetime) -> list[History]:
    """The deals as they stood at `now`: without later steps and ends, and without deals that were opened later."""
    return [known for history in histories if (known := _known_at(history, now)).steps]


def _known_at(history: History, now: datetime) -> History:
    if history.ended_at is not None and history.ended_at > now:
        history = replace(history, ended_at=None, outcome=None)
    if history.steps and history.steps[-1].at > now:
        history = replace(history, steps=tuple(step for step in history.steps if step.at <= now))
    return history
