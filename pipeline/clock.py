"""Clocks: the only place that says what time it is, so that tests and the local Slack can move it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """The time that people see. Deadlines, the pace of calls, and leases use the machine's time instead."""

    def now(self) -> datetime:
        """The present moment, in UTC and with its zone."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The machine's present moment in UTC."""
        return datetime.now(UTC)


@dataclass(slots=True)
class MovableClock:
    """The machine's clock shifted by an offset; it keeps running after a move."""

    offset: timedelta = timedelta()
    base: Clock = field(default_factory=SystemClock)

    def now(self) -> datetime:
        """The base clock's moment, shifted by the offset."""
        return self.base.now() + self.offset

    def move_to(self, moment: datetime) -> None:
        """Set the clock to that moment; it keeps running from there."""
        self.offset = moment - self.base.now()

    def move_by(self, step: timedelta) -> None:
        """Shift the clock by a further step, which may be negative."""
        self.offset += step


@dataclass(slots=True)
class StandingClock:
    """A clock that stands still until it is moved, for tests and for questions about another moment."""

    moment: datetime

    def now(self) -> datetime:
        """The moment at which the clock stands, in UTC."""
        return self.moment.astimezone(UTC)

    def move_to(self, moment: datetime) -> None:
        """Set the clock to that moment."""
        self.moment = moment

    def move_by(self, step: timedelta) -> None:
        """Move the clock by a step, which may be negative."""
        self.moment += step
