"""`/deal board`: the pipeline's stages, how many deals and how much money in each, the oldest and the stuck.

Behind it may stand a day gone by; a person, a stage, an amount or a source, which narrow it to a list of deals; or by
what to count the deals.
"""

from __future__ import annotations

from bot.blocks.shown_words import Chapter
from bot.blocks.unused import HINT_BOARD_DAY, HINT_BOARD_LARGE
from bot.language import days
from bot.language.days import Day
from bot.slack.requests import Request
from bot.word import Reply, Services, Word
from bot.words.board_filter import asked_part, next_page
from bot.words.list_request import list_request, read_by_others, refuse
from bot.words.named_pipeline import named_pipeline
from pipeline.messages.asked_notices import ShowBoard, ShowMine
from pipeline.people import settings
from pipeline.queries import board_then


def typed(services: Services, request: Request) -> Reply:
    """The board of now, or of the day that is named; a person's open deals, where one is named."""
    asked = list_request(services, request, WORD.word)
    words = asked.words
    if words.rest:
        with services.ledger.read_session(request.by) as session:
            pipeline_no = named_pipeline(session, words.rest)
        if pipeline_no is not None and asked.member is None:
            return ShowBoard(pipeline=pipeline_no)
        part = asked_part(services, request, words.rest, asked.member)
        return part if part is not None else _on_day(services, request, words.rest)
    if words.is_won or words.is_lost:
        refuse(WORD.word, request.line.rest, member=asked.member)
    if asked.member is not None:
        return ShowMine(owner=asked.member, is_shared=read_by_others(request))
    return ShowBoard()


def _on_day(services: Services, request: Request, text: str) -> Reply:
    """The board at the end of a day gone by. Raises NotUsed for anything else."""
    with services.ledger.read_session(request.by) as session:
        calendar = settings.of_workspace(session).calendar
        today = calendar.day(session.now)
        day = days.read_gone(text, today, calendar)
        if isinstance(day, Day) and day.sure and day.clock is None and not day.hours:
            if not board_then.can_show(session, day.date):
                refuse(WORD.word, text, HINT_BOARD_LARGE)
            return ShowBoard(day=day.date) if day.date < today else ShowBoard()
        is_day = isinstance(day, Day) or isinstance(days.read(text, today, calendar), Day)
    refuse(WORD.word, text, HINT_BOARD_DAY if is_day or days.looks_like_a_day(text) else None)


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
