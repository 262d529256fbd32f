"""Decides when the owner of a deal is asked about an offer that is about to expire. All functions are pure.

That is three business days before its last day, in the morning, unless a step lies ahead then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from pipeline.calendars import Calendar
from pipeline.deals.offer_versions import BUSINESS_DAYS_BEFORE, OfferVersion
from pipeline.deals.projection import DealState
from pipeline.deals.step_times import MORNING
from pipeline.stages.events import StageKind

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OfferVerdict:
    """Whether the owner is asked about the offer now, and when to look again; None: not until something changes."""

    is_due: bool = False
    look_at: datetime | None = None


NOTHING = OfferVerdict()


def judge_offer(
    deal: DealState, out: OfferVersion | None, calendar: Calendar, zone: str, now: datetime
) -> OfferVerdict:
    """Decide at `now` about the version of the deal's offer that is out.

    `zone` is that of the person who is asked, in working hours. A version that was sent when its morning had come
    already is not asked about: whoever sent it knows. While a step lies ahead, the morning after it is looked at.
    """
    if deal.state is not StageKind.OPEN or out is None:
        return NOTHING
    theirs = Calendar(calendar.country, zone)
    begins = theirs.at(asked_on(out.valid_until, theirs), MORNING)
    ends = theirs.at(out.valid_until + _DAY, time(0))
    if out.sent_at >= begins or now >= ends:
        return NOTHING
    if now < begins:
        return OfferVerdict(look_at=begins)
    if deal.step is not None and deal.step_day is not None and deal.step_day >= theirs.day(now):
        look_at = theirs.at(theirs.on_or_after(deal.step_day + _DAY), MORNING)
        return OfferVerdict(look_at=look_at if look_at < ends else None)
    send_at = calendar.next_working_moment(now, zone)
    if send_at > now:
        return OfferVerdict(look_at=send_at if send_at < ends else None)
    return OfferVerdict(is_due=True)


def asked_on(valid_until: date, calendar: Calendar) -> date:
    """The third business day before an offer's last day."""
    day = valid_until
    for _ in range(BUSINESS_DAYS_BEFORE):
        day = calendar.on_or_before(day - _DAY)
    return day
