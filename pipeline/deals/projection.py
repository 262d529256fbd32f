"""What follows from the events of a deal: its state, its stays, its touches and needs. One pure function per kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from pipeline.customers.events import CUSTOMER
from pipeline.customers.projection import is_unmerged
from pipeline.deals.events import (
    DEAL,
    AmountSet,
    CloseDaySet,
    CustomerSet,
    DeliveryPromised,
    LateBecause,
    Lost,
    LostExplained,
    LostKind,
    Mistaken,
    Moved,
    Noted,
    Opened,
    OwnerSet,
    Renamed,
    SaidBy,
    Seen,
    Snoozed,
    SourceKind,
    SourceSet,
    StepSet,
    Won,
)
from pipeline.deals.own_projection import OWN_KINDS, OWN_PARTS
from pipeline.deals.rehoming_events import Transferred
from pipeline.deals.sale_projection import SALE_KINDS, SALE_PARTS
from pipeline.deals.tables import deal, need, offer, stay, touch
from pipeline.deals.touch_events import NeedAdded, NeedEnded, Touched, TouchOutcome
from pipeline.ledger.events import Event
from pipeline.ledger.subject import Counter, Effect, EventKind, Head, Mend, Part, Put, Reference, Remove, Subject
from pipeline.options.events import OPTION
from pipeline.people.events import MEMBER
from pipeline.stages.events import STAGE, StageKind
from pipeline.stages.projection import is_in_use


@dataclass(frozen=True, slots=True)
class DealState:
    """A deal as it is. A typed text stands here by its number; a kind of None was not asked."""

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
    source_kind: SourceKind | None = None
    source_option: int | None = None
    follows: int | None = None
    step_at: int | None = None
    first_promised_day: date | None = None
    lost_kind: LostKind | None = None
    lost_option: int | None = None
    also_kind: LostKind | None = None
    said_by: SaidBy | None = None
    returns: date | None = None
    last_out: datetime | None = None
    last_in: datetime | None = None
    is_delivered: bool | None = None
    delivered_day: date | None = None
    late_because: LateBecause | None = None
    also: int | None = None


@dataclass(frozen=True, slots=True)
class StayState:
    """A deal's time in a stage; `no` is the event that opened it, `ended_no` the one that ended it."""

    no: int
    deal_no: int
    stage_no: int
    started_at: datetime
    ended_at: datetime | None
    ended_no: int | None


# A look-up costs a third of what the class of an enumeration takes to find its member.
_STATES: dict[str, StageKind] = {each.value: each for each in StageKind}
_SOURCE_KINDS: dict[str | None, SourceKind | None] = {None: None} | {each.value: each for each in SourceKind}
_LOST_KINDS: dict[str | None, LostKind | None] = {None: None} | {each.value: each for each in LostKind}
_SAID_BY: dict[str | None, SaidBy | None] = {None: None} | {each.value: each for each in SaidBy}
_LATE: dict[str | None, LateBecause | None] = {None: None} | {each.value: each for each in LateBecause}
_CODED = frozenset({"state", "source_kind", "lost_kind", "also_kind", "said_by", "late_because"})
_PLAIN = tuple(name for name in DealState.__dataclass_fields__ if name not in _CODED)
_plain_values = attrgetter(*_PLAIN)


def deal_from_row(row: Any) -> DealState:
    """A row of `deal` as a state."""
    plain: dict[str, Any] = dict(zip(_PLAIN, _plain_values(row), strict=True))
    return DealState(
        **plain,
        state=_STATES[row.state],
        source_kind=_SOURCE_KINDS[row.source_kind],
        lost_kind=_LOST_KINDS[row.lost_kind],
        also_kind=_LOST_KINDS[row.also_kind],
        said_by=_SAID_BY[row.said_by],
        late_because=_LATE[row.late_because],
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
        source_kind=data.source_kind,
        source_option=data.source_option,
        follows=data.follows,
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
    assert isinstance(data, Moved | Won | Lost | Transferred)
    kinds = {Moved: StageKind.OPEN, Transferred: StageKind.OPEN, Won: StageKind.WON, Lost: StageKind.LOST}
    promised = data.promised_day if isinstance(data, Won) else None
    lost = data if isinstance(data, Lost) else None
    return replace(
        before,
        pipeline_no=data.pipeline_no if isinstance(data, Transferred) else before.pipeline_no,
        stage_no=data.stage_no,
        state=kinds[type(data)],
        stay=event.no,
        stay_at=event.happened_at,
        promised_day=promised,
        first_promised_day=promised,
        lost_reason=lost.reason if lost else None,
        lost_kind=lost.lost_kind if lost else None,
        lost_option=lost.lost_option if lost else None,
        also_kind=lost.also_kind if lost else None,
        said_by=lost.said_by if lost else None,
        returns=lost.returns if lost else None,
        is_delivered=None,
        delivered_day=None,
        late_because=None,
        also=None,
        last_no=event.no,
    )


def _lost_explained(before: DealState, event: Event) -> DealState:
    data = event.data
    assert isinstance(data, LostExplained)
    return replace(
        before,
        lost_reason=data.reason,
        lost_kind=data.lost_kind,
        lost_option=data.lost_option,
        also_kind=data.also_kind,
        said_by=data.said_by,
        returns=data.returns,
    )


def _delivery_promised(before: DealState, event: Event) -> DealState:
    """The first promise of a win stays as it was, beside the newest one."""
    data = event.data
    assert isinstance(data, DeliveryPromised)
    first, because = before.first_promised_day or data.day, data.late_because or before.late_because
    return replace(before, promised_day=data.day, first_promised_day=first, late_because=because)


def _mistaken(_before: DealState, _event: Event) -> None:
    """The deal is there no more."""


def _customer_set(before: DealState, event: Event) -> DealState:
    assert isinstance(event.data, CustomerSet)
    return replace(before, customer_no=event.data.customer_no)


def _source_set(before: DealState, event: Event) -> DealState:
    data = event.data
    assert isinstance(data, SourceSet)
    return replace(before, source=data.source, source_kind=data.source_kind, source_option=data.source_option)


def _new_stay(before: DealState | None, event: Event) -> Iterable[Effect]:
    """The stay that begins, and the end of the one before."""
    data = event.data
    assert isinstance(data, Opened | Moved | Won | Lost | Transferred)
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
    data = event.data
    assert isinstance(data, StepSet)
    return replace(before, step=data.step, step_day=data.step_day, step_at=data.step_at)


def _snoozed(before: DealState, event: Event) -> DealState:
    data = event.data
    assert isinstance(data, Snoozed)
    return replace(before, snoozed_until=data.until, snoozed_stay=data.stay if data.until else None)


def _seen(before: DealState, event: Event) -> DealState:
    assert isinstance(event.data, Seen)
    return replace(before, quiet_until=event.data.quiet_until)


def _touched(before: DealState, event: Event) -> DealState:
    """Whoever reaches the customer turns to them and is answered; an older touch moves no newer date back."""
    data = event.data
    assert isinstance(data, Touched)
    last_out, last_in = before.last_out, before.last_in
    if data.outcome is not TouchOutcome.THEY_CONTACTED:
        last_out = max(last_out or event.happened_at, event.happened_at)
    if data.outcome in (TouchOutcome.REACHED, TouchOutcome.THEY_CONTACTED):
        last_in = max(last_in or event.happened_at, event.happened_at)
    return replace(before, last_out=last_out, last_in=last_in)


def _touch(_before: DealState, event: Event) -> Iterable[Effect]:
    data = event.data
    assert isinstance(data, Touched)
    yield Put(
        touch,
        {
            "deal_no": event.subject_no,
            "no": event.no,
            "at": event.happened_at,
            "member_no": event.member_no,
            "means": data.means.value,
            "outcome": data.outcome.value,
            "interest": data.interest.value if data.interest is not None else None,
            "contact_no": data.contact_no,
            "note": data.note,
        },
    )


def _need(_before: DealState, event: Event) -> Iterable[Effect]:
    assert isinstance(event.data, NeedAdded)
    yield Put(need, {"deal_no": event.subject_no, "need": event.data.need})


def _need_ended(_before: DealState, event: Event) -> Iterable[Effect]:
    assert isinstance(event.data, NeedEnded)
    yield Remove(need, (event.subject_no, event.data.need))


def _without_new_fields(data: dict[str, Any]) -> dict[str, Any]:
    """The fields that the next version adds were not asked: each is None, as the model has it."""
    return data


DEALS = Subject(
    name=DEAL,
    kinds=(
        EventKind(Opened, _opened, _new_stay),
        EventKind(Moved, _entered, _new_stay),
        EventKind(Won, _entered, _new_stay),
        EventKind(Lost, _entered, _new_stay),
        EventKind(LostExplained, _lost_explained),
        EventKind(DeliveryPromised, _delivery_promised),
        EventKind(Mistaken, _mistaken),
        EventKind(CustomerSet, _customer_set),
        EventKind(SourceSet, _source_set),
        EventKind(Renamed, _renamed),
        EventKind(AmountSet, _amount_set),
        EventKind(CloseDaySet, _close_day_set),
        EventKind(OwnerSet, _owner_set),
        EventKind(Noted),
        EventKind(StepSet, _step_set),
        EventKind(Snoozed, _snoozed),
        EventKind(Seen, _seen),
        EventKind(Touched, _touched, _touch),
        EventKind(NeedAdded, effects=_need),
        EventKind(NeedEnded, effects=_need_ended),
        EventKind(Transferred, _entered, _new_stay),
        *SALE_KINDS,
        *OWN_KINDS,
    ),
    head=Head(deal, "deal_no", deal_from_row),
    parts=(
        Part(stay, ("deal_no", "no")),
        Part(touch, ("deal_no", "no")),
        Part(need, ("deal_no", "need")),
        *SALE_PARTS,
        *OWN_PARTS,
    ),
    counters=(Counter("deal_no"), Counter("offer_no", offer.c.offer_no)),
    references=(
        Reference("customer_no", CUSTOMER, is_unmerged),
        Reference("owner", MEMBER),
        Reference("stage_no", STAGE, is_in_use),
        Reference("source_option", OPTION),
        Reference("lost_option", OPTION),
    ),
    lifts={(data.kind, 1): _without_new_fields for data in (Opened, Lost, StepSet)},
)


def opens_stay(data: object) -> bool:
    """Whether an event of this data begins a stay: the deal entered a stage."""
    return isinstance(data, Opened | Moved | Won | Lost | Transferred)
