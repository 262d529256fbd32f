"""Decides when the owner of a deal is reminded of its next step. All functions are pure.

A step with an hour is said ten minutes before it, one without in the message of that morning. Overdue it is said once
more, in the morning message two business days later, and after that it stands only in lists.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum

from pipeline.calendars import Calendar
from pipeline.deals.projection import DealState
from pipeline.deals.step_times import BEFORE, MORNING, moment_of, overdue_day
from pipeline.stages.events import StageKind

MIDNIGHT = time(0)


class Occasion(Enum):
    """What a step is said for."""

    SOON = "its hour is near"
    MORNING = "it is of today, or overdue since two business days: it belongs in the message of this morning"


@dataclass(frozen=True, slots=True)
class StepVerdict:
    """What is due now for a step, since when, and when the next occasion comes; None: there is none."""

    due: Occasion | None = None
    since: datetime | None = None
    look_at: datetime | None = None


NOTHING = StepVerdict()


@dataclass(frozen=True, slots=True)
class _Window:
    """From when until when an occasion may be said: one that was missed is of use until its day is over."""

    occasion: Occasion
    begins: datetime
    ends: datetime


def judge_step(deal: DealState, calendar: Calendar, zone: str, now: datetime) -> StepVerdict:
    """Decide about the deal's next step at `now`.

    `zone` is that of the person who is reminded; `calendar` has the business days of the workspace.
    """
    if deal.state is not StageKind.OPEN or deal.step is None or deal.step_day is None:
        return NOTHING
    windows = _windows(deal.step_day, deal.step_at, Calendar(calendar.country, zone))
    due = next((each for each in windows if each.begins <= now < each.ends), None)
    look_at = min((each.begins for each in windows if each.begins > now), default=None)
    return StepVerdict(due.occasion, due.begins, look_at) if due is not None else StepVerdict(look_at=look_at)


def _windows(day: date, minute: int | None, theirs: Calendar) -> list[_Window]:
    """The occasions of a step, in order, by the clock of its owner."""
    overdue = _morning(theirs, overdue_day(day, theirs))
    if minute is None:
        return [_morning(theirs, day), overdue]
    at = moment_of(day, minute, theirs.zone)
    return [_Window(Occasion.SOON, at - BEFORE, max(at, _midnight_after(theirs, day))), overdue]


def _morning(theirs: Calendar, day: date) -> _Window:
    return _Window(Occasion.MORNING, theirs.at(day, MORNING), _midnight_after(theirs, day))


def _midnight_after(theirs: Calendar, day: date) -> datetime:
    return theirs.at(day + timedelta(days=1), MIDNIGHT)
