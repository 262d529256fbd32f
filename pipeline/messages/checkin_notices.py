"""What is asked and was told about check-ins: how a customer finds what was delivered some days before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from pipeline.messages.notices import DealChanged, NoticeKind, StayNotice


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInDue(StayNotice):
    """Ask the owner of a delivered deal how the customer finds it, `after_days` days after the delivery."""

    kind: ClassVar[NoticeKind] = NoticeKind.CHECK_IN_DUE
    after_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInTold(DealChanged):
    """The customer finds it as `result` says by its value; `words` and `step` are the numbers of texts."""

    kind: ClassVar[NoticeKind] = NoticeKind.CHECKED
    after_days: int
    result: str
    words: int | None = None
    step: int | None = None
    step_day: date | None = None
