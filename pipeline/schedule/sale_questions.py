"""Decides when the owner of a closed deal is asked about its delivery, or to come back to its customer.

Delivery is asked about at nine on the promised day, or the business day after it, and once more two business days
later. A customer to come back to is named on the first business day of that month. All functions are pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from enum import Enum

from pipeline.calendars import Calendar
from pipeline.deals.come_back import month_after
from pipeline.deals.projection import DealState
from pipeline.stages.events import StageKind

NINE = time(9)
AGAIN_AFTER = 2  # business days after which an unanswered question about a delivery is asked once more
OF_USE = 5  # business days for which that second question is of use, where nobody could be asked before
MIDNIGHT = time(0)


class SaleQuestion(Enum):
    """What is asked."""

    DELIVERY = "whether what was sold was delivered, on the promised day"
    DELIVERY_AGAIN = "whether it was delivered, two business days later"
    COME_BACK = "whether to come back to the customer of a lost deal"


@dataclass(frozen=True, slots=True)
class SaleVerdict:
    """What is asked now, since when it could be, and when to look again; None: there is none."""

    due: SaleQuestion | None = None
    since: datetime | None = None
    look_at: datetime | None = None


NOTHING = SaleVerdict()


@dataclass(frozen=True, slots=True)
class _AskingTime:
    """From when until when something may be asked."""

    question: SaleQuestion
    begins: datetime
    ends: datetime


def judge_sale(deal: DealState, calendar: Calendar, zone: str, now: datetime) -> SaleVerdict:
    """Decide at `now` about a won or lost deal. `zone` is that of the person who is asked.

    What comes due in the evening, or at a weekend, is asked at nine on the next business day. That a question was asked
    before is not known here: each has its own key in the outbox.
    """
    windows = list(_windows(deal, Calendar(calendar.country, zone)))
    begin_later = min((each.begins for each in windows if each.begins > now), default=None)
    open_now = next((each for each in windows if each.begins <= now < each.ends), None)
    if open_now is None:
        return SaleVerdict(look_at=begin_later)
    asked_at = calendar.next_working_moment(now, zone, NINE)
    if asked_at > now:
        return SaleVerdict(look_at=min(each for each in (asked_at, begin_later) if each is not None))
    return SaleVerdict(open_now.question, open_now.begins, begin_later)


def _windows(deal: DealState, theirs: Calendar) -> Iterator[_AskingTime]:
    """What is asked of the deal, in order, by the clock of its owner."""
    if deal.state is StageKind.WON and deal.promised_day is not None and deal.is_delivered is None:
        first = theirs.on_or_after(deal.promised_day)
        again = theirs.day_after(first, AGAIN_AFTER)
        begins, begins_again = theirs.at(first, NINE), theirs.at(again, NINE)
        yield _AskingTime(SaleQuestion.DELIVERY, begins, begins_again)
        yield _AskingTime(
            SaleQuestion.DELIVERY_AGAIN, begins_again, theirs.at(theirs.day_after(again, OF_USE), MIDNIGHT)
        )
    if deal.state is StageKind.LOST and deal.returns is not None:
        month = deal.returns.replace(day=1)
        begins = theirs.at(theirs.on_or_after(month), NINE)
        yield _AskingTime(SaleQuestion.COME_BACK, begins, theirs.at(month_after(month), MIDNIGHT))
