"""The next step of a deal (`/deal step`): what shall be done and when, that it is done, and that it is put off.

A coming one silences reminders of the deal, and its owner is reminded of the step itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import bindparam, select

from pipeline import errors, step_errors
from pipeline.deals import change
from pipeline.deals import deal as rules
from pipeline.deals.access import deal_access
from pipeline.deals.events import DEAL, StepEnd, StepSet
from pipeline.deals.projection import DealState
from pipeline.deals.step_times import moment_of
from pipeline.ledger.actor import By
from pipeline.ledger.event_store import history_of
from pipeline.ledger.fold import in_force
from pipeline.ledger.outcome import CommitOutcome
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.messages.change_notices import NextStepCleared, NextStepSet
from pipeline.people import members, settings
from pipeline.people.access import Act
from pipeline.stages import stages
from pipeline.stages.events import StageKind
from pipeline.storage import schema

_TEXT = select(schema.words.c.text).where(
    schema.words.c.workspace_no == bindparam("w"), schema.words.c.no == bindparam("no")
)


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
    at: int | None = None,
    meant_day: date | None = None,
    note: str | None = None,
    shown: StepShown | None = None,
) -> CommitOutcome:
    """Set the next step, and note. `at` is the minute of the owner's day, None for a step without an hour.

    `meant_day` is a day that the person was asked about and gives again. Raises NoStep without a text, DayGone or
    DayTooFar, HourGone, StepFar, and StepChanged when this would replace another step than was `shown`.
    """

    return ledger.commit(
        by, lambda work: set_step(work, deal_no, text=text, day=day, at=at, meant_day=meant_day, note=note, shown=shown)
    )


def set_step(
    work: UnitOfWork,
    deal_no: int,
    *,
    text: str,
    day: date,
    at: int | None = None,
    meant_day: date | None = None,
    note: str | None = None,
    shown: StepShown | None = None,
) -> NextStepSet:
    """Set the next step within a change, as `step` does."""
    deal = deal_access(work, deal_no, Act.CHANGE).deal
    rules.require_open(deal)
    _check_shown(work, deal, shown)
    kept = rules.typed(text)
    if not kept:
        raise errors.NoStep(deal=deal_no)
    today = settings.of_workspace(work).calendar.day(work.now)
    rules.check_coming(deal, day, today)
    _check_hour(work, deal, day, at)
    if day != meant_day:
        _ask_if_far(work, deal, day, today)
    return _set(work, deal, change.note(work, deal, note), kept, day, at)


def done(
    ledger: Ledger, by: By, deal_no: int, *, note: str | None = None, shown: StepShown | None = None
) -> CommitOutcome:
    """The next step is done, or dropped, and note. Raises NoStep where there is none, and StepChanged as above."""

    def decide(work: UnitOfWork) -> NextStepCleared:
        deal = deal_access(work, deal_no, Act.CHANGE).deal
        _require_not_lost(deal)
        _check_shown(work, deal, shown)
        if deal.step is None:
            raise errors.NoStep(deal=deal_no)
        noted = change.note(work, deal, note)
        work.append(StepSet(step=None, step_day=None, ended=StepEnd.DONE), deal_no, noted)
        return NextStepCleared(deal=deal_no, step=deal.step, change=work.change_no, stay=deal.stay)

    return ledger.commit(by, decide)


def put_off(ledger: Ledger, by: By, deal_no: int, *, shown: StepShown | None = None) -> CommitOutcome:
    """The next step stays as it is and comes on the next business day after today, at its hour.

    Raises NoStep where there is none, and StepChanged as above.
    """

    def decide(work: UnitOfWork) -> NextStepSet:
        deal = deal_access(work, deal_no, Act.CHANGE).deal
        _require_not_lost(deal)
        _check_shown(work, deal, shown)
        text = text_of(work, deal.step) if deal.step is not None else None
        if not text:
            raise errors.NoStep(deal=deal_no)
        calendar = settings.of_workspace(work).calendar
        day = calendar.on_or_after(calendar.day(work.now) + timedelta(days=1))
        return _set(work, deal, deal, text, day, deal.step_at)

    return ledger.commit(by, decide)


def _require_not_lost(deal: DealState) -> None:
    """Raise DealClosed for a lost deal; a won one has the step of a customer's problem."""
    if deal.state is not StageKind.WON:
        rules.require_open(deal)


def text_of(work: UnitOfWork, no: int) -> str | None:
    """A kept text, or None where it was erased."""
    return work.connection.scalar(_TEXT, {"w": work.by.workspace_no, "no": no})


def _set(work: UnitOfWork, deal: DealState, noted: DealState, text: str, day: date, at: int | None) -> NextStepSet:
    """Append the step to the deal as it is after a note. Its text gets a number of its own each time."""
    no = work.text(schema.words, DEAL, deal.deal_no, text)
    ended = StepEnd.REPLACED if deal.step is not None else None
    work.append(StepSet(step=no, step_day=day, step_at=at, ended=ended), deal.deal_no, noted)
    return NextStepSet(deal=deal.deal_no, step=no, day=day, at=at, change=work.change_no, stay=deal.stay)


def _check_hour(work: UnitOfWork, deal: DealState, day: date, at: int | None) -> None:
    """Refuse an hour of today that is over by the owner's clock."""
    if at is None:
        return
    owner = members.profile_of(work.connection, work.by.workspace_no, deal.owner)
    zone = owner.zone if owner is not None else settings.of_workspace(work).zone
    if moment_of(day, at, zone) <= work.now:
        raise step_errors.HourGone(deal=deal.deal_no, minute=at)


def _ask_if_far(work: UnitOfWork, deal: DealState, day: date, today: date) -> None:
    """Ask before a step that lies further away than the stage's limit: it silences reminders for longer than that."""
    limit = stages.of_workspace(work).by_no(deal.stage_no).limit_days
    away = settings.of_workspace(work).calendar.business_days_between(today, day)
    if limit is not None and away > limit:
        raise step_errors.StepFar(deal=deal.deal_no, day=day, n=away, limit=limit)


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
