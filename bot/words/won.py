"""`/deal won`: the customer accepted; asks for the amount and the promised day."""

from __future__ import annotations

from dataclasses import replace

from bot.blocks import forms
from bot.blocks.elements import View
from bot.blocks.forms import FormValues, Question
from bot.blocks.ids import Pressed, Remainder, WordName
from bot.blocks.shown_words import Chapter, FormFields
from bot.deal_lookup import deal_with_rest
from bot.language.days import Day
from bot.language.folding import Unclear
from bot.language.safe_text import plain
from bot.language.voice import Voice
from bot.language.won_line import WonLine, read_won
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
from pipeline.money import Money
from pipeline.people import settings
from pipeline.stages.events import StageKind

_QUOTED = 60  # characters of what was typed that a question quotes


def typed(services: Services, request: Request) -> Reply:
    """The form, filled in from what is known of the deal and from the line."""
    it = deal_with_rest(services, request, WORD)
    return form(request, it.deal, it.tail, it.note or "")


def pressed(services: Services, request: Request) -> Reply:
    """The form, with the amount that is known and what was typed before the button was there."""
    return form(request, deal_of(request), request.line.rest, request.line.note or "")


def form(request: Request, deal_no: int, rest: str, note: str) -> Ask:
    """The form of a win, filled in from what is known of the deal and from the rest of the line."""
    fit(f"{rest} {note}")

    def build(voice: Voice, session: ReadSession) -> View:
        deal = to_change(session, deal_no)
        calendar = settings.of_workspace(session).calendar
        said = read_won(rest, calendar.day(session.now), currency_of(session, deal_no), calendar)
        filled = replace(_filled(said, note), amount=_amount(said.amount, deal.amount))
        asked = required(session, deal, StageKind.WON)
        return forms.won(voice, about(voice, deal), asked, filled, carrying(request, deal))

    return Ask(build, Pressed(WORD.word, deal=deal_no, stay=request.stay, more=Remainder(rest, note)))


def _filled(said: WonLine, note: str) -> FormValues:
    """The form's days and note as they were typed, with a question about what is unclear."""
    promised, won_on, unread = said.promised, said.won_on, said.amount
    questions = {forms.AMOUNT: Question(unread.key, plain(unread.text, _QUOTED))} if isinstance(unread, Unclear) else {}
    return FormValues(
        promised_day=promised.date if isinstance(promised, Day) else None,
        won_on=won_on.date if isinstance(won_on, Day) else None,
        note=" ".join(each for each in (said.words, said.tax, note) if each),
        unsure=_unsure(promised),
        unsure_win=_unsure(won_on),
        questions=questions,
    )


def _amount(typed: Money | Unclear | None, known: Money | None) -> Money | str | None:
    """The amount of the form: what was typed, even when it could not be read; else what the deal has."""
    if typed is None:
        return known
    return typed.text if isinstance(typed, Unclear) else typed


def _unsure(day: Day | Unclear | None) -> str:
    """The words of a day that was read with doubt, or not at all."""
    return "" if day is None or (isinstance(day, Day) and day.sure) else plain(day.text, _QUOTED)


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
