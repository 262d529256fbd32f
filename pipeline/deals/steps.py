"""The next step of a deal (`/deal step`): what shall be done and by when, and that it is done.

A coming one silences reminders.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipeline import errors
from pipeline.deals import change
from pipeline.deals import deal as rules
from pipeline.deals.access import deal_access
from pipeline.deals.events import DEAL, StepSet
from pipeline.deals.projection import DealState
from pipeline.ledger.actor import By
from pipeline.ledger.event_store import history_of
from pipeline.ledger.fold import in_force
from pipeline.ledger.outcome import CommitOutcome
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.messages.change_notices import NextStepCleared, NextStepSet
from pipeline.people import settings
from pipeline.people.access import Act
from pipeline.storage import schema


@dataclass(frozen=True, slots=True)
class StepShown:
    """The step that stood there when the form was opened, by its number; none where there was none."""

    step: int | None


def step(
    ledger: Ledger,
    by: By,
    deal_no: int,
    *,
    text: str,
    day: date,
    note: str | None = None,
    shown: StepShown | None = None,
) -> CommitOutcome:
    """Set the next step, and note.

    Raises NoStep without a text, DayGone or DayTooFar, and StepChanged when this would replace
    another step than was `shown`.
    """

    def decide(work: UnitOfWork) -> NextStepSet:
        deal = deal_access(work, deal_no, Act.CHANGE).deal
        rules.require_open(deal)
        _check_shown(work, deal, shown)
        kept = rules.typed(text)
        if not kept:
            raise errors.NoStep(deal=deal_no)
        today = settings.of_workspace(work).calendar.day(work.now)
        rules.check_coming(deal, day, today)
        noted = change.note(work, deal, note)
        no = work.text(schema.words, DEAL, deal_no, kept)
        work.append(StepSet(step=no, step_day=day), deal_no, noted)
        return NextStepSet(deal=deal_no, step=no, day=day, change=work.change_no, stay=deal.stay)

    return ledger.commit(by, decide)


def done(
    ledger: Ledger, by: By, deal_no: int, *, note: str | None = None, shown: StepShown | None = None
) -> CommitOutcome:
    """The next step is done, or dropped, and note. Raises NoStep where there is none, and StepChanged as above."""

    def decide(work: UnitOfWork) -> NextStepCleared:
        deal = deal_access(work, deal_no, Act.CHANGE).deal
        rules.require_open(deal)
        _check_shown(work, deal, shown)
        if deal.step is None:
            raise errors.NoStep(deal=deal_no)
        noted = change.note(work, deal, note)
        work.append(StepSet(step=None, step_day=None), deal_no, noted)
        return NextStepCleared(deal=deal_no, change=work.change_no, stay=deal.stay)

    return ledger.commit(by, decide)


def _check_shown(work: UnitOfWork, deal: DealState, shown: StepShown | None) -> None:
    """Refuse to replace a step that the person has not seen; where there is none, none is lost."""
    if shown is None or deal.step is None or deal.step == shown.step:
        return
    history = history_of(work, (DEAL, deal.deal_no))
    holding = in_force(history)
    set_by = next(
        each
        for each in reversed(history)
        if each.no in holding and isinstance(each.data, StepSet) and each.data.step == deal.step
    )
    raise errors.StepChanged(deal=deal.deal_no, who=set_by.member_no, at=set_by.recorded_at)
