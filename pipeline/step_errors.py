"""What is refused, or asked first, about when a next step is to be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipeline.refused import DealRefused


@dataclass(kw_only=True, eq=False)
class HourGone(DealRefused):
    """The step was to be done today at `minute` of the day, which is over."""

    key = "hour_gone"
    minute: int


@dataclass(kw_only=True, eq=False)
class StepFar(DealRefused):
    """The step is `n` business days away, more than the stage's `limit`, and silences reminders so long: asked once."""

    key = "step_far"
    day: date
    n: int
    limit: int
