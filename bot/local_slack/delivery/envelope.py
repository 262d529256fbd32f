"""The envelope that is delivered to the app, the outcome of a delivery, and the interface of a transport."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

ACK_WITHIN = 3.0  # seconds that Slack waits for an acknowledgement


@dataclass(frozen=True, slots=True)
class Envelope:
    """A payload to deliver. `kind` is Socket Mode's word: slash_commands, interactive or events_api."""

    kind: str
    payload: dict[str, Any]
    accepts_response: bool = False
    retry_attempt: int = 0
    retry_reason: str = ""
    ack_within: float = ACK_WITHIN


@dataclass(frozen=True, slots=True)
class DeliveryOutcome:
    """The outcome of a delivery: the payload of the acknowledgement, or Slack's word for the failure."""

    payload: Any = None
    failure: str | None = None

    @property
    def acked(self) -> bool:
        """Whether the app acknowledged in time."""
        return self.failure is None


class Transport(Protocol):
    """A transport to the app: Socket Mode or signed HTTP."""

    mode: str

    @property
    def connected(self) -> bool:
        """Whether the app can be reached now."""
        ...

    async def send(self, envelope: Envelope) -> DeliveryOutcome:
        """Send an envelope once, and wait for the acknowledgement for at most `envelope.ack_within` seconds."""
        ...
