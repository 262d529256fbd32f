"""Quiet for a while (`/deal snooze`, 💤) and "on it" (👀): both of the stay the deal is in, both taken off again."""

from __future__ import annotations

from datetime import date, datetime

from pipeline import errors
from pipeline.deals import change
from pipeline.deals import deal as rules
from pipeline.deals.access import door
from pipeline.deals.deal import Expected
from pipeline.deals.events import DEAL, Seen, Snoozed
from pipeline.deals.projection import DealState
from pipeline.ledger.actor import By
from pipeline.ledger.event_store import history_of
from pipeline.ledger.events import EventData
from pipeline.ledger.fold import in_force
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.messages.notices import Notice, NoticeKind, Value
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
) -> Notice:
    """No reminder of this stay before `until` (three business days from now when none is given), and one then.

    On a day that is no business day none comes: the next one is meant. A note is kept with it. `picture` is what the
    button or the message showed: StaleSnooze when the deal has moved since; below, StaleReminder.
    """

    def decide(work: UnitOfWork) -> Notice:
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
            return _already(work, NoticeKind.SNOOZED, deal, Snoozed, day=day, wished=wished)
        work.append(Snoozed(until=day, stay=deal.stay), deal_no, noted)
        values: dict[str, Value] = {"deal": deal_no, "day": day, "change": work.change_no, "stay": deal.stay}
        return Notice(NoticeKind.SNOOZED, {**values, "wished": wished})

    return ledger.commit(by, decide)


def wake(ledger: Ledger, by: By, deal_no: int, *, expected: Expected | None = None) -> Notice:
    """Take a snooze off."""

    def decide(work: UnitOfWork) -> Notice:
        deal = _deal(work, deal_no, expected)
        if deal.snoozed_until is None:
            return _already(work, NoticeKind.UNSNOOZED, deal, Snoozed)
        work.append(Snoozed(until=None, stay=deal.stay), deal_no, deal)
        return Notice(NoticeKind.UNSNOOZED, {"deal": deal_no, "change": work.change_no, "stay": deal.stay})

    return ledger.commit(by, decide)


def see(ledger: Ledger, by: By, deal_no: int, *, expected: Expected | None = None) -> Notice:
    """ "On it": a sign of life, quiet for two business days."""

    def decide(work: UnitOfWork) -> Notice:
        deal = _deal(work, deal_no, expected)
        rules.require_open(deal)
        day = _in_business_days(work, SEEN_DAYS)
        if deal.quiet_until == day:
            return _already(work, NoticeKind.SEEN, deal, Seen, day=day)
        work.append(Seen(quiet_until=day, stay=deal.stay), deal_no, deal)
        return Notice(NoticeKind.SEEN, {"deal": deal_no, "day": day, "change": work.change_no, "stay": deal.stay})

    return ledger.commit(by, decide)


def unsee(ledger: Ledger, by: By, deal_no: int, *, expected: Expected | None = None) -> Notice:
    """Take "on it" off."""

    def decide(work: UnitOfWork) -> Notice:
        deal = _deal(work, deal_no, expected)
        if deal.quiet_until is None:
            return _already(work, NoticeKind.UNSEEN, deal, Seen)
        work.append(Seen(quiet_until=None, stay=deal.stay), deal_no, deal)
        return Notice(NoticeKind.UNSEEN, {"deal": deal_no, "change": work.change_no, "stay": deal.stay})

    return ledger.commit(by, decide)


def _deal(
    work: UnitOfWork, deal_no: int, expected: Expected | None, stale: type[errors.StalePicture] = errors.StaleReminder
) -> DealState:
    """The deal, still in the stay that was shown."""
    at = door(work, deal_no, Act.CHANGE)
    rules.check_expected(at.deal, at.entered, expected, stale)
    return at.deal


def _already(work: UnitOfWork, says: NoticeKind, deal: DealState, kind: type[EventData], **days: date) -> Notice:
    """The answer when it is so already: with the change that made it so, where there is one, so that Undo finds it."""
    history = history_of(work, (DEAL, deal.deal_no))
    holding = in_force(history)
    made = [each.change_no for each in history if isinstance(each.data, kind) and each.no in holding]
    values: dict[str, Value] = {"deal": deal.deal_no, "stay": deal.stay, **days}
    if made:
        values["change"] = made[-1]
    return Notice(says, values)


def _in_business_days(work: UnitOfWork, days: int) -> date:
    calendar = settings.of_workspace(work).calendar
    later: datetime = calendar.after(work.now, days)
    return calendar.day(later)
