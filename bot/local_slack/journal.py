"""The journal: every Web API call and acknowledgement that reached the local Slack, without tokens."""

from __future__ import annotations

from collections import deque
from typing import Any

from .refusal import ApiRefusal
from .world import World

_KEPT = 20_000


class Journal:
    """The newest calls and their answers, oldest first."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.entries: deque[dict[str, Any]] = deque(maxlen=_KEPT)

    def note(self, method: str, payload: Any, answer: Any, *, ms: float | None = None, **more: Any) -> None:
        """Add an entry; `ms` is how many milliseconds the call took."""
        self.entries.append(
            {"at": self._world.at(), "method": method, "payload": payload, "answer": answer, "ms": ms, **more}
        )

    def refuse(self, method: str, refusal: ApiRefusal) -> None:
        """Add a refusal, with its reason and source, to the state."""
        self._world.refusals.append(
            {
                "at": self._world.at(),
                "method": method,
                "error": refusal.error,
                "why": refusal.why,
                "cites": refusal.cites,
            }
        )
        self._world.changed()
