"""`/deal lost`: the deal will not come; a reason is required."""

from __future__ import annotations

from dataclasses import replace

from bot.blocks import forms
from bot.blocks.buttons import COME_BACK
from bot.blocks.deliveries import NEVER, ONE_MORE_MONTH
from bot.blocks.elements import View
from bot.blocks.forms import FormValues, Question
from bot.blocks.ids import Pressed, Remainder, WordName
from bot.blocks.shown_words import Chapter, FormFields
from bot.deal_lookup import deal_with_rest
from bot.language.days import Day
from bot.language.folding import Unclear
from bot.language.kind_words import says_only_reason
from bot.language.lost_line import LostLine, read_lost
from bot.language.voice import Voice
from bot.slack.requests import Request
from bot.word import Ask, Concerns, Reply, Services, Word
from bot.words.chosen_entries import proposed_reason
from bot.words.form_input import (
    about,
    ask_for,
    carrying,
    deal_of,
    expected,
    fit,
    given_values,
    month_question,
    of_form,
    required,
    to_change,
    typed_with,
)
from bot.words.typed_kinds import typed_reason
from pipeline import errors
from pipeline.deals import choices, close, come_back
from pipeline.deals.deal import Given
from pipeline.deals.events import Lost, LostKind
from pipeline.deals.fields import LostReason
from pipeline.deals.turn import Turn
from pipeline.ledger.read_session import ReadSession
from pipeline.people import settings
from pipeline.queries.deal_view import DealView


def typed(services: Services, request: Request) -> Reply:
    """Lose the deal meant; what follows "--" is the reason, unless it has a month that is not surely read.

    Without the dashes words that are one kind of reason, with a month or without, lose it too; others are asked back in
    the form.
    """
    it = deal_with_rest(services, request, WORD)
    if it.tail:
        return _lose_or_ask(services, request, it.deal, it.tail, it.note or "")
    given = Given()
    if it.note:
        fit(it.note)
        with services.ledger.read_session(request.by) as session:
            said, why = _read(session, it.note)
        if not said.is_sure:
            return form(request, it.deal, "", it.note)
        given = Given(
            reason=why.words,
            lost_kind=why.kind,
            lost_option=why.option,
            said_by=why.said_by,
            returns=why.returns,
        )
    try:
        return close.lost(services.ledger, request.by, it.deal, given=given)
    except errors.Missing as lacking:
        if not it.note:
            return form(request, it.deal, "", "")
        return ask_for(WordName.LOST, request, lacking, given, Remainder(note=it.note or ""))


def _lose_or_ask(services: Services, request: Request, deal_no: int, words: str, note: str) -> Reply:
    """Lose the deal where the words surely say why and nothing else; else the form with them, for what lacks, too."""
    fit(words, note)
    with services.ledger.read_session(request.by) as session:
        said, why = _read(session, words)
    if why.kind is None or not said.is_sure or not says_only_reason(said.reason):
        return form(request, deal_no, words, note)
    given = Given(reason=why.words, lost_kind=why.kind, said_by=why.said_by, returns=why.returns, note=note or None)
    try:
        return close.lost(services.ledger, request.by, deal_no, given=given)
    except errors.Missing:
        return form(request, deal_no, words, note)


def pressed(services: Services, request: Request) -> Reply:
    """The form that asks why, with what was typed before the button was there, or that nobody decides now."""
    if request.line.rest == COME_BACK:
        return _come_back(request, deal_of(request))
    if request.line.rest in (ONE_MORE_MONTH, NEVER):
        act = come_back.one_more_month if request.line.rest == ONE_MORE_MONTH else come_back.never
        return act(services.ledger, request.by, deal_of(request), expected=expected(request))
    return form(request, deal_of(request), request.line.rest, request.line.note or "")


def form(request: Request, deal_no: int, words: str, note: str) -> Ask:
    """The form that asks why; words without a dash before them stand as the reason, else the note does."""
    fit(words, note)
    more = Remainder(words, note)

    def build(voice: Voice, session: ReadSession) -> View:
        deal = to_change(session, deal_no)
        said, why = _read(session, words or note)
        why = why if words or note else _proposed(voice, deal)
        filled = FormValues(lost=why, note=note if words else "", questions=_questions(said.returns))
        asked = required(session, deal, WordName.LOST, more)
        return forms.lost(voice, about(voice, deal), asked, filled, carrying(request, deal))

    return Ask(build, Pressed(WORD.word, deal=deal_no, stay=request.stay, more=more))


def _proposed(voice: Voice, deal: DealView) -> LostReason:
    """Why it was lost, as far as it can be seen: they went silent, where we wait for them longer than the limit."""
    waits = deal.turn is not None and deal.turn.turn is Turn.CUSTOMERS
    return proposed_reason(voice.lists, LostKind.WENT_SILENT) if deal.is_stuck and waits else LostReason()


def _come_back(request: Request, deal_no: int) -> Ask:
    """The form with the kind that says that nobody decides now: the month in which to come back is left to choose."""

    def build(voice: Voice, session: ReadSession) -> View:
        deal = to_change(session, deal_no)
        filled = FormValues(lost=proposed_reason(voice.lists, LostKind.NO_DECISION))
        asked = required(session, deal, WordName.LOST, Remainder(COME_BACK))
        return forms.lost(voice, about(voice, deal), asked, filled, carrying(request, deal))

    return Ask(build, Pressed(WORD.word, deal=deal_no, stay=request.stay, more=Remainder(COME_BACK)))


def _read(session: ReadSession, text: str) -> tuple[LostLine, LostReason]:
    """What was typed of the loss, and the reason that it names."""
    calendar = settings.of_workspace(session).calendar
    said = read_lost(text, calendar.day(session.now), calendar)
    returns = said.returns.date if isinstance(said.returns, Day) else None
    why = typed_reason(said.reason, choices.of_workspace(session))
    return said, replace(why, said_by=said.said_by, returns=returns)


def _questions(returns: Day | Unclear | None) -> dict[str, Question]:
    question = month_question(returns)
    return {forms.RETURNS: question} if question is not None else {}


def submitted(services: Services, request: Request) -> Reply:
    """Lose it with the reason given; what its stage came to require since the form opened is asked in it once more."""
    given, deal_no = of_form(services, request), deal_of(request)
    try:
        return close.lost(services.ledger, request.by, deal_no, given=given, expected=expected(request))
    except errors.Missing as lacking:
        if all(token in request.values for token in lacking.fields):
            raise
        return _once_more(request, deal_no, given)


def _once_more(request: Request, deal_no: int, given: Given) -> Ask:
    """The form as it was filled in, with what is missing."""

    def build(voice: Voice, session: ReadSession) -> View:
        deal = to_change(session, deal_no)
        asked = required(session, deal, WordName.LOST, typed_with(request))
        return forms.lost(voice, about(voice, deal), asked, given_values(given), carrying(request, deal))

    return Ask(build, Pressed(WORD.word, deal=deal_no, stay=request.stay))


WORD = Word(
    word="lost",
    forms={"fi": ("hävitty", "häviö"), "en": ("lost", "lose")},
    help="help_lost",
    chapter=Chapter.LIFE,
    concerns=Concerns.OPEN,
    changes=Lost,
    typed=typed,
    pressed=pressed,
    submitted=submitted,
    button="lost_button",
    in_menu=True,
    fields=FormFields(text=forms.REASON),
)
