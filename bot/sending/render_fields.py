"""The team's own fields become messages: their list as it is now, and after a change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.blocks import own_fields
from bot.blocks.answers import Done
from bot.blocks.elements import Message
from bot.sending.render_refusal import render_refusal
from bot.sending.scene import Scene
from pipeline import errors
from pipeline.messages.field_notices import FieldSaved, ShowFields
from pipeline.messages.notices import Notice
from pipeline.people.access import Act, require
from pipeline.queries.names import Names


def listed(scene: Scene, _notice: ShowFields) -> Message:
    """The fields in their order."""
    try:
        require(scene.session.connection, scene.session.by, Act.SETTINGS)
    except errors.NotAllowed as refused:
        return render_refusal(scene, refused)
    return own_fields.listed(scene.voice)


def saved(scene: Scene, notice: FieldSaved) -> Message:
    """What was changed, above the list as it is now."""
    return own_fields.saved(Done(scene.voice, Names(), notice))


SHOWN: dict[type[Notice], Callable[[Scene, Any], Message | None]] = {ShowFields: listed, FieldSaved: saved}
