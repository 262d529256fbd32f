"""Refusals: Slack's error code, the reason, and the page of Slack's documentation on which the refusal rests."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class ApiRefusal(Exception):
    """An error answer to the app. `extra` is added to the answer; `status` and `headers` are those of HTTP."""

    error: str
    why: str
    cites: str
    extra: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    def answer(self) -> dict[str, Any]:
        """Return the body of the answer."""
        return {"ok": False, "error": self.error, **self.extra}


class Impossible(Exception):
    """A person could not do this in Slack, for example because they see no such button, channel or field."""
