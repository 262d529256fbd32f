"""`/deal back`: one stage back, or to a named earlier one; a closed deal is reopened where it was closed."""

from __future__ import annotations

from bot.blocks.ids import Word
from bot.handlers.given import ask_for, deal_of, of_form
from bot.slack.asked import Asked
from bot.ways import House, Reply, Ways
from bot.which import line_of, meant, parted
from pipeline import errors
from pipeline.deals import move
from pipeline.deals.deal import Given
from pipeline.ledger.events import Moved


def typed(house: House, asked: Asked) -> Reply:
    """Move the deal meant back."""
    it = meant(house, asked, WAYS.word)
    given = Given(note=it.note)
    try:
        return move.back(house.ledger, asked.by, it.deal, to_stage=it.stage, given=given)
    except errors.Missing as lacking:
        return ask_for(Word.BACK, asked, lacking, given)
    except errors.MovedJustNow as asks:
        raise asks.keeping(line_of("", it.note)) from None


def pressed(house: House, asked: Asked) -> Reply:
    """Move the deal of the button back to the stage it showed."""
    to = asked.pressed.to if asked.pressed is not None else None
    given = Given(note=parted(asked.text)[1] or None)
    try:
        return move.back(house.ledger, asked.by, deal_of(asked), to_stage=to, given=given)
    except errors.Missing as lacking:
        return ask_for(Word.BACK, asked, lacking, given)


def submitted(house: House, asked: Asked) -> Reply:
    """Move it back with what was filled in."""
    given = of_form(house, asked)
    return move.back(house.ledger, asked.by, deal_of(asked), to_stage=asked.carried.to, given=given)


WAYS = Ways(
    word="back",
    fi=("palauta", "takaisin", "avaa uudelleen"),
    en=("back", "reopen"),
    help="help_back",
    typed=typed,
    pressed=pressed,
    submitted=submitted,
    core=move.back,
    event=Moved,
)
