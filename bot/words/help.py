"""`/deal help`, and `/deal` alone: groups of words, with one's own deals as examples; or what one word does."""

from __future__ import annotations

from bot.blocks import help
from bot.blocks.shown_words import Chapter
from bot.language.list_words import ListWords, read_list_words
from bot.slack.requests import Request
from bot.word import Reply, Services, Word
from bot.words.list_request import refuse, refuse_note
from pipeline.messages.asked_notices import ShowHelp


def typed(services: Services, request: Request) -> Reply:
    """The guide, the line of the word behind it, or with "all" the lines of every word."""
    rest = request.line.rest if request.line.word == WORD.word else ""
    refuse_note(services, request, WORD.word)
    found = services.table.exact(rest.removeprefix("/deal").removeprefix("/diili").strip())
    if found is not None:
        return ShowHelp(found[0])
    words = read_list_words(rest)
    if words.is_plain:
        return ShowHelp(is_beginning=request.line.word is None)
    if words == ListWords(is_everybody=True):
        return ShowHelp(of_all=True)
    refuse(WORD.word, rest)


def pressed(services: Services, request: Request) -> Reply:
    """The guide, or what its menu or button chose: a group of words, or every word."""
    chosen = request.line.rest
    return ShowHelp(of_all=True) if chosen == help.ALL else ShowHelp(group=chosen or None)


WORD = Word(
    word="help",
    forms={"fi": ("ohje", "apua", "apu"), "en": ("help", "guide")},
    help="help_help",
    chapter=Chapter.OWN,
    typed=typed,
    pressed=pressed,
    before_set_up=True,
)
