"""Deleting a deal that was a mistake (`/deal delete`): it leaves every list, sum and lesson until that is undone."""

from __future__ import annotations

from pipeline.deals import change
from pipeline.deals.access import deal_access
from pipeline.deals.events import DEAL, Mistaken
from pipeline.ledger.actor import By
from pipeline.ledger.event_store import history_of
from pipeline.ledger.fold import in_force, root_of
from pipeline.ledger.outcome import CommitOutcome
from pipeline.ledger.session import Session
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.messages.change_notices import DealDeleted
from pipeline.people.access import Act


def delete(ledger: Ledger, by: By, deal_no: int, *, note: str | None = None) -> CommitOutcome:
    """Delete a deal, open or closed; a `note` says why, and is undone with the deletion.

    While it is deleted, none of its earlier changes can be undone.
    """

    def decide(work: UnitOfWork) -> DealDeleted:
        deal = deal_access(work, deal_no, Act.CHANGE).deal
        noted = change.note(work, deal, note)
        work.append(Mistaken(), deal_no, noted)
        return DealDeleted(deal=deal_no, change=work.change_no)

    return ledger.commit(by, decide)


def is_restored(session: Session, deal_no: int, since: int) -> bool:
    """Whether a deletion of the deal, made until event `since`, was undone after that event."""
    history = history_of(session, (DEAL, deal_no))
    by_no = {each.no: each for each in history}
    undone = (root_of(each, by_no) for each in history if each.no > since and each.voids is not None)
    return any(root.no <= since and isinstance(root.data, Mistaken) for root in undone)


def is_deleted(session: Session, deal_no: int) -> bool:
    """Whether the deal was deleted, and that was not undone."""
    history = history_of(session, (DEAL, deal_no))
    holding = in_force(history)
    return any(each.no in holding and isinstance(each.data, Mistaken) for each in history)
