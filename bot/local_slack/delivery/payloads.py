"""Builds the payloads of commands, interactions and events, with the keys of the samples in Slack's documentation."""

from __future__ import annotations

import secrets
import time
from typing import Any

from ..people import Channel, Person
from ..shapes import message_shape, view_shape
from ..world import Ephemeral, OpenView, PostedMessage, World

_VERIFICATION = "local-verification-token"


def command_payload(
    world: World, *, person: Person, channel: Channel, command: str, text: str, trigger_id: str, response_url: str
) -> dict[str, Any]:
    """Build the payload of a slash command."""
    return {
        "token": _VERIFICATION,
        "team_id": world.team.id,
        "team_domain": world.team.domain,
        "channel_id": channel.id,
        "channel_name": _command_channel_name(channel),
        "user_id": person.id,
        "user_name": person.name,
        "command": command,
        "text": text,
        "api_app_id": world.app_id,
        "is_enterprise_install": False,
        "response_url": response_url,
        "trigger_id": trigger_id,
    }


def _command_channel_name(channel: Channel) -> str:
    if channel.is_im:
        return "directmessage"
    return "privategroup" if channel.is_private else channel.name


def _interaction(world: World, kind: str, person: Person) -> dict[str, Any]:
    user = {"id": person.id, "username": person.name, "name": person.name, "team_id": person.team_id}
    return {
        "type": kind,
        "user": user,
        "api_app_id": world.app_id,
        "token": _VERIFICATION,
        "team": _team(world, person),
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _team(world: World, person: Person) -> dict[str, Any]:
    """Build the object of the person's workspace. In a shared channel it may not be the one with the app."""
    is_home = person.team_id == world.team.id
    return {"id": person.team_id, "domain": world.team.domain if is_home else person.team_id.lower()}


def press_payload(
    world: World,
    *,
    person: Person,
    place: PostedMessage | Ephemeral | OpenView,
    action: dict[str, Any],
    trigger_id: str,
    response_url: str | None,
) -> dict[str, Any]:
    """Build the payload of a press or a choice in a message, an ephemeral, a modal or Home."""
    payload = _interaction(world, "block_actions", person) | {"trigger_id": trigger_id, "actions": [action]}
    if isinstance(place, OpenView):
        container = {"type": "view", "view_id": place.id}
        return payload | {"container": container, "view": view_shape(world, place)}
    channel = world.channels[place.channel]
    container: dict[str, Any] = {
        "type": "message",
        "message_ts": place.ts,
        "channel_id": place.channel,
        "is_ephemeral": isinstance(place, Ephemeral),
    }
    if place.thread_ts:
        container["thread_ts"] = place.thread_ts
    payload |= {
        "container": container,
        "channel": {"id": channel.id, "name": "directmessage" if channel.is_im else channel.name},
        "state": {"values": place.state},
        "response_url": response_url,
    }
    if isinstance(place, PostedMessage):
        payload["message"] = message_shape(world, place)
    return payload


def submission_payload(world: World, *, person: Person, view: OpenView, trigger_id: str) -> dict[str, Any]:
    """Build the payload of a modal's submission."""
    payload = _interaction(world, "view_submission", person)
    return payload | {"trigger_id": trigger_id, "view": view_shape(world, view), "response_urls": []}


def closed_payload(world: World, *, person: Person, view: OpenView, is_cleared: bool) -> dict[str, Any]:
    """Build the payload of a modal's closing, which is sent if the modal has `notify_on_close`."""
    payload = _interaction(world, "view_closed", person)
    return payload | {"view": view_shape(world, view), "is_cleared": is_cleared}


def suggestion_payload(
    world: World,
    *,
    person: Person,
    place: PostedMessage | Ephemeral | OpenView,
    block_id: str,
    action_id: str,
    typed: str,
) -> dict[str, Any]:
    """Build the payload of typing into an external select."""
    payload = _interaction(world, "block_suggestion", person)
    payload |= {"action_id": action_id, "block_id": block_id, "value": typed}
    if isinstance(place, OpenView):
        return payload | {"container": {"type": "view", "view_id": place.id}, "view": view_shape(world, place)}
    channel = world.channels[place.channel]
    payload |= {
        "container": {
            "type": "message",
            "message_ts": place.ts,
            "channel_id": place.channel,
            "is_ephemeral": isinstance(place, Ephemeral),
        },
        "channel": {"id": channel.id, "name": "directmessage" if channel.is_im else channel.name},
    }
    if isinstance(place, PostedMessage):
        payload["message"] = message_shape(world, place)
    return payload


def message_action_payload(
    world: World,
    *,
    person: Person,
    message: PostedMessage,
    callback_id: str,
    trigger_id: str,
    response_url: str,
) -> dict[str, Any]:
    """Build the payload of a message shortcut, used on this message."""
    channel = world.channels[message.channel]
    return _shortcut(world, "message_action", person, callback_id, trigger_id) | {
        "user": {"id": person.id, "name": person.name, "team_id": person.team_id},
        "channel": {"id": channel.id, "name": _command_channel_name(channel)},
        "message_ts": message.ts,
        "message": message_shape(world, message),
        "response_url": response_url,
    }


def global_shortcut_payload(world: World, *, person: Person, callback_id: str, trigger_id: str) -> dict[str, Any]:
    """Build the payload of a global shortcut, which names no channel and no message."""
    user = {"id": person.id, "username": person.name, "team_id": person.team_id}
    return _shortcut(world, "shortcut", person, callback_id, trigger_id) | {"user": user}


def _shortcut(world: World, kind: str, person: Person, callback_id: str, trigger_id: str) -> dict[str, Any]:
    return {
        "type": kind,
        "token": _VERIFICATION,
        "action_ts": f"{time.time():.6f}",
        "team": _team(world, person),
        "is_enterprise_install": False,
        "enterprise": None,
        "callback_id": callback_id,
        "trigger_id": trigger_id,
    }


def event_payload(world: World, event: dict[str, Any], *, channel: Channel | None = None) -> dict[str, Any]:
    """Wrap an event as the Events API sends it."""
    return {
        "token": _VERIFICATION,
        "team_id": world.team.id,
        "api_app_id": world.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev{secrets.token_hex(5).upper()}",
        "event_time": int(world.clock.now().timestamp()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": world.team.id,
                "user_id": world.bot_user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": bool(channel and channel.is_ext_shared),
        "event_context": f"4-{secrets.token_hex(8)}",
    }


def action_of(element: dict[str, Any], block_id: str, chosen: dict[str, Any]) -> dict[str, Any]:
    """Build an entry of `actions` from the element pressed and what was chosen in it."""
    action: dict[str, Any] = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block_id,
        "action_ts": f"{time.time():.6f}",
    }
    for key in ("text", "value", "style", "url", "placeholder", "confirm", "min_query_length"):
        if key in element and (key != "value" or element["type"] == "button"):
            action[key] = element[key]
    return action | chosen
