"""What follows from the events of an option: its list, its labels, and what it counts as."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from pipeline.ledger.events import Event
from pipeline.ledger.subject import Counter, EventKind, Head, Subject
from pipeline.options.events import OPTION, OptionAdded, OptionCountsAs, OptionRenamed
from pipeline.options.tables import option


@dataclass(frozen=True, slots=True)
class OptionState:
    """An entry of a list as it is; its labels are texts by their numbers."""

    option_no: int
    list_name: str
    counts_as: str | None
    name_fi: int | None
    name_en: int | None
    last_no: int


def option_from_row(row: Any) -> OptionState:
    """A row of `option` as a state."""
    return OptionState(**{name: getattr(row, name) for name in OptionState.__dataclass_fields__})


def _added(_before: None, event: Event) -> OptionState:
    data = event.data
    assert isinstance(data, OptionAdded)
    return OptionState(event.subject_no, data.list_name, data.counts_as, data.name_fi, data.name_en, event.no)


def _renamed(before: OptionState, event: Event) -> OptionState:
    data = event.data
    assert isinstance(data, OptionRenamed)
    return replace(before, name_fi=data.name) if data.language == "fi" else replace(before, name_en=data.name)


def _counts_as(before: OptionState, event: Event) -> OptionState:
    assert isinstance(event.data, OptionCountsAs)
    return replace(before, counts_as=event.data.counts_as)


OPTIONS = Subject(
    name=OPTION,
    kinds=(
        EventKind(OptionAdded, _added),
        EventKind(OptionRenamed, _renamed),
        EventKind(OptionCountsAs, _counts_as),
    ),
    head=Head(option, "option_no", option_from_row),
    counters=(Counter("option_no"),),
    is_rule=True,
)
