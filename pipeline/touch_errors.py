"""What is refused about the day of a touch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipeline.refused import DealRefused


@dataclass(kw_only=True, eq=False)
class TouchAhead(DealRefused):
    """The day is still to come: what will be done is a step."""

    key = "touch_ahead"
    day: date


@dataclass(kw_only=True, eq=False)
class TouchLongAgo(DealRefused):
    """The day is more than 30 days back."""

    key = "touch_long_ago"
    day: date
