"""`/deal forecast`: what will come in this month and next, as of now; and `record`: how past forecasts did."""

from __future__ import annotations

from bot.blocks.shown_words import Chapter
from bot.blocks.unused import HINT_FORECAST_PERSON
from bot.forecast.pages import RECORD, Page, split_button_text
from bot.language.folding import folded
from bot.language.list_words import is_of_months, split_record
from bot.pipelines_named import named_pipeline
from bot.slack.requests import Request
from bot.word import Reply, Services, Word
from bot.words.list_request import list_request, read_by_others, refuse
from pipeline.deals.targets import led_pipeline
from pipeline.messages.asked_notices import ShowForecast
from pipeline.months import following_month
from pipeline.people import settings


def typed(services: Services, request: Request) -> Reply:
    """The forecast of now, or the record of past ones.

    It may name its months, a pipeline, or one person, for that person and for the lead. It has no other months.
    """
    asked = list_request(services, request, WORD.word)
    is_own = bool({folded(word).strip(" .,!?") for word in request.line.rest.split()} & _OWN)
    member = request.by.member_no if is_own else asked.member
    if member is not None and read_by_others(request):
        refuse(WORD.word, request.line.rest, HINT_FORECAST_PERSON, member)
    if asked.words.is_won or asked.words.is_lost:
        refuse(WORD.word, request.line.rest)
    of_record, rest = split_record(asked.words.rest)
    with services.ledger.read_session(request.by) as session:
        pipeline_no = named_pipeline(session, rest)
    if member is not None:
        if of_record or (rest and pipeline_no is None):
            refuse(WORD.word, request.line.rest)
        if member != request.by.member_no:
            with services.ledger.read_session(request.by) as session:
                led_pipeline(session, pipeline_no)
        return ShowForecast(pipeline=pipeline_no, member=member)
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


_OWN = frozenset("omat oma omani mun minun mina my mine me".split())


WORD = Word(
    word="forecast",
    forms={"fi": ("ennuste",), "en": ("forecast",)},
    help="help_forecast",
    chapter=Chapter.VIEWS,
    typed=typed,
    pressed=pressed,
)
