"""`/deal show`: one deal, with what is known of it."""

from __future__ import annotations

from bot.blocks.shown_words import Chapter
from bot.deal_lookup import deal_meant
from bot.slack.requests import Request
from bot.word import Concerns, Reply, Services, Word
from bot.words.form_input import deal_of
from pipeline.messages.asked_notices import ShowDeal


def typed(services: Services, request: Request) -> Reply:
    """Show the deal meant."""
    return ShowDeal(deal_meant(services, request, WORD).deal)


def pressed(services: Services, request: Request) -> Reply:
    """Show the deal of the button, or its older notes."""
    return ShowDeal(deal_of(request), start=request.pressed.start if request.pressed is not None else 0)


WORD = Word(
    word="show",
    forms={"fi": ("näytä", "avaa", "katso"), "en": ("show", "open", "view")},
    help="help_show",
    chapter=Chapter.VIEWS,
    concerns=Concerns.SEEN,
    typed=typed,
    pressed=pressed,
    button="show_button",
)
