"""The pipelines of a workspace: what was set of each."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from pipeline.ledger.session import Session
from pipeline.pipelines.projection import PipelineState, pipeline_from_row
from pipeline.pipelines.tables import pipeline
from pipeline.storage import schema

TEXT = select(schema.name.c.text).where(
    schema.name.c.workspace_no == bindparam("w"), schema.name.c.no == bindparam("no")
)
"""The name of a pipeline by the number of its text."""

_ALL = select(pipeline).where(pipeline.c.workspace_no == bindparam("w"))


@dataclass(frozen=True, slots=True)
class Pipelines:
    """What was set of the pipelines of a workspace, by their numbers."""

    known: dict[int, PipelineState]

    def by_no(self, pipeline_no: int) -> PipelineState:
        """One pipeline; one of which nothing was ever set has the defaults."""
        return self.known.get(pipeline_no) or PipelineState(pipeline_no)


def of_workspace(session: Session) -> Pipelines:
    """The workspace's pipelines, remembered while the rules stay the same."""

    def load() -> Pipelines:
        rows = session.connection.execute(_ALL, {"w": session.by.workspace_no})
        return Pipelines({row.pipeline_no: pipeline_from_row(row) for row in rows})

    return session.remembered("pipelines", load)
