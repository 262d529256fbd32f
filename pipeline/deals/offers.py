"""Offers of a deal (`/deal offer`): a version is sent, accepted, declined, taken up again, or valid for longer.

Putki keeps what was offered. It sends nothing to the customer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipeline import offer_errors
from pipeline.calendars import Calendar
from pipeline.deals import close, requirements
from pipeline.deals import deal as rules
from pipeline.deals.access import DealAccess, deal_access
from pipeline.deals.change import a_deal, enter, set_amount
from pipeline.deals.change import note as keep_note
from pipeline.deals.deal import NOTHING, Expected, Given
from pipeline.deals.events import DEAL, Moved, StepEnd, StepSet
from pipeline.deals.offer_events import OfferAnswered, OfferExtended, OfferSent, OfferState
from pipeline.deals.offer_versions import OfferKey, OfferVersion, out_of, versions_of
from pipeline.deals.projection import DealState
from pipeline.ledger.actor import By
from pipeline.ledger.outcome import CommitOutcome
from pipeline.ledger.session import Session
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.messages.change_notices import DealMoved
from pipeline.messages.offer_notices import OfferDeclined, OfferMarkedSent, OfferTakenUp, OfferValidLonger
from pipeline.money import Money
from pipeline.people import settings
from pipeline.people.access import Act
from pipeline.stages import stages as stages_
from pipeline.stages.events import StageKind
from pipeline.stages.projection import StageState
from pipeline.storage import schema

VALID_FOR = timedelta(days=30)  # unless a day is given
LONGER_BY = timedelta(days=14)  # what one extension adds
ASK_AFTER = 5  # business days after which the customer is asked about an offer


@dataclass(frozen=True, slots=True)
class OfferTerms:
    """What is offered: the price without value-added tax, the last day to accept it, and what else is agreed.

    Delivery is a day or words. `term_days` is the term of payment. `answers` are the numbers of needs.
    """

    amount: Money
    valid_until: date
    delivery_day: date | None = None
    delivery: str = ""
    term_days: int | None = None
    terms: str = ""
    link: str = ""
    answers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class OfferShown:
    """The version that was out when the form was opened or the button shown; `key` is None where none was."""

    key: OfferKey | None


def send(
    ledger: Ledger,
    by: By,
    deal_no: int,
    terms: OfferTerms,
    *,
    moves: bool = True,
    ask: str = "",
    note: str | None = None,
    meant_amount: Money | None = None,
    shown: OfferShown | None = None,
    given: Given = NOTHING,
) -> CommitOutcome:
    """A version went to the customer: it replaces the one that is out, and its price becomes the deal's amount.

    With `moves` the deal goes to the stage of offers, unless it is there or beyond. `ask` is the text of a step that is
    set in five business days where none lies ahead. A `note` is kept with the deal. `meant_amount` is a price that the
    person was asked about. `given` is what else the stage requires.

    Raises OfferEndsInPast, OfferEndsTooFar, OfferedDeliveryGone, OfferedDeliveryTooFar, OfferInOtherCurrency,
    NotAboveZero, TooBig, AmountJumps, DealClosed, Missing, and OfferChanged where another version is out than was
    `shown`.
    """

    def decide(work: UnitOfWork) -> OfferMarkedSent:
        deal = deal_access(work, deal_no, Act.CHANGE).deal
        rules.require_open(deal)
        check_terms(deal, terms, settings.of_workspace(work).calendar.day(work.now))
        versions = versions_of(work, deal_no)
        _check_shown(deal, versions, shown)
        stage = offers_stage_ahead(work, deal) if moves else None
        if stage is not None:
            with_price = replace(given, amount=terms.amount, meant_amount=meant_amount)
            requirements.require(work, deal, stage, with_price, brings=_brought(ask))
        else:
            rules.ask_if_jumps(deal, terms.amount, meant_amount, deal.stage_no)
        deal = requirements.record(work, keep_note(work, deal, note), replace(given, amount=None))
        return _send(work, deal, terms, versions, stage, ask)

    return ledger.commit(by, decide)


def _brought(ask: str) -> tuple[str, ...]:
    """The tokens of the requirements that a deal meets by an offer that is sent, and by the step that asks about it."""
    sent = (requirements.OFFER.token, requirements.TOUCH.token)
    return (*sent, requirements.STEP.token) if rules.typed(ask) else sent


def _send(
    work: UnitOfWork,
    deal: DealState,
    terms: OfferTerms,
    versions: tuple[OfferVersion, ...],
    stage: StageState | None,
    ask: str,
) -> OfferMarkedSent:
    """Append the version, its price as the deal's amount, the step that asks about it, and the move to the stage."""
    key, deal = _append_version(work, deal, terms, versions)
    deal = set_amount(work, deal, terms.amount)
    step, step_day, deal = _ask_later(work, deal, ask, terms, settings.of_workspace(work).calendar)
    return OfferMarkedSent(
        deal=deal.deal_no,
        offer=key.offer_no,
        version=key.version,
        price=terms.amount,
        day=terms.valid_until,
        to_stage=stage.stage_no if stage is not None else None,
        step=step,
        step_day=step_day,
        change=work.change_no,
        stay=_move(work, deal, stage) if stage is not None else deal.stay,
    )


def accept(
    ledger: Ledger, by: By, deal_no: int, key: OfferKey, *, given: Given, expected: Expected | None = None
) -> CommitOutcome:
    """The customer accepted a version: the deal is won at its price, unless another amount is given.

    Its day of delivery is the promised one, unless that is gone or another one is given. Other versions that are out
    are replaced. Raises as `close.won`, and NoOfferOut where there is no such version.
    """

    def decide(work: UnitOfWork) -> DealMoved:
        at = deal_access(work, deal_no, Act.CHANGE)
        stage = stages_.of_workspace(work).of_kind(at.deal.pipeline_no, StageKind.WON)
        if expected is not None and (again := close.same_press(work, at, replace(expected, to_stage=stage.stage_no))):
            return again
        rules.check_expected(at.deal, at.entered, expected)
        accepted = _version(at.deal, versions_of(work, deal_no), key)
        today = settings.of_workspace(work).calendar.day(work.now)
        as_offered = replace(
            given,
            amount=accepted.amount if given.amount is None else given.amount,
            promised_day=given.promised_day or promised_in(accepted, today),
        )
        return close.into_closed(work, at, stage, as_offered, accepted=key)

    return ledger.commit(by, decide)


def promised_in(version: OfferVersion, today: date) -> date | None:
    """The day of delivery that a version promises; None where it names none, or that day is gone."""
    day = version.delivery_day
    return day if day is not None and day >= today else None


def decline(ledger: Ledger, by: By, deal_no: int, key: OfferKey) -> CommitOutcome:
    """The customer declined the version that is out. The deal stays open. Raises NoOfferOut, OfferChanged."""

    def decide(work: UnitOfWork) -> OfferDeclined:
        at, out = _out(work, deal_no, key)
        declined = OfferAnswered(offer_no=key.offer_no, offer_version=key.version, answer=OfferState.DECLINED)
        work.append(declined, deal_no, at.deal)
        return OfferDeclined(
            deal=deal_no, offer=key.offer_no, version=out.key.version, change=work.change_no, stay=at.deal.stay
        )

    return ledger.commit(by, decide)


def take_up(ledger: Ledger, by: By, deal_no: int, key: OfferKey) -> CommitOutcome:
    """An earlier version is out again, in place of the one that is out; its price becomes the deal's amount.

    Raises NoOfferOut where there is no such version or it is out already, and OfferExpired.
    """

    def decide(work: UnitOfWork) -> OfferTakenUp:
        deal = deal_access(work, deal_no, Act.CHANGE).deal
        rules.require_open(deal)
        versions = versions_of(work, deal_no)
        chosen = _version(deal, versions, key)
        if chosen.is_out or chosen.state is OfferState.ACCEPTED:
            raise offer_errors.NoOfferOut(deal=deal_no)
        if chosen.valid_until < settings.of_workspace(work).calendar.day(work.now):
            raise offer_errors.OfferExpired(deal=deal_no, version=key.version, day=chosen.valid_until)
        closes = tuple((each.key.offer_no, each.key.version) for each in versions if each.is_out)
        again = OfferAnswered(offer_no=key.offer_no, offer_version=key.version, answer=OfferState.SENT, closes=closes)
        set_amount(work, a_deal(work.append(again, deal_no, deal)[1]), chosen.amount)
        return OfferTakenUp(
            deal=deal_no,
            offer=key.offer_no,
            version=key.version,
            price=chosen.amount,
            day=chosen.valid_until,
            change=work.change_no,
            stay=deal.stay,
        )

    return ledger.commit(by, decide)


def extend(ledger: Ledger, by: By, deal_no: int, key: OfferKey) -> CommitOutcome:
    """The version that is out is valid for 14 days more, from today where its last day is gone.

    Raises NoOfferOut, OfferChanged, OfferEndsTooFar.
    """

    def decide(work: UnitOfWork) -> OfferValidLonger:
        at, out = _out(work, deal_no, key)
        today = settings.of_workspace(work).calendar.day(work.now)
        until = max(out.valid_until, today) + LONGER_BY
        if until - today > rules.LONGEST:
            raise offer_errors.OfferEndsTooFar(deal=deal_no, day=until)
        extended = OfferExtended(offer_no=key.offer_no, offer_version=key.version, valid_until=until)
        work.append(extended, deal_no, at.deal)
        return OfferValidLonger(
            deal=deal_no,
            offer=key.offer_no,
            version=key.version,
            day=until,
            change=work.change_no,
            stay=at.deal.stay,
        )

    return ledger.commit(by, decide)


def check_terms(deal: DealState, terms: OfferTerms, today: date) -> None:
    """Refuse days that are gone or years away, a price that is none, and another currency than the deal's."""
    rules.check_amount(terms.amount)
    if deal.amount is not None and deal.currency != terms.amount.currency:
        before = Money(deal.amount, deal.currency)
        raise offer_errors.OfferInOtherCurrency(deal=deal.deal_no, before=before, after=terms.amount)
    if terms.valid_until < today:
        raise offer_errors.OfferEndsInPast(deal=deal.deal_no, day=terms.valid_until)
    if terms.valid_until - today > rules.LONGEST:
        raise offer_errors.OfferEndsTooFar(deal=deal.deal_no, day=terms.valid_until)
    if terms.delivery_day is not None and terms.delivery_day < today:
        raise offer_errors.OfferedDeliveryGone(deal=deal.deal_no, day=terms.delivery_day)
    if terms.delivery_day is not None and terms.delivery_day - today > rules.LONGEST:
        raise offer_errors.OfferedDeliveryTooFar(deal=deal.deal_no, day=terms.delivery_day)


def offers_stage_ahead(session: Session, deal: DealState) -> StageState | None:
    """The open stage of the deal's pipeline in which offers are out, where the deal has not reached it yet."""
    found = stages_.offers_stage(session, deal.pipeline_no)
    here = stages_.of_workspace(session).by_no(deal.stage_no).position
    return found if found is not None and found.is_open and found.position > here else None


def _append_version(
    work: UnitOfWork, deal: DealState, terms: OfferTerms, versions: tuple[OfferVersion, ...]
) -> tuple[OfferKey, DealState]:
    """Append the next version of the offer that is not accepted yet, or the first of a new offer."""
    last, out = (versions[-1] if versions else None), out_of(versions)
    begun = last if last is not None and last.state is not OfferState.ACCEPTED else None
    offer_no = begun.key.offer_no if begun is not None else work.take("offer_no")
    mine = [each.key.version for each in versions if each.key.offer_no == offer_no]
    key = OfferKey(offer_no, max(mine, default=0) + 1)
    sent = OfferSent(
        offer_no=key.offer_no,
        offer_version=key.version,
        replaces=out.key.version if out is not None and out.key.offer_no == offer_no else None,
        amount=terms.amount.minor,
        currency=terms.amount.currency,
        delivery_day=terms.delivery_day,
        delivery=_text(work, deal, terms.delivery),
        term_days=terms.term_days,
        valid_until=terms.valid_until,
        terms=_text(work, deal, terms.terms),
        link=_text(work, deal, terms.link),
        answers=terms.answers,
    )
    return key, a_deal(work.append(sent, deal.deal_no, deal)[1])


def _text(work: UnitOfWork, deal: DealState, text: str) -> int | None:
    kept = rules.typed(text)
    return work.text(schema.words, DEAL, deal.deal_no, kept) if kept else None


def _ask_later(
    work: UnitOfWork, deal: DealState, ask: str, terms: OfferTerms, calendar: Calendar
) -> tuple[int | None, date | None, DealState]:
    """Set the step that asks about the offer, no later than its last day, where no step lies ahead."""
    today = calendar.day(work.now)
    lies_ahead = deal.step_day is not None and deal.step_day >= today
    if not rules.typed(ask) or lies_ahead or (deal.step is not None and deal.step_day is None):
        return None, None, deal
    day = max(today, min(calendar.day_after(today, ASK_AFTER), calendar.on_or_before(terms.valid_until)))
    no = _text(work, deal, ask)
    ended = StepEnd.REPLACED if deal.step is not None else None
    return no, day, a_deal(work.append(StepSet(step=no, step_day=day, ended=ended), deal.deal_no, deal)[1])


def _move(work: UnitOfWork, deal: DealState, stage: StageState) -> int:
    """Let the deal enter the stage; the number of its stay there."""
    moved = Moved(from_stage=deal.stage_no, from_stay=deal.stay, stage_no=stage.stage_no)
    return enter(work, deal, moved)["stay"]


def _check_shown(deal: DealState, versions: tuple[OfferVersion, ...], shown: OfferShown | None) -> None:
    """Refuse to replace a version that the person has not seen."""
    out = out_of(versions)
    if shown is None or out is None or out.key == shown.key:
        return
    raise _changed(deal, out)


def _changed(deal: DealState, out: OfferVersion) -> offer_errors.OfferChanged:
    return offer_errors.OfferChanged(deal=deal.deal_no, version=out.key.version, who=out.member_no, at=out.sent_at)


def _version(deal: DealState, versions: tuple[OfferVersion, ...], key: OfferKey) -> OfferVersion:
    """One version. Raises NoOfferOut where there is none of that key."""
    found = next((each for each in versions if each.key == key), None)
    if found is None:
        raise offer_errors.NoOfferOut(deal=deal.deal_no)
    return found


def _out(work: UnitOfWork, deal_no: int, key: OfferKey) -> tuple[DealAccess, OfferVersion]:
    """An open deal and the version that is out, which has to be that of `key`."""
    at = deal_access(work, deal_no, Act.CHANGE)
    rules.require_open(at.deal)
    out = out_of(versions_of(work, deal_no))
    if out is None:
        raise offer_errors.NoOfferOut(deal=deal_no)
    if out.key != key:
        raise _changed(at.deal, out)
    return at, out
