"""The pipelines of a workspace with their stages, as an admin edits them: only counts of deals, never a deal."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.deals import stage_changes
from pipeline.deals.sight import hidden_from
from pipeline.ledger.session import Session
from pipeline.people import settings
from pipeline.people.access import Act, require
from pipeline.pipelines import pipelines
from pipeline.pipelines.projection import PipelineState
from pipeline.queries.names import StageLabel, stage_labels
from pipeline.stages import stages as stages_
from pipeline.stages.projection import StageState


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage, what it is called, and how many deals stand in it; None where these are hidden from the reader."""

    state: StageState
    label: StageLabel
    deals: int | None


@dataclass(frozen=True, slots=True)
class PipelineRow:
    """A pipeline with its stages in use, in order, and those that were removed.

    `name` is empty where none was given; `place` is the number of its channel.
    """

    state: PipelineState
    name: str
    place: int | None
    stages: tuple[StageRow, ...]
    removed: tuple[StageRow, ...] = ()


def pipeline_rows(session: Session) -> tuple[PipelineRow, ...]:
    """All pipelines, those in use first. Raises NotAllowed for who may not change settings."""
    require(session.connection, session.by, Act.SETTINGS)
    known, set_now = pipelines.of_workspace(session), settings.of_workspace(session)
    every, labels, counts = stages_.of_workspace(session), stage_labels(session), stage_changes.deals_by_stage(session)

    def row(stage: StageState) -> StageRow:
        is_hidden = stage.pipeline_no in hidden_from(session)
        return StageRow(stage, labels[stage.stage_no], None if is_hidden else counts.get(stage.stage_no, 0))

    in_use = stages_.pipelines_in_use(session)
    rest = [no for no in every.pipelines if no not in in_use]
    return tuple(
        PipelineRow(
            state=known.by_no(no),
            name=name_of(session, no),
            place=set_now.place(no),
            stages=tuple(row(each) for each in every.of(no)),
            removed=tuple(row(each) for each in every.all if each.pipeline_no == no and each.retired_for is not None),
        )
        for no in [*in_use, *rest]
    )


def name_of(session: Session, pipeline_no: int) -> str:
    """What a pipeline is called; empty where no name was given."""
    state = pipelines.of_workspace(session).by_no(pipeline_no)
    if state.name is None:
        return ""
    return session.connection.scalar(pipelines.TEXT, {"w": session.by.workspace_no, "no": state.name}) or ""
