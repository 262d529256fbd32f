"""Moving a deal (`/deal advance`, `/deal back`, "On to …"): to the next stage, the one before, or a named one."""

from __future__ import annotations

from pipeline.deals import close, requirements
from pipeline.deals import deal as rules
from pipeline.deals.access import deal_access
from pipeline.deals.change import Entering, enter, new_amount, note
from pipeline.deals.deal import NOTHING, Expected, Given
from pipeline.deals.events import Moved
from pipeline.ledger.actor import By
from pipeline.ledger.outcome import CommitOutcome
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.messages.change_notices import DealAdvanced, DealMoved, DealMovedBack, DealReopened
from pipeline.people.access import Act
from pipeline.stages import stages as stages_
from pipeline.stages.events import StageKind


def advance(
    ledger: Ledger,
    by: By,
    deal_no: int,
    *,
    to_stage: int | None = None,
    expected: Expected | None = None,
    given: Given = NOTHING,
) -> CommitOutcome:
    """Move a deal on; into a stage for wins it is `won`, into one for losses `lost`, with what these require.

    Without `to_stage` the next stage; a second such move within two minutes by the same person raises MovedJustNow.
    `picture` is what a pressed button showed: StaleButton when the deal has moved since, unless this very press
    did it, which gets the first answer again. Raises Missing when the stage requires more than is known.
    """

    def decide(work: UnitOfWork) -> DealMoved:
        at = deal_access(work, deal_no, Act.CHANGE)
        if expected is not None and (again := close.same_press(work, at, expected)) is not None:
            return again
        rules.check_expected(at.deal, at.entered, expected)
        stages = stages_.of_workspace(work)
        if to_stage is None:
            stage = rules.next_stage(at.deal, stages)
            rules.ask_if_just_moved(at, stages, stage, work.now)
        else:
            rules.require_open(at.deal)
            stage = rules.named_stage(at.deal, stages, to_stage)
        if stage.kind is not StageKind.OPEN:
            return close.into_closed(work, at, stage, given)
        requirements.require(work, at.deal, stage, given)
        return _moved(work, Entering(at.deal, stage.stage_no), given, DealAdvanced)

    return ledger.commit(by, decide)


def back(
    ledger: Ledger,
    by: By,
    deal_no: int,
    *,
    to_stage: int | None = None,
    expected: Expected | None = None,
    given: Given = NOTHING,
    reopening: bool = False,
) -> CommitOutcome:
    """Move a deal one stage back, or to a named earlier one; a closed deal is reopened where it was closed.

    A second such move without a named stage, by the same person within two minutes, raises MovedJustNow. `picture` is
    what a pressed button showed: StaleButton when the deal has moved since. `reopening` is the wish to open a closed
    deal and nothing else: OpenAlready for an open one.
    """

    def decide(work: UnitOfWork) -> DealMoved:
        at = deal_access(work, deal_no, Act.CHANGE)
        rules.check_expected(at.deal, at.entered, expected)
        if reopening:
            rules.require_closed(at.deal)
        stages = stages_.of_workspace(work)
        stage = rules.earlier_stage(at.deal, at.entered, stages)
        if to_stage is None:
            rules.ask_if_just_moved(at, stages, stage, work.now)
        else:
            stage = rules.named_earlier(at.deal, stages, to_stage)
        requirements.require(work, at.deal, stage, given)
        told = DealMovedBack if at.deal.state is StageKind.OPEN else DealReopened
        return _moved(work, Entering(at.deal, stage.stage_no), given, told)

    return ledger.commit(by, decide)


def _moved(
    work: UnitOfWork,
    entering: Entering,
    given: Given,
    told: type[DealAdvanced] | type[DealMovedBack] | type[DealReopened],
) -> DealMoved:
    deal = requirements.record(work, entering.deal, given)
    deal = note(work, deal, given.note)
    moved = Moved(from_stage=deal.stage_no, from_stay=deal.stay, stage_no=entering.stage_no)
    return told(**enter(work, deal, moved), amount=new_amount(entering.deal, deal))
