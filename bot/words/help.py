"""`/deal help`, and `/deal` alone: what one can do, with one's own deals as examples."""

from __future__ import annotations

from bot.blocks.shown_words import Chapter
from bot.slack.requests import Request
from bot.word import Reply, Services, Word
from pipeline.messages.asked_notices import ShowHelp


def shown(services: Services, request: Request) -> Reply:
    """The guide, however it was asked for."""
    return ShowHelp()


WORD = Word(
    word="help",
    forms={"fi": ("ohje", "apua", "apu"), "en": ("help", "guide")},
    help="help_help",
    chapter=Chapter.WORK,
    typed=shown,
    pressed=shown,
    before_set_up=True,
)
