"""Who sells in a pipeline that is not everybody's: the list of its channel's or group's members that is known last."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, insert, select

from pipeline.ledger.session import Session
from pipeline.people import settings
from pipeline.people.tables import pipeline_member
from pipeline.pipelines import pipelines
from pipeline.pipelines.events import CHANNEL, EVERYBODY, GROUP

_OF_PIPELINE = (pipeline_member.c.workspace_no == bindparam("w")) & (pipeline_member.c.pipeline_no == bindparam("of"))
_LISTED = select(pipeline_member.c.member_no).where(_OF_PIPELINE)
_DROP = delete(pipeline_member).where(_OF_PIPELINE, pipeline_member.c.member_no == bindparam("who"))


@dataclass(frozen=True, slots=True)
class ClosedPipeline:
    """A pipeline whose sellers are the people of one place: its channel, or a user group."""

    pipeline_no: int
    place: int | None  # none: its channel was never chosen
    is_group: bool


def closed_pipelines(session: Session) -> list[ClosedPipeline]:
    """Return the pipelines that are not everybody's, archived ones too, by their numbers."""
    known, set_now = pipelines.of_workspace(session).known, settings.of_workspace(session)
    found: list[ClosedPipeline] = []
    for pipeline_no, state in sorted(known.items()):
        if state.sellers == CHANNEL:
            found.append(ClosedPipeline(pipeline_no, set_now.place(pipeline_no), is_group=False))
        elif state.sellers not in (None, EVERYBODY):
            found.append(ClosedPipeline(pipeline_no, group_of(state.sellers), is_group=True))
    return found


def group_of(sellers: str | None) -> int | None:
    """Return the number of the place of the group that sells; None where no group does."""
    number = (sellers or "").removeprefix(GROUP)
    return int(number) if sellers != number and number.isdigit() else None


def listed(connection: Connection, workspace_no: int, pipeline_no: int) -> frozenset[int]:
    """Return the members who are known to sell in a pipeline that is not everybody's."""
    return frozenset(connection.scalars(_LISTED, {"w": workspace_no, "of": pipeline_no}))


def keep(connection: Connection, workspace_no: int, pipeline_no: int, members: Collection[int]) -> bool:
    """Keep these members as a pipeline's sellers, and nobody else; return whether that changed anything."""
    before, now = listed(connection, workspace_no, pipeline_no), frozenset(members)
    for who in sorted(before - now):
        connection.execute(_DROP, {"w": workspace_no, "of": pipeline_no, "who": who})
    rows = [
        {"workspace_no": workspace_no, "pipeline_no": pipeline_no, "member_no": who} for who in sorted(now - before)
    ]
    if rows:
        connection.execute(insert(pipeline_member), rows)
    return before != now
