"""What a person does next with their deals: why a deal is on the list of today, and in which order. All are pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from pipeline.deals.projection import DealState
from pipeline.deals.turn import Turn, whose_turn
from pipeline.stages.events import StageKind


class NextReason(IntEnum):
    """Why a deal is on the list of today. Of several reasons the first one counts, and deals come in this order."""

    STEP_TODAY = 1  # its next step is of today
    STEP_OVERDUE = 2  # its next step was not done
    CUSTOMER_REPLIED = 3  # the customer has the last word, or was reached, and nothing is planned
    OFFER_EXPIRES = 4  # its offer is out, and expires within some days or has expired; nothing is planned
    DELIVERY_TODAY = 5  # it is won, and its delivery is promised for today
    CLOSE_DAY_GONE = 6  # it is open after its expected close day
    STUCK = 7  # it has been in its stage longer than the stage's limit


def reason_of(
    deal: DealState, today: date, *, is_stuck: bool, is_cared_for: bool = False, offer_expires: bool = False
) -> NextReason | None:
    """Return why the deal is to be looked at on `today`, the day of whoever asks; None: there is nothing to do.

    `is_cared_for`: it is won, and its step is about a problem that the customer told since.
    `offer_expires` says that an offer is out which expires within some days, or has expired.
    A step that is still to come stands for what is planned, and a deal that was snoozed waits for its day.
    """
    if deal.state is StageKind.WON:
        if is_cared_for and deal.step_day is not None and deal.step_day <= today:
            return _of_step(deal.step_day, today)
        is_due = deal.promised_day == today and deal.delivered_day is None
        return NextReason.DELIVERY_TODAY if is_due else None
    if deal.state is not StageKind.OPEN:
        return None
    if deal.step_day is not None and deal.step_day <= today:
        return _of_step(deal.step_day, today)
    if is_quiet(deal, today):
        return None
    is_planned = deal.step_day is not None
    if deal.last_in is not None and not is_planned and whose_turn(deal, today) is Turn.OURS:
        return NextReason.CUSTOMER_REPLIED
    if offer_expires and not is_planned:
        return NextReason.OFFER_EXPIRES
    if deal.close_day is not None and deal.close_day < today:
        return NextReason.CLOSE_DAY_GONE
    return NextReason.STUCK if is_stuck and not is_planned else None


def _of_step(day: date, today: date) -> NextReason:
    return NextReason.STEP_TODAY if day == today else NextReason.STEP_OVERDUE


def is_quiet(deal: DealState, today: date) -> bool:
    """Whether somebody asked for no reminder of the deal before a day that is still to come."""
    snoozed = deal.snoozed_until if deal.snoozed_stay == deal.stay else None
    return any(until is not None and until > today for until in (snoozed, deal.quiet_until))


@dataclass(frozen=True, slots=True)
class ToDo:
    """A deal that is to be looked at today, and why."""

    deal: DealState
    reason: NextReason


def in_order(todos: list[ToDo], home: str) -> list[ToDo]:
    """Return them by reason: steps of today by their hour and then those without, all others by money.

    Of equal rank the most valuable comes first. Amounts of two currencies do not compare: those in `home`, the
    workspace's own, come first, then one currency after the other, and deals without an amount last.
    """
    return sorted(todos, key=lambda each: (each.reason, _hour(each), _worth(each.deal, home), each.deal.deal_no))


_NO_HOUR = 24 * 60  # after every minute of a day


def _hour(it: ToDo) -> int:
    if it.reason is not NextReason.STEP_TODAY:
        return 0
    return _NO_HOUR if it.deal.step_at is None else it.deal.step_at


def _worth(deal: DealState, home: str) -> tuple[bool, bool, str, int]:
    return (deal.amount is None, deal.currency != home, deal.currency, -(deal.amount or 0))
