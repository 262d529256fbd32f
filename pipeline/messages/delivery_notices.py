"""What was done about deliveries: the answer to each change, by the days that were promised and kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from pipeline.messages.notices import DealChanged, NoticeKind


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
