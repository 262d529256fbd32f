"""Following the local Slack's clock: a jump is stepped through, so that everything on the way comes at its time."""

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

POLL = 40.0  # seconds a poll may hang: longer than the local Slack lets it
DRAIN = 20.0  # seconds to send what a step made due
STEPS = 5000  # moments in one jump; beyond it the clock goes where it was told at once
AFTER_TROUBLE = 1.0


@dataclass(slots=True)
class Follower:
    """One process's clock, held to the local Slack's; the next poll tells it that all that was due is done."""

    url: str
    ledger: Ledger
    clock: MovableClock
    tick: Callable[[], None]
    drain: Callable[[float], bool]
    version: int | None = None

    def run(self, stop: threading.Event) -> None:
        """Follow until told to stop."""
        while not stop.is_set():
            try:
                version, now = told(self.url, self.version)
            except (OSError, ValueError) as lost:
                log.info("clock_unreachable", error=type(lost).__name__)
                stop.wait(AFTER_TROUBLE)
                continue
            if version != self.version:
                self.move(now)
                self.version = version

    def move(self, target: datetime) -> None:
        """Step through the moments at which something is due, up to `target`; what is due already comes before."""
        self.tick()
        for _ in range(STEPS):
            with self.ledger.storage.read() as connection:
                due = next_due(connection, self.clock.now())
            if due is None or due >= target or target < self.clock.now():
                break
            self._be_at(due)
        self._be_at(target)

    def _be_at(self, moment: datetime) -> None:
        self.clock.move_to(moment)
        self.tick()
        self.drain(time.monotonic() + DRAIN)


def told(url: str, after: int | None = None) -> tuple[int, datetime]:
    """The version and moment of the local Slack's clock, at once or as soon as the version is another than `after`."""
    query = "" if after is None else f"?after={after}"
    with urllib.request.urlopen(url + query, timeout=POLL) as answer:
        raw = json.load(answer)
    return int(raw["version"]), datetime.fromisoformat(raw["now"])
