"""Handing a deal over (`/deal assign`): another member becomes its owner, or gives it back, and is told."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from pipeline import errors
from pipeline.deals import change
from pipeline.deals import deal as rules
from pipeline.deals.access import deal_access
from pipeline.deals.events import DEAL, Noted, Opened, OwnerSet
from pipeline.deals.projection import DealState
from pipeline.deals.tables import deal as deal_table
from pipeline.ledger.actor import By
from pipeline.ledger.event_store import history_of
from pipeline.ledger.events import Event
from pipeline.ledger.fold import in_force
from pipeline.ledger.outcome import CommitOutcome
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.messages.absence_notices import DealsGiven, DealsHandedOver
from pipeline.messages.change_notices import (
    DealGiven,
    DealGivenBack,
    DealHandedOver,
    OwnerChanged,
    OwnerNotice,
    SeveralGiven,
)
from pipeline.messages.outbox import Lane, OutboxMessage
from pipeline.people.absence import who_acts_for, with_stand_ins
from pipeline.people.access import Act, may, may_own, require
from pipeline.people.events import Role
from pipeline.stages import stages as stages_
from pipeline.stages.events import StageKind

_OPEN_OF = (
    select(deal_table.c.deal_no, deal_table.c.pipeline_no)
    .where(deal_table.c.workspace_no == bindparam("w"), deal_table.c.owner == bindparam("owner"))
    .where(deal_table.c.state == StageKind.OPEN.value)
    .order_by(deal_table.c.deal_no)
)


def assign(ledger: Ledger, by: By, deal_no: int, *, to: int, note: str | None = None) -> CommitOutcome:
    """Hand an open deal over to the member `to`, and note what they should know.

    The new owner is told, and the old one where somebody else handed it over. Raises CannotOwn for a member who sells
    nothing, OwnsAlready, and what `deal_access` refuses.
    """

    def decide(work: UnitOfWork) -> DealHandedOver:
        deal = hand_over(work, deal_no, to, note)
        change_no, who, noted = work.change_no, by.member_no, first_note(work)
        given = DealGiven(deal=deal_no, stay=deal.stay, change=change_no, who=who, owner=to, note=noted)
        tell(work, to, given)
        tell(work, deal.owner, OwnerChanged(deal=deal_no, change=change_no, who=who, owner=to))
        return DealHandedOver(deal=deal_no, stay=deal.stay, change=change_no, who=who, owner=to)

    return ledger.commit(by, decide)


def hand_over(work: UnitOfWork, deal_no: int, to: int, note: str | None) -> DealState:
    """Let `to` own the deal, and note what they should know; the deal as it was before. Nobody is told."""
    deal = deal_access(work, deal_no, Act.CHANGE).deal
    rules.require_open(deal)
    _set_owner(work, change.note(work, deal, note), to)
    return deal


def first_note(work: UnitOfWork) -> int | None:
    """The number of the first text that this change noted."""
    return next((each.data.note for each in work.events if isinstance(each.data, Noted)), None)


def assign_all(ledger: Ledger, by: By, *, old: int, to: int) -> CommitOutcome:
    """Hand all open deals of the member `old` that the actor may change over to the member `to`, in one change.

    The new owner is told. Raises Stranger, CannotOwn, and NotAllowed where the actor may change none of them.
    """

    def decide(work: UnitOfWork) -> DealsHandedOver:
        who = with_stand_ins(work, require(work.connection, by, Act.OPEN))
        if to == old:
            raise errors.CannotOwn
        found = list(work.connection.execute(_OPEN_OF, {"w": by.workspace_no, "owner": old}))
        nos = [row.deal_no for row in found if may(who, Act.CHANGE, owner=old, pipeline_no=row.pipeline_no)]
        if found and not nos:
            raise errors.NotAllowed(who=who_acts_for(work, old, found[0].pipeline_no), role=Role.LEAD.value)
        pipelines = {row.pipeline_no for row in found if row.deal_no in nos} or {stages_.persons_pipeline(work)}
        if not all(may_own(work.connection, by.workspace_no, to, each) for each in pipelines):
            raise errors.CannotOwn
        if not nos:
            return DealsHandedOver(old=old, owner=to, count=0)
        for (_subject, no), deal in work.heads_of([(DEAL, no) for no in nos]).items():
            work.append(OwnerSet(owner=to), no, deal)
        if to != by.member_no:
            told = DealsGiven(who=by.member_no, old=old, count=len(nos))
            key = f"{told.kind.value}:{work.change_no}:{to}"
            work.say(OutboxMessage(key, Lane.POSTS, told, work.now, to_member=to, event_no=work.change_no))
        return DealsHandedOver(old=old, owner=to, count=len(nos), change=work.change_no)

    return ledger.commit(by, decide)


def give_back(ledger: Ledger, by: By, deal_no: int, *, change_no: int) -> CommitOutcome:
    """Give a deal back to whose it was before that change handed it to this person; both who were concerned are told.

    Raises OwnsAlready where it is somebody else's by now.
    """

    def decide(work: UnitOfWork) -> DealGivenBack:
        deal = deal_access(work, deal_no, Act.CHANGE).deal
        rules.require_open(deal)
        if deal.owner != by.member_no:
            raise errors.OwnsAlready(deal=deal_no, who=deal.owner)
        handed_over, before = _handed_over(work, deal, change_no)
        _set_owner(work, deal, before)
        told = DealGivenBack(deal=deal_no, change=work.change_no, who=by.member_no, owner=before)
        for member_no in {before, handed_over.member_no}:
            tell(work, member_no, told)
        return told

    return ledger.commit(by, decide)


def _set_owner(work: UnitOfWork, deal: DealState, to: int) -> None:
    if deal.owner == to:
        raise errors.OwnsAlready(deal=deal.deal_no, who=to)
    if not may_own(work.connection, work.by.workspace_no, to, deal.pipeline_no):
        raise errors.CannotOwn
    work.append(OwnerSet(owner=to), deal.deal_no, deal)


def _handed_over(work: UnitOfWork, deal: DealState, change_no: int) -> tuple[Event, int]:
    """The event of that change that set the owner, and whose the deal was before it."""
    history = history_of(work, (DEAL, deal.deal_no))
    holding = in_force(history)
    owner = deal.owner
    for event in history:
        if event.no not in holding or not isinstance(event.data, Opened | OwnerSet):
            continue
        if event.change_no == change_no and isinstance(event.data, OwnerSet):
            return event, owner
        owner = event.data.owner
    raise errors.OwnsAlready(deal=deal.deal_no, who=deal.owner)


def tell(work: UnitOfWork, member_no: int | None, notice: OwnerNotice | SeveralGiven) -> None:
    """Tell a member in a direct message, unless it is they who did it."""
    if member_no is None or member_no == work.by.member_no:
        return
    key = f"{notice.kind.value}:{work.change_no}:{member_no}"
    work.say(OutboxMessage(key, Lane.POSTS, notice, work.now, to_member=member_no, event_no=work.change_no))
