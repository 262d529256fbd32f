"""The courier: takes what happened to the app by the way there is, with the faults that wait, and retries events."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

from ..clock import PlaygroundClock
from ..faults import Faults
from .envelope import ACK_WITHIN, Envelope, Outcome, Way

RETRIES = (timedelta(0), timedelta(minutes=1), timedelta(minutes=5))


class Courier:
    """Delivers once for a command or interaction, up to four times for an event."""

    def __init__(self, way: Way, faults: Faults, clock: PlaygroundClock) -> None:
        self.way, self._faults, self._clock = way, faults, clock
        self._running: set[asyncio.Task[Outcome]] = set()

    async def deliver(self, envelope: Envelope) -> Outcome:
        """Deliver, struck by the faults that wait for this kind; the first copy's outcome counts."""
        faults = {each.kind: each for each in self._faults.for_delivery(envelope.kind)}
        if "lost" in faults:
            return Outcome(failure="operation_timeout")
        copies = faults["repeat"].times if "repeat" in faults else 1
        delay = faults["late"].seconds if "late" in faults else 0.0
        task = self._keep(asyncio.create_task(self._copies(envelope, copies, delay)))
        try:
            outcome = await asyncio.wait_for(asyncio.shield(task), ACK_WITHIN + 0.25)
        except TimeoutError:
            return Outcome(failure="operation_timeout")
        return Outcome(failure="operation_timeout") if "ack_lost" in faults else outcome

    async def _copies(self, envelope: Envelope, copies: int, delay: float) -> Outcome:
        await asyncio.sleep(delay)
        outcomes = await asyncio.gather(*(self.way.send(envelope) for _ in range(copies)))
        return outcomes[0]

    def _keep(self, task: asyncio.Task[Outcome]) -> asyncio.Task[Outcome]:
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    def announce(self, payload: dict[str, object]) -> asyncio.Task[Outcome]:
        """Deliver an event in the background, again when it is not acknowledged: at once, after 1 and 5 minutes."""
        return self._keep(asyncio.create_task(self._announce(Envelope("events_api", payload))))

    async def _announce(self, envelope: Envelope) -> Outcome:
        outcome = await self.deliver(envelope)
        for number, pause in enumerate(RETRIES, start=1):
            if outcome.acked:
                break
            await self._clock.until(self._clock.now() + pause)
            reason = "http_timeout" if outcome.failure == "operation_timeout" else "http_error"
            outcome = await self.deliver(replace(envelope, retry_attempt=number, retry_reason=reason))
        return outcome
