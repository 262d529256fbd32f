"""What Slack would not do: an error code as Slack gives it, why, and the page of the documentation it rests on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class ApiRefusal(Exception):
    """An error answer. `extra` goes into the answer beside `error`; `status` and `headers` are HTTP's."""

    error: str
    why: str
    cites: str
    extra: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    def answer(self) -> dict[str, Any]:
        """Give the answer's body."""
        return {"ok": False, "error": self.error, **self.extra}


class Impossible(Exception):
    """A person could not have done this: there is no such button, channel or field before them."""
