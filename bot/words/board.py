"""`/deal board`: the pipeline's stages, how many deals and how much money in each, the oldest and the stuck."""

from __future__ import annotations

from bot.slack.requests import Request
from bot.word import Reply, Services, Word
from pipeline.messages.notices import Notice, NoticeKind
from pipeline.queries import board


def shown(services: Services, request: Request) -> Reply:
    """The board, however it was asked for."""
    return Notice(NoticeKind.BOARD)


WORD = Word(
    word="board",
    fi=("putki", "taulu", "tilanne"),
    en=("board", "pipeline"),
    help="help_board",
    typed=shown,
    pressed=shown,
    query=board.board,
)
