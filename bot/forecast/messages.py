"""Builds the forecast for one reader: a post from its saved snapshot, the current forecast, and the pages of both."""

from __future__ import annotations

from bot.blocks import phrases
from bot.blocks import results as result_lines
from bot.blocks.elements import Message
from bot.forecast import details, month_end, post
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.deals import targets
from pipeline.deals.sight import require_pipeline
from pipeline.forecast import month_end as month_ends
from pipeline.forecast import report, snapshot
from pipeline.forecast.month_end import MonthEnd
from pipeline.forecast.report import Figures
from pipeline.ledger.read_session import ReadSession
from pipeline.queries import find, results
from pipeline.queries.names import names
from pipeline.queries.results import Months
from pipeline.stages.events import StageKind


def monday_post(session: ReadSession, voice: Voice, key: str) -> Message | None:
    """Return the Monday post from the snapshot with this key, or None if there is none."""
    figures = snapshot.load(session, key)
    return _forecast(session, voice, figures, key) if figures is not None else None


def month_post(session: ReadSession, voice: Voice, key: str) -> Message | None:
    """Return the post at the end of a month from the snapshot with this key.

    None if there is none, or if there is nothing to tell of the month: no win, no forecast, no target, no delivery.
    """
    figures, ended = snapshot.load(session, key), month_ends.load(session, key)
    told = _month_that_ended(session, voice, ended)
    if figures is None or ended is None or told is None:
        return None
    return month_end.month_post(voice, told, ended, figures, key)


def _month_that_ended(session: ReadSession, voice: Voice, ended: MonthEnd | None) -> SafeText | None:
    """Return what is told of the month that ended; None where the post tells of none, or there is nothing to tell."""
    if ended is None:
        return None
    first = ended.month.first
    promised = results.deliveries(session, Months(first, first), pipeline_no=ended.figures.pipeline_no)
    if not ended.has_anything and not promised:
        return None
    kept = [result_lines.month_end(voice, each) for each in promised]
    return phrases.lines([*month_end.month_lines(voice, ended), *kept])


def forecast_page(session: ReadSession, voice: Voice, *, pipeline_no: int | None, what: str, key: str) -> Message:
    """Return the current forecast, or the page `what` of the post with this key."""
    figures = (snapshot.load(session, key) if key else None) or report.figures(session, pipeline_no)
    require_pipeline(session, figures.pipeline_no)
    if not what or not figures.parts:
        return _forecast(session, voice, figures, "")
    where = details.parse_page(what)
    if key and where.month is not None and where.month < figures.months[0].first:  # the month that ended before it
        figures = snapshot.load(session, key, snapshot.ENDED) or figures
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
    aimed = targets.of_team(session, figures.pipeline_no)
    ended = month_ends.load(session, key) if key else None
    told = _month_that_ended(session, voice, ended)
    if ended is None or told is None:
        return post.forecast(voice, post.ForecastContent(figures, first, key, targets=aimed))
    more = tuple(month_end.buttons(voice, ended, key))
    return post.forecast(voice, post.ForecastContent(figures, first, key, told, more, aimed))
