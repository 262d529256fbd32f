"""Sends events to the app: those to which its manifest subscribes and which its scopes allow."""

from __future__ import annotations

from typing import Any

from ..delivery.payloads import event_payload
from ..instance import LocalSlack
from ..people import Channel
from ..posting import mentioned_in
from ..shapes import message_shape, view_shape
from ..world import PostedMessage

_SCOPE = {
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "team_join": "users:read",
    "user_change": "users:read",
    "channel_archive": "channels:read",
    "channel_unarchive": "channels:read",
    "channel_rename": "channels:read",
    "group_archive": "groups:read",
    "group_unarchive": "groups:read",
    "group_rename": "groups:read",
    "subteam_members_changed": "usergroups:read",
    "subteam_updated": "usergroups:read",
}


def send_event(
    slack: LocalSlack, event: dict[str, Any], *, subscription: str | None = None, channel: Channel | None = None
) -> bool:
    """Send an event if the app is installed, subscribes to it and has its scope; returns whether it was sent."""
    if not slack.world.is_installed:
        return False
    name = subscription or event["type"]
    scope = _SCOPE.get(name)
    if name not in slack.manifest.events or (scope is not None and scope not in slack.manifest.scopes):
        return False
    slack.courier.announce(event_payload(slack.world, event, channel=channel))
    return True


def send_message_events(slack: LocalSlack, channel: Channel, message: PostedMessage) -> None:
    """Send the events of a person's message: `message`, and `app_mention` if the message mentions the app."""
    world = slack.world
    if world.bot_user_id not in channel.members:
        return
    event = {
        "user": message.user,
        "ts": message.ts,
        "client_msg_id": f"{message.channel}-{message.ts}",
        "text": message.text,
        "team": world.people[message.user].team_id,
        "channel": channel.id,
        "event_ts": message.ts,
    }
    if message.thread_ts:
        parent = world.message(channel.id, message.thread_ts)
        event |= {"thread_ts": message.thread_ts}
        if parent is not None:
            event |= {"parent_user_id": parent.user}
    typed = event | {"type": "message", "channel_type": channel.kind}
    send_event(slack, typed, subscription=f"message.{_SUBSCRIPTIONS[channel.kind]}", channel=channel)
    if world.bot_user_id in mentioned_in(message.text) and not channel.is_im:
        event.pop("parent_user_id", None)
        send_event(slack, event | {"type": "app_mention"}, channel=channel)


def send_own_message_event(slack: LocalSlack, message: PostedMessage) -> None:
    """Send the event of the app's own new message: Slack tells the app of those, too."""
    channel = slack.world.channels[message.channel]
    event = message_shape(slack.world, message) | _where(channel, message.ts)
    event.pop("app_id", None)
    _send_own(slack, channel, event)


def send_changed_message_event(slack: LocalSlack, message: PostedMessage, before: dict[str, Any]) -> None:
    """Send the event of the app's own message that was changed; `before` is the message as it was."""
    channel = slack.world.channels[message.channel]
    changed = {"message": _within(message_shape(slack.world, message)), "previous_message": _within(before)}
    _send_own(slack, channel, _hidden(slack, channel, "message_changed") | changed)


def send_deleted_message_event(slack: LocalSlack, message: PostedMessage, before: dict[str, Any]) -> None:
    """Send the event of the app's own message that was deleted; `before` is the message as it was."""
    channel = slack.world.channels[message.channel]
    deleted = {"deleted_ts": message.ts, "previous_message": _within(before)}
    _send_own(slack, channel, _hidden(slack, channel, "message_deleted") | deleted)


def _send_own(slack: LocalSlack, channel: Channel, event: dict[str, Any]) -> None:
    send_event(slack, event, subscription=f"message.{_SUBSCRIPTIONS[channel.kind]}", channel=channel)


def _hidden(slack: LocalSlack, channel: Channel, subtype: str) -> dict[str, Any]:
    ts = slack.world.new_ts()
    return {"type": "message", "subtype": subtype, "hidden": True, "ts": ts} | _where(channel, ts)


def _where(channel: Channel, ts: str) -> dict[str, Any]:
    return {"channel": channel.id, "channel_type": channel.kind, "event_ts": ts}


def _within(shape: dict[str, Any]) -> dict[str, Any]:
    """A message as it stands within an event about it."""
    return {key: value for key, value in shape.items() if key not in ("app_id", "metadata", "reactions")}


_SUBSCRIPTIONS = {"channel": "channels", "group": "groups", "im": "im"}


def send_reaction_event(slack: LocalSlack, message: PostedMessage, user: str, name: str, *, added: bool) -> None:
    """Send the event of a reaction that was added or removed."""
    channel = slack.world.channels[message.channel]
    if slack.world.bot_user_id not in channel.members:
        return
    event = {
        "type": "reaction_added" if added else "reaction_removed",
        "user": user,
        "reaction": name,
        "item": {"type": "message", "channel": message.channel, "ts": message.ts},
        "item_user": message.user,
        "event_ts": slack.world.new_ts(),
    }
    send_event(slack, event, channel=channel)


def send_home_opened(slack: LocalSlack, user: str, tab: str) -> None:
    """Send the event of a person who opens a tab of the app."""
    event: dict[str, Any] = {
        "type": "app_home_opened",
        "user": user,
        "channel": slack.world.direct_channel(user).id,
        "tab": tab,
        "event_ts": slack.world.new_ts(),
    }
    home = slack.world.homes.get(user)
    if tab == "home" and home is not None:
        event["view"] = view_shape(slack.world, home)
    send_event(slack, event)
