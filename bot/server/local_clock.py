"""Follows the local Slack's clock. A jump stops at each moment at which something is due, so nothing comes late."""

from __future__ import annotations

import json
import threading
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

from pipeline.clock import MovableClock
from pipeline.ledger.unit_of_work import Ledger
from pipeline.schedule.tick import next_due

log = structlog.get_logger()

POLL = 40.0  # seconds for one poll; the local Slack answers sooner
DRAIN = 20.0  # seconds for sending what became due at one stop
STEPS = 5000  # stops in one jump; after that the clock goes straight to its target
AFTER_TROUBLE = 1.0


@dataclass(slots=True)
class ClockFollower:
    """Keeps one process's clock equal to the local Slack's.

    The next poll tells the local Slack that everything due at the last moment is done.
    """

    url: str
    ledger: Ledger
    clock: MovableClock
    tick: Callable[[], None]
    drain: Callable[[float], bool]
    version: int | None = None

    def run(self, stop: threading.Event) -> None:
        """Follow the clock until `stop` is set."""
        while not stop.is_set():
            try:
                version, now = read_clock(self.url, self.version)
            except (OSError, ValueError) as lost:
                log.info("local_clock_unreachable", error=type(lost).__name__)
                stop.wait(AFTER_TROUBLE)
                continue
            if version != self.version:
                self.move(now)
                self.version = version

    def move(self, target: datetime) -> None:
        """Move the clock to `target` and stop at each moment at which something is due.

        First do what is already due.
        """
        self.tick()
        for _ in range(STEPS):
            with self.ledger.storage.read() as connection:
                due = next_due(connection, self.clock.now())
            if due is None or due >= target or target < self.clock.now():
                break
            self._stop_at(due)
        self._stop_at(target)

    def _stop_at(self, moment: datetime) -> None:
        self.clock.move_to(moment)
        self.tick()
        self.drain(time.monotonic() + DRAIN)


def read_clock(url: str, after: int | None = None) -> tuple[int, datetime]:
    """Return the version and the moment of the local Slack's clock.

    With `after`, wait until the version differs from it. Raises OSError or ValueError when the local Slack cannot be
    reached or read.
    """
    query = "" if after is None else f"?after={after}"
    with urllib.request.urlopen(url + query, timeout=POLL) as answer:
        raw = json.load(answer)
    return int(raw["version"]), datetime.fromisoformat(raw["now"])
