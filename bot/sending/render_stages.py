"""Stages and pipelines become messages: their list, and what was saved of a pipeline."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.blocks import stages
from bot.blocks.elements import Message
from bot.language.safe_text import SafeText
from bot.sending.render_refusal import render_refusal
from bot.sending.scene import Scene
from bot.slack import message_locations
from pipeline import errors
from pipeline.messages.notices import Notice
from pipeline.messages.stage_notices import PipelineSaved, ShowStages
from pipeline.queries import stage_list


def listed(scene: Scene, notice: ShowStages) -> Message:
    """The pipelines with their stages."""
    try:
        rows = stage_list.pipeline_rows(scene.session)
    except errors.NotAllowed as refused:
        return render_refusal(scene, refused)
    places = {row.place for row in rows if row.place is not None}
    connection, w = scene.session.connection, scene.session.by.workspace_no
    found = {place: message_locations.channel_of(connection, w, place) for place in places}
    shown = tuple(row for row in rows if notice.pipeline in (None, row.state.pipeline_no))
    return stages.listed(scene.voice, shown, {place: channel for place, channel in found.items() if channel})


def pipeline_name(scene: Scene, pipeline_no: int) -> SafeText:
    """What a pipeline is called; one without a name of its own by the default."""
    name = stage_list.name_of(scene.session, pipeline_no)
    return scene.voice.name(name) if name else scene.voice.say("pipeline_default")


def saved(scene: Scene, notice: PipelineSaved) -> Message:
    """What became of a pipeline."""
    return stages.pipeline_saved(scene.voice, pipeline_name(scene, notice.pipeline), notice)


SHOWN: dict[type[Notice], Callable[[Scene, Any], Message | None]] = {ShowStages: listed, PipelineSaved: saved}
