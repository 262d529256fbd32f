"""An offer that the customer accepted: a win at its price in one press, and a form that asks only what is missing."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.blocks import forms, offers, refusals
from bot.blocks.elements import View
from bot.blocks.ids import Pressed, Remainder, WordName
from bot.blocks.offers import OfferAct
from bot.blocks.won_form import accepted_form
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
    is_source_open,
    of_form,
    of_win,
    required,
    to_change,
)
from pipeline import errors, offer_errors
from pipeline.deals import offers as acts
from pipeline.deals.deal import NOTHING, Given
from pipeline.deals.offer_versions import OfferKey, OfferVersion
from pipeline.ledger.read_session import ReadSession
from pipeline.people import settings
from pipeline.queries.deal_view import DealView
from pipeline.queries.names import names
from pipeline.queries.offers import offer_of_key, offers_of


def accept_or_ask(services: Services, request: Request, deal_no: int, key: OfferKey) -> Reply:
    """Win the deal at the price of the version where nothing is missing; else a form that holds only what is.

    Missing is what the stage for wins requires and neither the deal nor the version has, and the source if nobody
    told it.
    """
    with services.ledger.read_session(request.by) as session:
        view = to_change(session, deal_no)
        if is_source_open(view) or _lacking(session, request, view, _version(session, deal_no, key)):
            return _form(request, deal_no, key, _Asked())
    try:
        return acts.accept(services.ledger, request.by, deal_no, key, given=Given(), expected=expected(request))
    except errors.AmountJumps as jump:
        return _form(request, deal_no, key, _Asked(jump))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a form asks about beside what is missing, and what it was filled in with before."""

    jump: errors.AmountJumps | None = None
    given: Given = NOTHING


def _form(request: Request, deal_no: int, key: OfferKey, why: _Asked) -> Ask:
    """The form with what is missing for the win; with a price that jumps, the question whether that is meant."""

    def build(voice: Voice, session: ReadSession) -> View:
        view = to_change(session, deal_no)
        accepted = _version(session, deal_no, key)
        lacking = _lacking(session, request, view, accepted)
        filled = replace(of_win(given_values(why.given), view), asks_source=is_source_open(view))
        act = OfferAct(offers.ACCEPT, key).packed()
        carried, said, jump = replace(carrying(request, view), act=act), None, why.jump
        if jump is not None:
            lacking, filled = [forms.AMOUNT, *lacking], replace(filled, amount=jump.after)
            carried = replace(carried, amount=as_asked(jump.after))
            said = refusals.sentence(voice, names(session, deals=[deal_no]), jump)
        shown = offers.accepted_version(voice, accepted)
        return accepted_form(voice, about(voice, view), lacking, filled, carried, shown=shown, asks=said)

    more = Remainder(OfferAct(offers.ACCEPT, key).packed())
    return Ask(build, Pressed(WordName.OFFER, deal=deal_no, stay=request.stay, more=more))


def _version(session: ReadSession, deal_no: int, key: OfferKey) -> OfferVersion:
    found = offer_of_key(offers_of(session, deal_no), key)
    if found is None:
        raise offer_errors.NoOfferOut(deal=deal_no)
    return found.version


def _lacking(session: ReadSession, request: Request, view: DealView, accepted: OfferVersion) -> list[str]:
    """The tokens of what the win requires beside the price, and beside the day of delivery that the version has."""
    typed = Remainder(OfferAct(offers.ACCEPT, accepted.key).packed())
    today = settings.of_workspace(session).calendar.day(session.now)
    known = {forms.AMOUNT, *([forms.PROMISED_DAY] if acts.promised_in(accepted, today) else [])}
    return [each for each in required(session, view, WordName.OFFER, typed) if each not in known]


def accepted(services: Services, request: Request, key: OfferKey) -> Reply:
    """Win the deal with what was filled in."""
    given, deal_no = of_form(services, request), deal_of(request)
    try:
        return acts.accept(services.ledger, request.by, deal_no, key, given=given, expected=expected(request))
    except errors.AmountJumps as jump:
        return _form(request, deal_no, key, _Asked(jump, given))
    except errors.Missing as lacking:
        if all(token in request.values for token in lacking.fields):
            raise
        return _form(request, deal_no, key, _Asked(given=given))
