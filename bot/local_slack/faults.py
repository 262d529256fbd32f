"""Faults: failures of the next deliveries and answers, injected on request."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from .refusal import Impossible

DELIVERY = {
    "repeat": "the delivery comes `times` times, `seconds` apart (0: at once)",
    "late": "the delivery comes `seconds` late",
    "lost": "the delivery never arrives",
    "ack_lost": "the acknowledgement of the delivery never arrives",
}
ANSWER = {
    "ratelimited": "429 with Retry-After `retry_after`",
    "http_500": "HTTP 500; nothing was done",
    "answer_lost": "done, but after `seconds` the connection drops without an answer",
    "invalid_json": "done, but the answer is no JSON",
    "error": "ok: false with the code `error`; nothing was done",
    "slow": "done, and answered after `seconds`",
}
SOCKET = {
    "cut": "every socket is cut",
    "close": "every socket is closed in good order",
    "silence": "every socket falls silent: no pong, no FIN; after `seconds` Slack gives them up",
    "warning": "Slack warns every client that it will close",
    "reconnect": "Slack asks every client to reconnect, and closes",
    "pace": "a channel takes at most `times` messages at once (never more than Slack's)",
    "refuse": "the next `n` calls of apps.connections.open get internal_error",
}


@dataclass(slots=True)
class Fault:
    """One fault, and how many more times it strikes (`left`)."""

    kind: str
    left: int
    of: str | None = None
    method: str | None = None
    channel: str | None = None
    times: int = 2
    seconds: float = 0.0
    retry_after: int = 1
    error: str = "internal_error"


class Faults:
    """The faults that have not struck yet, or not often enough."""

    def __init__(self) -> None:
        self.waiting: list[Fault] = []

    def add(self, asked: dict[str, Any]) -> Fault:
        """Add a fault that strikes the next `n` times. Raises Impossible for an unknown kind or part."""
        kind = asked.get("kind")
        if kind not in DELIVERY | ANSWER | SOCKET:
            raise Impossible(f"no fault is called {kind!r}; there are {', '.join([*DELIVERY, *ANSWER, *SOCKET])}")
        fields = {key: value for key, value in asked.items() if key not in {"kind", "n"}}
        try:
            fault = Fault(kind=str(kind), left=int(asked.get("n", 1)), **fields)
        except TypeError as problem:
            raise Impossible(f"a fault has no such part: {problem}") from problem
        if kind == "refuse":
            fault.kind, fault.method = "error", "apps.connections.open"
        if kind not in SOCKET or kind == "refuse":
            self.waiting.append(fault)
        return fault

    def clear(self) -> None:
        """Remove all faults."""
        self.waiting.clear()

    def for_delivery(self, kind: str) -> list[Fault]:
        """Return the faults that strike a delivery of this kind, and count one strike of each."""
        return self._take(lambda each: each.kind in DELIVERY and each.of in (None, kind))

    def for_answer(self, method: str, channel: str | None) -> Fault | None:
        """Return the fault that strikes the answer of this method, if any, and count its strike."""

        def strikes(each: Fault) -> bool:
            return each.kind in ANSWER and each.method in (None, method) and each.channel in (None, channel)

        taken = self._take(strikes, most=1)
        return taken[0] if taken else None

    def _take(self, strikes: Any, most: int = 10) -> list[Fault]:
        struck = [each for each in self.waiting if strikes(each)][:most]
        for fault in struck:
            fault.left -= 1
        self.waiting = [each for each in self.waiting if each.left > 0]
        return struck

    def listed(self) -> list[dict[str, Any]]:
        """List the faults as they appear in the state."""
        return [asdict(each) for each in self.waiting]
