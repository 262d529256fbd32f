"""What is said of the team's week and of its targets (`/deal team`, `/deal target`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from pipeline.messages.notices import Notice, NoticeKind
from pipeline.money import Money


@dataclass(frozen=True, slots=True)
class ShowTeam(Notice):
    """What each person of the pipeline has open and has won this month, from number `start` on.

    Without `pipeline` it is the first one that the reader leads.
    """

    kind: ClassVar[NoticeKind] = NoticeKind.TEAM
    pipeline: int | None = None
    start: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetSaved(Notice):
    """The target of a month, by its first day, is `amount`, `wins` deals, or both; with neither there is none any more.

    With `member` it is that person's, otherwise the team's. Without `change` it was the same before.
    """

    kind: ClassVar[NoticeKind] = NoticeKind.TARGET_SAVED
    pipeline: int
    month: date
    member: int | None = None
    amount: Money | None = None
    wins: int | None = None
    change: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowTargets(Notice):
    """The targets that the reader may see, of this month and those to come; with `month` or `member` only theirs."""

    kind: ClassVar[NoticeKind] = NoticeKind.TARGETS
    pipeline: int | None = None
    month: date | None = None
    member: int | None = None
