"""Whose turn it is with a deal, since when it waits, and when it is stuck: pure functions of its state."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from pipeline.calendars import Calendar
from pipeline.deals.projection import DealState
from pipeline.stages.events import StageKind


class Turn(StrEnum):
    """Who has to do something next."""

    OURS = "ours"
    CUSTOMERS = "customers"


def whose_turn(deal: DealState, today: date) -> Turn:
    """Return whose turn it is on `today`, the day of the deal's owner.

    It is ours when a step is overdue, when nothing was tried, and when the customer's last word is not older than ours.
    Whoever was reached has answered: it is ours until a step, or another touch, follows.
    """
    if deal.step_day is not None and deal.step_day < today:
        return Turn.OURS
    if deal.last_out is None:
        return Turn.OURS
    if deal.last_in is None or deal.last_in < deal.last_out:
        return Turn.CUSTOMERS
    was_reached = deal.last_in == deal.last_out
    return Turn.CUSTOMERS if was_reached and deal.step_day is not None else Turn.OURS


def waits_since(deal: DealState, turn: Turn) -> datetime | None:
    """Return since when it is that side's turn: the other one's last word.

    None where there was none, and where it is our turn for another reason than the customer's last word.
    """
    if turn is Turn.CUSTOMERS:
        return deal.last_out
    has_last_word = deal.last_in is not None and (deal.last_out is None or deal.last_in >= deal.last_out)
    return deal.last_in if has_last_word else None


def stands_since(deal: DealState) -> datetime:
    """Return since when the deal stands still: it entered its stage, or the customer reacted after that.

    What we try ourselves moves nothing. Every limit of a stage, and every count of days in it, begins here.
    """
    return max(deal.stay_at, deal.last_in) if deal.last_in is not None else deal.stay_at


def reacted_in_stay(deal: DealState) -> bool:
    """Whether the customer reacted since the deal entered its stage, so that the deal stands still since then."""
    return deal.last_in is not None and deal.last_in > deal.stay_at


def stuck_day(deal: DealState, limit_days: int, calendar: Calendar) -> date:
    """Return the first day on which the deal is stuck: it stands still for longer than the limit, in business days.

    While a next step lies ahead the deal is not stuck: it is on the day after that step's day at the earliest.
    """
    day = calendar.day_after(calendar.day(stands_since(deal)), limit_days + 1)
    return max(day, deal.step_day + timedelta(days=1)) if deal.step_day is not None else day


def is_stuck(deal: DealState, limit_days: int | None, calendar: Calendar, now: datetime) -> bool:
    """Whether an open deal stands still for longer than its stage's limit; a limit of None is never passed."""
    if deal.state is not StageKind.OPEN or limit_days is None:
        return False
    return calendar.day(now) >= stuck_day(deal, limit_days, calendar)
