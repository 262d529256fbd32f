"""What is delivered and what comes of it: the envelope, the acknowledgement, and the way it travels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

ACK_WITHIN = 3.0


@dataclass(frozen=True, slots=True)
class Envelope:
    """A payload on its way. `kind` is Socket Mode's word: slash_commands, interactive or events_api."""

    kind: str
    payload: dict[str, Any]
    accepts_response: bool = False
    retry_attempt: int = 0
    retry_reason: str = ""


@dataclass(frozen=True, slots=True)
class DeliveryOutcome:
    """What came back within three seconds: an acknowledgement with its payload, or how it failed, in Slack's word."""

    payload: Any = None
    failure: str | None = None

    @property
    def acked(self) -> bool:
        """Whether the app acknowledged in time."""
        return self.failure is None


class Way(Protocol):
    """A way to the app."""

    mode: str

    @property
    def connected(self) -> bool:
        """Whether the app can be reached now."""
        ...

    async def send(self, envelope: Envelope) -> DeliveryOutcome:
        """Send once and wait for the acknowledgement, at most three seconds."""
        ...
