"""What follows from the events of a field: its type, name and place, and whether it is in use."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from pipeline.fields.events import FIELD, FieldAdded, FieldChanged, FieldPart, FieldType
from pipeline.fields.tables import field
from pipeline.ledger.events import Event
from pipeline.ledger.subject import Counter, EventKind, Head, Subject


@dataclass(frozen=True, slots=True)
class FieldState:
    """A field of the workspace's own as it is; the name is a text by its number."""

    field_no: int
    type: FieldType
    decimals: int | None
    name: int
    position: int
    is_retired: bool
    last_no: int


def field_from_row(row: Any) -> FieldState:
    """A row of `field` as a state."""
    return FieldState(
        row.field_no, FieldType(row.type), row.decimals, row.name, row.position, row.is_retired, row.last_no
    )


def _added(_before: None, event: Event) -> FieldState:
    data = event.data
    assert isinstance(data, FieldAdded)
    return FieldState(
        event.subject_no, data.field_type, data.decimals, data.name, data.position, is_retired=False, last_no=event.no
    )


def _changed(before: FieldState, event: Event) -> FieldState:
    data = event.data
    assert isinstance(data, FieldChanged)
    match data.part:
        case FieldPart.NAME:
            return replace(before, name=data.value)
        case FieldPart.POSITION:
            return replace(before, position=data.value)
        case FieldPart.RETIRED:
            return replace(before, is_retired=bool(data.value))


FIELDS = Subject(
    name=FIELD,
    kinds=(EventKind(FieldAdded, _added), EventKind(FieldChanged, _changed)),
    head=Head(field, "field_no", field_from_row),
    counters=(Counter("field_no"),),
    is_rule=True,
)
