"""Messages, modals and Home as wholes: what may be in them and how much."""

from __future__ import annotations

from typing import Any


def check_message(body: dict[str, Any], cites: str) -> None:
    """Refuse a message that Slack would refuse."""


def check_view(view: Any, cites: str, kind: str) -> None:
    """Refuse a view that Slack would refuse."""
