"""Whether Slack refuses the bot token: while it does, nothing is sent or becomes due, and all that waits stays."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

import structlog

log = structlog.get_logger()

ASKED_AGAIN = 20.0  # seconds
MEND = (
    "Install the app again, set PUTKI_BOT_TOKEN to its new token, and start Putki again. Nothing is deleted, and what "
    "waits is sent then."
)


@dataclass(slots=True)
class Revocation:
    """The time in which Slack refuses the bot token, if it does. Moments are on the monotonic clock."""

    between: float = ASKED_AGAIN  # seconds between two questions whether the token is accepted again
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _workspace_no: int | None = None
    _next_try: float = 0.0

    @property
    def workspace_no(self) -> int | None:
        """The workspace whose token is refused; None while it is accepted."""
        with self._lock:
            return self._workspace_no

    def begin(self, workspace_no: int, reason: str) -> None:
        """Stop sending, because of an event or an error code of Slack's. The first reason is logged, no other one."""
        with self._lock:
            if self._workspace_no is None:
                log.error("sending_stopped", workspace_no=workspace_no, reason=reason, fix=MEND)
                self._workspace_no, self._next_try = workspace_no, time.monotonic() + self.between

    def may_ask(self) -> bool:
        """Whether it is time for one caller to ask Slack whether the token is accepted again."""
        with self._lock:
            now = time.monotonic()
            if now < self._next_try:
                return False
            self._next_try = now + self.between
            return True

    def rest(self) -> float:
        """The seconds until Slack is asked again; 0 while the token is accepted."""
        with self._lock:
            return 0.0 if self._workspace_no is None else max(0.0, self._next_try - time.monotonic())

    def end(self) -> None:
        """Go on sending, because Slack accepts the token."""
        with self._lock:
            if self._workspace_no is not None:
                log.info("sending_resumed", workspace_no=self._workspace_no)
            self._workspace_no = None
