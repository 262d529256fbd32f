"""The journal: each Web API call and acknowledgement that reached the local Slack, without its tokens."""

from __future__ import annotations

from collections import deque
from typing import Any

from .refusal import ApiRefusal
from .world import World

_KEPT = 20_000


class Journal:
    """What was called and answered, newest last."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.entries: deque[dict[str, Any]] = deque(maxlen=_KEPT)

    def note(self, method: str, payload: Any, answer: Any, *, ms: float | None = None, **more: Any) -> None:
        """Write an entry."""
        self.entries.append(
            {"at": self._world.at(), "method": method, "payload": payload, "answer": answer, "ms": ms, **more}
        )

    def refuse(self, method: str, refusal: ApiRefusal) -> None:
        """Remember a refusal with its reason and source."""
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
