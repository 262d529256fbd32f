"""The delivery of what was sold (`/deal delivered`, `/deal late`): it came, it comes on another day, or nobody knows.

The day that was promised first never changes, and stands beside the newest one.
"""

from __future__ import annotations

from datetime import date

from pipeline import delivery_errors
from pipeline.deals import change
from pipeline.deals import deal as rules
from pipeline.deals.access import deal_access
from pipeline.deals.deal import Expected
from pipeline.deals.delivery_events import Delivered
from pipeline.deals.events import DeliveryPromised, LateBecause
from pipeline.deals.projection import DealState
from pipeline.ledger.actor import By
from pipeline.ledger.outcome import CommitOutcome
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.messages.delivery_notices import DeliveryMoved, DeliveryTold
from pipeline.people import settings
from pipeline.people.access import Act
from pipeline.stages.events import StageKind


def delivered(
    ledger: Ledger,
    by: By,
    deal_no: int,
    *,
    day: date | None = None,
    note: str | None = None,
    expected: Expected | None = None,
) -> CommitOutcome:
    """What was sold was delivered, on `day` or today, and note.

    Raises NothingToDeliver for a deal that is not won, DeliveredAhead and DeliveredBeforeWin for such days, and
    StaleButton. Where that day is known already, nothing changes but the note.
    """

    def decide(work: UnitOfWork) -> DeliveryTold:
        deal = _won(work, deal_no, expected)
        today = settings.of_workspace(work).calendar.day(work.now)
        on = day or today
        _check_delivered(work, deal, on, today)
        noted = change.note(work, deal, note)
        if deal.delivered_day == on:
            told = work.change_no if noted is not deal else None
            return DeliveryTold(deal=deal_no, stay=deal.stay, change=told, day=on, first=deal.first_promised_day)
        work.append(Delivered(day=on), deal_no, noted)
        return DeliveryTold(deal=deal_no, stay=deal.stay, change=work.change_no, day=on, first=deal.first_promised_day)

    return ledger.commit(by, decide)


def not_known(ledger: Ledger, by: By, deal_no: int, *, expected: Expected | None = None) -> CommitOutcome:
    """Nobody knows whether what was sold was delivered. Raises as `delivered` does, and DeliveredAlready."""

    def decide(work: UnitOfWork) -> DeliveryTold:
        deal = _won(work, deal_no, expected)
        if deal.delivered_day is not None:
            raise delivery_errors.DeliveredAlready(deal=deal_no, day=deal.delivered_day)
        is_told = deal.is_delivered is False
        if not is_told:
            work.append(Delivered(day=None), deal_no, deal)
        told = None if is_told else work.change_no
        return DeliveryTold(deal=deal_no, stay=deal.stay, change=told, day=None, first=deal.first_promised_day)

    return ledger.commit(by, decide)


def late(
    ledger: Ledger,
    by: By,
    deal_no: int,
    *,
    day: date,
    because: LateBecause | None = None,
    note: str | None = None,
    expected: Expected | None = None,
) -> CommitOutcome:
    """Delivery is promised for another day, and note.

    Raises NothingToDeliver, DeliveredAlready, DayGone and DayTooFar, and StaleButton.
    """

    def decide(work: UnitOfWork) -> DeliveryMoved:
        deal = _won(work, deal_no, expected)
        if deal.delivered_day is not None:
            raise delivery_errors.DeliveredAlready(deal=deal_no, day=deal.delivered_day)
        rules.check_coming(deal, day, settings.of_workspace(work).calendar.day(work.now))
        noted = change.note(work, deal, note)
        promised = DeliveryPromised(day=day, late_because=because)
        after = change.a_deal(work.append(promised, deal_no, noted)[1])
        return DeliveryMoved(
            deal=deal_no,
            stay=deal.stay,
            change=work.change_no,
            day=day,
            first=after.first_promised_day,
            because=because.value if because is not None else None,
        )

    return ledger.commit(by, decide)


def _won(work: UnitOfWork, deal_no: int, expected: Expected | None) -> DealState:
    """The won deal. Raises StaleButton for a press on what is told of an earlier stay."""
    at = deal_access(work, deal_no, Act.CHANGE)
    rules.check_expected(at.deal, at.entered, expected)
    if at.deal.state is not StageKind.WON:
        raise delivery_errors.NothingToDeliver(deal=deal_no)
    return at.deal


def _check_delivered(work: UnitOfWork, deal: DealState, day: date, today: date) -> None:
    """Refuse a day still to come, and one before the win."""
    if day > today:
        raise delivery_errors.DeliveredAhead(deal=deal.deal_no, day=day)
    won = settings.of_workspace(work).calendar.day(deal.stay_at)
    if day < won:
        raise delivery_errors.DeliveredBeforeWin(deal=deal.deal_no, day=day, won=won)
