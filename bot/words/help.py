"""`/deal help`, and `/deal` alone: what one can do, with one's own deals as examples."""

from __future__ import annotations

from bot.slack.requests import Request
from bot.word import Reply, Services, Word
from pipeline.messages.notices import Notice, NoticeKind
from pipeline.queries import deal_lists


def shown(services: Services, request: Request) -> Reply:
    """The guide, however it was asked for."""
    return Notice(NoticeKind.HELP)


WORD = Word(
    word="help",
    fi=("ohje", "apua", "apu"),
    en=("help", "guide"),
    help="help_help",
    typed=shown,
    pressed=shown,
    before_set_up=True,
    query=deal_lists.mine,
)
