"""The lists of sources and reasons become messages: as they are now, and after a change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.blocks import choices
from bot.blocks.answers import Done
from bot.blocks.elements import Message
from bot.sending.render_refusal import render_refusal
from bot.sending.scene import Scene
from pipeline import errors
from pipeline.deals.choices import ListName
from pipeline.messages.choice_notices import ChoicesChanged, ShowChoices
from pipeline.messages.notices import Notice
from pipeline.people.access import Act, require
from pipeline.queries.names import Names


def listed(scene: Scene, notice: ShowChoices) -> Message:
    """Both lists, or the one that was asked for."""
    try:
        require(scene.session.connection, scene.session.by, Act.SETTINGS)
    except errors.NotAllowed as refused:
        return render_refusal(scene, refused)
    return choices.listed(scene.voice, ListName(notice.list) if notice.list is not None else None)


def changed(scene: Scene, notice: ChoicesChanged) -> Message:
    """What was changed, above the list as it is now."""
    return choices.changed(Done(scene.voice, Names(), notice))


SHOWN: dict[type[Notice], Callable[[Scene, Any], Message | None]] = {ShowChoices: listed, ChoicesChanged: changed}
