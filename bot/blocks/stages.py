"""The pipelines and their stages as an admin edits them: the list, and the answers to what was changed."""

from __future__ import annotations

from collections.abc import Sequence

from bot.blocks import buttons, phrases, stage_forms
from bot.blocks import elements as el
from bot.blocks.answers import Done
from bot.blocks.elements import Block, Message
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.messages.stage_notices import PipelineSaved, StageAct, StagesChanged
from pipeline.pipelines.events import CHANNEL, EVERYBODY
from pipeline.queries.stage_list import PipelineRow, StageRow

SHOWN_OPEN = 2
"""Pipelines that are shown with their stages at once; of more each is opened."""

MOST = 20
"""Pipelines that are listed."""

_SAID = {
    StageAct.ADDED: "stage_said_added",
    StageAct.CHANGED: "stage_said_changed",
    StageAct.REMOVED: "stage_said_removed",
    StageAct.SPLIT: "stage_said_split",
    StageAct.RESTORED: "stage_said_restored",
}


def listed(voice: Voice, rows: Sequence[PipelineRow], channels: dict[int, str]) -> Message:
    """Build the list; `channels` has the Slack ids of places. Of many pipelines only the names stand."""
    title = voice.say("stages_title")
    blocks: list[Block] = [el.header(voice.label("stages_title"))]
    for each in rows[:MOST]:
        blocks += _pipeline(voice, each, channels) if len(rows) <= SHOWN_OPEN else _closed(voice, each, channels)
    blocks += el.actions(stage_forms.button(voice, "new_pipeline", "new_pipeline_button"))
    said: list[SafeText] = []
    for each in rows:
        shown = each.stages if len(rows) <= SHOWN_OPEN and not each.state.is_retired else ()
        said += [_title(voice, each, channels), *(_said(voice, stage) for stage in shown)]
    return Message(phrases.lines([title, *said]).replace("*", ""), tuple(blocks))


def _title(voice: Voice, row: PipelineRow, channels: dict[int, str]) -> SafeText:
    place = SafeText(f"<#{channels[row.place]}>") if row.place in channels and row.place is not None else None
    retired = voice.say("pipeline_is_archived") if row.state.is_retired else None
    return phrases.joined([phrases.bold(stage_forms.pipeline_name(voice, row)), place, _sellers(voice, row), retired])


def _sellers(voice: Voice, row: PipelineRow) -> SafeText | None:
    """Who sells in it; nothing where everybody does."""
    if row.state.sellers in (None, EVERYBODY):
        return None
    return voice.say("sellers_are_channel" if row.state.sellers == CHANNEL else "sellers_are_group")


def _closed(voice: Voice, row: PipelineRow, channels: dict[int, str]) -> list[Block]:
    opening = stage_forms.button(voice, "show", "stages_button", row.state.pipeline_no)
    return [el.section(_title(voice, row, channels), opening)]


def _pipeline(voice: Voice, row: PipelineRow, channels: dict[int, str]) -> list[Block]:
    no, title = row.state.pipeline_no, _title(voice, row, channels)
    change = stage_forms.button(voice, "pipeline", "edit_stage_button", no)
    if row.state.is_retired:
        again = stage_forms.button(voice, "unarchive", "stage_back_button", no)
        return [el.divider(), el.section(title, again)]
    stages = [block for each in row.stages for block in _stage(voice, each)]
    removed = [el.section(_removed(voice, each), _back(voice, each)) for each in row.removed[-3:]]
    add = stage_forms.button(voice, "add", "add_stage_button", no)
    archive = stage_forms.archive(voice, no)
    return [el.divider(), el.section(title, change), *stages, *removed, *el.actions(add, archive)]


def _stage(voice: Voice, row: StageRow) -> list[Block]:
    button = stage_forms.button(voice, "edit", "edit_stage_button", row.state.stage_no, of=row.label)
    return [el.section(_said(voice, row), button)]


def _said(voice: Voice, row: StageRow) -> SafeText:
    """A stage, how many deals it has, its limit, and what it requires."""
    limit = row.state.limit_days
    known = [
        phrases.bold(phrases.stage(voice, row.label)),
        voice.say("n_deals", n=row.deals) if row.deals is not None else None,
        voice.say("limit_is", n=limit) if limit is not None else None,
    ]
    needs = stage_forms.needs(voice, row.state.required)
    return phrases.lines([phrases.joined(known), voice.say("stage_needs", what=needs) if needs else None])


def _removed(voice: Voice, row: StageRow) -> SafeText:
    return phrases.joined([phrases.stage(voice, row.label), voice.say("stage_is_removed")])


def _back(voice: Voice, row: StageRow) -> Block:
    return stage_forms.button(voice, "restore", "stage_back_button", row.state.stage_no, of=row.label)


def changed(done: Done[StagesChanged]) -> Message:
    """Return what was changed of a stage, with the way back."""
    notice, voice = done.notice, done.voice
    stage = done.stage(notice.stage)
    if notice.change is None:
        said = voice.say("stage_said_same", stage=stage)
    elif notice.to is not None:
        said = _moved(voice, notice, stage, done.stage(notice.to))
    else:
        said = voice.say(_SAID[StageAct(notice.act)], stage=stage)
    lacking = voice.say("stage_lacking", n=notice.lacking) if notice.lacking else None
    return _with_undo(voice, phrases.lines([said, lacking]), notice.change)


def _moved(voice: Voice, notice: StagesChanged, stage: SafeText, to: SafeText) -> SafeText:
    """To which stage the deals went, and how many, unless they are hidden from the reader."""
    if notice.moved is None:
        return voice.say("stage_said_removed_unseen", stage=stage, to=to)
    return voice.say(_SAID[StageAct(notice.act)], stage=stage, to=to, n=notice.moved)


def pipeline_saved(voice: Voice, name: SafeText, notice: PipelineSaved) -> Message:
    """Return what became of a pipeline, with the way back."""
    if notice.change is None:
        key = "pipeline_said_same"
    elif notice.is_new:
        key = "pipeline_said_added"
    else:
        key = "pipeline_said_archived" if notice.is_retired else "pipeline_said_changed"
    return _with_undo(voice, voice.say(key, pipeline=name), notice.change)


def _with_undo(voice: Voice, said: SafeText, change: int | None) -> Message:
    stages = stage_forms.button(voice, "list", "stages_button")
    undo = buttons.undo_settings(voice, change) if change is not None else None
    return Message(said.replace("*", ""), (el.section(said), *el.actions(undo, stages)))
