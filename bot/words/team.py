"""`/deal team`: the sales lead's week: each person's open deals, what waits for us, and what was won against target."""

from __future__ import annotations

from bot.blocks.shown_words import Chapter
from bot.pipelines_named import pipeline_named
from bot.slack.requests import Request
from bot.word import Reply, Services, Word
from bot.words.list_request import list_request, refuse, refuse_note, refuse_rest
from pipeline.deals.targets import led_pipeline
from pipeline.messages.asked_notices import ShowMine
from pipeline.messages.target_notices import ShowTeam


def typed(services: Services, request: Request) -> Reply:
    """The team, of the pipeline that is named; a person's open deals, where one is named. Raises OnlyLeadSees."""
    with services.ledger.read_session(request.by) as session:
        pipeline_no, rest = pipeline_named(session, request.line.rest)
        of_pipeline = pipeline_no if not rest and not request.line.people else None
        led_pipeline(session, of_pipeline)
    if of_pipeline is not None:
        refuse_note(services, request, WORD.word)
        return ShowTeam(pipeline=of_pipeline)
    asked = list_request(services, request, WORD.word)
    words = asked.words
    if words.rest:
        refuse_rest(services, request, WORD.word, words.rest)
    if words.is_won or words.is_lost:
        refuse(WORD.word, request.line.rest)
    return ShowMine(owner=asked.member) if asked.member is not None else ShowTeam()


def pressed(services: Services, request: Request) -> Reply:
    """The team, or its next page, of the pipeline of the list."""
    number = request.line.rest
    pipeline_no = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None
    with services.ledger.read_session(request.by) as session:
        led_pipeline(session, pipeline_no)
    return ShowTeam(pipeline=pipeline_no, start=request.pressed.start if request.pressed is not None else 0)


WORD = Word(
    word="team",
    forms={"fi": ("tiimi",), "en": ("team",)},
    help="help_team",
    chapter=Chapter.VIEWS,
    typed=typed,
    pressed=pressed,
    is_private=True,
)
