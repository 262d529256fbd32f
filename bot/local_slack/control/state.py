"""The whole state of the local Slack as one JSON value, for tests and the page."""

from __future__ import annotations

from typing import Any

from ..instance import LocalSlack
from ..people import Channel, Person
from ..shapes import history_shape
from ..world import Ephemeral, OpenView, PostedMessage


def state_of(slack: LocalSlack, *, since: str = "") -> dict[str, Any]:
    """Return the state as JSON values; with `since`, only with messages later than that timestamp."""
    world = slack.world
    return {
        "version": world.version,
        "clock": world.at(),
        "team": {"id": world.team.id, "name": world.team.name, "domain": world.team.domain},
        "bot": {
            "user_id": world.bot_user_id,
            "bot_id": world.bot_id,
            "app_id": world.app_id,
            "name": slack.manifest.bot_name,
        },
        "people": [_person(each) for each in world.people.values()],
        "commands": [
            {"command": each.command, "description": each.description, "usage_hint": each.usage_hint}
            for each in slack.manifest.commands
        ],
        "shortcuts": [
            {"callback_id": each.callback_id, "type": each.kind, "name": each.name, "description": each.description}
            for each in slack.manifest.shortcuts
            if slack.manifest.shortcut(each.callback_id) is not None
        ],
        "channels": [_channel(each) for each in world.channels.values()],
        "messages": {
            key: [_message(slack, each) for each in found if each.ts > since] for key, found in world.messages.items()
        },
        "ephemerals": [_ephemeral(each) for each in world.ephemerals],
        "views": [_view(each) for each in world.views.values()],
        "homes": {
            each.id: _view(world.homes[each.id]) if each.id in world.homes else None
            for each in world.people.values()
            if not each.is_bot
        },
        "notices": [*world.notices],
        "refusals": [*world.refusals],
        "faults": slack.faults.listed(),
        "delivery": {"mode": slack.courier.transport.mode, "connected": slack.courier.transport.connected},
    }


def _person(person: Person) -> dict[str, Any]:
    return {
        key: getattr(person, key)
        for key in (
            "id",
            "name",
            "real_name",
            "team_id",
            "locale",
            "tz",
            "is_admin",
            "is_owner",
            "is_restricted",
            "is_ultra_restricted",
            "is_bot",
            "deleted",
            "title",
            "color",
        )
    }


def _channel(channel: Channel) -> dict[str, Any]:
    return {
        "id": channel.id,
        "name": channel.name,
        "is_channel": channel.kind == "channel",
        "is_im": channel.is_im,
        "is_private": channel.is_private,
        "is_archived": channel.is_archived,
        "is_ext_shared": channel.is_ext_shared,
        "user": channel.user,
        "members": [*channel.members],
    }


def _message(slack: LocalSlack, message: PostedMessage) -> dict[str, Any]:
    shape = history_shape(slack.world, message)
    for key in ("bot_profile", "team", "app_id", "type"):
        shape.pop(key, None)
    return shape | {"state": message.state}


def _ephemeral(ephemeral: Ephemeral) -> dict[str, Any]:
    return {
        "id": ephemeral.ts,
        "channel": ephemeral.channel,
        "user": ephemeral.user,
        "ts": ephemeral.ts,
        "thread_ts": ephemeral.thread_ts,
        "text": ephemeral.text,
        "blocks": ephemeral.blocks,
        "state": ephemeral.state,
    }


def _view(view: OpenView) -> dict[str, Any]:
    return {
        "id": view.id,
        "user": view.user,
        "hash": view.hash,
        "root_view_id": view.root_id,
        "previous_view_id": view.previous_id,
        "view": view.view,
        "state": view.state,
        "errors": view.errors,
    }
