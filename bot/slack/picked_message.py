"""The message on which a shortcut was used: what it says, as people see it, and the link that leads to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_MOST = 12_000  # characters that are looked at; a note takes fewer
_DEEPEST = 8  # levels of blocks within blocks


@dataclass(frozen=True, slots=True)
class PickedMessage:
    """`text` is in Slack's mrkdwn, with mentions by their ids; `link` is "" where Slack names no workspace."""

    text: str
    link: str


def picked_message(payload: Mapping[str, Any]) -> PickedMessage | None:
    """The message of a `message_action`; None in the payload of a global shortcut."""
    message = payload.get("message")
    if not isinstance(message, Mapping):
        return None
    return PickedMessage(text_of(message)[:_MOST], _link(payload, message))


def text_of(message: Mapping[str, Any]) -> str:
    """What a message says: its blocks where an app wrote them, for its text may only be their summary; else its text.

    A link's preview is no part of it, but of a message that was passed on it is what was said.
    """
    text, blocks = message.get("text") or "", _list(message.get("blocks"))
    if not text or any(_kind(each) != "rich_text" for each in blocks):
        shown = "\n".join(filter(None, (_block_text(each) for each in blocks)))
        text = shown or text
    attached = [each for each in _list(message.get("attachments")) if isinstance(each, Mapping)]
    said = [each for each in attached if not _is_preview(each)]
    return "\n".join(filter(None, (text, *(_attached_text(each) for each in said))))


def _link(payload: Mapping[str, Any], message: Mapping[str, Any]) -> str:
    """The address that Slack's own "Copy link" gives."""
    domain, channel = (payload.get("team") or {}).get("domain"), payload["channel"]["id"]
    if not domain:
        return ""
    at, thread = payload["message_ts"], message.get("thread_ts")
    link = f"https://{domain}.slack.com/archives/{channel}/p{at.replace('.', '')}"
    return link if thread in (None, at) else f"{link}?thread_ts={thread}&cid={channel}"


def _is_preview(attachment: Mapping[str, Any]) -> bool:
    is_passed_on = attachment.get("is_share") or attachment.get("is_msg_unfurl")
    return bool(attachment.get("from_url")) and not is_passed_on


def _attached_text(attachment: Mapping[str, Any]) -> str:
    fields = [each for each in _list(attachment.get("fields")) if isinstance(each, Mapping)]
    parts = [attachment.get("pretext"), attachment.get("title"), attachment.get("text")]
    parts += [": ".join(filter(None, (_plain(each.get("title")), _plain(each.get("value"))))) for each in fields]
    parts += ["\n".join(filter(None, (_block_text(each) for each in _list(attachment.get("blocks")))))]
    return "\n".join(filter(None, (_plain(each) for each in parts))) or _plain(attachment.get("fallback"))


def _block_text(block: Any) -> str:
    """What a block says. Buttons and menus say nothing; a line of a list, of a table or of fields is a line."""
    if not isinstance(block, Mapping) or _kind(block) in ("actions", "input", "divider"):
        return ""
    if _kind(block) == "rich_text":
        return "\n".join(filter(None, map(_rich_text, _list(block.get("elements")))))
    if _kind(block) == "table":
        rows = [_list(each) for each in _list(block.get("rows"))]
        return "\n".join(", ".join(filter(None, (_cell(each) for each in row))) for row in rows)
    parts = [block.get("text"), block.get("title"), *_list(block.get("fields")), *_list(block.get("elements"))]
    return "\n".join(filter(None, map(_plain, parts)))


def _cell(cell: Any) -> str:
    return _block_text(cell) if _kind(cell) == "rich_text" else _plain(cell)


def _plain(value: Any) -> str:
    """A text, or the text of a text object or of a picture."""
    if isinstance(value, Mapping):
        return _plain(next((value[name] for name in ("text", "alt_text") if value.get(name)), ""))
    return value if isinstance(value, str) else ""


def _rich_text(element: Any, depth: int = 0) -> str:
    """An element of a rich text: lines of a list stand apart, all else is one run of words."""
    if depth > _DEEPEST or not isinstance(element, Mapping):
        return ""
    inner = _list(element.get("elements"))
    if inner:
        between = "\n" if _kind(element) == "rich_text_list" else ""
        return between.join(_rich_text(each, depth + 1) for each in inner)
    return _rich_word(element)


def _rich_word(element: Mapping[str, Any]) -> str:
    marks = {"user": ("<@", "user_id"), "channel": ("<#", "channel_id"), "broadcast": ("<!", "range")}
    kind = _kind(element)
    if kind in marks:
        mark, key = marks[kind]
        return f"{mark}{_plain(element.get(key))}>"
    if kind == "emoji":
        return f":{_plain(element.get('name'))}:"
    text = _plain(element.get("text")) or _plain(element.get("url")) or _plain(element.get("fallback"))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _kind(value: Any) -> str:
    return _plain(value.get("type")) if isinstance(value, Mapping) else ""


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else []
