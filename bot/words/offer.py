"""`/deal offer`: what was offered and until when, in a form filled in from the line; and what the customer answered."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from bot.blocks import forms, offering, offers, phrases, refusals
from bot.blocks.elements import View
from bot.blocks.forms import Question
from bot.blocks.ids import Carried, Pressed, Remainder
from bot.blocks.offering import OfferSubject, OfferValues
from bot.blocks.shown_words import Chapter, FormFields
from bot.deal_lookup import For, first_deal, named_deal
from bot.language import amounts, days
from bot.language.days import Day
from bot.language.folding import Unclear, folded
from bot.language.offer_line import OfferLine, delivery_day, read_offer
from bot.language.readers import voice_for
from bot.language.safe_text import plain
from bot.language.voice import Voice
from bot.slack.requests import Request
from bot.word import Ask, Concerns, Refill, Reply, Services, Word
from bot.words.form_input import (
    as_asked,
    carrying,
    currency_of,
    deal_of,
    fit,
    required_given,
    to_change,
)
from bot.words.offer_won import accept_or_ask, accepted
from pipeline import errors, offer_errors
from pipeline.calendars import Calendar
from pipeline.deals import offers as acts
from pipeline.deals import requirements
from pipeline.deals.access import deal_access
from pipeline.deals.deal import Given
from pipeline.deals.needs import needs_of
from pipeline.deals.offer_events import OfferSent
from pipeline.deals.offer_versions import OfferKey, out_of, versions_of
from pipeline.deals.offers import OfferShown, OfferTerms
from pipeline.ledger.read_session import ReadSession
from pipeline.messages.offer_notices import ShowOffers
from pipeline.money import Money
from pipeline.people import settings
from pipeline.people.access import Act
from pipeline.queries.names import names, stage_labels
from pipeline.queries.offers import OfferTexts, last_term, offers_of
from pipeline.refused import Refused

_LONGEST_PRICE = 4  # words
_QUOTED = 60  # characters of what was typed that a question quotes
_SEND, _NOTHING_OUT = "send", "0.0"  # what a form carries of the version that it would replace
_TO = re.compile(r"(?:(?:sent|made|lähetetty|lähetettiin|annettu|tehty)(?: (?:to|for))?|to|for) (?=\S)", re.IGNORECASE)
_ACCEPTED = frozenset({"hyvaksytty", "hyvaksyttiin", "hyvaksyi", "accepted", "approved"})
_DECLINED = frozenset({"hylatty", "hylattiin", "hylkasi", "declined", "rejected", "refused"})
_LONGER = re.compile(r"\+ ?14 ?(?:pv|paivaa|d|days)?")
_TERM = re.compile(r"(?:net|netto)? ?([0-9]{1,3}) ?(?:pv|p|d|vrk|days?|paivaa)?[.]? ?(?:net|netto)?")


def typed(services: Services, request: Request) -> Reply:
    """The versions where there are some and nothing else was typed; else the form, filled in from the line."""
    line = request.line
    with services.ledger.read_session(request.by) as session:
        deal_no, rest = _which(session, request, line.rest, line.note)
    return _listed_or_form(services, request, deal_no, rest, line.note or "")


def _which(session: ReadSession, request: Request, rest: str, note: str | None) -> tuple[int, str]:
    """The deal and what follows it; "to" and the price may stand before it: "offer to acme 12k", "tarjous 12k acme"."""
    try:
        return first_deal(session, request, rest, For.of(WORD, note=note))
    except (errors.NoSuchDeal, errors.OnlyAlike):
        if _names_no_deal(session, rest):
            return named_deal(session, request, "", For.of(WORD, rest, note)).deal, rest
        price, behind = _price_first(rest)
        bare = _TO.sub("", behind, count=1)
        if bare == rest:
            raise
        deal_no, tail = first_deal(session, request, bare, For.of(WORD, price, note))
        return deal_no, f"{price} {tail}".strip()


def _names_no_deal(session: ReadSession, rest: str) -> bool:
    """Whether all of a line is read as an offer: the deal is that of the thread, or asked about."""
    calendar = settings.of_workspace(session).calendar
    said = read_offer(rest, calendar.day(session.now), currency_of(session, None), calendar)
    return isinstance(said.amount, Money) and not said.unread


def _price_first(rest: str) -> tuple[str, str]:
    """The price with which a line begins, where more follows it, and what does."""
    words = rest.split()
    for count in range(min(len(words) - 1, _LONGEST_PRICE), 0, -1):
        price = " ".join(words[:count])
        if isinstance(amounts.read(price.rstrip(",;:")), Money):
            return price, " ".join(words[count:])
    return "", rest


def pressed(services: Services, request: Request) -> Reply:
    """[Offer…], and the buttons of a version: a new one, accepted, declined, taken up again, valid longer, shown."""
    deal_no = deal_of(request)
    act = offers.read_act(request.pressed.more.rest) if request.pressed is not None else None
    if act is None:
        return _listed_or_form(services, request, deal_no, request.line.rest, request.line.note or "")
    if act.act == offers.SHOW:
        return ShowOffers(deal=deal_no, offer=act.key.offer_no, version=act.key.version)
    if act.act == offers.NEW:
        return _form(request, deal_no, "", "")
    if act.act == offers.ACCEPT:
        return accept_or_ask(services, request, deal_no, act.key)
    done = {offers.DECLINE: acts.decline, offers.TAKE_UP: acts.take_up, offers.EXTEND: acts.extend}[act.act]
    return done(services.ledger, request.by, deal_no, act.key)


def _listed_or_form(services: Services, request: Request, deal_no: int, rest: str, note: str) -> Reply:
    if not rest and not note:
        with services.ledger.read_session(request.by) as session:
            deal_access(session, deal_no, Act.CHANGE)
            if versions_of(session, deal_no):
                return ShowOffers(deal=deal_no)
    if not note and (answer := _answered(services, request, deal_no, rest)) is not None:
        return answer
    return _form(request, deal_no, rest, note)


def _answered(services: Services, request: Request, deal_no: int, rest: str) -> Reply:
    """What is done where the line says what became of the offer that is out; None where it says something else."""
    said = folded(rest[:_QUOTED]).strip(" .!")
    longer = _LONGER.fullmatch(said) is not None
    if said not in _ACCEPTED | _DECLINED and not longer:
        return None
    with services.ledger.read_session(request.by) as session:
        out = out_of(versions_of(session, deal_no))
    if out is None:
        raise offer_errors.NoOfferOut(deal=deal_no)
    if said in _ACCEPTED:
        return accept_or_ask(services, request, deal_no, out.key)
    return (acts.extend if longer else acts.decline)(services.ledger, request.by, deal_no, out.key)


# --- The form of a version --------------------------------------------------------------------------------------------


def _form(request: Request, deal_no: int, rest: str, note: str) -> Ask:
    """The form, filled in from the line, else from the newest version; what is unclear is asked about in it."""
    fit(rest, note)

    def build(voice: Voice, session: ReadSession) -> View:
        to_change(session, deal_no)
        calendar = settings.of_workspace(session).calendar
        today = calendar.day(session.now)
        said = read_offer(rest, today, currency_of(session, deal_no), calendar)
        values = _filled(voice, session, deal_no, said, today)
        return _view(voice, session, request, deal_no, replace(values, note=note))

    return Ask(build, Pressed(WORD.word, deal=deal_no, more=Remainder(rest, note)))


def _view(
    voice: Voice,
    session: ReadSession,
    request: Request,
    deal_no: int,
    values: OfferValues,
    *,
    asks: Refused | None = None,
    meant: str = "",
) -> View:
    view = to_change(session, deal_no)
    stage = acts.offers_stage_ahead(session, deal_access(session, deal_no, Act.CHANGE).deal)
    label = stage_labels(session)[stage.stage_no] if stage is not None else None
    out = out_of(versions_of(session, deal_no))
    shown = f"{out.key.offer_no}.{out.key.version}" if out is not None else _NOTHING_OUT
    carried = replace(carrying(request, view), act=f"{_SEND} {shown}", amount=meant)
    subject = OfferSubject(phrases.deal(voice, view), needs_of(session, deal_no), label)
    members = [getattr(asks, "who", None)]
    said = refusals.sentence(voice, names(session, deals=[deal_no], members=members), asks) if asks else None
    return offering.form(voice, subject, values, carried, asks=said)


def _filled(voice: Voice, session: ReadSession, deal_no: int, said: OfferLine, today: date) -> OfferValues:
    every = offers_of(session, deal_no)
    newest = every[-1] if every else None
    known = to_change(session, deal_no).amount
    valid = said.valid
    is_gone = isinstance(valid, Day) and days.went_by(valid, today, settings.of_workspace(session).calendar)
    if valid is None:
        until: date | None = today + acts.VALID_FOR
    else:
        until = valid.date if isinstance(valid, Day) and not is_gone else None
    term = said.term_days if said.term_days is not None else _known_term(session, newest)
    price = known if said.amount is None else said.amount
    amount = price.text if isinstance(price, Unclear) else price
    questions: dict[str, Question] = {}
    if isinstance(said.amount, Unclear):
        questions[forms.AMOUNT] = Question(said.amount.key, plain(said.amount.text, _QUOTED))
    if is_gone and valid is not None:
        questions[offering.VALID] = Question("day_went_by", plain(valid.text, _QUOTED))
    if said.unread:
        questions[offering.TERMS] = Question("note_unplaced", plain(said.unread, _QUOTED))
    return OfferValues(
        amount=amount,
        delivery=said.delivery or _known_delivery(voice, newest, today),
        valid=until,
        unsure=_unsure(valid) if not is_gone else "",
        term=str(voice.say("offer_net", n=term)) if term is not None else "",
        terms=said.terms or (newest.terms if newest is not None else ""),
        link=said.link,
        questions=questions,
    )


def _unsure(day: Day | Unclear | None) -> str:
    """The words of a day that was read with doubt, or not at all."""
    return "" if day is None or (isinstance(day, Day) and day.sure) else plain(day.text, _QUOTED)


def _known_term(session: ReadSession, newest: OfferTexts | None) -> int | None:
    """The term of payment of the deal's newest version, else the one that was used last."""
    return newest.version.term_days if newest is not None else last_term(session)


def _known_delivery(voice: Voice, newest: OfferTexts | None, today: date) -> str:
    if newest is None:
        return ""
    day = newest.version.delivery_day
    if day is None:
        return newest.delivery
    return str(voice.day(day)) if day >= today else ""


# --- What was filled in -----------------------------------------------------------------------------------------------


def submitted(services: Services, request: Request) -> Reply:
    """The version as it was filled in, or the win of the one that was accepted."""
    act = offers.read_act(request.carried.act)
    if act is not None and act.act == offers.ACCEPT:
        return accepted(services, request, act.key)
    return _sent(services, request)


def _sent(services: Services, request: Request) -> Reply:
    values, deal_no = request.values, deal_of(request)
    if not values.get(offering.VALID):
        return Refill({offering.VALID: ("field_missing", {})})
    with services.ledger.read_session(request.by) as session:
        voice = voice_for(session, request.by.member_no)
        terms = _terms(session, deal_no, values)
    others = {token: value for token, value in required_given(services, request).items() if token != forms.AMOUNT}
    meant = terms.amount if as_asked(terms.amount) == request.carried.amount else None
    moves = offering.YES in (values.get(offering.MOVES) or ())
    try:
        return acts.send(
            services.ledger,
            request.by,
            deal_no,
            terms,
            moves=moves,
            ask=str(voice.label("offer_ask_step")),
            note=values.get(forms.NOTE),
            meant_amount=meant,
            shown=_shown(request.carried),
            given=Given(others=others),
        )
    except (errors.AmountJumps, offer_errors.OfferChanged, errors.Missing) as asks:
        lacking = asks.fields if isinstance(asks, errors.Missing) else ()
        if lacking and all(token in values for token in lacking):
            raise
        filled = _as_given(values, terms, moves=moves)
        asked = {*lacking, *(name for name in values if requirements.is_known(name))} - {forms.AMOUNT}
        return _again(request, asks, replace(filled, required=asked, others=others))


def _shown(carried: Carried) -> OfferShown | None:
    """The version that was out when the form was opened; `read_act` knows no "send"."""
    word, _, key = carried.act.partition(" ")
    offer_no, _, version = key.partition(".")
    if word != _SEND or not (offer_no.isdigit() and version.isdigit()):
        return None
    return OfferShown(OfferKey(int(offer_no), int(version)) if int(offer_no) else None)


def _terms(session: ReadSession, deal_no: int, values: Mapping[str, Any]) -> OfferTerms:
    """What the fields say. Raises UnclearAmount, and OfferedDeliveryGone for a day of delivery that is gone."""
    calendar = settings.of_workspace(session).calendar
    today = calendar.day(session.now)
    amount = amounts.read(values.get(forms.AMOUNT) or "", currency_of(session, deal_no))
    if not isinstance(amount, Money):
        raise errors.UnclearAmount(text=amount.text, field=forms.AMOUNT, sentence=amount.key)
    delivery = (values.get(offering.DELIVERY) or "").strip()
    day = delivery_day(delivery, today, calendar)
    if isinstance(day, Unclear):
        gone = days.read_gone(delivery, today, calendar)
        raise offer_errors.OfferedDeliveryGone(deal=deal_no, day=gone.date if isinstance(gone, Day) else today)
    if day is None and (gone := _gone_lately(delivery, today, calendar)) is not None:
        raise offer_errors.OfferedDeliveryGone(deal=deal_no, day=gone)
    term, other = _term(values.get(offering.TERM) or "")
    known = {each.no for each in needs_of(session, deal_no)}
    return OfferTerms(
        amount=amount,
        valid_until=date.fromisoformat(values[offering.VALID]),
        delivery_day=day.date if day is not None else None,
        delivery="" if day is not None else delivery,
        term_days=term,
        terms=", ".join(each for each in (other, (values.get(offering.TERMS) or "").strip()) if each),
        link=(values.get(offering.LINK) or "").strip(),
        answers=tuple(int(no) for no in values.get(offering.ANSWERS) or () if no.isdigit() and int(no) in known),
    )


def _gone_lately(delivery: str, today: date, calendar: Calendar) -> date | None:
    """The day of delivery that is gone, where a year has to be guessed for it to be still to come."""
    read, gone = days.read(delivery, today, calendar), days.read_gone(delivery, today, calendar)
    is_gone = isinstance(read, Day) and days.went_by(read, today, calendar)
    return gone.date if is_gone and isinstance(gone, Day) else None


def _term(text: str) -> tuple[int | None, str]:
    """The days of payment; a term that is no number of days stands with the other terms."""
    found = _TERM.fullmatch(" ".join(folded(text).split()))
    return (int(found[1]), "") if found is not None else (None, text.strip())


def _as_given(values: Mapping[str, Any], terms: OfferTerms, *, moves: bool) -> OfferValues:
    """The form as it was filled in."""
    return OfferValues(
        amount=terms.amount,
        delivery=values.get(offering.DELIVERY) or "",
        valid=terms.valid_until,
        term=values.get(offering.TERM) or "",
        terms=values.get(offering.TERMS) or "",
        link=terms.link,
        answers=terms.answers,
        moves=moves,
        note=values.get(forms.NOTE) or "",
    )


def _again(
    request: Request, asks: errors.AmountJumps | offer_errors.OfferChanged | errors.Missing, given: OfferValues
) -> Ask:
    """The form as it was filled in, with what is asked: sent once more, it is meant."""
    deal_no = deal_of(request)
    meant = as_asked(asks.after) if isinstance(asks, errors.AmountJumps) else request.carried.amount

    def build(voice: Voice, session: ReadSession) -> View:
        return _view(voice, session, request, deal_no, given, asks=asks, meant=meant)

    return Ask(build, Pressed(WORD.word, deal=deal_no))


WORD = Word(
    word="offer",
    forms={"fi": ("tarjous",), "en": ("offer", "quote")},
    help="help_offer",
    chapter=Chapter.LIFE,
    concerns=Concerns.OPEN,
    changes=OfferSent,
    typed=typed,
    pressed=pressed,
    submitted=submitted,
    button="offer_button",
    in_menu=True,
    fields=FormFields(text=offering.TERMS, day=forms.PROMISED_DAY),
)
