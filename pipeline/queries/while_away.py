"""What one person's absence comes to: the deals that a stand-in looks after, and what happened meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from enum import Enum

from sqlalchemy import bindparam, func, select

from pipeline.calendars import Calendar
from pipeline.deals.projection import DealState, deal_from_row
from pipeline.deals.sight import seen
from pipeline.deals.tables import deal
from pipeline.deals.tell_owners import TOGETHER
from pipeline.deals.turn import stuck_day
from pipeline.ledger.read_session import ReadSession
from pipeline.people.absence import Absence, changes_that_set, own_calendar
from pipeline.queries.changes_by_others import ChangedDeal, changes_by_others
from pipeline.stages import stages as stages_
from pipeline.stages.events import StageKind
from pipeline.stages.stages import Stages
from pipeline.storage.schema import Moment, event

_OPEN = select(deal).where(
    deal.c.workspace_no == bindparam("w"),
    deal.c.owner == bindparam("owner"),
    deal.c.state == StageKind.OPEN.value,
)
_COUNTS = select(func.count().label("deals"), func.count(deal.c.step).label("steps")).where(
    deal.c.workspace_no == bindparam("w"),
    deal.c.owner == bindparam("owner"),
    deal.c.state == StageKind.OPEN.value,
)
_COUNTS_IN = _COUNTS.where(deal.c.pipeline_no == bindparam("pipeline"))
_FIRST_SINCE = select(func.min(event.c.no)).where(
    event.c.workspace_no == bindparam("w"), event.c.recorded_at >= bindparam("since", type_=Moment())
)


class BecameDue(Enum):
    """Why a deal asks for something after an absence."""

    STEP = "its next step was due"
    WISH = "a reminder had been asked for"
    STUCK = "it became stuck"


@dataclass(frozen=True, slots=True)
class DueDeal:
    """A deal that became due while its owner was away, and since which day."""

    deal: DealState
    why: BecameDue
    day: date


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What others changed of a person's deals while they were away, and what became due."""

    changed: tuple[ChangedDeal, ...]
    due: tuple[DueDeal, ...]


def open_deals_of(session: ReadSession, member_no: int, pipeline_no: int | None = None) -> tuple[int, int]:
    """Return how many open deals a member has, in all pipelines or in one, and how many of these have a next step."""
    values = {"w": session.by.workspace_no, "owner": member_no, "pipeline": pipeline_no}
    row = session.connection.execute(seen(session, _COUNTS if pipeline_no is None else _COUNTS_IN), values).one()
    return row.deals, row.steps


def meanwhile(session: ReadSession, it: Absence) -> Meanwhile:
    """Return what happened to a member's deals since an absence began."""
    calendar = own_calendar(session, it.member_no)
    w, begins = session.by.workspace_no, calendar.at(it.from_day, time(0))
    since = session.connection.scalar(_FIRST_SINCE, {"w": w, "since": begins - TOGETHER})
    told = changes_that_set(session, it)[:1]  # who goes away within the day has seen what was before
    changed = changes_by_others(session, it.member_no, max([since, *told])) if since is not None else []
    rows = session.connection.execute(seen(session, _OPEN), {"w": w, "owner": it.member_no})
    return Meanwhile(tuple(changed), due_since(session, it, (deal_from_row(row) for row in rows)))


def due_since(session: ReadSession, it: Absence, deals: Iterable[DealState]) -> tuple[DueDeal, ...]:
    """Return which of these open deals of the member became due since an absence began, until today."""
    calendar = own_calendar(session, it.member_no)
    due = became_due(deals, stages_.of_workspace(session), calendar, it, calendar.day(session.now))
    archived = {each for each in due if stages_.limit_of(session, each.deal.stage_no) is None}
    return tuple(each for each in due if each not in archived or each.why is not BecameDue.STUCK)


def became_due(
    deals: Iterable[DealState], stages: Stages, calendar: Calendar, it: Absence, today: date
) -> tuple[DueDeal, ...]:
    """Return which of these open deals became due from the absence's first day until `today`, the earliest first."""
    found = [due for each in deals if (due := _due(each, stages, calendar, it, today)) is not None]
    return tuple(sorted(found, key=lambda each: (each.day, each.deal.deal_no)))


def _due(state: DealState, stages: Stages, calendar: Calendar, it: Absence, today: date) -> DueDeal | None:
    if state.step is not None and state.step_day is not None:
        is_over = it.from_day <= state.step_day < today
        return DueDeal(state, BecameDue.STEP, state.step_day) if is_over else None
    wished = state.snoozed_until if state.snoozed_stay == state.stay else None
    if wished is not None:
        return DueDeal(state, BecameDue.WISH, wished) if it.from_day <= wished <= today else None
    limit = stages.by_no(state.stage_no).limit_days
    if limit is None:
        return None
    day = stuck_day(state, limit, calendar)
    return DueDeal(state, BecameDue.STUCK, day) if it.from_day <= day <= today else None
