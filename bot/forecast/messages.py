"""Builds the forecast for one reader: a post from its saved snapshot, the current forecast, and the pages of both."""

from __future__ import annotations

from datetime import timedelta

from bot.blocks.elements import Message
from bot.forecast import details, post
from bot.language.voice import Voice
from pipeline.deals import targets
from pipeline.deals.sale_record import DeliveryMonth
from pipeline.forecast import report, snapshot
from pipeline.forecast.report import Figures
from pipeline.ledger.read_session import ReadSession
from pipeline.queries import find, results
from pipeline.queries.names import names
from pipeline.queries.results import Months
from pipeline.stages.events import StageKind

_WEEK = 7  # the first Monday of a month is one of its first seven days


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
    ended = _deliveries_of_month_ended(session, figures) if key else None
    aimed = targets.of_team(session, figures.pipeline_no)
    return post.forecast(voice, post.ForecastContent(figures, first, key, ended, aimed))


def _deliveries_of_month_ended(session: ReadSession, figures: Figures) -> DeliveryMonth | None:
    """The deliveries of the month before, in the first Monday post of a month; None where there were none."""
    monday = figures.day - timedelta(days=figures.day.weekday())
    if monday.day > _WEEK:
        return None
    ended = (monday.replace(day=1) - timedelta(days=1)).replace(day=1)
    found = results.deliveries(session, Months(ended, ended), pipeline_no=figures.pipeline_no)
    return found[0] if found else None
