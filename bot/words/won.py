"""`/deal won`: the customer accepted; asks for the amount and the promised day."""

from __future__ import annotations

from bot.blocks import forms
from bot.blocks.elements import View
from bot.blocks.forms import FormValues
from bot.blocks.ids import Pressed, Remainder, WordName
from bot.blocks.shown_words import Chapter, FormFields
from bot.deal_lookup import deal_with_rest
from bot.language.days import Day
from bot.language.voice import Voice
from bot.language.won_line import read_won
from bot.slack.requests import Request
from bot.word import Ask, Concerns, Reply, Services, Word
from bot.words.form_input import (
    about,
    ask_again,
    carrying,
    currency_of,
    deal_of,
    expected,
    fit,
    of_form,
    required,
    to_change,
)
from pipeline import errors
from pipeline.deals import close
from pipeline.deals.events import Won
from pipeline.ledger.read_session import ReadSession
from pipeline.people import settings
from pipeline.stages.events import StageKind


def typed(services: Services, request: Request) -> Reply:
    """The form, filled in from what is known of the deal and from the line."""
    it = deal_with_rest(services, request, WORD)
    return _form(request, it.deal, it.tail, it.note or "")


def pressed(services: Services, request: Request) -> Reply:
    """The form, with the amount that is known and what was typed before the button was there."""
    return _form(request, deal_of(request), request.line.rest, request.line.note or "")


def _form(request: Request, deal_no: int, rest: str, note: str) -> Ask:
    fit(f"{rest} {note}")

    def build(voice: Voice, session: ReadSession) -> View:
        deal = to_change(session, deal_no)
        calendar = settings.of_workspace(session).calendar
        said = read_won(rest, calendar.day(session.now), currency_of(session, deal_no), calendar)
        promised, won_on = said.promised, said.won_on
        filled = FormValues(
            amount=deal.amount if said.amount is None else said.amount,
            promised_day=promised.date if isinstance(promised, Day) else None,
            won_on=won_on.date if won_on else None,
            note=" ".join(each for each in (said.words, said.tax, note) if each),
            unsure=promised.text if promised is not None and not (isinstance(promised, Day) and promised.sure) else "",
            unsure_win=won_on.text if won_on and not won_on.sure else "",
        )
        asked = required(session, deal, StageKind.WON)
        return forms.won(voice, about(voice, deal), asked, filled, carrying(request, deal))

    return Ask(build, Pressed(WORD.word, deal=deal_no, stay=request.stay, more=Remainder(rest, note)))


def submitted(services: Services, request: Request) -> Reply:
    """Win it with what was filled in."""
    given = of_form(services, request)
    try:
        return close.won(services.ledger, request.by, deal_of(request), given=given, expected=expected(request))
    except errors.AmountJumps as jump:
        return ask_again(WordName.WON, request, jump, given)


WORD = Word(
    word="won",
    forms={"fi": ("voitettu", "voitto", "kauppa"), "en": ("won", "win")},
    help="help_won",
    chapter=Chapter.LIFE,
    concerns=Concerns.OPEN,
    changes=Won,
    typed=typed,
    pressed=pressed,
    submitted=submitted,
    button="won_button",
    fields=FormFields(day=forms.PROMISED_DAY),
)
