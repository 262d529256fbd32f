"""`/deal board`: the pipeline's stages, how many deals and how much money in each, the oldest and the stuck.

Behind it may stand the name of a pipeline and a day gone by; a person, a stage, an amount or a source, which narrow it
to a list of deals; or by what to count the deals.
"""

from __future__ import annotations

from datetime import date, timedelta

from bot.blocks.shown_words import Chapter
from bot.blocks.unused import HINT_BOARD_DAY, HINT_BOARD_LARGE
from bot.language import days
from bot.language.days import Day
from bot.pipelines_named import pipeline_named
from bot.slack.requests import Request
from bot.word import Reply, Services, Word
from bot.words.board_filter import asked_part, next_page
from bot.words.list_request import list_request, read_by_others, refuse, refuse_note
from pipeline.messages.asked_notices import ShowBoard, ShowMine
from pipeline.people import settings
from pipeline.queries import board_then


def typed(services: Services, request: Request) -> Reply:
    """The board of now, or of the day that is named; a person's open deals, where one is named.

    Of the pipeline that is named, or of the person's own.
    """
    refuse_note(services, request, WORD.word)
    with services.ledger.read_session(request.by) as session:
        pipeline_no, rest = pipeline_named(session, request.line.rest)
    if pipeline_no is not None:
        return _on_day(services, request, rest, pipeline_no) if rest else ShowBoard(pipeline=pipeline_no)
    asked = list_request(services, request, WORD.word)
    words = asked.words
    if words.rest:
        part = asked_part(services, request, words.rest, asked.member)
        return part if part is not None else _on_day(services, request, words.rest)
    if words.is_won or words.is_lost:
        refuse(WORD.word, request.line.rest, member=asked.member)
    if asked.member is not None:
        return ShowMine(owner=asked.member, is_shared=read_by_others(request))
    return ShowBoard()


def _on_day(services: Services, request: Request, text: str, pipeline_no: int | None = None) -> Reply:
    """The board at the end of a day gone by. Raises NotUsed for anything else."""
    with services.ledger.read_session(request.by) as session:
        calendar = settings.of_workspace(session).calendar
        today = calendar.day(session.now)
        day = days.read_gone(text, today, calendar)
        if isinstance(day, Day) and (day.sure or _is_of_last_week(day.date, today)) and not (day.clock or day.hours):
            if not board_then.can_show(session, day.date, pipeline_no):
                refuse(WORD.word, text, HINT_BOARD_LARGE)
            return ShowBoard(pipeline_no, day.date if day.date < today else None)
        is_day = isinstance(day, Day) or isinstance(days.read(text, today, calendar), Day)
    refuse(WORD.word, text, HINT_BOARD_DAY if is_day or days.looks_like_a_day(text) else None)


def _is_of_last_week(day: date, today: date) -> bool:
    """Whether a weekday that was named alone is read well enough: the board's title says which day it is."""
    return timedelta(0) < today - day <= timedelta(days=7)


def pressed(services: Services, request: Request) -> Reply:
    """The board of now, or the next page of a list that was narrowed."""
    return next_page(request) or ShowBoard()


WORD = Word(
    word="board",
    forms={"fi": ("putki", "taulu", "tilanne"), "en": ("board", "pipeline")},
    help="help_board",
    chapter=Chapter.VIEWS,
    typed=typed,
    pressed=pressed,
)
