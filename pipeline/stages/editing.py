"""Changes of a pipeline's stages that move no deal: adding one, its name, place, limit, and what it requires."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from pipeline import errors, stage_errors
from pipeline.ledger.session import Session
from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.pipelines import pipelines
from pipeline.pipelines.events import PIPELINE, PipelineChanged, PipelineField
from pipeline.stages import stages as stages_
from pipeline.stages.events import STAGE, StageAdded, StageChanged, StageKind, StageRequiresSet
from pipeline.stages.projection import StageState
from pipeline.stages.stages import OFFERS_STAGE
from pipeline.storage import schema

NAME_LIMIT = 24
"""Characters of what a stage or a pipeline is called."""

MOST_OPEN = 12
"""Open stages of a pipeline."""

MOST_DAYS = 365
"""The longest limit in business days."""

DefaultLabels = Callable[[str], Collection[str]]
"""What a default stage is called in each language, by its label key."""

_TEXTS = select(schema.name.c.no, schema.name.c.text).where(
    schema.name.c.workspace_no == bindparam("w"), schema.name.c.no.in_(bindparam("nos", expanding=True))
)


@dataclass(frozen=True, slots=True)
class StageGiven:
    """What a person gives of a stage. An empty name leaves the name as it is; a limit of None is none.

    It stands after the stage `after`; 0: it is the first, None: where it is. Only open stages have a place and a limit.
    """

    name: str = ""
    limit_days: int | None = None
    requires: tuple[str, ...] = ()
    after: int | None = None


def add(work: UnitOfWork, pipeline_no: int, given: StageGiven, labels: DefaultLabels) -> int:
    """Add an open stage to a pipeline; its number.

    Raises EmptyName, TooLong, StageNameTaken, TooManyStages, LimitUnclear.
    """
    every = stages_.of_workspace(work)
    there = every.open_of(pipeline_no)
    if len(there) >= MOST_OPEN:
        raise stage_errors.TooManyStages(limit=MOST_OPEN)
    name = checked_name(work, given.name, every.of(pipeline_no), labels)
    _check_limit(given.limit_days)
    stage_no = work.take("stage_no")
    order = [each.stage_no for each in there]
    at = order.index(given.after) + 1 if given.after in order else 0 if given.after == 0 else len(order)
    added = StageAdded(
        pipeline_no=pipeline_no,
        position=at + 1,
        stage_kind=StageKind.OPEN,
        name=work.text(schema.name, STAGE, stage_no, name),
        limit_days=given.limit_days,
        requires=given.requires,
    )
    work.append(added, stage_no, None)
    _put_in_order(work, pipeline_no, [*order[:at], stage_no, *order[at:]])
    return stage_no


def change(work: UnitOfWork, stage: StageState, given: StageGiven, labels: DefaultLabels) -> None:
    """Give a stage another name, place, limit or requirements, those that differ.

    Raises TooLong, StageNameTaken, LimitUnclear.
    """
    every = stages_.of_workspace(work)
    others = [each for each in every.of(stage.pipeline_no) if each.stage_no != stage.stage_no]
    if given.name.strip() and not _is_called(work, stage, given.name, labels):
        name = checked_name(work, given.name, others, labels)
        _keep_as_offers_stage(work, stage)
        stage = _set(work, stage, StageChanged(field="name", value=work.text(schema.name, STAGE, stage.stage_no, name)))
    if stage.is_open:
        _check_limit(given.limit_days)
        if given.limit_days != stage.limit_days:
            stage = _set(work, stage, StageChanged(field="limit_days", value=given.limit_days))
    if frozenset(given.requires) != stage.required:
        stage = _set(work, stage, StageRequiresSet(requires=given.requires))
    if stage.is_open and given.after is not None and given.after != stage.stage_no:
        order = [each.stage_no for each in every.open_of(stage.pipeline_no) if each.stage_no != stage.stage_no]
        at = order.index(given.after) + 1 if given.after in order else 0
        _put_in_order(work, stage.pipeline_no, [*order[:at], stage.stage_no, *order[at:]])


def checked_name(work: UnitOfWork, typed: str, others: Sequence[StageState], labels: DefaultLabels) -> str:
    """The name of a stage as it is kept. Raises EmptyName, TooLong, StageNameTaken."""
    name = " ".join(typed.split())
    if not name:
        raise errors.EmptyName
    if len(name) > NAME_LIMIT:
        raise errors.TooLong(limit=NAME_LIMIT)
    if any(_is_called(work, each, name, labels) for each in others):
        raise stage_errors.StageNameTaken(text=name)
    return name


def require_name_free(work: UnitOfWork, stage: StageState, labels: DefaultLabels) -> None:
    """Raise StageNameTaken where a stage in use of its pipeline is called as a retired one is."""
    called = _called(work, stage, labels)
    for each in stages_.of_workspace(work).of(stage.pipeline_no):
        if taken := {name.casefold() for name in called} & {name.casefold() for name in _called(work, each, labels)}:
            raise stage_errors.StageNameTaken(text=min(taken))


def require_unchanged(stage: StageState, seen: int | None) -> None:
    """Raise StageEditedMeanwhile where the newest event of the stage is not the one that its form showed."""
    if seen is not None and stage.last_no != seen:
        raise stage_errors.StageEditedMeanwhile(stage=stage.stage_no)


def in_use(session: Session, stage_no: int) -> StageState:
    """A stage in use. Raises NoSuchStage."""
    stage = stages_.of_workspace(session).by_no(stage_no)
    if stage.retired_for is not None:
        raise errors.NoSuchStage(stage=stage_no)
    return stage


def _called(session: Session, stage: StageState, labels: DefaultLabels) -> Collection[str]:
    """What the stage is called, in each language where it has a default label."""
    if stage.name is None:
        return labels(stage.label_key or "")
    values = {"w": session.by.workspace_no, "nos": [stage.name]}
    return [row.text or "" for row in session.connection.execute(_TEXTS, values)]


def _is_called(session: Session, stage: StageState, name: str, labels: DefaultLabels) -> bool:
    return " ".join(name.split()).casefold() in {each.casefold() for each in _called(session, stage, labels)}


def _keep_as_offers_stage(work: UnitOfWork, stage: StageState) -> None:
    """Let a stage to which deals go when an offer is sent, by its default label, stay so when it is renamed."""
    pipeline_no = stage.pipeline_no
    if stage.label_key == OFFERS_STAGE and pipelines.of_workspace(work).by_no(pipeline_no).offer_stage is None:
        changed = PipelineChanged(field=PipelineField.OFFER_STAGE, value=stage.stage_no)
        work.append(changed, pipeline_no, work.head_of((PIPELINE, pipeline_no)))


def _check_limit(days: int | None) -> None:
    if days is not None and not 1 <= days <= MOST_DAYS:
        raise stage_errors.LimitUnclear(text=str(days))


def _put_in_order(work: UnitOfWork, pipeline_no: int, order: Sequence[int]) -> None:
    """Give the open stages their places in this order, and those that close behind them."""
    every = stages_.of_workspace(work)
    closing = [each.stage_no for each in every.of(pipeline_no) if not each.is_open]
    for position, stage_no in enumerate([*order, *closing], start=1):
        state = work.head_of((STAGE, stage_no))
        assert isinstance(state, StageState)
        if state.position != position:
            _set(work, state, StageChanged(field="position", value=position))


def _set(work: UnitOfWork, stage: StageState, data: StageChanged | StageRequiresSet) -> StageState:
    state = work.append(data, stage.stage_no, stage)[1]
    assert isinstance(state, StageState)
    return state
