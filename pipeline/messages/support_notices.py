"""The answer to a customer's problem that was written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pipeline.messages.notices import DealChanged, NoticeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemKept(DealChanged):
    """A problem was kept with a won deal, by the number of its text; it is the owner's step for today."""

    kind: ClassVar[NoticeKind] = NoticeKind.PROBLEM_KEPT
    problem: int
