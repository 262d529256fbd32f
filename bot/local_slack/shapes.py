"""Builds the JSON objects of people, channels, messages and views as Slack has them in answers and payloads."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from .people import Channel, Person, UserGroup
from .world import OpenView, PostedMessage, World

_CREATED = 1_700_000_000


def user_shape(world: World, person: Person, *, with_locale: bool = False) -> dict[str, Any]:
    """Build the object of a person as in `users.info`."""
    zone = world.clock.now().astimezone(ZoneInfo(person.tz))
    first, _, last = person.real_name.partition(" ")
    user: dict[str, Any] = {
        "id": person.id,
        "team_id": person.team_id,
        "name": person.name,
        "deleted": person.deleted,
        "color": person.color,
        "real_name": person.real_name,
        "tz": person.tz,
        "tz_label": _zone_label(zone),
        "tz_offset": int((zone.utcoffset() or zone - zone).total_seconds()),
        "profile": _profile(world, person, first, last),
        "is_admin": person.is_admin,
        "is_owner": person.is_owner,
        "is_primary_owner": person.is_primary_owner,
        "is_restricted": person.is_restricted,
        "is_ultra_restricted": person.is_ultra_restricted,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": person.updated or _CREATED,
        "is_email_confirmed": not person.is_bot,
        "who_can_share_contact_card": "EVERYONE",
    }
    if person.team_id != world.team.id:
        user["is_stranger"] = True
    if person.deleted:
        for key in ("color", "real_name", "tz", "tz_label", "tz_offset"):
            user.pop(key)
    return user | {"locale": person.locale} if with_locale else user


def _zone_label(moment: datetime) -> str:
    return moment.tzname() or "UTC"


def _profile(world: World, person: Person, first: str, last: str) -> dict[str, Any]:
    profile: dict[str, Any] = {
        "title": person.title,
        "phone": "",
        "skype": "",
        "real_name": person.real_name,
        "real_name_normalized": person.real_name,
        "display_name": person.name,
        "display_name_normalized": person.name,
        "status_text": "",
        "status_emoji": "",
        "status_expiration": 0,
        "avatar_hash": person.id.lower(),
        "first_name": first,
        "last_name": last,
        "team": person.team_id,
    }
    if person.is_bot and person.id == world.bot_user_id:
        profile |= {"api_app_id": world.app_id, "bot_id": world.bot_id, "always_active": True}
    return profile


def group_shape(world: World, group: UserGroup, *, with_users: bool = False) -> dict[str, Any]:
    """Build the object of a user group as in `usergroups.list`."""
    shape: dict[str, Any] = {
        "id": group.id,
        "team_id": world.team.id,
        "is_usergroup": True,
        "name": group.name,
        "description": "",
        "handle": group.handle,
        "is_external": False,
        "date_create": _CREATED,
        "date_update": _CREATED,
        "date_delete": _CREATED if group.is_disabled else 0,
        "auto_type": None,
        "created_by": world.team.id,
        "updated_by": world.team.id,
        "deleted_by": None,
        "prefs": {"channels": [], "groups": []},
        "user_count": str(len(group.members)),
    }
    return shape | ({"users": [*group.members]} if with_users else {})


def channel_shape(world: World, channel: Channel) -> dict[str, Any]:
    """Build the object of a channel as in `conversations.info`."""
    shape: dict[str, Any] = {
        "id": channel.id,
        "created": channel.created or _CREATED,
        "is_archived": channel.is_archived,
        "is_im": channel.is_im,
        "is_org_shared": False,
        "context_team_id": world.team.id,
        "updated": (channel.created or _CREATED) * 1000,
    }
    if channel.is_im:
        return shape | {"user": channel.user, "is_open": True, "priority": 0}
    empty = {"value": "", "creator": "", "last_set": 0}
    return shape | {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not channel.is_private,
        "is_group": channel.is_private,
        "is_mpim": False,
        "is_private": channel.is_private,
        "is_general": channel.is_general,
        "is_member": world.bot_user_id in channel.members,
        "is_shared": channel.is_ext_shared,
        "is_ext_shared": channel.is_ext_shared,
        "is_pending_ext_shared": channel.is_pending_ext_shared,
        "pending_shared": [],
        "pending_connected_team_ids": [],
        "shared_team_ids": _teams_of(world, channel),
        "creator": channel.creator,
        "unlinked": 0,
        "topic": empty,
        "purpose": empty,
        "previous_names": [],
    }


def _teams_of(world: World, channel: Channel) -> list[str]:
    teams = {world.team.id} | {world.people[each].team_id for each in channel.members if channel.is_ext_shared}
    return sorted(teams, key=lambda each: (each != world.team.id, each))


def bot_profile(world: World) -> dict[str, Any]:
    """Build the object of the app's bot as messages carry it."""
    return {
        "id": world.bot_id,
        "app_id": world.app_id,
        "name": world.manifest.name,
        "icons": {f"image_{size}": f"https://a.slack-edge.com/bot_{size}.png" for size in (36, 48, 72)},
        "deleted": False,
        "updated": _CREATED,
        "team_id": world.team.id,
    }


def message_shape(world: World, message: PostedMessage) -> dict[str, Any]:
    """Build the object of a message as in answers, histories and payloads."""
    shape: dict[str, Any] = {
        "type": "message",
        "user": message.user,
        "ts": message.ts,
        "text": message.text,
        "team": world.team.id,
    }
    if message.is_bots:
        shape |= {"bot_id": world.bot_id, "app_id": world.app_id, "bot_profile": bot_profile(world)}
    for key in ("blocks", "files", "thread_ts", "edited", "metadata"):
        if (value := getattr(message, key)) is not None:
            shape[key] = value
    if message.reactions:
        shape["reactions"] = [
            {"name": name, "users": [*users], "count": len(users)} for name, users in message.reactions.items()
        ]
    return shape


def history_shape(world: World, message: PostedMessage) -> dict[str, Any]:
    """Build the object of a message as in a history, with a summary of its thread."""
    shape = message_shape(world, message)
    replies = world.thread(message.channel, message.ts)
    if replies:
        users = list(dict.fromkeys(each.user for each in replies))
        shape |= {
            "thread_ts": message.ts,
            "reply_count": len(replies),
            "reply_users": users,
            "reply_users_count": len(users),
            "latest_reply": replies[-1].ts,
        }
    return shape


def view_shape(world: World, view: OpenView) -> dict[str, Any]:
    """Build the object of a view as in answers and payloads, with its state."""
    body = view.view
    return {
        "id": view.id,
        "team_id": world.team.id,
        "type": body["type"],
        "blocks": body["blocks"],
        "private_metadata": body.get("private_metadata", ""),
        "callback_id": body.get("callback_id", ""),
        "state": {"values": view.state},
        "hash": view.hash,
        "title": body.get("title", {"type": "plain_text", "text": "View Title", "emoji": True}),
        "clear_on_close": body.get("clear_on_close", False),
        "notify_on_close": body.get("notify_on_close", False),
        "close": body.get("close"),
        "submit": body.get("submit"),
        "previous_view_id": view.previous_id,
        "root_view_id": view.root_id,
        "app_id": world.app_id,
        "external_id": body.get("external_id", ""),
        "app_installed_team_id": world.team.id,
        "bot_id": world.bot_id,
    }
