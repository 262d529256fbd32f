"""`/deal undo`: one's own last change, or the change of the button."""

from __future__ import annotations

from bot.deal_lookup import meant, request
from bot.slack.asked import Asked
from bot.word import Reply, Services, Word
from pipeline.deals import undo
from pipeline.ledger.events import Voided


def typed(services: Services, asked: Asked) -> Reply:
    """Take back the last change one made oneself: in a deal's thread of that deal, and of the one that is named."""
    rest = request(services, asked).rest
    deal = meant(services, asked, WORD.word).deal if rest else asked.deal
    return undo.undo(services.ledger, asked.by, of_deal=deal)


def pressed(services: Services, asked: Asked) -> Reply:
    """Take back the change that the button shows; the last one of the deal that was picked, where it shows none."""
    shown = asked.pressed
    change = shown.change if shown is not None else None
    of_deal = asked.deal if change is None else None
    sure = shown is not None and shown.sure
    return undo.undo(services.ledger, asked.by, change_no=change, of_deal=of_deal, sure=sure)


WORD = Word(
    word="undo",
    fi=("peru", "peruuta", "kumoa"),
    en=("undo", "revert"),
    help="help_undo",
    typed=typed,
    pressed=pressed,
    core=undo.undo,
    event=Voided,
)
