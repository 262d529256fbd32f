"""What follows from the events of a deal: its state, and its stays in stages. One pure function per kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from pipeline.customers.events import CUSTOMER
from pipeline.deals.events import (
    DEAL,
    AmountSet,
    CloseDaySet,
    Lost,
    Moved,
    Noted,
    Opened,
    OwnerSet,
    Renamed,
    Seen,
    Snoozed,
    StepSet,
    Won,
)
from pipeline.deals.tables import deal, stay
from pipeline.ledger.events import Event
from pipeline.ledger.subject import Counter, Effect, EventKind, Head, Mend, Part, Put, Reference, Subject
from pipeline.people.events import MEMBER
from pipeline.stages.events import STAGE, StageKind
from pipeline.stages.projection import is_in_use


@dataclass(frozen=True, slots=True)
class DealState:
    """A deal as it is. A typed text stands here by its number."""

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


def deal_from_row(row: Any) -> DealState:
    """A row of `deal` as a state."""
    return DealState(
        deal_no=row.deal_no,
        customer_no=row.customer_no,
        name=row.name,
        owner=row.owner,
        pipeline_no=row.pipeline_no,
        stage_no=row.stage_no,
        state=StageKind(row.state),
        stay=row.stay,
        stay_at=row.stay_at,
        opened_at=row.opened_at,
        amount=row.amount,
        currency=row.currency,
        close_day=row.close_day,
        source=row.source,
        step=row.step,
        step_day=row.step_day,
        snoozed_until=row.snoozed_until,
        snoozed_stay=row.snoozed_stay,
        quiet_until=row.quiet_until,
        promised_day=row.promised_day,
        lost_reason=row.lost_reason,
        last_no=row.last_no,
    )


def stay_from_row(row: Any) -> StayState:
    """A row of `stay` as a state."""
    return StayState(row.no, row.deal_no, row.stage_no, row.started_at, row.ended_at, row.ended_no)


def _opened(_before: None, event: Event) -> DealState:
    data = event.data
    assert isinstance(data, Opened)
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


def _entered(before: DealState, event: Event) -> DealState:
    data = event.data
    assert isinstance(data, Moved | Won | Lost)
    kinds = {Moved: StageKind.OPEN, Won: StageKind.WON, Lost: StageKind.LOST}
    return replace(
        before,
        stage_no=data.stage_no,
        state=kinds[type(data)],
        stay=event.no,
        stay_at=event.happened_at,
        promised_day=data.promised_day if isinstance(data, Won) else None,
        lost_reason=data.reason if isinstance(data, Lost) else None,
        last_no=event.no,
    )


def _new_stay(before: DealState | None, event: Event) -> Iterable[Effect]:
    """The stay that begins, and the end of the one before."""
    data = event.data
    assert isinstance(data, Opened | Moved | Won | Lost)
    if before is not None:
        ended = {"ended_at": event.happened_at, "ended_no": event.no}
        yield Mend(stay, (event.subject_no, before.stay), ended)
    begun = StayState(event.no, event.subject_no, data.stage_no, event.happened_at, None, None)
    yield Put(stay, {name: getattr(begun, name) for name in StayState.__dataclass_fields__})


def _renamed(before: DealState, event: Event) -> DealState:
    assert isinstance(event.data, Renamed)
    return replace(before, name=event.data.name)


def _amount_set(before: DealState, event: Event) -> DealState:
    assert isinstance(event.data, AmountSet)
    return replace(before, amount=event.data.amount, currency=event.data.currency)


def _close_day_set(before: DealState, event: Event) -> DealState:
    assert isinstance(event.data, CloseDaySet)
    return replace(before, close_day=event.data.close_day)


def _owner_set(before: DealState, event: Event) -> DealState:
    assert isinstance(event.data, OwnerSet)
    return replace(before, owner=event.data.owner)


def _step_set(before: DealState, event: Event) -> DealState:
    assert isinstance(event.data, StepSet)
    return replace(before, step=event.data.step, step_day=event.data.step_day)


def _snoozed(before: DealState, event: Event) -> DealState:
    data = event.data
    assert isinstance(data, Snoozed)
    return replace(before, snoozed_until=data.until, snoozed_stay=data.stay if data.until else None)


def _seen(before: DealState, event: Event) -> DealState:
    assert isinstance(event.data, Seen)
    return replace(before, quiet_until=event.data.quiet_until)


DEALS = Subject(
    name=DEAL,
    kinds=(
        EventKind(Opened, _opened, _new_stay),
        EventKind(Moved, _entered, _new_stay),
        EventKind(Won, _entered, _new_stay),
        EventKind(Lost, _entered, _new_stay),
        EventKind(Renamed, _renamed),
        EventKind(AmountSet, _amount_set),
        EventKind(CloseDaySet, _close_day_set),
        EventKind(OwnerSet, _owner_set),
        EventKind(Noted),
        EventKind(StepSet, _step_set),
        EventKind(Snoozed, _snoozed),
        EventKind(Seen, _seen),
    ),
    head=Head(deal, "deal_no", deal_from_row),
    parts=(Part(stay, ("deal_no", "no")),),
    counters=(Counter("deal_no"),),
    references=(
        Reference("customer_no", CUSTOMER),
        Reference("owner", MEMBER),
        Reference("stage_no", STAGE, is_in_use),
    ),
)


def opens_stay(data: object) -> bool:
    """Whether an event of this data begins a stay: the deal entered a stage."""
    return isinstance(data, Opened | Moved | Won | Lost)
