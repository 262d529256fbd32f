"""Editing the stages of a pipeline with deals in them (`/deal stages`): each is one change, and is undone whole.

A deal whose stage is removed or split keeps its stay, so that no time in a stage is lost; a requirement that it does
not meet throws it out of nowhere.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import ColumnElement, bindparam, exists, func, or_, select

from pipeline import stage_errors
from pipeline.deals import requirements
from pipeline.deals.projection import DealState, deal_from_row
from pipeline.deals.rehoming_events import Rehomed
from pipeline.deals.sight import hidden_from
from pipeline.deals.tables import deal, need, offer, value
from pipeline.fields import fields
from pipeline.ledger.actor import By
from pipeline.ledger.outcome import CommitOutcome
from pipeline.ledger.session import Session
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.messages.stage_notices import StageAct, StagesChanged
from pipeline.people.access import Act, require
from pipeline.stages import editing
from pipeline.stages import stages as stages_
from pipeline.stages.editing import DefaultLabels, StageGiven
from pipeline.stages.events import STAGE, StageRestored, StageRetired
from pipeline.stages.projection import StageState

MOST_MOVED = 5_000
"""Deals that one change moves to another stage."""

_IN_STAGE = select(deal).where(deal.c.workspace_no == bindparam("w"), deal.c.stage_no == bindparam("stage_no"))
_NUMBERS = (
    select(deal.c.deal_no)
    .where(deal.c.workspace_no == bindparam("w"), deal.c.stage_no == bindparam("stage_no"))
    .order_by(deal.c.deal_no)
    .limit(MOST_MOVED)
)
_COUNT = (
    select(deal.c.stage_no, func.count().label("n"))
    .where(deal.c.workspace_no == bindparam("w"))
    .group_by(deal.c.stage_no)
)
_PARTS = {"offer": offer, "need": need}
_LACKS = {
    "amount": deal.c.amount.is_(None),
    "close_day": deal.c.close_day.is_(None),
    "step": deal.c.step.is_(None),
    "touch": deal.c.last_out.is_(None) & deal.c.last_in.is_(None),
    "promised_day": deal.c.promised_day.is_(None),
    **{
        token: ~exists().where(part.c.workspace_no == deal.c.workspace_no, part.c.deal_no == deal.c.deal_no)
        for token, part in _PARTS.items()
    },
}
"""What a deal lacks that does not meet a requirement, by its token."""


def _lacks_value(field_no: int) -> ColumnElement[bool]:
    """That a deal has nothing in a field of the team's own."""
    of_deal = (value.c.workspace_no == deal.c.workspace_no) & (value.c.deal_no == deal.c.deal_no)
    return ~exists().where(of_deal, value.c.field_no == field_no)


def add_stage(ledger: Ledger, by: By, pipeline_no: int, given: StageGiven, labels: DefaultLabels) -> CommitOutcome:
    """Add an open stage. Raises NotAllowed, RequirementDoesNotFit, and as `editing.add`."""

    def decide(work: UnitOfWork) -> StagesChanged:
        require(work.connection, by, Act.SETTINGS)
        _check_requires(work, given.requires, stages_.of_workspace(work).first(pipeline_no))
        stage_no = editing.add(work, pipeline_no, given, labels)
        return StagesChanged(act=StageAct.ADDED.value, stage=stage_no, change=work.change_no)

    return ledger.commit(by, decide)


def change_stage(
    ledger: Ledger, by: By, stage_no: int, given: StageGiven, labels: DefaultLabels, *, seen: int | None = None
) -> CommitOutcome:
    """Change a stage. `seen`: its newest event when its form was opened.

    Raises NotAllowed, NoSuchStage, StageEditedMeanwhile, RequirementDoesNotFit, and as `editing.change`.
    """

    def decide(work: UnitOfWork) -> StagesChanged:
        require(work.connection, by, Act.SETTINGS)
        stage = editing.in_use(work, stage_no)
        editing.require_unchanged(stage, seen)
        _check_requires(work, given.requires, stage)
        hidden = sorted(requirements.hidden_fields(work, stage.required))  # kept for when the field is shown again
        editing.change(work, stage, replace(given, requires=(*given.requires, *hidden)), labels)
        new = set(given.requires) - stage.required
        lacking = lacks(work, stage_no, *new) if _is_seen(work, stage) else 0
        change = work.change_no if work.has_effect else None
        return StagesChanged(act=StageAct.CHANGED.value, stage=stage_no, change=change, lacking=lacking)

    return ledger.commit(by, decide)


def remove_stage(ledger: Ledger, by: By, stage_no: int, successor: int) -> CommitOutcome:
    """Retire a stage; its deals stand in the successor, for as long as they have stood. Two stages merge so.

    Raises NotAllowed, NoSuchStage, StageHasNoSuccessor, StageTooFull.
    """

    def decide(work: UnitOfWork) -> StagesChanged:
        require(work.connection, by, Act.SETTINGS)
        stage = editing.in_use(work, stage_no)
        if successor not in {each.stage_no for each in successors(work, stage)}:
            raise stage_errors.StageHasNoSuccessor(stage=stage_no)
        there = _deals_in(work, stage_no)
        work.append(StageRetired(successor=successor), stage_no, stage)
        _rehome(work, there, successor)
        moved = len(there) if _is_seen(work, stage) else None
        return StagesChanged(
            act=StageAct.REMOVED.value, stage=stage_no, change=work.change_no, to=successor, moved=moved
        )

    return ledger.commit(by, decide)


def split_stage(
    ledger: Ledger, by: By, stage_no: int, name: str, deals: Collection[int], labels: DefaultLabels
) -> CommitOutcome:
    """Add a stage behind an open one, with these of its deals in it, for as long as they have stood.

    It has the limit and the requirements of the first. Raises NotAllowed, NoSuchStage, NoDealsToSplit, StageTooFull,
    and as `editing.add`.
    """

    def decide(work: UnitOfWork) -> StagesChanged:
        require(work.connection, by, Act.SETTINGS)
        stage = editing.in_use(work, stage_no)
        moving = [each for each in _deals_in(work, stage_no) if each.deal_no in deals] if _is_seen(work, stage) else []
        if not moving or not stage.is_open:
            raise stage_errors.NoDealsToSplit(stage=stage_no)
        given = StageGiven(name, stage.limit_days, tuple(stage.requires.split()), after=stage_no)
        new = editing.add(work, stage.pipeline_no, given, labels)
        _rehome(work, moving, new)
        return StagesChanged(act=StageAct.SPLIT.value, stage=stage_no, change=work.change_no, to=new, moved=len(moving))

    return ledger.commit(by, decide)


def restore_stage(ledger: Ledger, by: By, stage_no: int, labels: DefaultLabels) -> CommitOutcome:
    """Take a retired stage into use again; its deals stay where they are. Raises NotAllowed, StageNameTaken."""

    def decide(work: UnitOfWork) -> StagesChanged:
        require(work.connection, by, Act.SETTINGS)
        stage = stages_.of_workspace(work).by_no(stage_no)
        if stage.retired_for is None:
            return StagesChanged(act=StageAct.RESTORED.value, stage=stage_no)
        editing.require_name_free(work, stage, labels)
        work.append(StageRestored(), stage_no, work.head_of((STAGE, stage_no)))
        return StagesChanged(act=StageAct.RESTORED.value, stage=stage_no, change=work.change_no)

    return ledger.commit(by, decide)


def successors(session: Session, stage: StageState) -> list[StageState]:
    """The stages to which the deals of a stage may go: those of its pipeline and kind that are in use."""
    every = stages_.of_workspace(session).of(stage.pipeline_no)
    return [each for each in every if each.kind is stage.kind and each.stage_no != stage.stage_no]


def lacks(session: Session, stage_no: int, *tokens: str) -> int:
    """How many deals in the stage do not have all that these requirements ask for."""
    numbers = [number for token in tokens if (number := requirements.own_field_no(token)) is not None]
    missing = [*(_LACKS[token] for token in tokens if token in _LACKS), *map(_lacks_value, numbers)]
    if not missing:
        return 0
    asked = select(func.count()).select_from(deal)
    asked = asked.where(deal.c.workspace_no == bindparam("w"), deal.c.stage_no == bindparam("stage_no"), or_(*missing))
    return session.connection.execute(asked, {"w": session.by.workspace_no, "stage_no": stage_no}).scalar_one()


def _is_seen(session: Session, stage: StageState) -> bool:
    """Whether the actor sees the deals in a stage."""
    return stage.pipeline_no not in hidden_from(session)


def deals_by_stage(session: Session) -> dict[int, int]:
    """How many deals stand in each stage; a stage without deals is left out."""
    return {row.stage_no: row.n for row in session.connection.execute(_COUNT, {"w": session.by.workspace_no})}


def deal_numbers(session: Session, stage_no: int) -> list[int]:
    """The numbers of the deals in a stage, MOST_MOVED at most; none where they are hidden from the actor."""
    if not _is_seen(session, stages_.of_workspace(session).by_no(stage_no)):
        return []
    values = {"w": session.by.workspace_no, "stage_no": stage_no}
    return list(session.connection.scalars(_NUMBERS, values))


def _check_requires(work: UnitOfWork, tokens: Collection[str], stage: StageState) -> None:
    fitting = {each.token for each in requirements.for_kind(stage.kind)}
    fitting |= {each.token for each in fields.of_workspace(work).in_use}
    for token in tokens:
        if token not in fitting and token not in stage.required:
            raise stage_errors.RequirementDoesNotFit(token=token)


def _deals_in(work: UnitOfWork, stage_no: int) -> list[DealState]:
    """The deals that stand in a stage. Raises StageTooFull."""
    rows = work.connection.execute(
        _IN_STAGE.limit(MOST_MOVED + 1), {"w": work.by.workspace_no, "stage_no": stage_no}
    ).all()
    if len(rows) > MOST_MOVED:
        raise stage_errors.StageTooFull(limit=MOST_MOVED, count=deals_by_stage(work)[stage_no])
    return [deal_from_row(row) for row in rows]


def _rehome(work: UnitOfWork, deals: Collection[DealState], stage_no: int) -> None:
    for each in deals:
        work.append(Rehomed(from_stage=each.stage_no, stage_no=stage_no), each.deal_no, each)
