"""What is refused about the delivery of what was sold: each kind has the fields that its sentence needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipeline.refused import DealRefused


class NothingToDeliver(DealRefused):
    """A delivery was told of a deal that is not won."""

    key = "nothing_to_deliver"


@dataclass(kw_only=True, eq=False)
class DeliveredAhead(DealRefused):
    """The day of the delivery is still to come."""

    key = "delivered_ahead"
    day: date


@dataclass(kw_only=True, eq=False)
class DeliveredBeforeWin(DealRefused):
    """The day of the delivery is before `won`, the day on which the deal was won."""

    key = "delivered_before_win"
    day: date
    won: date


@dataclass(kw_only=True, eq=False)
class DeliveredAlready(DealRefused):
    """Another day was promised, and delivery was on `day` already."""

    key = "delivered_already"
    day: date
