"""Coming back to the customer of a lost deal: in a later month than was told, or never."""

from __future__ import annotations

from datetime import date

from pipeline import edit_errors
from pipeline.deals import deal as rules
from pipeline.deals.access import deal_access
from pipeline.deals.deal import Expected
from pipeline.deals.events import LostExplained
from pipeline.deals.projection import DealState
from pipeline.ledger.actor import By
from pipeline.ledger.outcome import CommitOutcome
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.messages.delivery_notices import ComeBackSet
from pipeline.months import following_month
from pipeline.people import settings
from pipeline.people.access import Act
from pipeline.stages.events import StageKind


def one_more_month(ledger: Ledger, by: By, deal_no: int, *, expected: Expected | None = None) -> CommitOutcome:
    """Come back in the month after this one, or after the one that was told if that is later.

    Raises NotLost for a deal that is not lost, and StaleButton.
    """

    def decide(work: UnitOfWork) -> ComeBackSet:
        deal = _lost(work, deal_no, expected)
        today = settings.of_workspace(work).calendar.day(work.now)
        return _set(work, deal, following_month(max(today, deal.returns or today)))

    return ledger.commit(by, decide)


def never(ledger: Ledger, by: By, deal_no: int, *, expected: Expected | None = None) -> CommitOutcome:
    """Do not come back. Raises as `one_more_month` does; where that was so already nothing changes."""
    return ledger.commit(by, lambda work: _set(work, _lost(work, deal_no, expected), None))


def _lost(work: UnitOfWork, deal_no: int, expected: Expected | None) -> DealState:
    at = deal_access(work, deal_no, Act.CHANGE)
    rules.check_expected(at.deal, at.entered, expected)
    if at.deal.state is not StageKind.LOST:
        raise edit_errors.NotLost(deal=deal_no)
    return at.deal


def _set(work: UnitOfWork, deal: DealState, month: date | None) -> ComeBackSet:
    """Say anew why the deal was lost, with another month: all else of it stays."""
    if month == deal.returns:
        return ComeBackSet(deal=deal.deal_no, stay=deal.stay, month=month)
    explained = LostExplained(
        reason=deal.lost_reason,
        lost_kind=deal.lost_kind,
        lost_option=deal.lost_option,
        also_kind=deal.also_kind,
        said_by=deal.said_by,
        returns=month,
    )
    work.append(explained, deal.deal_no, deal)
    return ComeBackSet(deal=deal.deal_no, stay=deal.stay, change=work.change_no, month=month)
