"""Which deal is said, and when: one that is stuck, or one whose reminder somebody asked for.

Pure, given the deal, its stage, the calendar and what was said before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from pipeline.calendars import Calendar
from pipeline.deals.projection import DealState
from pipeline.money import Money
from pipeline.stages.events import StageKind

A_DAY = 3  # reminders that one person gets in a day, at most
AGAIN_AFTER = 5  # business days after which an unanswered reminder is said once more
MOST = 2  # reminders of one stay that nobody answers
MIDNIGHT = time(0)
MORNING = time(8)


@dataclass(frozen=True, slots=True)
class Watched:
    """What was said of a deal's stay so far."""

    stay: int | None = None
    said: int = 0
    said_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """When the deal is stuck, when to look again (None: not before it changes), and whether a reminder is due now.

    `asked` is the day for which somebody asked for this reminder.
    """

    stuck_at: datetime | None
    look_at: datetime | None
    is_due: bool = False
    asked: date | None = None


def judge(deal: DealState, limit_days: int | None, watched: Watched, calendar: Calendar, now: datetime) -> Verdict:
    """Whether a reminder of this deal is due at `now`, as far as the deal itself tells."""
    if deal.state is not StageKind.OPEN:
        return Verdict(None, None)
    before = watched if watched.stay == deal.stay else Watched()
    stuck_at = stuck_moment(deal, limit_days, calendar) if limit_days is not None else None
    if (asked := asked_day(deal)) is not None:
        asked_at = calendar.at(asked, MIDNIGHT)
        if before.said_at is None or before.said_at < asked_at:
            return Verdict(stuck_at, max(asked_at, now), is_due=asked_at <= now, asked=asked)
    if stuck_at is None:
        return Verdict(None, None)
    quiet = quiet_until(deal, calendar)
    if (not_before := max(filter(None, (stuck_at, quiet)))) > now:
        return Verdict(stuck_at, not_before)
    if before.said_at is None or before.said_at < not_before:
        return Verdict(stuck_at, now, is_due=True)
    if before.said >= MOST:
        return Verdict(stuck_at, None)
    again_at = calendar.after(before.said_at, AGAIN_AFTER)
    return Verdict(stuck_at, again_at, is_due=again_at <= now)


def stuck_moment(deal: DealState, limit_days: int, calendar: Calendar) -> datetime:
    """The beginning of the first day on which the deal has been in its stage longer than the limit."""
    return calendar.at(calendar.day_after(calendar.day(deal.stay_at), limit_days + 1), MIDNIGHT)


def asked_day(deal: DealState) -> date | None:
    """The day for which a reminder of this stay was asked for: a snooze promises one, be the deal stuck then or not."""
    return deal.snoozed_until if deal.snoozed_stay == deal.stay else None


def quiet_until(deal: DealState, calendar: Calendar) -> datetime | None:
    """Until when a snooze of this stay, "on it", or a coming next step keeps it quiet."""
    days = [
        asked_day(deal),
        deal.quiet_until,
        deal.step_day + timedelta(days=1) if deal.step_day is not None else None,
    ]
    latest = max((day for day in days if day is not None), default=None)
    return calendar.at(latest, MIDNIGHT) if latest is not None else None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A deal whose reminder is due, and what it is worth; `asked` is the day for which it was asked for."""

    deal_no: int
    stay: int
    nth: int
    worth: Money | None
    asked: date | None = None


@dataclass(frozen=True, slots=True)
class TodaysReminders:
    """What one person is told now, in order, and what has to wait until their next working morning."""

    said: tuple[Candidate, ...]
    rest: tuple[Candidate, ...]


def choose(candidates: Sequence[Candidate], said_today: int, home: str) -> TodaysReminders:
    """What was asked for, all of it; then the most valuable first, at most three a day.

    Amounts of different currencies do not compare: `home` comes first, then each other by itself.
    """

    def rank(each: Candidate) -> tuple[bool, bool, str, int, int]:
        if each.worth is None:
            return True, False, "", 0, each.deal_no
        return False, each.worth.currency != home, each.worth.currency, -each.worth.minor, each.deal_no

    ordered = sorted(candidates, key=rank)
    asked = [each for each in ordered if each.asked is not None]
    stuck = [each for each in ordered if each.asked is None]
    room = max(0, A_DAY - said_today)
    return TodaysReminders((*asked, *stuck[:room]), tuple(stuck[room:]))


def civil_moment(verdict: Verdict, calendar: Calendar, zone: str, now: datetime) -> datetime:
    """From when it may be said: in the person's working hours, and of the day asked for by the person's own clock."""
    theirs = Calendar(calendar.country, zone)
    begins = theirs.at(verdict.asked, MIDNIGHT) if verdict.asked is not None else now
    return calendar.next_civil(max(now, begins), zone)


def next_morning(calendar: Calendar, zone: str, today: date) -> datetime:
    """The beginning of a person's next working day."""
    day = calendar.on_or_after(today + timedelta(days=1))
    return Calendar(calendar.country, zone).at(day, MORNING)
