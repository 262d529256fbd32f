"""Builds the forecast for one reader: a post from its saved snapshot, the current forecast, and the pages of both."""

from __future__ import annotations

from bot.blocks.elements import Message
from bot.forecast import details, post
from bot.language.voice import Voice
from pipeline.forecast import report, snapshot
from pipeline.forecast.report import Figures
from pipeline.ledger.read_session import ReadSession
from pipeline.queries import find
from pipeline.queries.names import names
from pipeline.stages.events import StageKind


def monday_post(session: ReadSession, voice: Voice, key: str) -> Message | None:
    """Return the Monday post from the snapshot with this key, or None if there is none."""
    figures = snapshot.load(session, key)
    return _forecast(session, voice, figures, key) if figures is not None else None


def forecast_page(session: ReadSession, voice: Voice, *, pipeline_no: int | None, what: str, key: str) -> Message:
    """Return the current forecast, or the page `what` of the post with this key."""
    figures = (snapshot.load(session, key) if key else None) or report.figures(session, pipeline_no)
    if not what or not figures.parts:
        return _forecast(session, voice, figures, "")
    where = details.parse_page(what)
    numbers = details.deals_on_page(figures, where)
    if where.what == details.DEALS:
        return details.deals(voice, figures, find.by_numbers(session, numbers), where, key)
    known = names(session, deals=numbers).deals
    if where.what == details.SUMS:
        return details.sums(voice, figures, known, key)
    return details.page(voice, figures, known, where, key)


def _forecast(session: ReadSession, voice: Voice, figures: Figures, key: str) -> Message:
    lines = find.by_numbers(session, post.largest_deals(figures)[: post.LOOKED_AT])
    first = tuple(line for line in lines if line.state is StageKind.OPEN)
    return post.forecast(voice, post.ForecastContent(figures, first, key))
