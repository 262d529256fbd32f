"""The steps that several commands share: entering a stage, setting an amount, noting, each one event on a deal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from pipeline.deals.deal import also_typed, check_amount, typed
from pipeline.deals.delivery_events import AlsoPromised
from pipeline.deals.events import DEAL, AmountSet, Lost, Moved, Noted, Won
from pipeline.deals.projection import DealState
from pipeline.deals.rehoming_events import Transferred
from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.money import Money
from pipeline.people import settings
from pipeline.storage import schema


@dataclass(frozen=True, slots=True)
class Entering:
    """A deal about to enter a stage."""

    deal: DealState
    stage_no: int


def a_deal(state: object) -> DealState:
    """The state of a deal's subject."""
    assert isinstance(state, DealState)
    return state


def set_amount(work: UnitOfWork, deal: DealState, amount: Money | None) -> DealState:
    """The deal with this amount, if one was given and differs."""
    check_amount(amount)
    if amount is None or (amount.minor, amount.currency) == (deal.amount, deal.currency):
        return deal
    return a_deal(work.append(AmountSet(amount=amount.minor, currency=amount.currency), deal.deal_no, deal)[1])


def note(work: UnitOfWork, deal: DealState, text: str | None) -> DealState:
    """The deal with a note, if one was given."""
    kept = typed(text or "")
    if not kept:
        return deal
    no = work.text(schema.words, DEAL, deal.deal_no, kept)
    return a_deal(work.append(Noted(note=no), deal.deal_no, deal)[1])


def also_promised(
    work: UnitOfWork, deal: DealState, text: str | None, *, happened_at: datetime | None = None
) -> DealState:
    """The won deal with what else was promised, if anything was given."""
    kept = also_typed(text or "")
    if not kept:
        return deal
    no = work.text(schema.words, DEAL, deal.deal_no, kept)
    return a_deal(work.append(AlsoPromised(words=no), deal.deal_no, deal, happened_at=happened_at)[1])


class MoveFacts(TypedDict):
    """What every notice of a move tells, by the names of its fields."""

    deal: int
    from_stage: int
    to_stage: int
    business_days: int  # in the stage that was left
    change: int
    stay: int


def enter(
    work: UnitOfWork, deal: DealState, entered: Moved | Won | Lost | Transferred, *, happened_at: datetime | None = None
) -> MoveFacts:
    """Let the deal enter a stage, now or at the moment given, and what its notice tells of that."""
    event, _after = work.append(entered, deal.deal_no, deal, happened_at=happened_at)
    calendar = settings.of_workspace(work).calendar
    return MoveFacts(
        deal=deal.deal_no,
        from_stage=deal.stage_no,
        to_stage=entered.stage_no,
        business_days=calendar.business_days(deal.stay_at, event.happened_at),
        change=work.change_no,
        stay=event.no,
    )


def new_amount(before: DealState, after: DealState) -> Money | None:
    """The amount of a deal, where a change set another one."""
    if after.amount is None or (before.amount, before.currency) == (after.amount, after.currency):
        return None
    return Money(after.amount, after.currency)
