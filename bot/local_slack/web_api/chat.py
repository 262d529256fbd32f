"""chat.*: posting, changing and removing messages."""

from __future__ import annotations

from typing import Any

from .. import sources
from ..acts.telling import send_changed_message_event, send_deleted_message_event, send_own_message_event
from ..blocks.identity import with_ids
from ..blocks.surfaces import check_message
from ..filling import initial_state
from ..instance import LocalSlack
from ..people import Channel
from ..posting import post_as_bot
from ..refusal import ApiRefusal
from ..shapes import message_shape
from ..world import Ephemeral, PostedMessage
from .method import FLAG, JSON, TEXT, Args, Method
from .places import visible, writable

_MESSAGE = {"text": TEXT, "blocks": JSON, "attachments": JSON, "metadata": JSON, "parse": TEXT, "link_names": FLAG}
_POST = {
    **_MESSAGE,
    "channel": TEXT,
    "thread_ts": TEXT,
    "reply_broadcast": FLAG,
    "unfurl_links": FLAG,
    "unfurl_media": FLAG,
    "mrkdwn": FLAG,
}


def post_message(slack: LocalSlack, args: Args) -> dict[str, Any]:
    """Post a message."""
    method = "chat.postMessage"
    check_message(args, sources.method(method))
    slack.files.check(args.get("blocks"))
    channel = writable(slack, method, args["channel"])
    thread_ts = _thread(slack, method, channel, args.get("thread_ts"))
    slack.pace.post(channel.id)
    message = post_as_bot(slack.world, channel, args, thread_ts=thread_ts)
    send_own_message_event(slack, message)
    return {"channel": channel.id, "ts": message.ts, "message": message_shape(slack.world, message)}


def _thread(slack: LocalSlack, method: str, channel: Channel, thread_ts: str | None) -> str | None:
    if thread_ts is None:
        return None
    parent = slack.world.message(channel.id, thread_ts)
    if parent is None:
        raise ApiRefusal("thread_not_found", f"no message {thread_ts} in this channel", sources.method(method))
    if parent.thread_ts not in (None, parent.ts):
        raise ApiRefusal("cannot_reply_to_message", "that is a reply; name the thread's first", sources.method(method))
    return parent.ts


def post_ephemeral(slack: LocalSlack, args: Args) -> dict[str, Any]:
    """Post a message that only one person sees."""
    method = "chat.postEphemeral"
    check_message(args, sources.method(method))
    slack.files.check(args.get("blocks"))
    channel = writable(slack, method, args["channel"])
    if args["channel"] in slack.world.people:
        raise ApiRefusal("channel_not_found", "name the channel, not the person", sources.method(method))
    if args["user"] not in channel.members:
        raise ApiRefusal("user_not_in_channel", "that person is not in the channel", sources.method(method))
    blocks = with_ids(args.get("blocks") or []) or None
    ephemeral = Ephemeral(
        channel=channel.id,
        ts=slack.world.new_ts(),
        text=args.get("text", ""),
        user=args["user"],
        blocks=blocks,
        thread_ts=args.get("thread_ts"),
        state=initial_state(blocks or []),
    )
    slack.world.ephemerals.append(ephemeral)
    slack.world.changed()
    return {"message_ts": ephemeral.ts}


def update(slack: LocalSlack, args: Args) -> dict[str, Any]:
    """Change a message of the app. Blocks and metadata that are not given stay, as with Slack."""
    method = "chat.update"
    check_message(args, sources.method(method))
    slack.files.check(args.get("blocks"))
    message = _own(slack, method, args, "cant_update_message")
    before = message_shape(slack.world, message)
    message.text = args.get("text", "")
    if "blocks" in args:
        message.blocks = with_ids(args["blocks"]) or None
        message.state = initial_state(message.blocks or [])
    if "metadata" in args:
        message.metadata = args["metadata"] or None
    message.edited = {"user": slack.world.bot_user_id, "ts": slack.world.new_ts()}
    slack.world.changed()
    send_changed_message_event(slack, message, before)
    shape = message_shape(slack.world, message)
    for key in ("ts", "reactions", "thread_ts"):
        shape.pop(key, None)
    return {"channel": message.channel, "ts": message.ts, "text": message.text, "message": shape}


def _own(slack: LocalSlack, method: str, args: Args, refused: str) -> PostedMessage:
    channel = visible(slack, method, args["channel"])
    message = slack.world.message(channel.id, args["ts"])
    if message is None:
        raise ApiRefusal("message_not_found", f"no message {args['ts']} in this channel", sources.method(method))
    if not message.is_bots:
        raise ApiRefusal(refused, "it is another's message", sources.method(method))
    if channel.is_archived:
        error = "is_inactive" if method == "chat.update" else refused
        raise ApiRefusal(error, f"#{channel.name} is archived", sources.method(method))
    return message


def delete(slack: LocalSlack, args: Args) -> dict[str, Any]:
    """Remove a message of the app."""
    message = _own(slack, "chat.delete", args, "cant_delete_message")
    before = message_shape(slack.world, message)
    slack.world.messages[message.channel].remove(message)
    slack.world.changed()
    send_deleted_message_event(slack, message, before)
    return {"channel": message.channel, "ts": message.ts}


def permalink(slack: LocalSlack, args: Args) -> dict[str, Any]:
    """Return the URL of a message."""
    method = "chat.getPermalink"
    channel = visible(slack, method, args["channel"])
    if slack.world.message(channel.id, args["message_ts"]) is None:
        raise ApiRefusal("message_not_found", f"no message {args['message_ts']}", sources.method(method))
    base = slack.reply_urls.base
    return {"channel": channel.id, "permalink": f"{base}/archives/{channel.id}/p{args['message_ts'].replace('.', '')}"}


METHODS = (
    Method("chat.postMessage", post_message, _POST, ("channel",), ("chat:write",), a_minute=600),
    Method(
        "chat.postEphemeral",
        post_ephemeral,
        {**_MESSAGE, "channel": TEXT, "user": TEXT, "thread_ts": TEXT},
        ("channel", "user"),
        ("chat:write",),
        a_minute=100,
    ),
    Method(
        "chat.update",
        update,
        {**_MESSAGE, "channel": TEXT, "ts": TEXT, "reply_broadcast": FLAG},
        ("channel", "ts"),
        ("chat:write",),
    ),
    Method("chat.delete", delete, {"channel": TEXT, "ts": TEXT}, ("channel", "ts"), ("chat:write",)),
    Method(
        "chat.getPermalink",
        permalink,
        {"channel": TEXT, "message_ts": TEXT},
        ("channel", "message_ts"),
        a_minute=600,
        json_body=False,
    ),
)
