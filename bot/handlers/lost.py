"""`/deal lost`: the deal will not come; a reason is required."""

from __future__ import annotations

from bot.blocks import forms
from bot.blocks.elements import View
from bot.blocks.ids import Pressed, Word
from bot.handlers.given import about, ask_for, carrying, deal_of, of_form, picture
from bot.language.voice import Voice
from bot.slack.asked import Asked
from bot.ways import Ask, House, Reply, Ways
from bot.which import meant
from pipeline import errors
from pipeline.deals import close
from pipeline.deals.deal import Given
from pipeline.ledger.events import Lost
from pipeline.ledger.work import Look
from pipeline.people.access import Act, door
from pipeline.queries.story import deal_view


def typed(house: House, asked: Asked) -> Reply:
    """Lose the deal meant; what follows "--" is the reason."""
    it = meant(house, asked, WAYS.word)
    given = Given(reason=it.note)
    try:
        return close.lost(house.ledger, asked.by, it.deal, given=given)
    except errors.Missing as lacking:
        return ask_for(Word.LOST, asked, lacking, given)


def pressed(house: House, asked: Asked) -> Reply:
    """The form that asks why."""
    deal_no = deal_of(asked)

    def build(voice: Voice, look: Look) -> View:
        door(look.connection, look.by, deal_no, Act.CHANGE)
        deal = deal_view(look, deal_no)
        return forms.lost(voice, about(voice, deal), carried=carrying(asked, deal))

    return Ask(build, Pressed(WAYS.word, deal=deal_no, stay=asked.stay))


def submitted(house: House, asked: Asked) -> Reply:
    """Lose it with the reason given."""
    return close.lost(house.ledger, asked.by, deal_of(asked), given=of_form(house, asked), picture=picture(asked))


WAYS = Ways(
    word="lost",
    fi=("hävitty", "häviö"),
    en=("lost", "lose"),
    help="help_lost",
    typed=typed,
    pressed=pressed,
    submitted=submitted,
    core=close.lost,
    event=Lost,
)
