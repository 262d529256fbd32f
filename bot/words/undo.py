"""`/deal undo`: one's own last change, or the change of the button."""

from __future__ import annotations

from bot.blocks.shown_words import Chapter
from bot.deal_lookup import deal_meant
from bot.slack.requests import Request
from bot.word import Concerns, Reply, Services, Word
from pipeline.deals import undo
from pipeline.ledger.events import Voided


def typed(services: Services, request: Request) -> Reply:
    """Take back the last change one made oneself: in a deal's thread of that deal, and of the one that is named."""
    deal = deal_meant(services, request, WORD).deal if request.line.rest else request.deal
    return undo.undo(services.ledger, request.by, of_deal=deal)


def pressed(services: Services, request: Request) -> Reply:
    """Take back the change that the button shows; the last one of the deal that was picked, where it shows none."""
    shown = request.pressed
    change = shown.change if shown is not None else None
    of_deal = request.deal if change is None else None
    sure = shown is not None and shown.sure
    return undo.undo(services.ledger, request.by, change_no=change, of_deal=of_deal, sure=sure)


WORD = Word(
    word="undo",
    forms={"fi": ("peru", "peruuta", "kumoa"), "en": ("undo", "revert")},
    help="help_undo",
    chapter=Chapter.LIFE,
    concerns=Concerns.CHANGED,
    changes=Voided,
    typed=typed,
    pressed=pressed,
)
