"""What follows from the events of a stage: where it stands, what it requires, whether it is in use."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from pipeline.ledger.events import Event
from pipeline.ledger.subject import Counter, EventKind, Head, Reference, Subject
from pipeline.stages.events import (
    STAGE,
    StageAdded,
    StageChanged,
    StageKind,
    StageRequiresSet,
    StageRestored,
    StageRetired,
)
from pipeline.stages.tables import stage


@dataclass(frozen=True, slots=True)
class StageState:
    """A stage as it is."""

    stage_no: int
    pipeline_no: int
    position: int
    kind: StageKind
    label_key: str | None
    name: int | None
    limit_days: int | None
    requires: str
    retired_for: int | None
    last_no: int

    @property
    def required(self) -> frozenset[str]:
        """The fields a deal must have to be here."""
        return frozenset(self.requires.split())

    @property
    def is_open(self) -> bool:
        """Whether deals here are open."""
        return self.kind is StageKind.OPEN


def stage_from_row(row: Any) -> StageState:
    """A row of `stage` as a state."""
    return StageState(
        stage_no=row.stage_no,
        pipeline_no=row.pipeline_no,
        position=row.position,
        kind=StageKind(row.kind),
        label_key=row.label_key,
        name=row.name,
        limit_days=row.limit_days,
        requires=row.requires,
        retired_for=row.retired_for,
        last_no=row.last_no,
    )


def is_in_use(stage: Any) -> bool:
    """Whether deals may stand in a stage: it is there, and not retired. None: there is no such stage."""
    return stage is not None and stage.retired_for is None


def _added(_before: None, event: Event) -> StageState:
    data = event.data
    assert isinstance(data, StageAdded)
    return StageState(
        stage_no=event.subject_no,
        pipeline_no=data.pipeline_no,
        position=data.position,
        kind=data.stage_kind,
        label_key=data.label_key,
        name=data.name,
        limit_days=data.limit_days,
        requires=" ".join(data.requires),
        retired_for=None,
        last_no=event.no,
    )


def _changed(before: StageState, event: Event) -> StageState:
    data = event.data
    assert isinstance(data, StageChanged)
    if data.field == "name":
        return replace(before, name=data.value, label_key=None)
    if data.field == "position":
        return replace(before, position=data.value or 0)
    return replace(before, limit_days=data.value)


def _retired(before: StageState, event: Event) -> StageState:
    assert isinstance(event.data, StageRetired)
    return replace(before, retired_for=event.data.successor)


def _requires_set(before: StageState, event: Event) -> StageState:
    assert isinstance(event.data, StageRequiresSet)
    return replace(before, requires=" ".join(event.data.requires))


def _restored(before: StageState, event: Event) -> StageState:
    assert isinstance(event.data, StageRestored)
    return replace(before, retired_for=None)


STAGES = Subject(
    name=STAGE,
    kinds=(
        EventKind(StageAdded, _added),
        EventKind(StageChanged, _changed),
        EventKind(StageRetired, _retired),
        EventKind(StageRequiresSet, _requires_set),
        EventKind(StageRestored, _restored),
    ),
    head=Head(stage, "stage_no", stage_from_row),
    counters=(Counter("stage_no"), Counter("pipeline_no", stage.c.pipeline_no)),
    references=(Reference("retired_for", STAGE),),
    is_rule=True,
)
