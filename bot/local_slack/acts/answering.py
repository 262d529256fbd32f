"""Shows the app's answers: those in the acknowledgement of a command, and those posted to a response URL."""

from __future__ import annotations

from typing import Any

from .. import sources
from ..blocks.identity import with_ids
from ..blocks.surfaces import check_message
from ..filling import initial_state
from ..instance import LocalSlack
from ..posting import post_as_bot
from ..refusal import ApiRefusal
from ..reply_urls import LIFE, MOST_USES, ReplyUrl
from ..shapes import message_shape
from ..world import Ephemeral, PostedMessage
from .telling import send_changed_message_event, send_deleted_message_event, send_own_message_event

_TAKES = {
    "text",
    "blocks",
    "attachments",
    "response_type",
    "replace_original",
    "delete_original",
    "thread_ts",
    "metadata",
    "unfurl_links",
    "unfurl_media",
    "mrkdwn",
}


def answer_command(slack: LocalSlack, url: ReplyUrl, payload: Any) -> None:
    """Show the message in the acknowledgement of a command, if it has one. Raises ApiRefusal if it is not valid."""
    if payload in (None, "", {}):
        return
    body = {"text": payload} if isinstance(payload, str) else payload
    try:
        _checked(body)
        _show(slack, url, body)
    except ApiRefusal as refusal:
        slack.journal.refuse("acknowledgement", refusal)
        raise


def answer_url(slack: LocalSlack, url: ReplyUrl, body: Any) -> None:
    """Carry out a post to a response URL: show, replace or delete a message. Raises ApiRefusal if it is not valid."""
    age = slack.clock.now() - url.born
    if age > LIFE:
        raise ApiRefusal("expired_url", f"the URL is {age} old; it lives {LIFE}", sources.INTERACTION, status=404)
    if url.uses >= MOST_USES:
        raise ApiRefusal("used_url", f"the URL was used {MOST_USES} times", sources.INTERACTION, status=404)
    _checked(body)
    url.uses += 1
    if body.get("delete_original"):
        _delete(slack, url)
    elif body.get("replace_original"):
        _replace(slack, url, body)
    else:
        _show(slack, url, body)


def _checked(body: Any) -> None:
    if not isinstance(body, dict):
        raise ApiRefusal("invalid_payload", "the body is no object", sources.INTERACTION, status=400)
    if unknown := sorted(set(body) - _TAKES):
        raise ApiRefusal("invalid_payload", f"unknown field {unknown[0]!r}", sources.INTERACTION, status=400)
    if body.get("response_type") not in (None, "ephemeral", "in_channel"):
        raise ApiRefusal("invalid_payload", "response_type is ephemeral or in_channel", sources.INTERACTION, status=400)
    if not body.get("delete_original"):
        check_message(body, sources.INTERACTION)


def _show(slack: LocalSlack, url: ReplyUrl, body: dict[str, Any]) -> None:
    channel = slack.world.channels[url.channel]
    if body.get("response_type") == "in_channel":
        slack.pace.post(channel.id)
        message = post_as_bot(slack.world, channel, body, thread_ts=_thread(body))
        send_own_message_event(slack, message)
        _remember(url, message.ts, is_ephemeral=False)
        return
    blocks = with_ids(body.get("blocks") or []) or None
    ephemeral = Ephemeral(
        channel=channel.id,
        ts=slack.world.new_ts(),
        text=body.get("text", ""),
        user=url.user,
        blocks=blocks,
        state=initial_state(blocks or []),
    )
    slack.world.ephemerals.append(ephemeral)
    _remember(url, ephemeral.ts, is_ephemeral=True)
    slack.world.changed()


def _remember(url: ReplyUrl, ts: str, *, is_ephemeral: bool) -> None:
    """Make the first answer to a command the original of its URL. The original of a press is the pressed message."""
    if url.original_ts is None:
        url.original_ts, url.original_is_ephemeral = ts, is_ephemeral


def _thread(body: dict[str, Any]) -> str | None:
    """Return the thread of an answer; Slack uses `thread_ts` only with in_channel and replace_original: false."""
    return body.get("thread_ts") if body.get("replace_original") is False else None


def _original(slack: LocalSlack, url: ReplyUrl) -> PostedMessage | Ephemeral | None:
    if url.original_is_ephemeral:
        return next((each for each in slack.world.ephemerals if each.ts == url.original_ts), None)
    return slack.world.message(url.channel, url.original_ts or "")


def _replace(slack: LocalSlack, url: ReplyUrl, body: dict[str, Any]) -> None:
    original = _original(slack, url)
    if original is None:
        # Before the first answer there is nothing to replace, so it is shown. A message that is gone stays gone.
        if url.original_ts is None:
            _show(slack, url, body)
        return
    blocks = with_ids(body.get("blocks") or []) or None
    before = message_shape(slack.world, original) if isinstance(original, PostedMessage) else {}
    original.text, original.blocks = body.get("text", ""), blocks
    original.state = initial_state(blocks or [])
    if isinstance(original, PostedMessage):
        original.edited = {"user": slack.world.bot_user_id, "ts": slack.world.new_ts()}
        send_changed_message_event(slack, original, before)
    slack.world.changed()


def _delete(slack: LocalSlack, url: ReplyUrl) -> None:
    original = _original(slack, url)
    if isinstance(original, Ephemeral):
        slack.world.ephemerals.remove(original)
    elif original is not None:
        before = message_shape(slack.world, original)
        slack.world.messages[url.channel].remove(original)
        send_deleted_message_event(slack, original, before)
    slack.world.changed()
