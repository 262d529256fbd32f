"""What follows from events: one pure function per kind, used by the change that appends and by the replay alike.

A state is a frozen row of its projection. A deal's stays follow from its states: whenever `stay` changes, the old one
ended and a new one began.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from operator import attrgetter
from typing import Any

from pipeline.ledger.events import (
    EXISTS,
    AmountSet,
    CloseDaySet,
    CustomerAdded,
    CustomerRenamed,
    Event,
    Lost,
    MemberAdded,
    MemberRoleSet,
    Moved,
    Opened,
    OwnerSet,
    Renamed,
    Role,
    Seen,
    SettingSet,
    Snoozed,
    StageAdded,
    StageChanged,
    StageKind,
    StageRetired,
    StepSet,
    Won,
)


@dataclass(frozen=True, slots=True)
class DealState:
    """A deal as it is; typed text by its number."""

    deal_no: int
    customer_no: int
    name: int
    owner: int
    pipeline_no: int
    stage_no: int
    state: StageKind
    stay: int
    stay_at: datetime
    opened_at: datetime
    amount: int | None
    currency: str
    close_day: date | None
    source: int | None
    step: int | None
    step_day: date | None
    snoozed_until: date | None
    snoozed_stay: int | None
    quiet_until: date | None
    promised_day: date | None
    lost_reason: int | None
    last_no: int


@dataclass(frozen=True, slots=True)
class StayState:
    """A deal's time in a stage; `no` is the event that opened it, `ended_no` the one that ended it."""

    no: int
    deal_no: int
    stage_no: int
    started_at: datetime
    ended_at: datetime | None
    ended_no: int | None


@dataclass(frozen=True, slots=True)
class CustomerState:
    """A customer as it is."""

    customer_no: int
    name: int
    last_no: int


@dataclass(frozen=True, slots=True)
class StageState:
    """A stage as it is."""

    stage_no: int
    pipeline_no: int
    position: int
    kind: StageKind
    label_key: str | None
    name: int | None
    limit_days: int | None
    requires: str
    retired_for: int | None
    last_no: int

    @property
    def required(self) -> frozenset[str]:
        """The fields a deal must have to be here."""
        return frozenset(self.requires.split())

    @property
    def is_open(self) -> bool:
        """Whether deals here are open."""
        return self.kind is StageKind.OPEN


@dataclass(frozen=True, slots=True)
class MemberState:
    """A member's roles."""

    member_no: int
    seller: bool
    admin: bool
    leads: str
    last_no: int


@dataclass(frozen=True, slots=True)
class SettingState:
    """The settings of the workspace (member 0) or of one member, by name; values as JSON."""

    member_no: int
    values: tuple[tuple[str, str, int], ...]  # name, value as JSON, last_no


State = DealState | CustomerState | StageState | MemberState | SettingState


def _opened(_state: None, event: Event, data: Opened) -> DealState:
    return DealState(
        deal_no=event.subject_no,
        customer_no=data.customer_no,
        name=data.name,
        owner=data.owner,
        pipeline_no=data.pipeline_no,
        stage_no=data.stage_no,
        state=StageKind.OPEN,
        stay=event.no,
        stay_at=event.happened_at,
        opened_at=event.happened_at,
        amount=data.amount,
        currency=data.currency,
        close_day=data.close_day,
        source=data.source,
        step=None,
        step_day=None,
        snoozed_until=None,
        snoozed_stay=None,
        quiet_until=None,
        promised_day=None,
        lost_reason=None,
        last_no=event.no,
    )


def _entered(state: DealState, event: Event, data: Moved | Won | Lost, kind: StageKind) -> DealState:
    return replace(
        state,
        stage_no=data.stage_no,
        state=kind,
        stay=event.no,
        stay_at=event.happened_at,
        promised_day=data.promised_day if isinstance(data, Won) else None,
        lost_reason=data.reason if isinstance(data, Lost) else None,
        last_no=event.no,
    )


def _moved(state: DealState, event: Event, data: Moved) -> DealState:
    return _entered(state, event, data, StageKind.OPEN)


def _won(state: DealState, event: Event, data: Won) -> DealState:
    return _entered(state, event, data, StageKind.WON)


def _lost(state: DealState, event: Event, data: Lost) -> DealState:
    return _entered(state, event, data, StageKind.LOST)


def _renamed(state: DealState, _event: Event, data: Renamed) -> DealState:
    return replace(state, name=data.name)


def _amount_set(state: DealState, _event: Event, data: AmountSet) -> DealState:
    return replace(state, amount=data.amount, currency=data.currency)


def _close_day_set(state: DealState, _event: Event, data: CloseDaySet) -> DealState:
    return replace(state, close_day=data.close_day)


def _owner_set(state: DealState, _event: Event, data: OwnerSet) -> DealState:
    return replace(state, owner=data.owner)


def _step_set(state: DealState, _event: Event, data: StepSet) -> DealState:
    return replace(state, step=data.step, step_day=data.step_day)


def _snoozed(state: DealState, _event: Event, data: Snoozed) -> DealState:
    return replace(state, snoozed_until=data.until, snoozed_stay=data.stay if data.until else None)


def _seen(state: DealState, _event: Event, data: Seen) -> DealState:
    return replace(state, quiet_until=data.quiet_until)


def _unchanged(state: State, _event: Event, _data: object) -> State:
    return state


def _customer_added(_state: None, event: Event, data: CustomerAdded) -> CustomerState:
    return CustomerState(customer_no=event.subject_no, name=data.name, last_no=event.no)


def _customer_renamed(state: CustomerState, _event: Event, data: CustomerRenamed) -> CustomerState:
    return replace(state, name=data.name)


def _stage_added(_state: None, event: Event, data: StageAdded) -> StageState:
    return StageState(
        stage_no=event.subject_no,
        pipeline_no=data.pipeline_no,
        position=data.position,
        kind=data.stage_kind,
        label_key=data.label_key,
        name=data.name,
        limit_days=data.limit_days,
        requires=" ".join(data.requires),
        retired_for=None,
        last_no=event.no,
    )


def _stage_changed(state: StageState, _event: Event, data: StageChanged) -> StageState:
    if data.field == "name":
        return replace(state, name=data.value, label_key=None)
    if data.field == "position":
        return replace(state, position=data.value or 0)
    return replace(state, limit_days=data.value)


def _stage_retired(state: StageState, _event: Event, data: StageRetired) -> StageState:
    return replace(state, retired_for=data.successor)


def _member_added(_state: None, event: Event, data: MemberAdded) -> MemberState:
    return MemberState(member_no=event.subject_no, seller=data.seller, admin=data.admin, leads="", last_no=event.no)


def _member_role_set(state: MemberState, _event: Event, data: MemberRoleSet) -> MemberState:
    if data.role is Role.SELLER:
        return replace(state, seller=data.has)
    if data.role is Role.ADMIN:
        return replace(state, admin=data.has)
    others = {int(no) for no in state.leads.split()} - {data.pipeline_no}
    leads = others | {data.pipeline_no} if data.has else others
    return replace(state, leads=" ".join(str(no) for no in sorted(no for no in leads if no is not None)))


def _setting_set(state: SettingState | None, event: Event, data: SettingSet) -> SettingState:
    others = tuple(entry for entry in (state.values if state else ()) if entry[0] != data.name)
    mine = () if data.value is None else ((data.name, json.dumps(data.value), event.no),)
    return SettingState(member_no=event.subject_no, values=tuple(sorted(others + mine)))


PROJECTIONS: dict[str, Callable[..., State]] = {
    "opened": _opened,
    "moved": _moved,
    "won": _won,
    "lost": _lost,
    "renamed": _renamed,
    "amount_set": _amount_set,
    "close_day_set": _close_day_set,
    "owner_set": _owner_set,
    "noted": _unchanged,
    "step_set": _step_set,
    "snoozed": _snoozed,
    "seen": _seen,
    "customer_added": _customer_added,
    "customer_renamed": _customer_renamed,
    "stage_added": _stage_added,
    "stage_changed": _stage_changed,
    "stage_retired": _stage_retired,
    "member_added": _member_added,
    "member_role_set": _member_role_set,
    "setting_set": _setting_set,
    "erased": _unchanged,
}


def apply_event(state: State | None, event: Event) -> State:
    """The state after one event in force."""
    after = PROJECTIONS[event.kind](state, event, event.data)
    if isinstance(after, SettingState):
        return after
    return after if after.last_no == event.no else replace(after, last_no=event.no)


def in_force(events: Iterable[Event]) -> set[int]:
    """The numbers of the events in force: an event is, unless one in force voids it."""
    force: dict[int, bool] = {}
    voided: set[int] = set()
    for event in sorted(events, key=lambda each: each.no, reverse=True):
        force[event.no] = event.no not in voided
        if event.voids is not None and force[event.no]:
            voided.add(event.voids)
    return {no for no, holds in force.items() if holds}


@dataclass(frozen=True, slots=True)
class Folded:
    """What a subject's events come to; `stays` are a deal's, oldest first."""

    state: State | None
    stays: tuple[StayState, ...] = ()


def fold(events: Iterable[Event]) -> Folded:
    """The state that one subject's events (voids included, in the order of `no`) come to."""
    listed = list(events)
    holding = in_force(listed)
    folded = _folded([event for event in listed if event.no in holding])
    if folded.state is None:
        return folded
    return replace(folded, state=_up_to_date(folded.state, listed))


def known_at(events: Iterable[Event], no: int) -> Folded:
    """What was known of a subject when event `no` was the newest: later events and later voids are not yet."""
    return fold(event for event in events if event.no <= no)


def true_at(events: Iterable[Event], moment: datetime) -> Folded:
    """What was so at a moment, as is known today: of the events in force those that had happened."""
    listed = list(events)
    holding = in_force(listed)
    return _folded([event for event in listed if event.no in holding and event.happened_at <= moment])


def _folded(holding: Iterable[Event]) -> Folded:
    """Events in force, one after the other; what comes before a subject's first event has nothing to change."""
    state: State | None = None
    stays: list[StayState] = []
    for event in holding:
        if event.voids is not None or (state is None and EXISTS in event.data.rests_on()):
            continue
        before, state = state, apply_event(state, event)
        if isinstance(state, DealState):
            _follow(stays, before if isinstance(before, DealState) else None, state)
    return Folded(state, tuple(stays))


def _up_to_date(state: State, events: list[Event]) -> State:
    """With the newest event's number, voids included; a setting's is that of the newest event about it."""
    if not isinstance(state, SettingState):
        return replace(state, last_no=events[-1].no)
    by_no = {event.no: event for event in events}
    newest: dict[str, int] = {}
    for event in events:
        root = event
        while root.voids is not None:
            root = by_no[root.voids]
        if isinstance(root.data, SettingSet):
            newest[root.data.name] = event.no
    return replace(state, values=tuple((name, value, newest[name]) for name, value, _no in state.values))


def _follow(stays: list[StayState], before: DealState | None, after: DealState) -> None:
    ended, begun = stay_change(before, after)
    if ended is not None:
        stays[-1] = replace(stays[-1], ended_at=ended.ended_at, ended_no=ended.ended_no)
    if begun is not None:
        stays.append(begun)


def stay_change(before: DealState | None, after: DealState) -> tuple[StayState | None, StayState | None]:
    """The stay that ended and the stay that began between two states of a deal."""
    if before is not None and before.stay == after.stay:
        return None, None
    begun = StayState(after.stay, after.deal_no, after.stage_no, after.stay_at, None, None)
    if before is None:
        return None, begun
    ended = StayState(before.stay, before.deal_no, before.stage_no, before.stay_at, after.stay_at, after.stay)
    return ended, begun


def changed(before: State, after: State) -> dict[str, Any]:
    """What differs of a subject's row between two of its states, with the new values."""
    names, values = _fields(after.__class__)
    return {name: new for name, old, new in zip(names, values(before), values(after), strict=True) if new != old}


def columns(state: Any) -> dict[str, Any]:
    """A state as the values of its row."""
    names, values = _fields(state.__class__)
    return dict(zip(names, values(state), strict=True))


@cache
def _fields(kind: type[Any]) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """A state's fields, and how all their values are taken at once."""
    names: tuple[str, ...] = tuple(kind.__dataclass_fields__)
    return names, attrgetter(*names)
