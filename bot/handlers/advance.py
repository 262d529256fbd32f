"""`/deal advance`: to the next stage or the named one; "On to …?" and "Move to …" are the same word pressed."""

from __future__ import annotations

from bot.blocks.ids import Word
from bot.handlers.given import ask_for, deal_of, of_form, picture
from bot.slack.asked import Asked
from bot.ways import House, Reply, Ways
from bot.which import meant
from pipeline import errors
from pipeline.deals import move
from pipeline.deals.deal import NOTHING, Given
from pipeline.ledger.events import Moved


def typed(house: House, asked: Asked) -> Reply:
    """Move the deal meant, or ask for what the stage requires."""
    it = meant(house, asked, WAYS.word)
    given = Given(note=it.note, reason=it.note)
    try:
        return move.advance(house.ledger, asked.by, it.deal, to_stage=it.stage, given=given)
    except errors.Missing as lacking:
        return ask_for(Word.ADVANCE, asked, lacking, given)


def pressed(house: House, asked: Asked) -> Reply:
    """Move the deal of the button to the stage it showed."""
    to = asked.pressed.to if asked.pressed is not None else None
    try:
        return move.advance(house.ledger, asked.by, deal_of(asked), to_stage=to, picture=picture(asked))
    except errors.Missing as lacking:
        return ask_for(Word.ADVANCE, asked, lacking, NOTHING)


def submitted(house: House, asked: Asked) -> Reply:
    """Move the deal with what was filled in."""
    given, to = of_form(house, asked), asked.carried.to
    return move.advance(house.ledger, asked.by, deal_of(asked), to_stage=to, picture=picture(asked), given=given)


WAYS = Ways(
    word="advance",
    fi=("siirrä", "etene", "eteenpäin"),
    en=("advance", "move", "next stage"),
    help="help_advance",
    typed=typed,
    pressed=pressed,
    submitted=submitted,
    core=move.advance,
    event=Moved,
)
