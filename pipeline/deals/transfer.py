"""Taking a deal to another pipeline: to the stage there that has its stage's default label, or to the first one."""

from __future__ import annotations

from pipeline import errors
from pipeline.deals import deal as rules
from pipeline.deals import requirements
from pipeline.deals.access import deal_access
from pipeline.deals.change import MoveFacts, enter, new_amount, note
from pipeline.deals.deal import NOTHING, Expected, Given
from pipeline.deals.projection import DealState
from pipeline.deals.rehoming_events import Transferred
from pipeline.ledger.actor import By
from pipeline.ledger.outcome import CommitOutcome
from pipeline.ledger.session import Session
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.messages.change_notices import DealTransferred
from pipeline.people.access import Act, may, may_own, rights_of, who_can
from pipeline.people.events import Role
from pipeline.stages import stages as stages_
from pipeline.stages.projection import StageState


def transfer(
    ledger: Ledger,
    by: By,
    deal_no: int,
    pipeline_no: int,
    *,
    expected: Expected | None = None,
    given: Given = NOTHING,
) -> CommitOutcome:
    """Take an open deal to another pipeline; its owner stays, and it meets what the stage there requires.

    Raises NoSuchPipeline for one that the actor does not see, for an archived one and for the deal's own, NotAllowed
    where they may not change the deal or do not sell there, CannotOwn where its owner does not, Missing, and what a
    move raises of a closed deal.
    """

    def decide(work: UnitOfWork) -> DealTransferred:
        at = deal_access(work, deal_no, Act.CHANGE)
        rules.check_expected(at.deal, at.entered, expected)
        deal, facts = take_to(work, at.deal, pipeline_no, given)
        return DealTransferred(**facts, amount=new_amount(at.deal, deal), pipeline=pipeline_no)

    return ledger.commit(by, decide)


def take_to(work: UnitOfWork, of: DealState, pipeline_no: int, given: Given = NOTHING) -> tuple[DealState, MoveFacts]:
    """Take an open deal that the actor may change to another pipeline, as a part of a change; raises as `transfer`.

    Return the deal as it then is before it enters its stage there, and what the answer says of the move.
    """
    rules.require_open(of)
    _require_target(work, of.pipeline_no, pipeline_no)
    if not may_own(work.connection, work.by.workspace_no, of.owner, pipeline_no):
        raise errors.CannotOwn
    stage = entry_stage(work, of.stage_no, pipeline_no)
    requirements.require(work, of, stage, given)
    deal = note(work, requirements.record(work, of, given), given.note)
    entered = Transferred(
        pipeline_no=pipeline_no, stage_no=stage.stage_no, from_stage=deal.stage_no, from_stay=deal.stay
    )
    return deal, enter(work, deal, entered)


def entry_stage(session: Session, stage_no: int, pipeline_no: int) -> StageState:
    """The open stage of a pipeline to which a deal of another one goes from this stage."""
    stages = stages_.of_workspace(session)
    label = stages.by_no(stage_no).label_key
    alike = [each for each in stages.open_of(pipeline_no) if label is not None and each.label_key == label]
    return alike[0] if alike else stages.first(pipeline_no)


def targets(session: Session, pipeline_no: int | None = None) -> list[int]:
    """The pipelines in which the person sells, in their order, but for this one."""
    who = rights_of(session.connection, session.by)
    in_use = stages_.pipelines_in_use(session)
    return [no for no in in_use if no != pipeline_no and may(who, Act.OPEN, pipeline_no=no)]


def _require_target(work: UnitOfWork, from_pipeline: int, to_pipeline: int) -> None:
    who = rights_of(work.connection, work.by)
    is_there = to_pipeline in stages_.pipelines_in_use(work)
    if not is_there or to_pipeline == from_pipeline or not may(who, Act.SEE, pipeline_no=to_pipeline):
        raise errors.NoSuchPipeline
    if not may(who, Act.OPEN, pipeline_no=to_pipeline):
        lead = who_can(work.connection, work.by.workspace_no, Role.LEAD, to_pipeline)
        raise errors.NotAllowed(who=lead, role=Role.LEAD.value)
