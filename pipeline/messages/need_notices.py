"""The answer to a need of a customer that was written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pipeline.messages.notices import DealChanged, NoticeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedKept(DealChanged):
    """A need was added to a deal, or was there already; `need` is the number of its text.

    `count` is how many needs the deal has with it.
    """

    kind: ClassVar[NoticeKind] = NoticeKind.NEED_KEPT
    need: int
    count: int
