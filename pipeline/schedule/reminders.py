"""Decides which deals get a reminder, and when: stuck ones, and those for which somebody asked for one.

All functions are pure: deal, limit, calendar, earlier reminders and the moment are their arguments.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from pipeline.calendars import Calendar
from pipeline.deals.projection import DealState
from pipeline.deals.turn import stuck_day
from pipeline.messages.occasions import MOST_IN_A_STAY
from pipeline.money import Money
from pipeline.stages.events import StageKind

AGAIN_AFTER = 5  # business days after which an unanswered reminder is sent once more
MIDNIGHT = time(0)


@dataclass(frozen=True, slots=True)
class SentReminders:
    """How many reminders were sent in a deal's stay in its stage, and when the last one was."""

    stay: int | None = None
    said: int = 0
    said_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided about a deal: whether a reminder is due now, and when to look at the deal again.

    `stuck_at` is when the deal is stuck, or None if it never is. `look_at` is None if there is nothing to do before the
    deal changes. `requested` is the day for which somebody asked for this reminder, or None.
    """

    stuck_at: datetime | None
    look_at: datetime | None
    is_due: bool = False
    requested: date | None = None


def judge(deal: DealState, limit_days: int | None, sent: SentReminders, calendar: Calendar, now: datetime) -> Verdict:
    """Decide about a deal at `now`. The recipient's working hours and daily limit are not considered here."""
    if deal.state is not StageKind.OPEN:
        return Verdict(None, None)
    before = sent if sent.stay == deal.stay else SentReminders()
    stuck_at = stuck_moment(deal, limit_days, calendar) if limit_days is not None else None
    if (asked := requested_day(deal)) is not None:
        asked_at = calendar.at(asked, MIDNIGHT)
        if before.said_at is None or before.said_at < asked_at:
            return Verdict(stuck_at, max(asked_at, now), is_due=asked_at <= now, requested=asked)
    if stuck_at is None:
        return Verdict(None, None)
    quiet = quiet_until(deal, calendar)
    if (not_before := max(filter(None, (stuck_at, quiet)))) > now:
        return Verdict(stuck_at, not_before)
    if before.said >= MOST_IN_A_STAY:
        return Verdict(stuck_at, None)
    if before.said_at is None or before.said_at < not_before:
        return Verdict(stuck_at, now, is_due=True)
    again_at = calendar.after(before.said_at, AGAIN_AFTER)
    return Verdict(stuck_at, again_at, is_due=again_at <= now)


def stuck_moment(deal: DealState, limit_days: int, calendar: Calendar) -> datetime:
    """The beginning of the first day on which the deal is stuck."""
    return calendar.at(stuck_day(deal, limit_days, calendar), MIDNIGHT)


def requested_day(deal: DealState) -> date | None:
    """The day for which somebody asked for a reminder in this stay, by a snooze; the deal need not be stuck then."""
    return deal.snoozed_until if deal.snoozed_stay == deal.stay else None


def quiet_until(deal: DealState, calendar: Calendar) -> datetime | None:
    """Until when no reminder is sent, because of a snooze in this stay, an "on it", or a next step still to come."""
    days = [
        requested_day(deal),
        deal.quiet_until,
        deal.step_day + timedelta(days=1) if deal.step_day is not None else None,
    ]
    latest = max((day for day in days if day is not None), default=None)
    return calendar.at(latest, MIDNIGHT) if latest is not None else None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A deal whose reminder is due: the `nth` one of the stay, and what the deal is worth.

    `requested` is the day for which somebody asked for it; it is None for a reminder of a stuck deal.
    """

    deal_no: int
    stay: int
    nth: int
    worth: Money | None
    requested: date | None = None


@dataclass(frozen=True, slots=True)
class TodaysReminders:
    """The reminders that one person gets now, in order, and those that wait until their next working morning."""

    said: tuple[Candidate, ...]
    postponed: tuple[Candidate, ...]


def choose(candidates: Sequence[Candidate], said_today: int, home: str, most: int) -> TodaysReminders:
    """Choose a person's reminders: all that were asked for, then those of the most valuable stuck deals.

    At most `most` reminders of stuck deals are sent in a day; `said_today` were sent before. Amounts of different
    currencies do not compare: deals in the currency `home` come first, then one currency after the other.
    """

    def rank(each: Candidate) -> tuple[bool, bool, str, int, int]:
        if each.worth is None:
            return True, False, "", 0, each.deal_no
        return False, each.worth.currency != home, each.worth.currency, -each.worth.minor, each.deal_no

    ordered = sorted(candidates, key=rank)
    asked = [each for each in ordered if each.requested is not None]
    stuck = [each for each in ordered if each.requested is None]
    room = max(0, most - said_today)
    return TodaysReminders((*asked, *stuck[:room]), tuple(stuck[room:]))


def sendable_at(verdict: Verdict, calendar: Calendar, zone: str, now: datetime, at: int) -> datetime:
    """When the reminder may be sent: in the person's working hours, and not before the day for which it was asked.

    `at` is the minute of the day before which the person wants none.

    That day begins at midnight in the person's own zone.
    """
    theirs = Calendar(calendar.country, zone)
    begins = theirs.at(verdict.requested, MIDNIGHT) if verdict.requested is not None else now
    return calendar.next_working_moment(max(now, begins), zone, clock_at(at))


def clock_at(minute: int) -> time:
    """A minute of the day as a time of day."""
    return time(*divmod(minute, 60))


def next_morning(calendar: Calendar, zone: str, today: date, at: int) -> datetime:
    """The minute `at` of the next business day after `today`, in the person's zone."""
    day = calendar.on_or_after(today + timedelta(days=1))
    return Calendar(calendar.country, zone).at(day, clock_at(at))
