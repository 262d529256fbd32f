"""The people, channels and user groups of the local workspace, and the world file from which they are read."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_ID = re.compile(r"[A-Z][A-Z0-9]{2,20}")
_COLORS = ("9f69e7", "4bbe2e", "e7392d", "3c989f", "674b1b", "e96699", "e0a729", "684b6c", "5b89d5", "2b6836")


class BadWorld(ValueError):
    """The world file has an id that is malformed or used twice, or a member who does not exist."""


@dataclass(frozen=True, slots=True)
class Team:
    """A workspace, which Slack calls a team."""

    id: str
    name: str
    domain: str


@dataclass(slots=True)
class Person:
    """An account: of a member, a guest, somebody from another workspace, or a bot. The fields are those of Slack."""

    id: str
    name: str
    real_name: str
    team_id: str
    locale: str = "en-US"
    tz: str = "Europe/Helsinki"
    title: str = ""
    color: str = "9f69e7"
    is_admin: bool = False
    is_owner: bool = False
    is_primary_owner: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_bot: bool = False
    deleted: bool = False
    updated: int = 0

    @property
    def is_guest(self) -> bool:
        """Whether this is a guest, of one channel or of several."""
        return self.is_restricted or self.is_ultra_restricted


@dataclass(slots=True)
class Channel:
    """A public or private channel, or the direct message between the bot and `user`."""

    id: str
    name: str
    members: list[str] = field(default_factory=list)
    is_private: bool = False
    is_im: bool = False
    is_archived: bool = False
    is_ext_shared: bool = False
    is_pending_ext_shared: bool = False
    is_general: bool = False
    user: str | None = None
    creator: str = ""
    created: int = 0

    @property
    def kind(self) -> str:
        """Slack's word for the kind of channel: channel, group or im."""
        return "im" if self.is_im else "group" if self.is_private else "channel"


@dataclass(slots=True)
class UserGroup:
    """A user group: people who are mentioned together by its handle."""

    id: str
    name: str
    handle: str
    members: list[str] = field(default_factory=list)
    is_disabled: bool = False


@dataclass(frozen=True, slots=True)
class WorldData:
    """The content of a world file."""

    team: Team
    app_id: str
    bot_id: str
    bot_user_id: str
    people: tuple[Person, ...]
    channels: tuple[Channel, ...]
    groups: tuple[UserGroup, ...]
    initial_content: dict[str, list[dict[str, Any]]]  # the messages, ephemerals and views to begin with


def read_world(source: Path | dict[str, Any]) -> WorldData:
    """Read a world: team, app, people, channels, and the messages and views to begin with. Raises BadWorld."""
    data = source if isinstance(source, dict) else json.loads(source.read_text(encoding="utf-8"))
    team = Team(**data["team"])
    app = data.get("app", {})
    people = tuple(
        Person(**{"team_id": team.id, "color": _COLORS[n % len(_COLORS)], **row})
        for n, row in enumerate(data["people"])
    )
    cast = WorldData(
        team=team,
        app_id=app.get("id", "ALOCAL00001"),
        bot_id=app.get("bot_id", "BLOCAL00001"),
        bot_user_id=app.get("bot_user_id", "ULOCALBOT01"),
        people=people,
        channels=tuple(Channel(**row) for row in data.get("channels", [])),
        groups=tuple(UserGroup(**row) for row in data.get("groups", [])),
        initial_content={kind: data.get(kind, []) for kind in ("messages", "ephemerals", "views")},
    )
    _check(cast)
    return cast


def _check(cast: WorldData) -> None:
    if not cast.team.id.startswith("TLOCAL"):
        raise BadWorld(f"the team's id is {cast.team.id!r}; a local one starts with TLOCAL")
    ids = [cast.team.id, cast.app_id, cast.bot_id, cast.bot_user_id]
    ids += [each.id for each in (*cast.people, *cast.channels, *cast.groups)]
    wrong = [each for each in ids if not _ID.fullmatch(each)]
    if wrong or len(set(ids)) != len(ids):
        raise BadWorld(f"ids are capital letters and digits, each once; look at {wrong or ids}")
    known = {each.id for each in cast.people} | {cast.bot_user_id}
    for of in (*cast.channels, *cast.groups):
        if strangers := [each for each in of.members if each not in known]:
            raise BadWorld(f"{of.name} has members that are no people: {strangers}")
