"""Trigger ids: each lets the app open one modal within three seconds."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from . import sources
from .refusal import ApiRefusal

LIFE = 3.0  # seconds


@dataclass(slots=True)
class _Trigger:
    user: str
    born: float
    view_id: str | None
    used: bool = False


class Triggers:
    """All triggers that were issued. Their seconds are real time, whatever the local Slack's clock does."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic, life: float = LIFE) -> None:
        self._seconds = seconds
        self._life = life
        self._given: dict[str, _Trigger] = {}

    def issue(self, user: str, view_id: str | None = None) -> str:
        """Issue a trigger for something that a person did just now, in the view `view_id` if in one."""
        now = time.time()
        trigger_id = f"{int(now * 1000)}.{int(now)}.{secrets.token_hex(16)}"
        self._given[trigger_id] = _Trigger(user, self._seconds(), view_id)
        return trigger_id

    def take(self, trigger_id: str, method: str) -> tuple[str, str | None]:
        """Use a trigger up; returns the person who caused it, and the view. Raises ApiRefusal if it is not valid."""
        cites = sources.method(method)
        trigger = self._given.get(trigger_id)
        if trigger is None:
            raise ApiRefusal("invalid_trigger_id", "no such trigger_id was given out", cites)
        if trigger.used:
            raise ApiRefusal("exchanged_trigger_id", "the trigger_id was used before", cites)
        age = self._seconds() - trigger.born
        if age > self._life:
            why = f"the trigger_id is {age:.1f} s old; it lives {self._life:.0f} s"
            raise ApiRefusal("expired_trigger_id", why, cites)
        trigger.used = True
        return trigger.user, trigger.view_id
