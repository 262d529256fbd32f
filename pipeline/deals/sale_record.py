"""What months of deliveries and of offers come to: how many promises were kept, and how long customers waited.

All functions are pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Promise:
    """The delivery of one win: the day promised first, the newest one, and the day on which it came."""

    first: date
    last: date
    came: date | None = None


@dataclass(frozen=True, slots=True)
class DeliveryMonth:
    """What became of the deliveries that were promised first for days of one month.

    `total` were due by the first promise, and `on_first` came by then; `total_last` were due by the newest promise, and
    `on_last` came by that. Of `unknown` it is not known whether they came: they are never on time. `days_late` are
    the calendar days after the first promise, in the middle of those that came late; None where none did.
    """

    month: date
    total: int
    on_first: int
    total_last: int
    on_last: int
    unknown: int
    days_late: float | None

    @property
    def moved(self) -> bool:
        """Whether the newest promise tells anything that the first one does not."""
        return (self.total, self.on_first) != (self.total_last, self.on_last)


def deliveries_by_month(promises: Iterable[Promise], today: date) -> tuple[DeliveryMonth, ...]:
    """The months with a delivery that came, or whose first promised day has gone by, the newest first."""
    due = [each for each in promises if each.came is not None or each.first < today]
    return tuple(_deliveries(month, found, today) for month, found in _by_month(due, lambda each: each.first))


def _deliveries(month: date, found: list[Promise], today: date) -> DeliveryMonth:
    due_last = [each for each in found if each.came is not None or each.last < today]
    late = [(each.came - each.first).days for each in found if each.came is not None and each.came > each.first]
    return DeliveryMonth(
        month,
        total=len(found),
        on_first=sum(each.came is not None and each.came <= each.first for each in found),
        total_last=len(due_last),
        on_last=sum(each.came is not None and each.came <= each.last for each in due_last),
        unknown=sum(each.came is None for each in due_last),
        days_late=median(late) if late else None,
    )


@dataclass(frozen=True, slots=True)
class FirstOffer:
    """The first offer of a deal: the day it was sent, and how many business days after the customer asked for it.

    `waited` is None where it is not known when the customer asked.
    """

    sent: date
    waited: int | None


@dataclass(frozen=True, slots=True)
class OfferMonth:
    """The first offers that were sent in one month. The days are business days; None where no asking is known."""

    month: date
    total: int
    known: int
    days: float | None
    most_days: int | None


def offers_by_month(offers: Iterable[FirstOffer]) -> tuple[OfferMonth, ...]:
    """The months in which first offers were sent, the newest first."""
    return tuple(_offers(month, found) for month, found in _by_month(offers, lambda each: each.sent))


def _offers(month: date, found: list[FirstOffer]) -> OfferMonth:
    waits = [each.waited for each in found if each.waited is not None]
    return OfferMonth(month, len(found), len(waits), median(waits) if waits else None, max(waits, default=None))


def _by_month(items: Iterable[T], day_of: Callable[[T], date]) -> list[tuple[date, list[T]]]:
    months: dict[date, list[T]] = {}
    for each in items:
        months.setdefault(day_of(each).replace(day=1), []).append(each)
    return sorted(months.items(), key=lambda each: each[0], reverse=True)
