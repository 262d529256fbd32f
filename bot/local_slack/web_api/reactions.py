"""reactions.*: emoji on messages."""

from __future__ import annotations

import re
from typing import Any

from .. import sources
from ..instance import LocalSlack
from ..people import Channel
from ..refusal import ApiRefusal
from ..shapes import message_shape
from ..world import PostedMessage
from .method import FLAG, TEXT, Args, Method
from .places import visible

_NAME = re.compile(r"[a-z0-9_+'\-]+(::skin-tone-[2-6])?")


def add(slack: LocalSlack, args: Args) -> dict[str, Any]:
    """Add a reaction of the app to a message."""
    _, message, name = _target(slack, "reactions.add", args)
    users = message.reactions.setdefault(name, [])
    if slack.world.bot_user_id in users:
        raise ApiRefusal("already_reacted", f"the app has :{name}: there", sources.method("reactions.add"))
    users.append(slack.world.bot_user_id)
    slack.world.changed()
    return {}


def remove(slack: LocalSlack, args: Args) -> dict[str, Any]:
    """Remove a reaction of the app from a message."""
    _, message, name = _target(slack, "reactions.remove", args)
    users = message.reactions.get(name, [])
    if slack.world.bot_user_id not in users:
        raise ApiRefusal("no_reaction", f"the app has no :{name}: there", sources.method("reactions.remove"))
    users.remove(slack.world.bot_user_id)
    if not users:
        del message.reactions[name]
    slack.world.changed()
    return {}


def get(slack: LocalSlack, args: Args) -> dict[str, Any]:
    """Return a message with its reactions."""
    channel, message, _ = _target(slack, "reactions.get", {**args, "name": "eyes"})
    shape = message_shape(slack.world, message)
    shape.pop("metadata", None)
    return {"type": "message", "channel": channel.id, "message": shape}


def _target(slack: LocalSlack, method: str, args: Args) -> tuple[Channel, PostedMessage, str]:
    if not args.get("channel") or not args.get("timestamp"):
        raise ApiRefusal("no_item_specified", "name the message by channel and timestamp", sources.method(method))
    name = args["name"].strip(":")
    if not _NAME.fullmatch(name):
        raise ApiRefusal("invalid_name", f"no emoji is called {name!r}", sources.method(method))
    channel = visible(slack, method, args["channel"])
    message = slack.world.message(channel.id, args["timestamp"])
    if message is None:
        raise ApiRefusal("message_not_found", f"no message {args['timestamp']}", sources.method(method))
    if channel.is_archived and method != "reactions.get":
        raise ApiRefusal("is_archived", f"#{channel.name} is archived", sources.method(method))
    return channel, message, name


_ITEM = {"channel": TEXT, "timestamp": TEXT}

METHODS = (
    Method("reactions.add", add, {**_ITEM, "name": TEXT}, ("name",), ("reactions:write",)),
    Method("reactions.remove", remove, {**_ITEM, "name": TEXT}, ("name",), ("reactions:write",)),
    Method("reactions.get", get, {**_ITEM, "full": FLAG}, scopes=("reactions:read",), json_body=False),
)
