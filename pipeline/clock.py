"""The one place that says what time it is, so that tests and the local Slack can move it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What people see takes its time from here; deadlines, pace and leases use real time instead."""

    def now(self) -> datetime:
        """The present moment, aware and in UTC."""
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
        """The base clock's moment, shifted."""
        return self.base.now() + self.offset

    def move_to(self, moment: datetime) -> None:
        """Make it that moment now; the clock runs on from there."""
        self.offset = moment - self.base.now()

    def move_by(self, step: timedelta) -> None:
        """Shift the clock further, forwards or back."""
        self.offset += step


@dataclass(slots=True)
class StandingClock:
    """A clock that stands still until it is moved: a test's, or that of a question about another moment."""

    moment: datetime

    def now(self) -> datetime:
        """The moment at which the clock stands, in UTC."""
        return self.moment.astimezone(UTC)

    def move_to(self, moment: datetime) -> None:
        """Stand at that moment from now on."""
        self.moment = moment

    def move_by(self, step: timedelta) -> None:
        """Stand that much later, or earlier."""
        self.moment += step
