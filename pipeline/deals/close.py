"""Closing a deal (`/deal won`, `/deal lost`) and the rules of every way into a stage for wins or losses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pipeline.calendars import Calendar
from pipeline.deals import deal as rules
from pipeline.deals import requirements
from pipeline.deals.access import DealAccess, deal_access
from pipeline.deals.announce import announce_win
from pipeline.deals.backdate import Backdated, bring_back, check_won_on
from pipeline.deals.change import MoveFacts, a_deal, also_promised, enter, note, typed
from pipeline.deals.choices import ListName, require_there
from pipeline.deals.deal import Expected, Given
from pipeline.deals.events import DEAL, AmountSet, Lost, LostKind, Moved, Won
from pipeline.deals.offer_events import OfferState
from pipeline.deals.offer_versions import OfferKey, answer_out
from pipeline.deals.projection import DealState
from pipeline.deals.read import stay_by_no
from pipeline.deals.sources import with_source
from pipeline.ledger.actor import By
from pipeline.ledger.event_store import change_of, event_by_no
from pipeline.ledger.outcome import CommitOutcome
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.messages.change_notices import DealAdvanced, DealLost, DealMoved, DealWon
from pipeline.money import Money
from pipeline.people import settings
from pipeline.people.access import Act
from pipeline.stages import stages as stages_
from pipeline.stages.events import StageKind
from pipeline.stages.projection import StageState
from pipeline.storage import schema


def won(ledger: Ledger, by: By, deal_no: int, *, given: Given, expected: Expected | None = None) -> CommitOutcome:
    """The customer accepted, today or on the earlier day that is given.

    Requires an amount, and what else the stage for wins requires (Missing, AmountJumps). A promised day is still to
    come (DayGone, DayTooFar); without one its owner is asked a week later. What the deal did after an earlier day is
    brought back to it; WonAhead or WonLongAgo refuse other days. A win from the team's size up is announced.
    """
    return _close(ledger, by, deal_no, StageKind.WON, given, expected)


def lost(ledger: Ledger, by: By, deal_no: int, *, given: Given, expected: Expected | None = None) -> CommitOutcome:
    """The deal will not come. Requires a reason: a kind, words, or both (Missing otherwise). Raises ChoiceGone."""
    return _close(ledger, by, deal_no, StageKind.LOST, given, expected)


def _close(
    ledger: Ledger, by: By, deal_no: int, kind: StageKind, given: Given, expected: Expected | None
) -> CommitOutcome:
    def decide(work: UnitOfWork) -> DealMoved:
        at = deal_access(work, deal_no, Act.CHANGE)
        stage = _stage_of_kind(work, at.deal, kind)
        if expected is not None and (again := same_press(work, at, replace(expected, to_stage=stage.stage_no))):
            return again
        rules.check_expected(at.deal, at.entered, expected)
        return into_closed(work, at, stage, given)

    return ledger.commit(by, decide)


def lose(work: UnitOfWork, deal_no: int, given: Given, expected: Expected | None = None) -> DealMoved:
    """Lose a deal within a change, as `lost` does."""
    at = deal_access(work, deal_no, Act.CHANGE)
    rules.require_open(at.deal)
    rules.check_expected(at.deal, at.entered, expected)
    return into_closed(work, at, _stage_of_kind(work, at.deal, StageKind.LOST), given)


def _stage_of_kind(work: UnitOfWork, deal: DealState, kind: StageKind) -> StageState:
    return stages_.of_workspace(work).of_kind(deal.pipeline_no, kind)


def into_closed(
    work: UnitOfWork, at: DealAccess, stage: StageState, given: Given, *, accepted: OfferKey | None = None
) -> DealMoved:
    """Let an open deal enter a stage for wins or losses, with what that requires.

    An offer that is out is accepted or declined with it; `accepted` is another version that was accepted.
    """
    rules.require_open(at.deal)
    requirements.require(work, at.deal, stage, given)
    if stage.kind is StageKind.WON:
        return _won(work, at, stage, given, accepted)
    return _lost(work, at, stage, given)


def _won(
    work: UnitOfWork, at: DealAccess, stage: StageState, given: Given, accepted: OfferKey | None = None
) -> DealWon:
    calendar = settings.of_workspace(work).calendar
    today = calendar.day(work.now)
    rules.check_coming(at.deal, given.promised_day, today)
    earlier = _brought_back(work, at.deal, given.won_on, calendar) if given.won_on and given.won_on != today else None
    deal, _offer = answer_out(work, earlier.deal if earlier else at.deal, OfferState.ACCEPTED, accepted)
    deal = requirements.record(work, deal, given)
    deal = with_source(work, note(work, deal, given.note), given)
    won = Won(from_stage=deal.stage_no, from_stay=deal.stay, stage_no=stage.stage_no, promised_day=given.promised_day)
    at_earlier = earlier.backdating.at if earlier else None
    facts = enter(work, deal, won, happened_at=at_earlier)
    deal = also_promised(work, a_deal(work.head_of((DEAL, deal.deal_no))), given.also, happened_at=at_earlier)
    assert deal.amount is not None
    announce_win(work, deal, given.won_on or today)
    told = DealWon(
        **facts,
        amount=Money(deal.amount, deal.currency),
        day=given.promised_day,
        also=deal.also,
        source_kind=deal.source_kind.value if deal.source_kind and given.source_kind else None,
        source=deal.source if given.source_kind else None,
    )
    if earlier is None:
        return told
    earlier.void_old(work)
    moved = earlier.backdating
    return replace(told, won_on=given.won_on, moves_opening=moved.moves_opening, moves_stages=moved.moves_stages)


def _brought_back(work: UnitOfWork, deal: DealState, day: date, calendar: Calendar) -> Backdated:
    check_won_on(deal.deal_no, day, calendar.day(work.now))
    return bring_back(work, deal, day, calendar)


def _lost(work: UnitOfWork, at: DealAccess, stage: StageState, given: Given) -> DealLost:
    deal, _offer = answer_out(work, at.deal, OfferState.DECLINED)
    deal = requirements.record(work, deal, given)
    deal = note(work, deal, given.note)
    words = typed(given.reason or "")
    require_there(work, ListName.LOST, given.lost_kind, given.lost_option)
    entered = Lost(
        from_stage=deal.stage_no,
        from_stay=deal.stay,
        stage_no=stage.stage_no,
        reason=work.text(schema.words, DEAL, deal.deal_no, words) if words else None,
        lost_kind=given.lost_kind,
        lost_option=given.lost_option,
        said_by=given.said_by,
        returns=given.returns.replace(day=1) if given.returns is not None else None,
    )
    return _told(enter(work, deal, entered), entered.reason, entered.lost_kind, entered.lost_option, entered.returns)


def _told(
    facts: MoveFacts, reason: int | None, kind: LostKind | None, option: int | None, returns: date | None
) -> DealLost:
    kept = kind.value if kind is not None else None
    return DealLost(**facts, reason=reason, lost_kind=kept, lost_option=option, returns=returns)


def same_press(work: UnitOfWork, at: DealAccess, expected: Expected) -> DealMoved | None:
    """The first answer again, when this person's earlier press of this very button opened the stay the deal is in."""
    entered = at.entered.data
    if at.entered.by != work.by.member_no or not isinstance(entered, Moved | Won | Lost):
        return None
    if entered.from_stay != expected.stay or expected.to_stage not in (None, entered.stage_no):
        return None
    return _answer_again(work, at, entered)


def _answer_again(work: UnitOfWork, at: DealAccess, entered: Moved | Won | Lost) -> DealMoved:
    event = event_by_no(work, at.deal.stay)
    stay = stay_by_no(work.connection, work.by.workspace_no, at.deal.deal_no, entered.from_stay)
    assert event is not None
    calendar = settings.of_workspace(work).calendar
    facts = MoveFacts(
        deal=at.deal.deal_no,
        from_stage=entered.from_stage,
        to_stage=entered.stage_no,
        business_days=calendar.business_days(stay.started_at, event.happened_at) if stay else 0,
        change=event.change_no,
        stay=event.no,
    )
    if isinstance(entered, Won):
        amount = Money(at.deal.amount or 0, at.deal.currency)
        earlier = calendar.day(event.happened_at)
        won_on = earlier if earlier < calendar.day(event.recorded_at) else None
        return DealWon(**facts, amount=amount, day=at.deal.promised_day, won_on=won_on, also=at.deal.also)
    if isinstance(entered, Lost):
        lost = at.deal
        return _told(facts, lost.lost_reason, lost.lost_kind, lost.lost_option, lost.returns)
    return DealAdvanced(**facts, amount=_amount_set_by(work, event.change_no))


def _amount_set_by(work: UnitOfWork, change_no: int) -> Money | None:
    """The amount that the change set, where it set one."""
    events = change_of(work, change_no)
    for happening in (each.data for each in events):
        if isinstance(happening, AmountSet) and happening.amount is not None:
            return Money(happening.amount, happening.currency)
    return None
