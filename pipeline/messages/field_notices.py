"""What is said of the team's own fields: their list, and what was changed of one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from pipeline.messages.notices import Notice, NoticeKind


class FieldAct(StrEnum):
    """What a change did to a field."""

    ADDED = "added"
    CHANGED = "changed"
    HIDDEN = "hidden"
    SHOWN = "shown"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class ShowFields(Notice):
    """The team's own fields, in order."""

    kind: ClassVar[NoticeKind] = NoticeKind.FIELDS


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSaved(Notice):
    """A field was added, changed, hidden, shown or moved; without `change` all was so already.

    `act` is a `FieldAct`, `field` the number of the field.
    """

    kind: ClassVar[NoticeKind] = NoticeKind.FIELD_SAVED
    act: str
    field: int
    change: int | None = None

    @property
    def made_by(self) -> int | None:
        """The change that did it."""
        return self.change
