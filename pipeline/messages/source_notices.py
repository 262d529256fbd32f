"""The answer to where a deal came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pipeline.messages.notices import DealChanged, NoticeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceNamed(DealChanged):
    """Where a deal came from was said, or was known so already.

    `source_kind` is its kind; None: it was not asked. `name` is the number of the text that it is called by.
    `source_option` is the entry of the team's own that was chosen, by its number.
    """

    kind: ClassVar[NoticeKind] = NoticeKind.SOURCE_NAMED
    source_kind: str | None = None
    source_option: int | None = None
    name: int | None = None
