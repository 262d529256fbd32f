"""Rate limits: about one message a second per channel, and a number of calls a minute per method, in real time."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable

from . import sources
from .refusal import ApiRefusal

TIERS = {1: 1, 2: 20, 3: 50, 4: 100}
POSTS_A_SECOND = 1.0
POST_BURST = 4


class PaceLimit:
    """Counts calls and posts, and refuses those beyond the limits. A channel takes at most POST_BURST posts at once."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._calls: dict[str, deque[float]] = {}
        self._posts: dict[str, tuple[float, float]] = {}
        self._burst = POST_BURST

    def tighten(self, burst: int) -> None:
        """Lower the number of messages that a channel takes at once; it is never raised."""
        self._burst = max(1, min(self._burst, burst))

    def call(self, method: str, most: int) -> None:
        """Count a call of a method that takes `most` calls a minute. Raises ApiRefusal beyond that."""
        now = self._seconds()
        calls = self._calls.setdefault(method, deque())
        while calls and calls[0] <= now - 60:
            calls.popleft()
        if len(calls) >= most:
            raise ratelimited(math.ceil(calls[0] + 60 - now), f"{method} takes {most} calls a minute")
        calls.append(now)

    def post(self, channel: str) -> None:
        """Count a message into a channel. Raises ApiRefusal if the channel takes none now."""
        now = self._seconds()
        left, since = self._posts.get(channel, (float(self._burst), now))
        left = min(float(self._burst), left + (now - since) * POSTS_A_SECOND)
        if left < 1:
            raise ratelimited(math.ceil((1 - left) / POSTS_A_SECOND), "a channel takes about one message a second")
        self._posts[channel] = (left - 1, now)


def ratelimited(retry_after: int, why: str) -> ApiRefusal:
    """Make the refusal that asks the app to wait `retry_after` seconds."""
    return ApiRefusal(
        "ratelimited", why, sources.RATE_LIMITS, status=429, headers={"Retry-After": str(max(1, retry_after))}
    )
