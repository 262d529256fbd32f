"""What is said of the lists of sources and reasons: a list itself, and what was changed of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from pipeline.messages.notices import Notice, NoticeKind


class ChoiceAct(StrEnum):
    """What a change did to an entry of a list."""

    ADDED = "added"
    RENAMED = "renamed"
    REPLACED = "replaced"
    HIDDEN = "hidden"
    SHOWN = "shown"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class ShowChoices(Notice):
    """The lists of sources and of reasons for a loss; only the one named where `list` has its name."""

    kind: ClassVar[NoticeKind] = NoticeKind.CHOICES
    list: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoicesChanged(Notice):
    """An entry of a list was added, renamed, replaced, hidden, shown or moved; without `change` all was so already.

    `act` is a `ChoiceAct`; `code` and `option` are the entry, `list` the name of its list.
    """

    kind: ClassVar[NoticeKind] = NoticeKind.CHOICES_CHANGED
    act: str
    list: str
    code: str
    option: int | None = None
    change: int | None = None

    @property
    def made_by(self) -> int | None:
        """The change that did it."""
        return self.change
