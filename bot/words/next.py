"""`/deal next`: what one does next, today's steps first, each deal with its reason and the press that does it."""

from __future__ import annotations

from bot.blocks.shown_words import Chapter
from bot.blocks.unused import HINT_NEXT_PERSON
from bot.slack.requests import Request
from bot.word import Reply, Services, Word
from bot.words.list_request import list_request, refuse, refuse_rest
from pipeline.messages.asked_notices import ShowNext


def typed(services: Services, request: Request) -> Reply:
    """The reader's own list. What else stands behind the word says something of a deal, and is read as that."""
    asked = list_request(services, request, WORD.word)
    words = asked.words
    if words.rest:
        refuse_rest(services, request, WORD.word, words.rest)
    if words.is_won or words.is_lost or words.is_everybody:
        refuse(WORD.word, request.line.rest)
    if asked.member not in (None, request.by.member_no):
        refuse(WORD.word, asked.said, HINT_NEXT_PERSON, asked.member)
    return ShowNext()


def pressed(_services: Services, request: Request) -> Reply:
    """The list, or its next page."""
    return ShowNext(start=request.pressed.start if request.pressed is not None else 0)


WORD = Word(
    word="next",
    forms={"fi": ("seuraavaksi", "tänään", "seuraava"), "en": ("next", "today")},
    help="help_next",
    chapter=Chapter.VIEWS,
    typed=typed,
    pressed=pressed,
)
