"""What an admin is told of a pipeline's channel, at the moment of showing: Putki is not in it, or who else reads it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.blocks import help
from bot.blocks.elements import Message
from bot.sending.scene import Scene
from bot.slack import message_locations
from bot.slack.channels import SHARED
from pipeline.messages import due_notices as due
from pipeline.messages.notices import Notice


def channel_of(scene: Scene, place: int | None) -> str | None:
    """Return Slack's id of the channel that a place is; None where it is none."""
    connection, workspace_no = scene.session.connection, scene.session.by.workspace_no
    return message_locations.channel_of(connection, workspace_no, place) if place else None


def _not_in(scene: Scene, notice: due.PutkiNotInChannel) -> Message | None:
    channel = channel_of(scene, notice.place)
    return help.not_in(scene.voice, channel) if channel is not None else None


def _archived(scene: Scene, notice: due.ChannelIsArchived) -> Message | None:
    channel = channel_of(scene, notice.place)
    return help.channel_archived(scene.voice, channel) if channel is not None else None


def _shared(scene: Scene, notice: due.ChannelIsShared) -> Message | None:
    channel = channel_of(scene, notice.place)
    reason = message_locations.barred_reason(scene.session.connection, scene.session.by.workspace_no, notice.place)
    return help.channel_shared(scene.voice, channel) if channel is not None and reason == SHARED else None


def _guest_invited(scene: Scene, notice: due.GuestInvited) -> Message | None:
    channel = channel_of(scene, notice.place)
    return help.guest_invited(scene.voice, channel) if channel is not None else None


SHOWN: dict[type[Notice], Callable[[Scene, Any], Message | None]] = {
    due.PutkiNotInChannel: _not_in,
    due.ChannelIsArchived: _archived,
    due.ChannelIsShared: _shared,
    due.GuestInvited: _guest_invited,
}
