"""What a form gives with a change, read once for all words that take it; and the form that asks for the rest."""

from __future__ import annotations

from datetime import date

from bot.blocks import forms, phrases
from bot.blocks.elements import View
from bot.blocks.forms import Filled
from bot.blocks.ids import Carried, Pressed, Word
from bot.language import amounts
from bot.language.voice import Voice
from bot.slack.asked import Asked
from bot.ways import Ask, House
from pipeline import errors
from pipeline.deals.deal import Given, Picture
from pipeline.ledger.work import Look
from pipeline.money import Money
from pipeline.people import settings
from pipeline.queries.names import stage_labels
from pipeline.queries.story import DealView, deal_view


def of_form(house: House, asked: Asked) -> Given:
    """The fields of a submitted form. Raises UnclearAmount."""
    values = asked.values
    amount = None
    if text := values.get(forms.AMOUNT):
        with house.ledger.looking(asked.by) as look:
            amount = amounts.read(text, settings.of_workspace(look).currency)
        if not isinstance(amount, Money):
            raise errors.UnclearAmount(text=amount.text, field=forms.AMOUNT, sentence=amount.key)
    day = values.get(forms.PROMISED_DAY)
    return Given(
        amount=amount,
        promised_day=date.fromisoformat(day) if day else None,
        reason=values.get(forms.REASON),
        note=values.get(forms.NOTE) or asked.carried.typed or None,
    )


def picture(asked: Asked) -> Picture | None:
    """What a button or a form showed, if it showed a stay."""
    if asked.stay is None:
        return None
    to = asked.pressed.to if asked.pressed is not None else asked.carried.to
    return Picture(asked.stay, to)


def deal_of(asked: Asked) -> int:
    """The deal that a button or a form is about."""
    if asked.deal is None:
        raise errors.NotForm
    return asked.deal


def ask_for(word: Word, asked: Asked, lacking: errors.Missing, given: Given) -> Ask:
    """A form with only the fields that are missing."""
    deal_no, stay = int(lacking.values["deal"]), int(lacking.values["stay"])
    to, fields = int(lacking.values["to"]), list(lacking.values["fields"])

    def build(voice: Voice, look: Look) -> View:
        deal = deal_view(look, deal_no)
        about = forms.Asked(phrases.deal(voice, deal), stage_labels(look)[to])
        filled = Filled(
            amount=given.amount, promised_day=given.promised_day, reason=given.reason or "", note=given.note or ""
        )
        return forms.missing(voice, word, about, fields, filled, carrying(asked, deal, to))

    return Ask(build, Pressed(word, deal=deal_no, stay=stay, to=to, typed=given.note or ""))


def carrying(asked: Asked, deal: DealView, to: int | None = None) -> Carried:
    """What the form brings back: the deal as it was shown, and where the answer goes."""
    return Carried(deal=deal.deal_no, stay=deal.stay, to=to, reply=asked.carried.reply)


def about(voice: Voice, deal: DealView) -> forms.Asked:
    """Which deal a form is about."""
    return forms.Asked(phrases.deal(voice, deal))
