"""What can happen to a stage of a pipeline: one strict model per kind of event."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Literal

from pipeline.ledger.events import EXISTS, EventData, Right

STAGE = "stage"
"""The name of the subject, as stored."""


class StageKind(StrEnum):
    """The kind of a stage. Logic looks at this, never at a label."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


class StageAdded(EventData):
    """A pipeline got a stage; a default stage's label is a catalogue key, another's a name."""

    kind = "stage_added"
    subject = STAGE
    right = Right.SETTINGS
    texts = (("name", "name"),)
    fields_set = frozenset({EXISTS, "name", "position", "limit_days", "requires", "retired_for"})
    fields_needed = frozenset()  # nothing: it is the first

    pipeline_no: int
    position: int
    stage_kind: StageKind
    label_key: str | None = None
    name: int | None = None
    limit_days: int | None = None
    requires: tuple[str, ...] = ()


class StageChanged(EventData):
    """One field of a stage was changed."""

    kind = "stage_changed"
    subject = STAGE
    right = Right.SETTINGS

    field: Literal["name", "position", "limit_days"]
    value: int | None

    def sets(self) -> frozenset[str]:
        """The one field."""
        return frozenset({self.field})

    def held_texts(self) -> Iterator[tuple[str, str, int]]:
        """The new name, where that is what changed."""
        if self.field == "name" and self.value is not None:
            yield "value", "name", self.value


class StageRetired(EventData):
    """A stage is no longer used; its deals went to the successor."""

    kind = "stage_retired"
    subject = STAGE
    right = Right.SETTINGS
    fields_set = frozenset({"retired_for"})

    successor: int


class StageRequiresSet(EventData):
    """What a deal must have to enter a stage: the tokens of requirements (`pipeline/deals/requirements.py`)."""

    kind = "stage_requires_set"
    subject = STAGE
    right = Right.SETTINGS
    fields_set = frozenset({"requires"})

    requires: tuple[str, ...]


class StageRestored(EventData):
    """A retired stage is used again."""

    kind = "stage_restored"
    subject = STAGE
    right = Right.SETTINGS
    fields_set = frozenset({"retired_for"})
