"""A pipeline becomes a message: its board of now or of a day gone by, what changed since a day, and those deals."""

from __future__ import annotations

from bot.blocks import board as board_blocks
from bot.blocks import since as blocks
from bot.blocks.elements import Message
from bot.pipelines_named import name_where_several
from bot.sending.scene import Scene
from pipeline.messages.asked_notices import ShowBoard, ShowSince
from pipeline.queries import board as boards
from pipeline.queries import find
from pipeline.queries import since as query
from pipeline.queries.board_then import board_on
from pipeline.queries.deal_lists import Lines
from pipeline.queries.names import stage_labels
from pipeline.queries.since import Since, SincePart, TooMuchChanged


def board(scene: Scene, notice: ShowBoard) -> Message:
    """The board of now, or as it was at the end of a day."""
    if notice.day is not None:
        found = board_on(scene.session, notice.day, notice.pipeline)
    else:
        found = boards.board(scene.session, notice.pipeline, counts_customers=True)
    name = name_where_several(scene.session, found.pipeline_no)
    return board_blocks.board(scene.voice, found, notice.day, name)


def since(scene: Scene, notice: ShowSince) -> Message:
    """What changed; that a day is too early; or, where a part is asked for, its deals."""
    first = query.first_day(scene.session, notice.day)
    if first is not None:
        return blocks.too_early(scene.voice, notice.day, first)
    try:
        found = query.since(scene.session, notice.day, notice.pipeline)
    except TooMuchChanged:
        return blocks.too_much(scene.voice, notice.day)
    if notice.part in set(SincePart):
        return _deals(scene, found, SincePart(notice.part), notice.start)
    name = name_where_several(scene.session, found.pipeline_no)
    return blocks.changed(scene.voice, found, name, is_away=notice.is_away)


def _deals(scene: Scene, found: Since, part: SincePart, start: int) -> Message:
    of = found.part(part)
    there = [each.deal_no for each in of.changes if each.now is not None] if of is not None else []
    page = Lines(len(there), find.by_numbers(scene.session, there[start:]), start)
    gone = len(of.changes) - len(there) if of is not None else 0
    return blocks.deals_of(scene.voice, found, part, page, stage_labels(scene.session), gone)
