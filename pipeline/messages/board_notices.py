"""The open deals of a pipeline, narrowed or grouped as was asked (`/deal board`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pipeline.messages.notices import Notice, NoticeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowBoardList(Notice):
    """The open deals of the reader's pipeline that fit, from number `start` on; None of a field: it does not matter.

    `over` and `under` are in minor units of `currency`, and leave out these amounts unless `is_inclusive`. `source` is
    the value of a kind of source, `source_option` the number of an entry of the team's own.
    """

    kind: ClassVar[NoticeKind] = NoticeKind.BOARD_LIST
    owner: int | None = None
    stage: int | None = None
    over: int | None = None
    under: int | None = None
    is_inclusive: bool = False
    currency: str | None = None
    source: str | None = None
    source_option: int | None = None
    start: int = 0


@dataclass(frozen=True, slots=True)
class ShowBoardBy(Notice):
    """The open deals of the reader's pipeline by `part`: person or source."""

    kind: ClassVar[NoticeKind] = NoticeKind.BOARD_BY
    part: str
