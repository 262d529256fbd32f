"""Whether Slack is away: while it is, one sender at a time asks whether it is back, and no message is blamed."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

import structlog

from bot.sending.pace import Timing

log = structlog.get_logger()

LONGEST_WAIT = 20.0  # seconds between two tries, so that what waits goes within a minute once Slack is back
FIRST_REPORT = 60.0  # seconds after which the log says that Slack is still away; then after twice as long each time


@dataclass(slots=True)
class SlackOutage:
    """The present outage of Slack, if any, as this process has seen it. Times are on the monotonic clock."""

    timing: Timing
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _since: float | None = None
    _seen_in: int | None = None
    _tries: int = 0
    _next_try: float = 0.0
    _next_report: float = 0.0

    def may_try(self) -> bool:
        """Whether to call Slack now. During an outage that is so for one caller at a time, now and then."""
        with self._lock:
            now = time.monotonic()
            if self._since is None:
                return True
            if now < self._next_try:
                return False
            self._next_try = now + self._wait()
            return True

    @property
    def seen_in(self) -> int | None:
        """The workspace in which the present outage was seen last; None without an outage."""
        with self._lock:
            return self._seen_in

    def rest(self) -> float:
        """The seconds until the next try; 0 without an outage."""
        with self._lock:
            return 0.0 if self._since is None else max(0.0, self._next_try - time.monotonic())

    def failed(self, workspace_no: int, reason: str) -> None:
        """Slack gave no answer to this workspace."""
        with self._lock:
            now = time.monotonic()
            if self._since is None:
                self._since, self._tries, self._next_report = now, 0, now + FIRST_REPORT
                log.warning("slack_away", reason=reason)
            elif now >= self._next_report:
                self._next_report = now + 2 * (self._next_report - self._since)
                log.warning("slack_still_away", reason=reason, seconds=round(now - self._since))
            self._seen_in = workspace_no
            self._tries += 1
            self._next_try = now + self._wait()

    def over(self) -> None:
        """Slack answered."""
        with self._lock:
            if self._since is not None:
                log.info("slack_back", seconds=round(time.monotonic() - self._since))
            self._since = self._seen_in = None

    def _wait(self) -> float:
        return min(LONGEST_WAIT, self.timing.wait_after(self._tries))
