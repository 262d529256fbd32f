"""`/deal help`, and `/deal` alone: what one can do, with one's own deals as examples; or what one word does."""

from __future__ import annotations

from bot.blocks.shown_words import Chapter
from bot.language.list_words import read_list_words
from bot.slack.requests import Request
from bot.word import Reply, Services, Word
from bot.words.list_request import refuse, refuse_note
from pipeline.messages.asked_notices import ShowHelp


def typed(services: Services, request: Request) -> Reply:
    """The guide, or the line of the word behind it."""
    rest = request.line.rest if request.line.word == WORD.word else ""
    refuse_note(services, request, WORD.word)
    words = read_list_words(rest)
    if words.is_plain:
        return ShowHelp()
    found = services.table.exact(rest.removeprefix("/deal").removeprefix("/diili").strip())
    if found is None:
        refuse(WORD.word, rest)
    return ShowHelp(found[0])


def pressed(services: Services, request: Request) -> Reply:
    """The guide."""
    return ShowHelp()


WORD = Word(
    word="help",
    forms={"fi": ("ohje", "apua", "apu"), "en": ("help", "guide")},
    help="help_help",
    chapter=Chapter.WORK,
    typed=typed,
    pressed=pressed,
    before_set_up=True,
)
