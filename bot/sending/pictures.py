"""Draws and uploads the picture of a message, before the message is posted.

The file is seen by nobody until the message shows it. So a process that is lost in between leaves no trace in the
channel: the message is claimed again, and posted once. A message never waits long for its picture: without the scope
`files:write`, or if the upload fails, it goes out at once, as it says everything in words too. Slack processes a file
for a while after its upload, and refuses the message until then; after a few tries it goes out without the picture.
"""

from __future__ import annotations

from dataclasses import replace

import structlog

from bot.blocks import elements as el
from bot.blocks.elements import Message
from bot.blocks.picture import Picture
from bot.sending.send_context import SendContext
from bot.slack.refusals import SlackRefused
from pipeline.messages.outbox import Claimed

log = structlog.get_logger()

TRIES = 3  # posts with the picture, before the message goes out without
KEPT = 100  # uploads that are remembered for the next try


def uploaded(context: SendContext, claimed: Claimed, message: Message) -> Message:
    """Return the message with its picture in Slack; without it where it has none, or where it cannot be shown."""
    picture = message.picture
    if picture is None:
        return message
    if claimed.tries >= TRIES:
        log.warning("picture_left_out", key=claimed.key, workspace_no=claimed.workspace_no, tries=claimed.tries)
        return message
    file_id = context.uploads.get(_place(claimed))
    if file_id is None:
        try:
            file_id = context.clients(claimed.workspace_no).upload(picture.name, picture.draw())
        except SlackRefused as refused:
            log.warning("picture_not_uploaded", key=claimed.key, workspace_no=claimed.workspace_no, reason=refused.code)
            return message
        except Exception:
            log.exception("picture_not_drawn", key=claimed.key, workspace_no=claimed.workspace_no)
            return message
        context.step("uploaded")
        _remember(context, claimed, file_id)
    return _placed(message, picture, file_id)


def _placed(message: Message, picture: Picture, file_id: str) -> Message:
    """Return the message with its picture, which is in Slack as the file of this id."""
    at = max(0, len(message.blocks) - picture.blocks_below)
    blocks = (*message.blocks[:at], el.image(file_id, picture.alt), *message.blocks[at:])
    return replace(message, blocks=blocks)


def forget(context: SendContext, claimed: Claimed) -> None:
    """Forget the upload of a message that was posted."""
    context.uploads.pop(_place(claimed), None)


def _remember(context: SendContext, claimed: Claimed, file_id: str) -> None:
    if len(context.uploads) >= KEPT:
        context.uploads.clear()
    context.uploads[_place(claimed)] = file_id


def _place(claimed: Claimed) -> str:
    return f"{claimed.workspace_no} {claimed.key}"
