"""What can happen to a field of the workspace's own: one strict model per kind of event.

Its values are events of deals (`ValueSet` in `pipeline/deals/events.py`); the choices of a field are options of the
list `field.<number>`.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from pipeline.ledger.events import EXISTS, EventData, Right

FIELD = "field"
"""The name of the subject, as stored."""


class FieldType(StrEnum):
    """What a value of a field is. The type of a field never changes."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    CHOICE = "choice"


class FieldPart(StrEnum):
    """What may be changed of a field."""

    NAME = "name"  # the number of a text
    POSITION = "position"
    RETIRED = "retired"  # 1: no longer asked; the values stay


class FieldAdded(EventData):
    """Deals got a field. `decimals` says how many decimals a number has; its values are integers of that unit."""

    kind = "field_added"
    subject = FIELD
    right = Right.SETTINGS
    texts = (("name", "name"),)
    fields_set = frozenset({EXISTS, *(each.value for each in FieldPart)})
    fields_needed = frozenset()  # nothing: it is the first

    field_type: FieldType
    decimals: int | None = None
    name: int
    position: int


class FieldChanged(EventData):
    """One part of a field got a value."""

    kind = "field_changed"
    subject = FIELD
    right = Right.SETTINGS

    part: FieldPart
    value: int

    def sets(self) -> frozenset[str]:
        """That part."""
        return frozenset({self.part.value})

    def held_texts(self) -> Iterator[tuple[str, str, int]]:
        """The new name, where that is what changed."""
        if self.part is FieldPart.NAME:
            yield "value", "name", self.value
