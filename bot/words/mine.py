"""`/deal mine`: one's own open deals."""

from __future__ import annotations

from bot.blocks.shown_words import Chapter
from bot.slack.requests import Request
from bot.word import Reply, Services, Word
from pipeline.messages.asked_notices import ShowMine


def shown(services: Services, request: Request) -> Reply:
    """The reader's open deals, however they were asked for."""
    return ShowMine(request.pressed.start if request.pressed is not None else 0)


WORD = Word(
    word="mine",
    forms={"fi": ("omat", "mun"), "en": ("mine", "my deals")},
    help="help_mine",
    chapter=Chapter.VIEWS,
    typed=shown,
    pressed=shown,
)
