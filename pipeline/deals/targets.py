"""What is to be won in a month (`/deal target`): by the team of a pipeline, or by one person of it.

Everybody who sees a pipeline sees the team's targets. A person's own are for that person and the pipeline's lead.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Date, bindparam, or_, select

from pipeline.deals.sight import require_pipeline
from pipeline.errors import NotAllowed
from pipeline.ledger.actor import By
from pipeline.ledger.outcome import CommitOutcome
from pipeline.ledger.session import Session
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.messages.target_notices import TargetSaved
from pipeline.money import Money
from pipeline.people import members, settings
from pipeline.people.access import Act, may, require
from pipeline.pipelines.events import PIPELINE, TargetSet
from pipeline.pipelines.tables import target
from pipeline.stages import stages
from pipeline.target_errors import NoTargetThere, OnlyLeadSees, TargetGone, TargetNotAllowed

TEAM = 0
"""The member number under which the team's own target is kept."""

_OF_PIPELINE = (
    select(target)
    .where(target.c.workspace_no == bindparam("w"), target.c.pipeline_no == bindparam("pipeline"))
    .order_by(target.c.month, target.c.member_no)
)
_FROM = _OF_PIPELINE.where(target.c.month >= bindparam("since", type_=Date()))
_IS_SEEN = or_(target.c.member_no == TEAM, target.c.member_no == bindparam("by"))


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be won in the month that begins on `month`; `member_no` is `TEAM` where it is the whole team's."""

    month: date
    member_no: int
    amount: Money | None
    count: int | None = None


def set_target(
    ledger: Ledger,
    by: By,
    *,
    month: date,
    amount: Money | None,
    count: int | None = None,
    member_no: int | None = None,
    pipeline_no: int | None = None,
) -> CommitOutcome:
    """Set the target of a month, of the team or of one member: an amount, a number of wins, or both.

    What is not given of the two stays. With neither there is no target any more.

    Raises TargetNotAllowed for who neither leads the pipeline nor is an admin, TargetGone, and NoTargetThere.
    """

    def decide(work: UnitOfWork) -> TargetSaved:
        pipeline = settable_pipeline(work, pipeline_no)
        first = month.replace(day=1)
        if first < this_month(work):
            raise TargetGone(month=first)
        before = next((each for each in _read(work, pipeline, first) if _is(each, first, member_no)), None)
        if before is None and amount is None and count is None:
            raise NoTargetThere(month=first)
        wanted = _wanted(before, Target(first, member_no or TEAM, amount, count))
        said = TargetSaved(pipeline=pipeline, month=first, member=member_no, amount=wanted.amount, wins=wanted.count)
        if wanted == before:
            return said
        work.append(_event(work, wanted), pipeline, work.head_of((PIPELINE, pipeline)))
        return replace(said, change=work.change_no)

    return ledger.commit(by, decide)


def _wanted(before: Target | None, given: Target) -> Target:
    """The target with what was given of it; with neither an amount nor a number there is none."""
    if before is None or (given.amount is None and given.count is None):
        return given
    return replace(given, amount=given.amount or before.amount, count=given.count or before.count)


def _event(work: UnitOfWork, it: Target) -> TargetSet:
    currency = it.amount.currency if it.amount is not None else settings.of_workspace(work).currency
    minor = it.amount.minor if it.amount is not None else None
    return TargetSet(month=it.month, member_no=it.member_no or None, amount=minor, count=it.count, currency=currency)


def settable_pipeline(session: Session, pipeline_no: int | None = None) -> int:
    """Return the pipeline whose targets the actor sets, their own unless one is named.

    Raises NoSuchPipeline for one that they do not see, and TargetNotAllowed.
    """
    who = require(session.connection, session.by, Act.SEE)
    pipeline = require_pipeline(session, pipeline_no or pipeline_set(session))
    if not may(who, Act.TARGETS, pipeline_no=pipeline):
        raise TargetNotAllowed(who=members.lead(session.connection, session.by.workspace_no, pipeline))
    return pipeline


def pipeline_set(session: Session) -> int:
    """Return the first pipeline whose targets the actor sets; where there is none, the one that they see."""
    try:
        return stages.persons_pipeline(session, Act.TARGETS)
    except NotAllowed:
        return stages.persons_pipeline(session)


def led_pipeline(session: Session, pipeline_no: int | None = None) -> int:
    """Return the pipeline that the actor leads, the first one unless one is named.

    Raises NoSuchPipeline for one that they do not see, and OnlyLeadSees.
    """
    who = require(session.connection, session.by, Act.SEE)
    led = [each for each in stages.pipelines_in_use(session) if may(who, Act.TEAM, pipeline_no=each)]
    if pipeline_no is None and led:
        return led[0]
    pipeline = require_pipeline(session, pipeline_no or stages.persons_pipeline(session))
    if pipeline not in led:
        raise OnlyLeadSees(who=members.lead(session.connection, session.by.workspace_no, pipeline))
    return pipeline


def this_month(session: Session) -> date:
    """Return the first day of the workspace's month."""
    return settings.of_workspace(session).calendar.day(session.now).replace(day=1)


def of_month(session: Session, pipeline_no: int, month: date) -> dict[int, Target]:
    """Return the targets of a month by member number, `TEAM` for the team's: those that the actor may see."""
    return {each.member_no: each for each in seen_from(session, pipeline_no, month) if each.month == month}


def of_team(session: Session, pipeline_no: int) -> dict[date, Target]:
    """Return the team's target of each month that has one."""
    return of_person(session, pipeline_no, TEAM)


def of_person(session: Session, pipeline_no: int, member_no: int) -> dict[date, Target]:
    """Return a person's target of each month that has one. Whether the actor may see it is the caller's to know."""
    values = {"w": session.by.workspace_no, "pipeline": pipeline_no}
    rows = session.connection.execute(_OF_PIPELINE.where(target.c.member_no == member_no), values)
    return {row.month: _target(row) for row in rows}


def seen_from(session: Session, pipeline_no: int, since: date) -> list[Target]:
    """Return the targets of this month and later ones that the actor may see, by month."""
    who = require(session.connection, session.by, Act.SEE)
    pipeline = require_pipeline(session, pipeline_no)
    values = {"w": session.by.workspace_no, "pipeline": pipeline, "since": since, "by": who.member_no}
    is_lead = may(who, Act.TEAM, pipeline_no=pipeline)
    rows = session.connection.execute(_FROM if is_lead else _FROM.where(_IS_SEEN), values)
    return [_target(row) for row in rows]


def _read(session: Session, pipeline_no: int, since: date) -> list[Target]:
    values = {"w": session.by.workspace_no, "pipeline": pipeline_no, "since": since}
    return [_target(row) for row in session.connection.execute(_FROM, values)]


def _is(it: Target, month: date, member_no: int | None) -> bool:
    return it.month == month and it.member_no == (member_no or TEAM)


def _target(row: Any) -> Target:
    amount = Money(row.amount, row.currency) if row.amount is not None else None
    return Target(row.month, row.member_no, amount, row.count)
