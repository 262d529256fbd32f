"""Builds the forecast for one reader: a post from its saved snapshot, the current forecast, and the pages of both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.blocks import buttons, phrases
from bot.blocks import results as result_lines
from bot.blocks.elements import Message
from bot.forecast import details, month_end, pages, pictures, post, reasons, record
from bot.forecast.pages import Page
from bot.forecast.reasons import Reasons
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.deals import targets
from pipeline.deals.sight import deals_not_hidden, require_pipeline
from pipeline.forecast import grades, persons, report, snapshot
from pipeline.forecast import month_end as month_ends
from pipeline.forecast.course import of_first_month
from pipeline.forecast.figures import Figures
from pipeline.forecast.month_end import MonthEnd
from pipeline.ledger.read_session import ReadSession
from pipeline.people import settings
from pipeline.queries import find, offers, results, stage_list
from pipeline.queries.deal_lists import DealLine
from pipeline.queries.names import DealName, names, stage_labels
from pipeline.queries.results import Months
from pipeline.schedule import post_calendar
from pipeline.stages.events import StageKind


def monday_post(session: ReadSession, voice: Voice, key: str) -> Message | None:
    """Return the Monday post from the snapshot with this key, or None if there is none."""
    figures = snapshot.load(session, key)
    if figures is None:
        return None
    message = _forecast(session, voice, figures, key)
    aimed = targets.of_team(session, figures.pipeline_no).get(figures.months[0].first) if figures.months else None
    course = of_first_month(session, figures, aimed.amount if aimed is not None else None)
    if course is None:
        return message
    return replace(message, picture=pictures.of_month(voice, course, blocks_below=post.BELOW_PICTURE))


def month_post(session: ReadSession, voice: Voice, key: str) -> Message | None:
    """Return the post at the end of a month from the snapshot with this key.

    None if there is none, or if there is nothing to tell of the month: no win, no forecast, no target, no delivery.
    """
    figures, ended = snapshot.load(session, key), month_ends.load(session, key)
    told = _month_that_ended(session, voice, ended)
    if figures is None or ended is None or told is None:
        return None
    name = stage_list.name_of(session, figures.pipeline_no)
    return month_end.month_post(voice, told, ended, figures, key, name)


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
    where = pages.parse_page(what)
    posted = snapshot.load(session, key) if key else None
    if where.what == pages.RECORD:
        return _record(session, voice, posted, pipeline_no)
    figures = posted or report.figures(session, pipeline_no)
    require_pipeline(session, figures.pipeline_no)
    figures = _ended_before(session, figures, where, key) or figures
    if not what or not figures.has_anything:
        return _forecast(session, voice, figures, "")
    if where.what == pages.WHY:
        return _why(session, voice, figures, where, key)
    if figures.bridge is None and reasons.change_of(where) is not None:
        where = Page(pages.SUMS)
    if figures.bridge is not None and reasons.change_of(where) is not None:
        shown = [each.deal_no for each in reasons.changes_on_page(figures.bridge, where)]
        return reasons.bridge_page(voice, figures.bridge, _names_of(session, shown), where, key)
    numbers = details.deals_on_page(figures, where)
    if where.what == pages.DEALS:
        return details.deals(voice, figures, find.by_numbers(session, numbers), where, key)
    known = _names_of(session, numbers)
    if where.what == pages.SUMS:
        return details.sums(voice, figures, known, key)
    return details.page(voice, figures, known, where, key)


def _ended_before(session: ReadSession, posted: Figures, where: Page, key: str) -> Figures | None:
    """Return the month that ended before a post, where the page is of that one and it has a deal."""
    if not key or where.month is None or not posted.months or where.month >= posted.months[0].first:
        return None
    ended = snapshot.load(session, key, snapshot.ENDED)
    return ended if ended is not None and ended.has_anything else None


def _record(session: ReadSession, voice: Voice, posted: Figures | None, pipeline_no: int | None) -> Message:
    """Return the record of the Monday posts whose month is over: by the day of the post, or of now without one."""
    asked = posted.pipeline_no if posted is not None else pipeline_no
    of = report.pipeline_to_see(session, asked)
    day = posted.day if posted is not None else voice.today
    return record.page(voice, grades.track_records(session, of, day), stage_list.name_of(session, of))


def record_line(
    session: ReadSession, voice: Voice, pipeline_no: int, day: date, *, with_percentages: bool
) -> SafeText | None:
    """Return the record in one line, by this day; compared with stage percentages too where there is time for that."""
    return record.line(voice, grades.track_records(session, pipeline_no, day, with_percentages=with_percentages))


def _why(session: ReadSession, voice: Voice, figures: Figures, where: Page, key: str) -> Message:
    """Return the reasons of one deal's chance in a month; the sums where the month has no such open deal."""
    part = next(
        (each for each in figures.parts if (each.month, each.deal_no) == (where.month, where.start)),
        None,
    )
    if part is None or part.is_won:
        known = _names_of(session, details.deals_on_page(figures, pages.Page(pages.SUMS)))
        return details.sums(voice, figures, known, key)
    stood, alike = report.alike_of(session, figures, part)
    known = _names_of(session, [part.deal_no])
    out = offers.out(session, part.deal_no) if known else None
    found = Reasons(
        part=part,
        stage=stage_labels(session)[part.stage_no],
        days=stood.days if stood is not None else None,
        offer_until=out.valid_until if out is not None else None,
        alike=alike,
        tells_offer=bool(known),
    )
    return reasons.why(voice, found, known.get(part.deal_no), key)


def _names_of(session: ReadSession, deals: Sequence[int]) -> Mapping[int, DealName]:
    """Return the names of deals that a post has told of; of one that is hidden from the reader by now, none."""
    return names(session, deals=deals_not_hidden(session, deals)).deals


def _forecast(session: ReadSession, voice: Voice, figures: Figures, key: str) -> Message:
    ended = month_ends.load(session, key) if key else None
    content = post.ForecastContent(
        figures,
        _to_begin_with(session, figures),
        key,
        targets=targets.of_team(session, figures.pipeline_no),
        record=record_line(session, voice, figures.pipeline_no, figures.day, with_percentages=bool(key)),
        pipeline=stage_list.name_of(session, figures.pipeline_no),
    )
    if ended is None:
        return post.forecast(voice, content)
    is_its_end = _is_end_of_month(session, key)
    told = _month_that_ended(session, voice, ended) if is_its_end else month_end.in_one_line(voice, ended)
    if told is None:
        return post.forecast(voice, content)
    return post.forecast(voice, replace(content, ended=told, more=tuple(month_end.buttons(voice, ended, key))))


def of_person(session: ReadSession, voice: Voice, member_no: int, pipeline_no: int | None) -> Message:
    """Return one person's part of the current forecast. Raises OnlyLeadSees."""
    figures = persons.figures(session, member_no, pipeline_no)
    is_own = member_no == session.by.member_no
    content = post.ForecastContent(
        figures,
        _to_begin_with(session, figures),
        targets=targets.of_person(session, figures.pipeline_no, member_no),
        more=(buttons.deals_of(voice, None if is_own else member_no),),
        pipeline=stage_list.name_of(session, figures.pipeline_no),
        person=names(session, members=[member_no]).members.get(member_no, ""),
    )
    return post.forecast(voice, content)


def _to_begin_with(session: ReadSession, figures: Figures) -> tuple[DealLine, ...]:
    lines = find.by_numbers(session, post.largest_deals(figures)[: post.LOOKED_AT])
    return tuple(line for line in lines if line.state is StageKind.OPEN)


def _is_end_of_month(session: ReadSession, key: str) -> bool:
    """Whether the Monday post with this key takes the place of the post at the end of a month."""
    calendar = settings.of_workspace(session).calendar
    nominal = date.fromisoformat(key.rpartition(":")[2])
    return post_calendar.month_ended(calendar, post_calendar.MONDAY, post_calendar.on(calendar, nominal)) is not None
