"""The board, narrowed, becomes messages: the deals that fit, and the counts by person or source."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.blocks import board_parts as parts
from bot.blocks.elements import Message
from bot.sending.scene import Scene
from pipeline.deals.events import SourceKind
from pipeline.messages.board_notices import ShowBoardBy, ShowBoardList
from pipeline.messages.notices import Notice
from pipeline.queries import board_parts
from pipeline.queries.board_parts import DealFilter
from pipeline.queries.names import names


def fitting(scene: Scene, notice: ShowBoardList) -> Message:
    """The deals that fit; the first page where there is no such page any more."""
    which = DealFilter(
        owner=notice.owner,
        stage=notice.stage,
        over=notice.over,
        under=notice.under,
        is_inclusive=notice.is_inclusive,
        currency=notice.currency,
        source=SourceKind(notice.source) if notice.source is not None else None,
        source_option=notice.source_option,
    )
    found = board_parts.fitting(scene.session, which, start=notice.start)
    if not found.lines and notice.start:
        found = board_parts.fitting(scene.session, which)
    return parts.fitting(scene.voice, found, notice, names(scene.session, members=[notice.owner]))


def grouped(scene: Scene, notice: ShowBoardBy) -> Message:
    """The counts by person, or by source."""
    if notice.part == "source":
        return parts.by_source(scene.voice, board_parts.by_source(scene.session))
    return parts.by_person(scene.voice, board_parts.by_person(scene.session))


SHOWN: dict[type[Notice], Callable[[Scene, Any], Message | None]] = {ShowBoardList: fitting, ShowBoardBy: grouped}
