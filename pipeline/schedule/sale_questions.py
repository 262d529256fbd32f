"""Decides when the owner of a closed deal is asked about its delivery, how the customer finds it, or to come back.

For which day delivery is promised is asked a week after a win that was told without one, once.

Delivery is asked about at nine on the promised day, or the business day after it, and once more two business days
later. How the customer finds it is asked so many days after the delivery as the workspace says. A customer to come
back to is named on the first business day of that month. All functions are pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum

from pipeline.calendars import Calendar
from pipeline.deals.projection import DealState
from pipeline.months import following_month
from pipeline.stages.events import StageKind

NINE = time(9)
AGAIN_AFTER = 2  # business days after which an unanswered question about a delivery is asked once more
OF_USE = 5  # business days for which that second question is of use, where nobody could be asked before
CHECK_IN_OF_USE = 15  # business days for which a check-in may be asked about: its owner may be away on its day
MIDNIGHT = time(0)
PROMISE_AFTER = timedelta(days=7)  # after a win was told without a day for its delivery


class SaleQuestion(Enum):
    """What is asked."""

    DELIVERY = "whether what was sold was delivered, on the promised day"
    DELIVERY_AGAIN = "whether it was delivered, two business days later"
    CHECK_IN = "how the customer finds what was delivered"
    PROMISE = "for which day delivery is promised, a week after the win"
    COME_BACK = "whether to come back to the customer of a lost deal"


@dataclass(frozen=True, slots=True)
class CheckIns:
    """On how many days after delivery a workspace checks in, and which of these a deal has an answer to.

    `is_off`: nobody asks about this deal any more.
    """

    days: tuple[int, ...] = ()
    answered: frozenset[int] = frozenset()
    is_off: bool = False


NO_CHECK_INS = CheckIns()


@dataclass(frozen=True, slots=True)
class SaleVerdict:
    """What is asked now, since when it could be, and when to look again; None: there is none.

    `after_days` names the check-in that is asked about.
    """

    due: SaleQuestion | None = None
    since: datetime | None = None
    look_at: datetime | None = None
    after_days: int | None = None


NOTHING = SaleVerdict()


@dataclass(frozen=True, slots=True)
class _AskingTime:
    """From when until when something may be asked."""

    question: SaleQuestion
    begins: datetime
    ends: datetime
    after_days: int | None = None


def judge_sale(
    deal: DealState,
    calendar: Calendar,
    zone: str,
    now: datetime,
    check_ins: CheckIns = NO_CHECK_INS,
    *,
    told_at: datetime | None = None,
) -> SaleVerdict:
    """Decide at `now` about a won or lost deal. `zone` is that of the person who is asked.

    `told_at` is when somebody told of the win; None for one that was imported, of which no promise is asked.

    What comes due in the evening, or at a weekend, is asked at nine on the next business day. That a question was asked
    before is not known here: each has its own key in the outbox.
    """
    theirs = Calendar(calendar.country, zone)
    windows = [*_windows(deal, theirs, told_at), *_check_ins(deal, theirs, check_ins)]
    begin_later = min((each.begins for each in windows if each.begins > now), default=None)
    open_now = next((each for each in windows if each.begins <= now < each.ends), None)
    if open_now is None:
        return SaleVerdict(look_at=begin_later)
    asked_at = calendar.next_working_moment(now, zone, NINE)
    if asked_at > now:
        return SaleVerdict(look_at=min(each for each in (asked_at, begin_later) if each is not None))
    return SaleVerdict(open_now.question, open_now.begins, begin_later, open_now.after_days)


def _windows(deal: DealState, theirs: Calendar, told_at: datetime | None) -> Iterator[_AskingTime]:
    """What is asked of the deal, in order, by the clock of its owner."""
    if deal.state is StageKind.WON and deal.promised_day is not None and deal.is_delivered is None:
        first = theirs.on_or_after(deal.promised_day)
        again = theirs.day_after(first, AGAIN_AFTER)
        begins, begins_again = theirs.at(first, NINE), theirs.at(again, NINE)
        yield _AskingTime(SaleQuestion.DELIVERY, begins, begins_again)
        yield _AskingTime(
            SaleQuestion.DELIVERY_AGAIN, begins_again, theirs.at(theirs.day_after(again, OF_USE), MIDNIGHT)
        )
    lacks_promise = deal.state is StageKind.WON and deal.promised_day is None and deal.is_delivered is None
    if lacks_promise and told_at is not None:
        day = theirs.on_or_after(theirs.day(told_at) + PROMISE_AFTER)
        ends = theirs.at(theirs.day_after(day, OF_USE), MIDNIGHT)
        yield _AskingTime(SaleQuestion.PROMISE, theirs.at(day, NINE), ends)
    if deal.state is StageKind.LOST and deal.returns is not None:
        month = deal.returns.replace(day=1)
        begins = theirs.at(theirs.on_or_after(month), NINE)
        yield _AskingTime(SaleQuestion.COME_BACK, begins, theirs.at(following_month(month), MIDNIGHT))


def _check_ins(deal: DealState, theirs: Calendar, check_ins: CheckIns) -> Iterator[_AskingTime]:
    """The check-ins of a delivered deal that have no answer: each until the next one begins, or it is of no use."""
    if deal.state is not StageKind.WON or deal.delivered_day is None or check_ins.is_off:
        return
    mornings = [theirs.on_or_after(deal.delivered_day + timedelta(days=each)) for each in check_ins.days]
    for after_days, morning, following in zip(check_ins.days, mornings, [*mornings[1:], date.max], strict=False):
        begins, last = theirs.at(morning, NINE), min(following, theirs.day_after(morning, CHECK_IN_OF_USE))
        if after_days not in check_ins.answered and last > morning:
            yield _AskingTime(SaleQuestion.CHECK_IN, begins, theirs.at(last, MIDNIGHT), after_days)
