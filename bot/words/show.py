"""`/deal show`: one deal, with what is known of it."""

from __future__ import annotations

from bot.deal_lookup import meant
from bot.slack.requests import Request
from bot.word import Reply, Services, Word
from bot.words.form_input import deal_of
from pipeline.messages.notices import Notice, NoticeKind
from pipeline.queries.story import deal_view


def typed(services: Services, request: Request) -> Reply:
    """Show the deal meant."""
    return Notice(NoticeKind.SHOWN, {"deal": meant(services, request, WORD.word).deal})


def pressed(services: Services, request: Request) -> Reply:
    """Show the deal of the button, or its older notes."""
    return Notice(
        NoticeKind.SHOWN,
        {"deal": deal_of(request), "start": request.pressed.start if request.pressed is not None else 0},
    )


WORD = Word(
    word="show",
    fi=("näytä", "avaa", "katso"),
    en=("show", "open", "view"),
    help="help_show",
    typed=typed,
    pressed=pressed,
    query=deal_view,
)
