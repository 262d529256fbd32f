"""The courier: delivers envelopes to the app over Socket Mode or HTTP, applies faults, and retries events."""

from __future__ import annotations

import asyncio
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta

from ..clock import SlackClock
from ..faults import Faults
from .envelope import ACK_WITHIN, DeliveryOutcome, Envelope, Transport

_REASONS = {"operation_timeout": "http_timeout", "dispatch_failed": "connection_failed"}
RETRIES = (timedelta(0), timedelta(minutes=1), timedelta(minutes=5))


class Courier:
    """Delivers a command or an interaction once, and an event up to four times until it is acknowledged."""

    def __init__(self, way: Transport, faults: Faults, clock: SlackClock, patience: float = ACK_WITHIN) -> None:
        self.transport, self._faults, self._clock = way, faults, clock
        self._patience = patience  # seconds to wait for the acknowledgement of a person's request
        self._running: set[asyncio.Task[DeliveryOutcome]] = set()

    async def deliver(self, envelope: Envelope) -> DeliveryOutcome:
        """Deliver an envelope, with the faults for its kind. If it is sent repeatedly, the first outcome counts."""
        ack_within = ACK_WITHIN if envelope.kind == "events_api" else self._patience
        envelope = replace(envelope, payload=deepcopy(envelope.payload), ack_within=ack_within)
        faults = {each.kind: each for each in self._faults.for_delivery(envelope.kind)}
        if "lost" in faults:
            return DeliveryOutcome(failure="operation_timeout")
        delay = faults["late"].seconds if "late" in faults else 0.0
        copies = [self._later(envelope, delay)]
        if "repeat" in faults:
            apart = faults["repeat"].seconds
            others = [self._later(envelope, delay + n * apart) for n in range(1, faults["repeat"].times)]
            copies += [] if apart else others
        await asyncio.wait(copies, timeout=ack_within + 0.25)
        if not copies[0].done() or "ack_lost" in faults:
            return DeliveryOutcome(failure="operation_timeout")
        return copies[0].result()

    def _later(self, envelope: Envelope, delay: float) -> asyncio.Task[DeliveryOutcome]:
        async def send() -> DeliveryOutcome:
            await asyncio.sleep(delay)
            return await self.transport.send(envelope)

        return self._keep(asyncio.create_task(send()))

    def _keep(self, task: asyncio.Task[DeliveryOutcome]) -> asyncio.Task[DeliveryOutcome]:
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    def announce(self, payload: dict[str, object]) -> asyncio.Task[DeliveryOutcome]:
        """Deliver an event in the background; if it is not acknowledged, again at once, after 1 and after 5 minutes."""
        return self._keep(asyncio.create_task(self._announce(Envelope("events_api", payload))))

    async def _announce(self, envelope: Envelope) -> DeliveryOutcome:
        sent_at = self._clock.now()
        outcome = await self.deliver(envelope)
        for number, pause in enumerate(RETRIES, start=1):
            if outcome.acked:
                break
            await self._clock.until(sent_at + pause)
            sent_at = self._clock.now()
            reason = _REASONS.get(outcome.failure or "", "http_error")
            outcome = await self.deliver(replace(envelope, retry_attempt=number, retry_reason=reason))
        return outcome
