"""The state of the local workspace: people, channels, messages, open views, Homes, and notices of Slack itself."""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .clock import SlackClock
from .manifest import Manifest
from .people import Channel, Person, UserGroup, WorldData


@dataclass(slots=True)
class PostedMessage:
    """A message in a channel. `offered` has the options that the app gave for external selects, by action_id."""

    channel: str
    ts: str
    text: str
    user: str
    is_bots: bool = False
    blocks: list[dict[str, Any]] | None = None
    thread_ts: str | None = None
    edited: dict[str, str] | None = None
    metadata: dict[str, Any] | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    state: dict[str, dict[str, Any]] = field(default_factory=dict)
    offered: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    broadcast: bool = False
    files: list[dict[str, Any]] | None = None


@dataclass(slots=True)
class Ephemeral:
    """A message that only `user` sees, until they reload."""

    channel: str
    ts: str
    text: str
    user: str
    blocks: list[dict[str, Any]] | None = None
    thread_ts: str | None = None
    state: dict[str, dict[str, Any]] = field(default_factory=dict)
    offered: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


@dataclass(slots=True)
class OpenView:
    """A modal that a person has open, or their Home.

    `state` is what they filled in; `offered` has the options that the app gave for external selects, by action_id.
    """

    id: str
    user: str
    view: dict[str, Any]
    hash: str
    root_id: str
    previous_id: str | None = None
    state: dict[str, dict[str, Any]] = field(default_factory=dict)
    offered: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


class World:
    """The state, used on one event loop only, with a version for which long polls wait."""

    def __init__(self, cast: WorldData, manifest: Manifest, clock: SlackClock) -> None:
        self.team = cast.team
        self.app_id, self.bot_id, self.bot_user_id = cast.app_id, cast.bot_id, cast.bot_user_id
        self.manifest = manifest
        self.clock = clock
        self.people: dict[str, Person] = {each.id: each for each in cast.people}
        self.people[cast.bot_user_id] = self._bot()
        self.channels: dict[str, Channel] = {each.id: each for each in cast.channels}
        self.groups: dict[str, UserGroup] = {each.id: each for each in cast.groups}
        self.messages: dict[str, list[PostedMessage]] = {each: [] for each in self.channels}
        self.ephemerals: list[Ephemeral] = []
        self.views: dict[str, OpenView] = {}
        self.homes: dict[str, OpenView] = {}
        self.home_opened: set[str] = set()
        self.notices: list[dict[str, Any]] = []
        self.refusals: list[dict[str, Any]] = []
        self.version = 1
        self.is_over = False
        self.is_installed = True
        self.has_bot_token = True
        self.installations = 1  # how many times the app was installed so far: each has a bot token of its own
        self._last_ts = (0, 0)
        self.numbers = itertools.count(1)
        self._changed = asyncio.Event()

    def _bot(self) -> Person:
        name = self.manifest.bot_name
        return Person(
            id=self.bot_user_id, name=name.lower().replace(" ", "_"), real_name=name, team_id=self.team.id, is_bot=True
        )

    # --- Versions -----------------------------------------------------------------------------------------------

    def changed(self) -> None:
        """Raise the version, because something that a person or a test can see has changed."""
        self.version += 1
        self._changed.set()
        self._changed = asyncio.Event()

    async def until_after(self, version: int, patience: float) -> None:
        """Wait until the version is higher than `version`, for `patience` seconds at most."""
        try:
            async with asyncio.timeout(patience):
                while self.version <= version and not self.is_over:
                    await self._changed.wait()
        except TimeoutError:
            return

    # --- Names and numbers --------------------------------------------------------------------------------------

    def new_ts(self) -> str:
        """Return a new message timestamp by the local Slack's clock, later than every other."""
        now = self.clock.now()
        self._last_ts = max((int(now.timestamp()), now.microsecond), (self._last_ts[0], self._last_ts[1] + 1))
        return f"{self._last_ts[0]}.{self._last_ts[1]:06d}"

    def new_id(self, letter: str) -> str:
        """Return a new id that begins with this letter."""
        return f"{letter}LOCAL{next(self.numbers):05d}"

    def at(self) -> str:
        """Return the present moment as ISO text."""
        return iso(self.clock.now())

    # --- Finding ------------------------------------------------------------------------------------------------

    def message(self, channel: str, ts: str) -> PostedMessage | None:
        """Find a message by channel and timestamp; None if there is none."""
        return next((each for each in self.messages.get(channel, []) if each.ts == ts), None)

    def thread(self, channel: str, ts: str) -> list[PostedMessage]:
        """List the replies below a message."""
        return [each for each in self.messages.get(channel, []) if each.thread_ts == ts and each.ts != ts]

    def direct_channel(self, user: str) -> Channel:
        """Return the direct message between this person and the bot; it is created if there is none yet."""
        for channel in self.channels.values():
            if channel.is_im and channel.user == user:
                return channel
        channel = Channel(
            id=self.new_id("D"),
            name="",
            is_im=True,
            user=user,
            members=[user, self.bot_user_id],
            creator=self.bot_user_id,
        )
        channel.created = int(self.clock.now().timestamp())
        self.channels[channel.id] = channel
        self.messages[channel.id] = []
        self.changed()
        return channel

    def sees(self, user: str, channel: Channel) -> bool:
        """Whether this person can see the channel: its members can, and full members see public channels too."""
        person = self.people[user]
        if user in channel.members:
            return True
        is_foreign = person.team_id != self.team.id
        return channel.kind == "channel" and not person.is_guest and not is_foreign

    # --- Changing -----------------------------------------------------------------------------------------------

    def post(self, message: PostedMessage) -> PostedMessage:
        """Add a message to its channel, and return it."""
        self.messages[message.channel].append(message)
        self.changed()
        return message

    def notice(self, user: str, channel: str | None, text: str, error: str, cites: str) -> None:
        """Record a notice of Slack itself to a person, with the page of the documentation on which it rests."""
        said = {"user": user, "channel": channel, "text": text, "error": error, "cites": cites, "at": self.at()}
        self.notices.append(said)
        self.changed()


def iso(moment: datetime) -> str:
    """Return a moment as ISO text that ends with Z."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
