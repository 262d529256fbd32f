"""The Home tabs that people have looked at lately, and what each shows: kept in memory, as nothing rests on it.

After a restart nobody's Home is known until they open it again, which draws it anew.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import Any

KEPT = 3 * 24 * 3600.0  # seconds after it was opened for which a Home is kept up to date
MOST = 500  # Homes that are known at the same time; of more, the ones opened last

Moment = tuple[int, int]
"""The ledger's newest event, and a part of an hour by the clock that people see: Home changes with either."""


@dataclass(frozen=True, slots=True)
class ShownHome:
    """What one person's Home shows. Times are on the monotonic clock.

    `hash` is Slack's name for what is shown; `moment` is when that was seen to be so, None where it was not looked at.
    """

    user_id: str
    payload: dict[str, Any]
    hash: str | None
    opened_at: float
    published_at: float
    moment: Moment | None = None


@dataclass(slots=True)
class OpenHomes:
    """The Homes of the members of a workspace, by member number; for many threads."""

    _shown: dict[int, ShownHome] = field(default_factory=dict[int, ShownHome])
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def opened(self, member_no: int, user_id: str, payload: dict[str, Any], hash_: str | None) -> None:
        """Note that a member has opened Home, and what was published to it."""
        now = time.monotonic()
        with self._lock:
            self._shown[member_no] = ShownHome(user_id, payload, hash_, now, now)
            if len(self._shown) > MOST:
                del self._shown[min(self._shown, key=lambda each: self._shown[each].opened_at)]

    def save(self, member_no: int, before: ShownHome, after: ShownHome) -> None:
        """Note what a Home shows now, unless its member has opened it meanwhile."""
        with self._lock:
            if self._shown.get(member_no) is before:
                self._shown[member_no] = after

    def forget(self, member_no: int) -> None:
        """Keep this Home up to date no longer."""
        with self._lock:
            self._shown.pop(member_no, None)

    def due(self, moment: Moment, between: float) -> list[tuple[int, ShownHome]]:
        """Return the Homes that may show something else by now, those first that wait longest.

        Each was published `between` seconds ago or earlier.
        """
        now = time.monotonic()
        with self._lock:
            for member_no in [no for no, each in self._shown.items() if now - each.opened_at > KEPT]:
                del self._shown[member_no]
            found = [
                (no, each)
                for no, each in self._shown.items()
                if each.moment != moment and now - each.published_at >= between
            ]
        return sorted(found, key=lambda each: each[1].published_at)

    def __len__(self) -> int:
        """How many Homes are known."""
        return len(self._shown)
