"""Response URLs: the app may post five times within thirty minutes to where a person did something."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from .world import World

MOST_USES = 5
LIFE = timedelta(minutes=30)


@dataclass(slots=True)
class ReplyUrl:
    """One response URL: who did something, in which channel, and the message that `replace_original` replaces."""

    key: str
    user: str
    channel: str
    born: datetime
    original_ts: str | None = None
    original_is_ephemeral: bool = False
    uses: int = 0


class ReplyUrls:
    """All response URLs that were issued."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._given: dict[str, ReplyUrl] = {}
        self.base = ""

    def issue(self, user: str, channel: str, *, ts: str | None = None, is_ephemeral: bool = False) -> ReplyUrl:
        """Issue a URL for something that a person did in a channel, on the message at `ts` if on one."""
        key = f"{self._world.team.id}/{secrets.randbelow(10**13)}/{secrets.token_urlsafe(18)}"
        url = ReplyUrl(key, user, channel, self._world.clock.now(), ts, is_ephemeral)
        self._given[key] = url
        return url

    def address(self, url: ReplyUrl) -> str:
        """Return the URL as the app gets it."""
        return f"{self.base}/response/{url.key}"

    def find(self, key: str) -> ReplyUrl | None:
        """Find a URL by its key; None if it was never issued."""
        return self._given.get(key)
