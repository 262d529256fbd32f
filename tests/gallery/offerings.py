"""Offers: the form in each of its states, the answers, the versions of a deal, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from bot.blocks import card, offering, offers, phrases, refusals
from bot.blocks.answers import Done
from bot.blocks.elements import Message, View
from bot.blocks.forms import AMOUNT, Question
from bot.blocks.ids import Carried
from bot.blocks.offering import OfferSubject, OfferValues
from bot.blocks.shown_words import ShownWords
from bot.language.voice import Voice
from pipeline import offer_errors
from pipeline.deals.needs import Need
from pipeline.deals.offer_events import OfferState
from pipeline.deals.offer_versions import OfferKey, OfferVersion
from pipeline.messages.offer_notices import OfferDeclined, OfferMarkedSent, OfferTakenUp, OfferValidLonger
from pipeline.money import Money
from pipeline.queries.offers import OfferOut, OfferTexts
from pipeline.stages.events import StageKind
from tests.gallery.deals import ACME, LONG, NAMES, NASTY, NOW, OFFER, euros

_DAY = date(2026, 7, 15)
_WORDS = replace(NAMES, words={70: "kysy tarjouksesta"})
_DONE = {"deal": 12, "stay": 41, "change": 41, "offer": 3}
NEEDS = (Need(81, "seisokki heinäkuussa"), Need(82, NASTY))
CARRIED = Carried(deal=12, stay=41, act="send 0.0")


def _version(number: int, state: OfferState, price: float, until: date = _DAY) -> OfferTexts:
    version = OfferVersion(
        key=OfferKey(3, number),
        sent_at=NOW - timedelta(days=5 - number),
        member_no=1,
        amount=euros(price),
        delivery_day=date(2026, 9, 15) if number == 1 else None,
        delivery=None,
        term_days=14,
        valid_until=until,
        terms=None,
        link=None,
        answers=(81,),
        state=state,
        answered_at=None if state is OfferState.SENT else NOW - timedelta(days=1),
    )
    link = "https://example.com/offers?id=3&v=2" if number == 2 else NASTY
    return OfferTexts(version, "3 viikkoa tilauksesta", "sis. asennuksen", link, ("seisokki heinäkuussa",))


FIRST = _version(1, OfferState.REPLACED, 12_900)
SECOND = _version(2, OfferState.SENT, 11_900)
EXPIRED = _version(2, OfferState.SENT, 11_900, NOW.date() - timedelta(days=3))
DECLINED = _version(2, OfferState.DECLINED, 11_900)


def answers(voice: Voice, words: ShownWords) -> Iterator[tuple[str, Message]]:
    """The answers, the versions, all of one, the card and the details, and the refusals."""
    sent = OfferMarkedSent(**_DONE, version=1, price=euros(12_900), day=_DAY, to_stage=3, step=70, step_day=_DAY)
    yield "offer-sent", offers.sent(Done(voice, _WORDS, sent))
    yield "offer-sent-alone", offers.sent(Done(voice, _WORDS, replace(sent, to_stage=None, step=None, step_day=None)))
    yield "offer-declined", offers.declined(Done(voice, _WORDS, OfferDeclined(**_DONE, version=2)))
    again = OfferTakenUp(**_DONE, version=1, price=euros(12_900), day=_DAY)
    yield "offer-taken-up", offers.taken_up(Done(voice, _WORDS, again))
    yield "offer-extended", offers.extended(Done(voice, _WORDS, OfferValidLonger(**_DONE, version=2, day=_DAY)))
    yield "offer-expires", offers.expires(voice, ACME, OfferKey(3, 2), _DAY)
    for name, found in {
        "": (FIRST, SECOND),
        "-expired": (FIRST, EXPIRED),
        "-declined": (FIRST, DECLINED),
        "-none": (),
    }.items():
        yield f"offers{name}", offers.listed(voice, ACME, found)
    yield "offers-closed", offers.listed(voice, replace(ACME, state=StageKind.WON), (FIRST, SECOND))
    yield "offer-first", offers.one(voice, ACME, (FIRST, SECOND), FIRST)
    yield "offer-second", offers.one(voice, ACME, (FIRST, SECOND), SECOND)
    for name, until in {"": _DAY, "-expired": NOW.date() - timedelta(days=3)}.items():
        offered = replace(ACME, offer=OfferOut(2, until, NOW - timedelta(days=2)))
        yield f"card-offered{name}", card.card(voice, offered, words)
        yield f"details-offered{name}", card.details(voice, offered, words)
    for refused in (
        offer_errors.OfferEndsInPast(deal=12, day=_DAY),
        offer_errors.OfferEndsTooFar(deal=12, day=_DAY),
        offer_errors.OfferedDeliveryGone(deal=12, day=_DAY),
        offer_errors.OfferedDeliveryTooFar(deal=12, day=_DAY),
        offer_errors.OfferInOtherCurrency(deal=12, before=euros(12_500), after=Money(1_290_000, "SEK")),
        offer_errors.NoOfferOut(deal=12),
        offer_errors.OfferChanged(deal=12, version=2, who=2, at=NOW),
        offer_errors.OfferExpired(deal=12, version=1, day=_DAY),
    ):
        yield f"refused-{refused.key.replace('_', '-')}", refusals.plain(voice, NAMES, refused)


def forms(voice: Voice) -> Iterator[tuple[str, View]]:
    """The form: empty, filled in with its needs, with what is asked, and with awkward words."""
    subject = OfferSubject(phrases.deal(voice, ACME), NEEDS, OFFER)
    filled = OfferValues(euros(12_900), "3 viikkoa tilauksesta", _DAY, term="14 pv netto", terms="sis. asennuksen")
    yield "form-offer", offering.form(voice, OfferSubject(phrases.deal(voice, ACME)), OfferValues(valid=_DAY), CARRIED)
    yield "form-offer-filled", offering.form(voice, subject, filled, CARRIED)
    yield "form-offer-one-need", offering.form(voice, subject, replace(filled, answers=(82,), moves=False), CARRIED)
    asked = {
        AMOUNT: Question("amount_unclear", "12 900 tai 13 900"),
        offering.TERMS: Question("note_unplaced", "sis. asennuksen"),
    }
    unsure = replace(filled, amount="12 900 tai 13 900", unsure="15.7.", questions=asked)
    yield "form-offer-asked", offering.form(voice, subject, unsure, CARRIED)
    yield "form-offer-awkward", offering.form(voice, subject, replace(filled, terms=NASTY + LONG, link=NASTY), CARRIED)
    changed = offer_errors.OfferChanged(deal=12, version=2, who=2, at=NOW)
    said = refusals.sentence(voice, NAMES, changed)
    yield "form-offer-changed", offering.form(voice, subject, filled, CARRIED, asks=said)
