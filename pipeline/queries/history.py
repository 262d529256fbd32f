"""The changes of one deal, the newest first: who made each, when and how, and whether this reader could undo it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from pipeline import errors
from pipeline.customers.tables import customer
from pipeline.deals.delivery_events import Checked, CheckIn, ProblemTold
from pipeline.deals.events import DEAL, Noted, Opened, Seen, Snoozed, StepEnd, StepSet
from pipeline.deals.offer_events import OfferAnswered, OfferExtended, OfferSent
from pipeline.deals.projection import DEALS, DealState
from pipeline.deals.rehoming_events import Transferred
from pipeline.deals.touch_events import NeedAdded, NeedEnded, Touched
from pipeline.deals.undo import undoable
from pipeline.deals.value_events import ValueSet
from pipeline.ledger.event_store import history_of
from pipeline.ledger.events import Event, EventData, Via
from pipeline.ledger.fold import in_force, known_at
from pipeline.ledger.read_session import ReadSession
from pipeline.people.access import Act, MemberRights, may, require
from pipeline.queries.names import Names, names
from pipeline.stages import stages as stages_
from pipeline.storage import schema

PAGE = 8  # changes that are shown at once


@dataclass(frozen=True, slots=True)
class UndoOrRedo:
    """The newest undo of a change, or the redo after it: whose it is, when, and the number of that change."""

    who: int | None
    at: datetime
    change_no: int
    is_undo: bool


@dataclass(frozen=True, slots=True)
class ToldTouch:
    """A touch, and when it was. `note` is the number of its text, where the reader may know of it."""

    data: Touched
    at: datetime
    note: int | None = None


@dataclass(frozen=True, slots=True)
class ToldCheck:
    """A check-in. `words` is the number of its text, where the reader may know of it."""

    result: CheckIn
    words: int | None = None


@dataclass(frozen=True, slots=True)
class DealChange:
    """One change of a deal, with the deal before and after it; None: the deal was not there.

    `notes`, `snoozes`, `seen` and the notes of `touches` are what the reader may know of. `undo` is the change to undo
    for taking this one back, or for doing an undone one again; None: this reader cannot.
    """

    change_no: int
    who: int | None
    at: datetime
    via: Via
    before: DealState | None
    after: DealState | None
    is_back: bool = False  # to an earlier open stage
    notes: tuple[int, ...] = ()
    needs_added: tuple[int, ...] = ()  # by the numbers of their texts
    needs_ended: tuple[int, ...] = ()
    snoozes: tuple[Snoozed, ...] = ()
    seen: tuple[Seen, ...] = ()
    touches: tuple[ToldTouch, ...] = ()
    checks: tuple[ToldCheck, ...] = ()
    step_end: StepEnd | None = None
    offers: tuple[OfferSent | OfferAnswered | OfferExtended, ...] = ()
    values: tuple[ValueSet, ...] = ()  # in the team's own fields
    problems: tuple[int, ...] = ()  # that customers have with what they bought, by the numbers of their texts
    moves_days: bool = False  # it puts what had been told before to other days
    turn: UndoOrRedo | None = None
    undo: int | None = None


@dataclass(frozen=True, slots=True)
class DealHistory:
    """A page of a deal's changes: of `total` those from `start` on, with the names behind their numbers.

    `called` has the deal's own names by the numbers of their texts, `customers` the names of customers.
    """

    deal_no: int
    total: int
    start: int
    changes: tuple[DealChange, ...]
    names: Names
    called: dict[int, str] = field(default_factory=dict[int, str])
    customers: dict[int, str] = field(default_factory=dict[int, str])


_CALLED = select(schema.name.c.no, schema.name.c.text).where(
    schema.name.c.workspace_no == bindparam("w"), schema.name.c.no.in_(bindparam("nos", expanding=True))
)
_CUSTOMERS = (
    select(customer.c.customer_no, schema.name.c.text)
    .join(schema.name, (schema.name.c.workspace_no == customer.c.workspace_no) & (schema.name.c.no == customer.c.name))
    .where(customer.c.workspace_no == bindparam("w"), customer.c.customer_no.in_(bindparam("nos", expanding=True)))
)


def deal_history(session: ReadSession, deal_no: int, *, start: int = 0, is_shared: bool = False) -> DealHistory:
    """A page of a deal's changes. An undo is told with the change that it took back.

    Where others read it too (`is_shared`), notes, snoozes and "on it" are left out; the latter two are told to whoever
    may change the deal. Takes the time of one deal's events. Raises NoSuchDeal for a deal that never was, and Stranger.
    """
    who = require(session.connection, session.by, Act.SEE)
    history = history_of(session, (DEAL, deal_no))
    there = known_at(DEALS, history, history[-1].no).state if history else None
    if not history or _was_hidden(who, there, history):
        raise errors.NoSuchDeal(number=deal_no)
    told = _told_to(who, there, is_shared=is_shared)
    made = _changes(history, told)
    start = start if start < len(made) else 0
    page = [_described(session, history, events, told) for events in made[start : start + PAGE]]
    can_undo = undoable(session, [_to_undo(each) for each in page if each.via not in (Via.IMPORT, Via.SYSTEM)])
    shown = tuple(replace(each, undo=_to_undo(each)) if _to_undo(each) in can_undo else each for each in page)
    return DealHistory(
        deal_no=deal_no,
        total=len(made),
        start=start,
        changes=shown,
        names=_names(session, deal_no, shown),
        called=_texts(session, _CALLED, _differing(shown, "name")),
        customers=_texts(session, _CUSTOMERS, _differing(shown, "customer_no")),
    )


def _was_hidden(who: MemberRights, deal: DealState | None, history: Sequence[Event]) -> bool:
    """Whether the deal is in a pipeline that is hidden from this reader; one that is gone was where it stood last."""
    stood = [each.data.pipeline_no for each in history if isinstance(each.data, Opened | Transferred)]
    return (deal.pipeline_no if deal is not None else stood[-1] if stood else None) in who.hidden


def _told_to(who: MemberRights, deal: DealState | None, *, is_shared: bool) -> tuple[type[EventData], ...]:
    """The private kinds that this reader is told of."""
    if is_shared:
        return ()
    is_theirs = deal is not None and may(who, Act.CHANGE, owner=deal.owner, pipeline_no=deal.pipeline_no)
    return (Noted, Snoozed, Seen) if is_theirs else (Noted,)


_PRIVATE = (Noted, Snoozed, Seen)


def _changes(history: Sequence[Event], told: tuple[type[EventData], ...]) -> list[list[Event]]:
    """The events of each change that the reader is told of, the newest first. An undo is told with its change."""
    made: dict[int, list[Event]] = {}
    for event in history:
        made.setdefault(event.change_no, []).append(event)
    return [events for events in reversed(made.values()) if any(_is_told(each, told) for each in events)]


def _is_told(event: Event, told: tuple[type[EventData], ...]) -> bool:
    return event.voids is None and (isinstance(event.data, told) or not isinstance(event.data, _PRIVATE))


def _described(
    session: ReadSession, history: Sequence[Event], events: Sequence[Event], told: tuple[type[EventData], ...]
) -> DealChange:
    """One change, from its events and all events of its deal."""
    first, appended = events[0], [each.data for each in events if _is_told(each, told)]
    before, after = (_as_known(history, no) for no in (first.change_no - 1, events[-1].no))
    moves_days = any(each.voids is not None for each in events)
    earlier = {each.data.note for each in history if each.no < first.no and isinstance(each.data, Noted)}
    return DealChange(
        change_no=first.change_no,
        who=first.member_no,
        at=first.recorded_at,
        via=first.via,
        before=before,
        after=after,
        is_back=_is_back(session, before, after),
        notes=tuple(each.note for each in appended if isinstance(each, Noted) and each.note not in earlier),
        needs_added=tuple(each.need for each in appended if isinstance(each, NeedAdded)),
        needs_ended=tuple(each.need for each in appended if isinstance(each, NeedEnded)),
        snoozes=() if moves_days else tuple(each for each in appended if isinstance(each, Snoozed)),
        seen=() if moves_days else tuple(each for each in appended if isinstance(each, Seen)),
        touches=_touches(events, told),
        offers=tuple(
            each
            for each in appended
            if isinstance(each, OfferAnswered) or (isinstance(each, OfferSent | OfferExtended) and not moves_days)
        ),
        checks=tuple(
            ToldCheck(each.result, each.words if Noted in told else None)
            for each in appended
            if isinstance(each, Checked)
        ),
        problems=tuple(each.words for each in appended if isinstance(each, ProblemTold)),
        values=tuple(each for each in appended if isinstance(each, ValueSet)),
        step_end=next((each.ended for each in appended if isinstance(each, StepSet)), None),
        moves_days=moves_days,
        turn=_turn(history, events),
    )


def _touches(events: Sequence[Event], told: tuple[type[EventData], ...]) -> tuple[ToldTouch, ...]:
    """The touches that a change added; their notes are as private as any other."""
    return tuple(
        ToldTouch(each.data, each.happened_at, each.data.note if Noted in told else None)
        for each in events
        if isinstance(each.data, Touched)
    )


def _as_known(history: Sequence[Event], no: int) -> DealState | None:
    state = known_at(DEALS, history, no).state
    return state if isinstance(state, DealState) else None


def _is_back(session: ReadSession, before: DealState | None, after: DealState | None) -> bool:
    if before is None or after is None or before.state is not after.state:
        return False
    stages = stages_.of_workspace(session)
    was, now = stages.find(before.stage_no), stages.find(after.stage_no)
    return was is not None and now is not None and now.position < was.position


def _turn(history: Sequence[Event], events: Sequence[Event]) -> UndoOrRedo | None:
    """The newest undo or redo of a change; None where there is none, or where a later change put it right."""
    link = root = next(each for each in events if each.voids is None)
    voided_by = {each.voids: each for each in history if each.voids is not None}
    while link.no in voided_by:
        link = voided_by[link.no]
    is_correction = any(each.change_no == link.change_no and each.voids is None for each in history)
    if link is root or is_correction:
        return None
    return UndoOrRedo(link.member_no, link.recorded_at, link.change_no, is_undo=root.no not in in_force(history))


def _to_undo(change: DealChange) -> int:
    """The change to undo: this one, or the one that undid it."""
    return change.turn.change_no if change.turn is not None and change.turn.is_undo else change.change_no


# --- The names behind the numbers -------------------------------------------------------------------------------------


def _states(changes: Sequence[DealChange]) -> Iterator[DealState]:
    return (state for each in changes for state in (each.before, each.after) if state is not None)


def _names(session: ReadSession, deal_no: int, changes: Sequence[DealChange]) -> Names:
    states = list(_states(changes))
    people = [each.who for each in changes] + [each.turn.who for each in changes if each.turn is not None]
    texts = [no for state in states for no in (state.step, state.source, state.lost_reason, state.also)]
    return names(
        session,
        deals=[deal_no],
        members=[*people, *(state.owner for state in states)],
        words=[*texts, *(no for each in changes for no in _texts_of(each))],
    )


def _texts_of(change: DealChange) -> Iterator[int | None]:
    """The texts that were added or ended beside the deal's own fields, by number."""
    yield from (*change.notes, *change.needs_added, *change.needs_ended, *change.problems)
    yield from (each.note for each in change.touches)
    yield from (each.words for each in change.checks)
    yield from (each.words for each in change.values)


def _differing(changes: Sequence[DealChange], of: str) -> set[int]:
    """The numbers in this field of the deals that a change set to another one."""
    return {
        getattr(state, of)
        for each in changes
        if each.before is not None and each.after is not None and getattr(each.before, of) != getattr(each.after, of)
        for state in (each.before, each.after)
    }


def _texts(session: ReadSession, statement: Any, nos: Collection[int]) -> dict[int, str]:
    if not nos:
        return {}
    found = session.connection.execute(statement, {"w": session.by.workspace_no, "nos": sorted(nos)})
    return {int(row[0]): row.text or "" for row in found}
