"""What follows from the events of a pipeline: its name, how it is sold in, and its targets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from pipeline.ledger.events import Event
from pipeline.ledger.subject import Effect, EventKind, Head, Part, Put, Remove, Subject
from pipeline.pipelines.events import (
    EVERYBODY,
    PIPELINE,
    PipelineAdded,
    PipelineChanged,
    PipelineField,
    PipelineRetired,
    TargetSet,
)
from pipeline.pipelines.tables import pipeline, target


@dataclass(frozen=True, slots=True)
class PipelineState:
    """A pipeline as it is; the name is a text by its number.

    None stands for what was never set: the workspace's name of its first pipeline, the workspace's currency, the
    stage with the default label for offers, and everybody as sellers.
    """

    pipeline_no: int
    name: int | None = None
    position: int = 0
    currency: str | None = None
    offer_stage: int | None = None
    sellers: str | None = None
    is_retired: bool = False
    last_no: int = 0

    @property
    def is_everybodys(self) -> bool:
        """Whether all sellers of the workspace sell here."""
        return self.sellers in (None, EVERYBODY)


def pipeline_from_row(row: Any) -> PipelineState:
    """A row of `pipeline` as a state."""
    return PipelineState(**{name: getattr(row, name) for name in PipelineState.__dataclass_fields__})


def _added(_before: None, event: Event) -> PipelineState:
    data = event.data
    assert isinstance(data, PipelineAdded)
    return PipelineState(
        pipeline_no=event.subject_no,
        name=data.name,
        position=data.position,
        currency=data.currency,
        sellers=data.sellers,
        last_no=event.no,
    )


def _changed(before: PipelineState | None, event: Event) -> PipelineState:
    data = event.data
    assert isinstance(data, PipelineChanged)
    now: Any = before or PipelineState(event.subject_no)
    value = data.value or 0 if data.field is PipelineField.POSITION else data.value
    return replace(now, **{data.field.value: value})


def _retired(before: PipelineState | None, event: Event) -> PipelineState:
    assert isinstance(event.data, PipelineRetired)
    return replace(before or PipelineState(event.subject_no), is_retired=event.data.retired)


def _target(_before: Any, event: Event) -> Iterable[Effect]:
    data = event.data
    assert isinstance(data, TargetSet)
    key = (event.subject_no, data.month, data.member_no or 0)
    if data.amount is None and data.count is None:
        yield Remove(target, key)
        return
    row = dict(zip(("pipeline_no", "month", "member_no"), key, strict=True))
    yield Put(target, {**row, "amount": data.amount, "count": data.count, "currency": data.currency})


PIPELINES = Subject(
    name=PIPELINE,
    kinds=(
        EventKind(PipelineAdded, _added),
        EventKind(PipelineChanged, _changed),
        EventKind(PipelineRetired, _retired),
        EventKind(TargetSet, lambda before, event: before or PipelineState(event.subject_no), _target),
    ),
    head=Head(pipeline, "pipeline_no", pipeline_from_row),
    parts=(Part(target, ("pipeline_no", "month", "member_no"), replaces=True),),
    is_rule=True,
)
