"""Where deals came from, at the moment of showing: the question below a new deal, and the answer to it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.blocks import sources
from bot.blocks.answers import Done
from bot.blocks.elements import Block, Message
from bot.sending.done_by import done_by
from bot.sending.scene import Scene
from pipeline.deals.events import SourceKind
from pipeline.deals.fields import Source
from pipeline.messages.source_notices import SourceNamed
from pipeline.queries.names import names
from pipeline.queries.source_record import lacks_source, recent_source, source_record


def question(scene: Scene, deal_no: int) -> Sequence[Block]:
    """The question where a new deal came from, while nothing was said of that."""
    if not lacks_source(scene.session, deal_no):
        return ()
    return sources.question(scene.voice, deal_no, recent_source(scene.session, deal_no))


def named(scene: Scene, notice: SourceNamed) -> Message:
    """The answer, with what became of other deals from that source."""
    known = names(scene.session, deals=[notice.deal], words=[notice.name])
    kind = SourceKind(notice.source_kind) if notice.source_kind is not None else None
    source = Source(kind, known.words.get(notice.name or 0, ""), notice.source_option)
    by = done_by(scene, notice.change) if scene.reader.in_place else None
    return sources.named(Done(scene.voice, known, notice, by), source, source_record(scene.session, source))
