"""`/deal board`: the pipeline's stages, how many deals and how much money in each, the oldest and the stuck."""

from __future__ import annotations

from bot.blocks.shown_words import Chapter
from bot.slack.requests import Request
from bot.word import Reply, Services, Word
from pipeline.messages.asked_notices import ShowBoard


def shown(services: Services, request: Request) -> Reply:
    """The board, however it was asked for."""
    return ShowBoard()


WORD = Word(
    word="board",
    forms={"fi": ("putki", "taulu", "tilanne"), "en": ("board", "pipeline")},
    help="help_board",
    chapter=Chapter.VIEWS,
    typed=shown,
    pressed=shown,
)
