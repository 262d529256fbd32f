"""An offer that the customer accepted: the form of a win at its price, and the win."""

from __future__ import annotations

from dataclasses import replace

from bot.blocks import offers, refusals
from bot.blocks.elements import View
from bot.blocks.forms import FormValues
from bot.blocks.ids import Pressed, Remainder, WordName
from bot.blocks.offers import OfferAct
from bot.blocks.won_form import won_form
from bot.language.voice import Voice
from bot.slack.requests import Request
from bot.word import Ask, Reply, Services
from bot.words.form_input import (
    about,
    as_asked,
    carrying,
    deal_of,
    expected,
    given_values,
    of_form,
    of_win,
    required,
    to_change,
)
from pipeline import errors, offer_errors
from pipeline.deals import offers as acts
from pipeline.deals.deal import Given
from pipeline.deals.offer_versions import OfferKey
from pipeline.ledger.read_session import ReadSession
from pipeline.people import settings
from pipeline.queries.names import names
from pipeline.queries.offers import offer_of_key, offers_of


def win_form(request: Request, deal_no: int, key: OfferKey) -> Ask:
    """The form of a win, with the price and the day of delivery of the version that was accepted."""

    def build(voice: Voice, session: ReadSession) -> View:
        accepted = offer_of_key(offers_of(session, deal_no), key)
        if accepted is None:
            raise offer_errors.NoOfferOut(deal=deal_no)
        today = settings.of_workspace(session).calendar.day(session.now)
        day = accepted.version.delivery_day
        promised = day if day is not None and day >= today else None
        filled = FormValues(amount=accepted.version.amount, promised_day=promised)
        return _win_view(voice, session, request, deal_no, key, filled)

    more = Remainder(OfferAct(offers.ACCEPT, key).packed())
    return Ask(build, Pressed(WordName.OFFER, deal=deal_no, stay=request.stay, more=more))


def _win_view(
    voice: Voice,
    session: ReadSession,
    request: Request,
    deal_no: int,
    key: OfferKey,
    filled: FormValues,
    jump: errors.AmountJumps | None = None,
) -> View:
    deal = to_change(session, deal_no)
    typed = Remainder(OfferAct(offers.ACCEPT, key).packed())
    asked = required(session, deal, WordName.OFFER, typed)
    meant = as_asked(jump.after) if jump is not None else ""
    carried = replace(carrying(request, deal), act=OfferAct(offers.ACCEPT, key).packed(), amount=meant)
    said = refusals.sentence(voice, names(session, deals=[deal_no]), jump) if jump is not None else None
    view = won_form(voice, about(voice, deal), asked, of_win(filled, deal), carried, asks=said)
    return replace(view, word=WordName.OFFER)


def accepted(services: Services, request: Request, key: OfferKey) -> Reply:
    """Win the deal at what was filled in."""
    given, deal_no = of_form(services, request), deal_of(request)
    try:
        return acts.accept(services.ledger, request.by, deal_no, key, given=given, expected=expected(request))
    except errors.AmountJumps as asks:
        return _ask_again(request, key, asks, given)
    except errors.Missing as lacking:
        if all(token in request.values for token in lacking.fields):
            raise
        return _ask_again(request, key, None, given)


def _ask_again(request: Request, key: OfferKey, jump: errors.AmountJumps | None, given: Given) -> Ask:
    """The form of a win as it was filled in, with the question whether the amount is meant, or with more fields."""
    deal_no = deal_of(request)
    filled = given_values(given)

    def build(voice: Voice, session: ReadSession) -> View:
        return _win_view(voice, session, request, deal_no, key, filled, jump)

    return Ask(build, Pressed(WordName.OFFER, deal=deal_no))
