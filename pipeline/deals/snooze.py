"""Quiet for a while (`/deal snooze`, 💤) and "on it" (👀): both of the stay the deal is in, both taken off again."""

from __future__ import annotations

from datetime import date, datetime

from pipeline import errors
from pipeline.deals import change
from pipeline.deals import deal as rules
from pipeline.deals.access import deal_access
from pipeline.deals.deal import Expected
from pipeline.deals.events import DEAL, Seen, Snoozed
from pipeline.deals.projection import DealState
from pipeline.ledger.actor import By
from pipeline.ledger.event_store import history_of
from pipeline.ledger.events import EventData
from pipeline.ledger.fold import in_force
from pipeline.ledger.outcome import CommitOutcome
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.messages.change_notices import DealSeen, DealSnoozed, SeenEnded, SnoozeEnded
from pipeline.people import settings
from pipeline.people.access import Act

SNOOZE_DAYS = 3  # business days that 💤 and [Snooze] mean
SEEN_DAYS = 2  # business days that 👀 keeps quiet


def snooze(
    ledger: Ledger,
    by: By,
    deal_no: int,
    *,
    until: date | None = None,
    note: str | None = None,
    expected: Expected | None = None,
) -> CommitOutcome:
    """No reminder of this stay before `until` (three business days from now when none is given), and one then.

    On a day that is no business day none comes: the next one is meant. A note is kept with it. `picture` is what the
    button or the message showed: StaleSnooze when the deal has moved since; below, StaleReminder.
    """

    return ledger.commit(by, lambda work: set_snooze(work, deal_no, until=until, note=note, expected=expected))


def set_snooze(
    work: UnitOfWork,
    deal_no: int,
    *,
    until: date | None = None,
    note: str | None = None,
    expected: Expected | None = None,
) -> DealSnoozed:
    """Snooze a deal within a change, as `snooze` does."""
    deal = _deal(work, deal_no, expected, errors.StaleSnooze)
    rules.require_open(deal)
    calendar = settings.of_workspace(work).calendar
    today = calendar.day(work.now)
    wished = until or _in_business_days(work, SNOOZE_DAYS)
    rules.check_coming(deal, wished, today)
    if wished == today:
        raise errors.ReminderTooSoon(deal=deal_no, day=wished)
    day = calendar.on_or_after(wished)  # the working day on which the reminder comes
    noted = change.note(work, deal, note)
    if noted is deal and (deal.snoozed_until, deal.snoozed_stay) == (day, deal.stay):
        earlier = _change_that_made_it_so(work, deal, Snoozed)
        return DealSnoozed(deal=deal_no, day=day, wished=wished, change=earlier, stay=deal.stay)
    work.append(Snoozed(until=day, stay=deal.stay), deal_no, noted)
    return DealSnoozed(deal=deal_no, day=day, wished=wished, change=work.change_no, stay=deal.stay)


def wake(ledger: Ledger, by: By, deal_no: int, *, expected: Expected | None = None) -> CommitOutcome:
    """Take a snooze off."""

    def decide(work: UnitOfWork) -> SnoozeEnded:
        deal = _deal(work, deal_no, expected)
        if deal.snoozed_until is None:
            return SnoozeEnded(deal=deal_no, change=_change_that_made_it_so(work, deal, Snoozed), stay=deal.stay)
        work.append(Snoozed(until=None, stay=deal.stay), deal_no, deal)
        return SnoozeEnded(deal=deal_no, change=work.change_no, stay=deal.stay)

    return ledger.commit(by, decide)


def see(ledger: Ledger, by: By, deal_no: int, *, expected: Expected | None = None) -> CommitOutcome:
    """ "On it": a sign of life, quiet for two business days."""

    def decide(work: UnitOfWork) -> DealSeen:
        deal = _deal(work, deal_no, expected)
        rules.require_open(deal)
        day = _in_business_days(work, SEEN_DAYS)
        if deal.quiet_until == day:
            return DealSeen(deal=deal_no, day=day, change=_change_that_made_it_so(work, deal, Seen), stay=deal.stay)
        work.append(Seen(quiet_until=day, stay=deal.stay), deal_no, deal)
        return DealSeen(deal=deal_no, day=day, change=work.change_no, stay=deal.stay)

    return ledger.commit(by, decide)


def unsee(ledger: Ledger, by: By, deal_no: int, *, expected: Expected | None = None) -> CommitOutcome:
    """Take "on it" off."""

    def decide(work: UnitOfWork) -> SeenEnded:
        deal = _deal(work, deal_no, expected)
        if deal.quiet_until is None:
            return SeenEnded(deal=deal_no, change=_change_that_made_it_so(work, deal, Seen), stay=deal.stay)
        work.append(Seen(quiet_until=None, stay=deal.stay), deal_no, deal)
        return SeenEnded(deal=deal_no, change=work.change_no, stay=deal.stay)

    return ledger.commit(by, decide)


def _deal(
    work: UnitOfWork, deal_no: int, expected: Expected | None, stale: type[errors.StaleButton] = errors.StaleReminder
) -> DealState:
    """The deal, still in the stay that was shown."""
    at = deal_access(work, deal_no, Act.CHANGE)
    rules.check_expected(at.deal, at.entered, expected, stale)
    return at.deal


def _change_that_made_it_so(work: UnitOfWork, deal: DealState, kind: type[EventData]) -> int | None:
    """The newest change with an event of this kind that is in force: what Undo finds when it is so already."""
    history = history_of(work, (DEAL, deal.deal_no))
    holding = in_force(history)
    made = [each.change_no for each in history if isinstance(each.data, kind) and each.no in holding]
    return made[-1] if made else None


def _in_business_days(work: UnitOfWork, days: int) -> date:
    calendar = settings.of_workspace(work).calendar
    later: datetime = calendar.after(work.now, days)
    return calendar.day(later)
