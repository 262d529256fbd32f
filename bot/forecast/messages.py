"""The forecast read for its reader: the post from its receipts, the one of now, and whatever opens from either."""

from __future__ import annotations

from bot.blocks.elements import Message
from bot.forecast import details, post
from bot.language.voice import Voice
from pipeline.forecast import report, snapshot
from pipeline.forecast.report import Figures
from pipeline.ledger.unit_of_work import ReadSession
from pipeline.queries import find
from pipeline.queries.names import names
from pipeline.stages.events import StageKind


def posted(session: ReadSession, voice: Voice, key: str) -> Message | None:
    """The post: what was stated is what is said."""
    figures = snapshot.load(session, key)
    return _told(session, voice, figures, key) if figures is not None else None


def opened(session: ReadSession, voice: Voice, *, pipeline_no: int | None, what: str, key: str) -> Message:
    """The forecast of now; or what a button opens, from the receipts of the post that it stood on."""
    figures = (snapshot.load(session, key) if key else None) or report.figures(session, pipeline_no)
    if not what or not figures.parts:
        return _told(session, voice, figures, "")
    where = details.opens(what)
    numbers = details.on_page(figures, where)
    if where.what == details.DEALS:
        return details.deals(voice, figures, find.by_numbers(session, numbers), where, key)
    known = names(session, deals=numbers).deals
    if where.what == details.SUMS:
        return details.sums(voice, figures, known, key)
    return details.page(voice, figures, known, where, key)


def _told(session: ReadSession, voice: Voice, figures: Figures, key: str) -> Message:
    lines = find.by_numbers(session, post.begin_with(figures)[: post.LOOKED_AT])
    first = tuple(line for line in lines if line.state is StageKind.OPEN)
    return post.forecast(voice, post.Told(figures, first, key))
