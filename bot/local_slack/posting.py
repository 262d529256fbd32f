"""Adds messages to channels: the app's, and those that people type."""

from __future__ import annotations

import re
from typing import Any

from .blocks.identity import with_ids
from .filling import initial_state
from .people import Channel
from .world import PostedMessage, World

_MENTION = re.compile(r"<@([A-Z][A-Z0-9]+)(?:\|[^>]*)?>")


def post_as_bot(world: World, channel: Channel, body: dict[str, Any], *, thread_ts: str | None = None) -> PostedMessage:
    """Add a message of the app to a channel."""
    blocks = with_ids(body.get("blocks") or []) or None
    return world.post(
        PostedMessage(
            channel=channel.id,
            ts=world.new_ts(),
            text=body.get("text", ""),
            user=world.bot_user_id,
            is_bots=True,
            blocks=blocks,
            thread_ts=thread_ts,
            metadata=body.get("metadata"),
            state=initial_state(blocks or []),
            broadcast=bool(body.get("reply_broadcast")),
        )
    )


def post_as_person(world: World, channel: Channel, user: str, text: str, thread_ts: str | None) -> PostedMessage:
    """Add a message that a person typed to a channel."""
    return world.post(PostedMessage(channel=channel.id, ts=world.new_ts(), text=text, user=user, thread_ts=thread_ts))


def mentioned_in(text: str) -> set[str]:
    """Return the ids of the people who are mentioned in a text."""
    return set(_MENTION.findall(text))
