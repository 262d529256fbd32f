"""Which stuck deal is said, and when: pure, given the deal, its stage, the calendar and what was said before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from pipeline.calendars import Calendar
from pipeline.ledger.events import Kind
from pipeline.ledger.projections import DealState

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
    """When the deal is stuck, when to look again (None: not before it changes), and whether a reminder is due now."""

    stuck_at: datetime | None
    look_at: datetime | None
    is_due: bool = False


def judge(deal: DealState, limit_days: int | None, watched: Watched, calendar: Calendar, now: datetime) -> Verdict:
    """Whether a reminder of this deal is due at `now`, as far as the deal itself tells."""
    if deal.state is not Kind.OPEN or limit_days is None:
        return Verdict(None, None)
    stuck_at = stuck_moment(deal, limit_days, calendar)
    quiet = quiet_until(deal, calendar)
    if (not_before := max(filter(None, (stuck_at, quiet)))) > now:
        return Verdict(stuck_at, not_before)
    before = watched if watched.stay == deal.stay else Watched()
    if before.said == 0 or before.said_at is None or (quiet is not None and quiet > before.said_at):
        return Verdict(stuck_at, now, is_due=True)
    if before.said >= MOST:
        return Verdict(stuck_at, None)
    again_at = calendar.after(before.said_at, AGAIN_AFTER)
    return Verdict(stuck_at, again_at, is_due=again_at <= now)


def stuck_moment(deal: DealState, limit_days: int, calendar: Calendar) -> datetime:
    """The beginning of the first day on which the deal has been in its stage longer than the limit."""
    return calendar.at(calendar.day_after(calendar.day(deal.stay_at), limit_days + 1), MIDNIGHT)


def quiet_until(deal: DealState, calendar: Calendar) -> datetime | None:
    """Until when a snooze of this stay, "on it", or a coming next step keeps it quiet."""
    days = [
        deal.snoozed_until if deal.snoozed_stay == deal.stay else None,
        deal.quiet_until,
        deal.step_day + timedelta(days=1) if deal.step_day is not None else None,
    ]
    latest = max((day for day in days if day is not None), default=None)
    return calendar.at(latest, MIDNIGHT) if latest is not None else None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A deal whose reminder is due, and what it is worth."""

    deal_no: int
    stay: int
    nth: int
    worth: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """What one person is told now, and what has to wait until their next working morning."""

    said: tuple[Candidate, ...]
    rest: tuple[Candidate, ...]


def choose(candidates: Sequence[Candidate], said_today: int) -> Chosen:
    """The most valuable first, at most three a day."""
    ordered = sorted(candidates, key=lambda each: (-each.worth, each.deal_no))
    room = max(0, A_DAY - said_today)
    return Chosen(tuple(ordered[:room]), tuple(ordered[room:]))


def next_morning(calendar: Calendar, zone: str, today: date) -> datetime:
    """The beginning of a person's next working day."""
    day = calendar.on_or_after(today + timedelta(days=1))
    return Calendar(calendar.country, zone).at(day, MORNING)
