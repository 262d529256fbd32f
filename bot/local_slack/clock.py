"""The local Slack's clock: it runs with real time, can jump forward, and then waits for the bot to catch up."""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_STEP = re.compile(r"(\d+)\s*(w|d|h|min|m|s)")
_UNITS = {"w": "weeks", "d": "days", "h": "hours", "min": "minutes", "m": "minutes", "s": "seconds"}
_RECENT = 30.0


class BadMoment(ValueError):
    """The clock was asked to move to what is no moment, or to the past."""


@dataclass(frozen=True, slots=True)
class ClockMove:
    """The clock after a move; `settled` says whether a bot has done what became due."""

    version: int
    now: datetime
    settled: bool


def step_of(text: str) -> timedelta:
    """Read a step such as `3d`, `1w 2h` or `90 min`."""
    parts = _STEP.findall(text.strip().lower())
    if not parts or _STEP.sub("", text.strip().lower()).strip():
        raise BadMoment(f"{text!r} is no step; write 3d, 12h, 90min, 1w")
    return sum((timedelta(**{_UNITS[unit]: int(count)}) for count, unit in parts), timedelta())


def moment_of(text: str) -> datetime:
    """Read an ISO moment; without a zone it is UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as problem:
        raise BadMoment(f"{text!r} is no ISO moment") from problem
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


class SlackClock:
    """The time that the local Slack and the bot see.

    Each jump gets a version. A bot polls with the newest version whose work it has done, so the clock knows when the
    bot has caught up.
    """

    def __init__(self, start: datetime | None = None) -> None:
        self._zero = (start or datetime.now(UTC)).astimezone(UTC)
        self._began = time.monotonic()
        self.version = 1
        self._moved = asyncio.Condition()
        self._waiting = 0
        self._is_over = False
        self._caught_up: dict[int, int] = {}
        self._last_poll = -_RECENT

    def now(self) -> datetime:
        """Return the present moment, in UTC."""
        return self._zero + timedelta(seconds=time.monotonic() - self._began)

    async def move(self, moment: datetime, *, patience: float) -> ClockMove:
        """Jump to a later moment in one step, then wait up to `patience` seconds for every polling bot."""
        if moment < self.now():
            raise BadMoment("the clock does not go back")
        self._zero += moment - self.now()
        self.version += 1
        version, expected = self.version, max(self._waiting, 1)
        self._caught_up.clear()
        followed = self._waiting > 0 or time.monotonic() - self._last_poll < _RECENT
        async with self._moved:
            self._moved.notify_all()
        if not followed:
            return ClockMove(version, self.now(), settled=False)
        return ClockMove(version, self.now(), settled=await self._settled(version, expected, patience))

    async def _settled(self, version: int, expected: int, patience: float) -> bool:
        def done() -> bool:
            return sum(n for reached, n in self._caught_up.items() if reached >= version) >= expected

        try:
            async with asyncio.timeout(patience), self._moved:
                await self._moved.wait_for(done)
        except TimeoutError:
            return False
        return True

    async def follow(self, after: int | None, *, patience: float = 25.0) -> tuple[int, datetime]:
        """Answer a bot's poll with version and moment: at once if the clock's version is past `after`.

        Otherwise answer when the clock moves, or after `patience` seconds.
        """
        self._last_poll = time.monotonic()
        if after is not None:
            self._caught_up[after] = self._caught_up.get(after, 0) + 1
            self._waiting += 1
            try:
                async with self._moved:
                    self._moved.notify_all()
                async with asyncio.timeout(patience), self._moved:
                    await self._moved.wait_for(lambda: self.version > after or self._is_over)
            except TimeoutError:
                pass
            finally:
                self._waiting -= 1
        return self.version, self.now()

    async def end(self) -> None:
        """Answer every waiting poll, because the local Slack stops."""
        self._is_over = True
        async with self._moved:
            self._moved.notify_all()

    async def until(self, moment: datetime) -> None:
        """Wait until the local Slack's time is `moment`, whether by running or by jumping."""
        while (left := (moment - self.now()).total_seconds()) > 0:
            try:
                async with asyncio.timeout(left), self._moved:
                    await self._moved.wait()
            except TimeoutError:
                continue
