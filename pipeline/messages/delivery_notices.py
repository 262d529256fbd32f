"""What is asked and was done about deliveries, and about coming back to the customer of a lost deal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from pipeline.messages.notices import DealChanged, NoticeKind, StayNotice


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryTold(DealChanged):
    """What was sold was delivered on `day`; None: it is not known. `first` is the day that was promised first."""

    kind: ClassVar[NoticeKind] = NoticeKind.DELIVERED
    day: date | None
    first: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryMoved(DealChanged):
    """Delivery is promised for another day, because of whom `because` says by its value. `first` as above."""

    kind: ClassVar[NoticeKind] = NoticeKind.DELIVERY_MOVED
    day: date
    first: date | None = None
    because: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryDue(StayNotice):
    """Ask the owner of a won deal whether it was delivered: it was promised for `day`."""

    kind: ClassVar[NoticeKind] = NoticeKind.DELIVERY_DUE
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseDue(StayNotice):
    """Ask the owner of a won deal for which day delivery is promised: none was told with the win."""

    kind: ClassVar[NoticeKind] = NoticeKind.PROMISE_DUE


@dataclass(frozen=True, slots=True, kw_only=True)
class WinAnnounced(StayNotice):
    """Tell the channel that a deal was won."""

    kind: ClassVar[NoticeKind] = NoticeKind.WIN_ANNOUNCED


@dataclass(frozen=True, slots=True, kw_only=True)
class ComeBackDue(StayNotice):
    """It is time to come back to the customer of a lost deal: in the month of which `month` is the first day."""

    kind: ClassVar[NoticeKind] = NoticeKind.COME_BACK_DUE
    month: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ComeBackSet(DealChanged):
    """One comes back to the customer of a lost deal in another month, by its first day; None: never."""

    kind: ClassVar[NoticeKind] = NoticeKind.COME_BACK_SET
    month: date | None
