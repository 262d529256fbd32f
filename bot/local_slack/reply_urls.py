"""Response URLs: five posts within thirty minutes, to the place where a person did something."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from .world import World

MOST_USES = 5
LIFE = timedelta(minutes=30)


@dataclass(slots=True)
class ReplyUrl:
    """One response URL: whose act, where, and the message that `replace_original` means."""

    key: str
    user: str
    channel: str
    born: datetime
    original_ts: str | None = None
    original_is_ephemeral: bool = False
    uses: int = 0


class ReplyUrls:
    """The response URLs given out."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._given: dict[str, ReplyUrl] = {}
        self.base = ""

    def give(self, user: str, channel: str, *, ts: str | None = None, is_ephemeral: bool = False) -> ReplyUrl:
        """Give a URL for something this person did here, to the message at `ts` if it was on one."""
        key = f"{self._world.team.id}/{secrets.randbelow(10**13)}/{secrets.token_urlsafe(18)}"
        url = ReplyUrl(key, user, channel, self._world.clock.now(), ts, is_ephemeral)
        self._given[key] = url
        return url

    def address(self, url: ReplyUrl) -> str:
        """Write the URL as the app gets it."""
        return f"{self.base}/response/{url.key}"

    def find(self, key: str) -> ReplyUrl | None:
        """Find a URL by its key."""
        return self._given.get(key)
