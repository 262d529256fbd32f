"""What was done about touches: the answer to each touch that was kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from pipeline.messages.notices import DealChanged, NoticeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchLogged(DealChanged):
    """A touch was kept: its means, its outcome and the change of interest by their values, `on` an earlier day.

    `note` is the number of its text. `step`, `day` and `at` are those of the step that was set with it, as in
    NextStepSet. `tries` counts the tries without an answer, of which only the person reads; `asks`: so many that it is
    asked whether to go on.
    """

    kind: ClassVar[NoticeKind] = NoticeKind.TOUCHED
    means: str
    outcome: str
    interest: str | None = None
    on: date | None = None
    note: int | None = None
    step: int | None = None
    day: date | None = None
    at: int | None = None
    tries: int | None = None
    asks: bool = False
