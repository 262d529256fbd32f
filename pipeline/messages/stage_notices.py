"""What is said of stages and pipelines: their list, and what was changed of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from pipeline.messages.notices import Notice, NoticeKind


class StageAct(StrEnum):
    """What a change did to a stage."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    SPLIT = "split"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowStages(Notice):
    """The pipelines of the workspace with their stages; only those of `pipeline` where that is given."""

    kind: ClassVar[NoticeKind] = NoticeKind.STAGES
    pipeline: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StagesChanged(Notice):
    """A stage was added, changed, removed, split or taken into use again; `change` is None where all was so already.

    `act` is a `StageAct`. `moved` deals went to the stage `to`; `lacking` deals in the stage do not have what it now
    requires. Of deals that are hidden from whoever made the change nothing is counted: `moved` is None.
    """

    kind: ClassVar[NoticeKind] = NoticeKind.STAGES_CHANGED
    act: str
    stage: int
    change: int | None = None
    to: int | None = None
    moved: int | None = 0
    lacking: int = 0

    @property
    def made_by(self) -> int | None:
        """The change that did it."""
        return self.change


@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineSaved(Notice):
    """A pipeline was added, changed or archived; `change` is None where all was so already."""

    kind: ClassVar[NoticeKind] = NoticeKind.PIPELINE_SAVED
    pipeline: int
    change: int | None = None
    is_new: bool = False
    is_retired: bool = False

    @property
    def made_by(self) -> int | None:
        """The change that saved it."""
        return self.change
