"""`/deal results`: what came of deliveries and offers, month by month, of the whole team."""

from __future__ import annotations

from bot.blocks.shown_words import Chapter
from bot.blocks.unused import HINT_RESULTS_PERSON
from bot.language.results_line import read_results
from bot.slack.requests import Request
from bot.word import Reply, Services, Word
from bot.words.list_request import list_request, refuse, refuse_note
from pipeline.messages.asked_notices import ShowResults
from pipeline.people import settings


def typed(services: Services, request: Request) -> Reply:
    """The results of what is named, in the months that are named. They are never one person's."""
    refuse_note(services, request, WORD.word)
    text = request.line.rest
    with services.ledger.read_session(request.by) as session:
        today = settings.of_workspace(session).calendar.day(session.now)
    said = read_results(text, today)
    if request.line.people or said.rest:
        named = list_request(services, request, WORD.word)
        hint = HINT_RESULTS_PERSON if named.member is not None or request.line.people else None
        refuse(WORD.word, said.rest or text, hint, named.member)
    return ShowResults(of=said.topic.value if said.topic is not None else None, first=said.first, last=said.last)


def pressed(_services: Services, _request: Request) -> Reply:
    """The results of the newest months."""
    return ShowResults()


WORD = Word(
    word="results",
    forms={"fi": ("tulokset",), "en": ("results",)},
    help="help_results",
    chapter=Chapter.VIEWS,
    typed=typed,
    pressed=pressed,
)
