"""`/deal forecast`: what will come in this month and next, as of now; and `record`: how past forecasts did."""

from __future__ import annotations

from bot.blocks.shown_words import Chapter
from bot.blocks.unused import HINT_FORECAST_PERSON
from bot.forecast.pages import RECORD, Page, split_button_text
from bot.language.list_words import is_of_months, split_record
from bot.pipelines_named import named_pipeline
from bot.slack.requests import Request
from bot.word import Reply, Services, Word
from bot.words.list_request import list_request, refuse
from pipeline.messages.asked_notices import ShowForecast
from pipeline.months import following_month
from pipeline.people import settings


def typed(services: Services, request: Request) -> Reply:
    """The forecast of now, or the record of past ones.

    It may name its months, or a pipeline; it has no other months, and no one person's.
    """
    asked = list_request(services, request, WORD.word)
    if asked.member is not None:
        refuse(WORD.word, request.line.rest, HINT_FORECAST_PERSON, asked.member)
    if asked.words.is_won or asked.words.is_lost:
        refuse(WORD.word, request.line.rest)
    of_record, rest = split_record(asked.words.rest)
    with services.ledger.read_session(request.by) as session:
        pipeline_no = named_pipeline(session, rest)
    opens = Page(RECORD).packed() if of_record else None
    if pipeline_no is not None or (of_record and not rest):
        return ShowForecast(pipeline=pipeline_no, opens=opens)
    if of_record:
        refuse(WORD.word, rest)
    if asked.words.rest and not _is_of_its_months(services, request, asked.words.rest):
        refuse(WORD.word, asked.words.rest)
    return ShowForecast()


def _is_of_its_months(services: Services, request: Request, text: str) -> bool:
    """Whether the text names nothing but the months that a forecast is about: this one and the next."""
    with services.ledger.read_session(request.by) as session:
        this = settings.of_workspace(session).calendar.day(session.now).replace(day=1)
    return is_of_months(text, this, following_month(this))


def pressed(services: Services, request: Request) -> Reply:
    """The forecast of now, or what a post's button opens: the sums or the deals behind that very post, or a page."""
    opens, statement = split_button_text(request.line.rest)
    return ShowForecast(opens=opens, statement=statement) if opens else ShowForecast()


WORD = Word(
    word="forecast",
    forms={"fi": ("ennuste",), "en": ("forecast",)},
    help="help_forecast",
    chapter=Chapter.VIEWS,
    typed=typed,
    pressed=pressed,
)
