"""The ledger's statements: reading events back, and writing events and the states that follow from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, func, select, update

from pipeline.ledger.events import Event, StageKind, Subject, Via, dump_data, load_data
from pipeline.ledger.projections import (
    CustomerState,
    DealState,
    Folded,
    MemberState,
    SettingState,
    StageState,
    State,
    StayState,
    changed,
    columns,
)
from pipeline.storage import schema
from pipeline.storage.prepared import Write

event, deal, stay = schema.event, schema.deal, schema.stay
Key = tuple[Subject, int]
CHUNK = 500  # rows named in one statement
LAST_NO = 2**62  # beyond every number

_INSERT_EVENT = Write(lambda insert: insert(event))
_BY_SUBJECT = (
    select(event)
    .where(event.c.workspace_no == bindparam("w"), event.c.subject == bindparam("subject"))
    .where(event.c.subject_no.in_(bindparam("nos", expanding=True)))
    .order_by(event.c.no)
)
_BY_NO = select(event).where(event.c.workspace_no == bindparam("w"), event.c.no == bindparam("no"))
_next = event.alias("next")
_NEXT_CHANGE = (  # a change's events are neighbours: it ends where the next one begins
    select(func.min(_next.c.no))
    .where(_next.c.workspace_no == bindparam("w"), _next.c.no > bindparam("change_no"), _next.c.change_no == _next.c.no)
    .scalar_subquery()
)
_BY_CHANGE = (
    select(event)
    .where(event.c.workspace_no == bindparam("w"), event.c.change_no == bindparam("change_no"))
    .where(event.c.no >= bindparam("change_no"), event.c.no < func.coalesce(_NEXT_CHANGE, LAST_NO))
    .order_by(event.c.no)
)

_DEAL = select(deal).where(deal.c.workspace_no == bindparam("w"), deal.c.deal_no == bindparam("deal_no"))
_DEALS = select(deal).where(deal.c.workspace_no == bindparam("w"), deal.c.deal_no.in_(bindparam("nos", expanding=True)))
_STAY = select(stay).where(
    stay.c.workspace_no == bindparam("w"), stay.c.deal_no == bindparam("deal_no"), stay.c.no == bindparam("no")
)


def _inserts(table: Table) -> Write:
    return Write(lambda insert: insert(table))


@cache
def _update(kind: type[State], names: tuple[str, ...]) -> Write:
    """Set these columns of one row: only those that a change touches, so that the others' indexes rest."""
    table, key = _TABLES[kind]
    return Write(
        lambda _insert: (
            update(table)
            .where(table.c.workspace_no == bindparam("w"), table.c[key] == bindparam("no"))
            .values({name: bindparam(f"new_{name}") for name in names})
        )
    )


_TABLES: dict[type[State], tuple[Table, str]] = {
    DealState: (schema.deal, "deal_no"),
    CustomerState: (schema.customer, "customer_no"),
    StageState: (schema.stage, "stage_no"),
    MemberState: (schema.member, "member_no"),
}
_INSERTS = {kind: _inserts(table) for kind, (table, _key) in _TABLES.items()}
_INSERT_STAY = _inserts(stay)
_INSERT_SETTING = _inserts(schema.setting)
_END_STAY = Write(
    lambda _insert: (
        update(stay)
        .where(stay.c.workspace_no == bindparam("w"))
        .where(stay.c.deal_no == bindparam("deal"), stay.c.no == bindparam("stay"))
        .values(ended_at=bindparam("at"), ended_no=bindparam("by"))
    )
)
_SETTING_GONE = delete(schema.setting).where(
    schema.setting.c.workspace_no == bindparam("w"), schema.setting.c.member_no == bindparam("no")
)


def from_row(row: Any) -> Event:
    """A row of `event` as an Event."""
    return Event(
        no=row.no,
        change_no=row.change_no,
        subject=Subject(row.subject),
        subject_no=row.subject_no,
        data=load_data(row.kind, row.version, row.data),
        happened_at=row.happened_at,
        recorded_at=row.recorded_at,
        member_no=row.member_no,
        via=Via(row.via),
        voids=row.voids,
        batch_no=row.batch_no,
    )


def event_by_no(connection: Connection, workspace_no: int, no: int) -> Event | None:
    """One event."""
    row = connection.execute(_BY_NO, {"w": workspace_no, "no": no}).first()
    return from_row(row) if row is not None else None


def change(connection: Connection, workspace_no: int, change_no: int) -> list[Event]:
    """The events of one change, in order."""
    return [from_row(row) for row in connection.execute(_BY_CHANGE, {"w": workspace_no, "change_no": change_no})]


def as_deal(row: Any) -> DealState:
    """A row of `deal` as its state."""
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


def deal_states(connection: Connection, workspace_no: int, nos: Collection[int]) -> dict[int, DealState]:
    """Deals as they are, by number; those that are not there are left out."""
    found = connection.execute(_DEALS, {"w": workspace_no, "nos": sorted(nos)})
    return {row.deal_no: as_deal(row) for row in found}


def deal_state(connection: Connection, workspace_no: int, deal_no: int) -> DealState | None:
    """A deal as it is, or None."""
    row = connection.execute(_DEAL, {"w": workspace_no, "deal_no": deal_no}).first()
    return as_deal(row) if row is not None else None


def stay_by_no(connection: Connection, workspace_no: int, deal_no: int, no: int) -> StayState | None:
    """One stay of a deal."""
    row = connection.execute(_STAY, {"w": workspace_no, "deal_no": deal_no, "no": no}).first()
    if row is None:
        return None
    return StayState(row.no, row.deal_no, row.stage_no, row.started_at, row.ended_at, row.ended_no)


def histories(connection: Connection, workspace_no: int, keys: Sequence[Key]) -> dict[Key, list[Event]]:
    """All events of these subjects, voids included, in order."""
    found: dict[Key, list[Event]] = {key: [] for key in keys}
    numbers: dict[Subject, list[int]] = defaultdict(list)
    for subject, no in keys:
        numbers[subject].append(no)
    for subject, nos in numbers.items():
        for start in range(0, len(nos), CHUNK):
            values = {"w": workspace_no, "subject": subject.value, "nos": nos[start : start + CHUNK]}
            for row in connection.execute(_BY_SUBJECT, values):
                found[subject, row.subject_no].append(from_row(row))
    return found


def insert_events(connection: Connection, workspace_no: int, events: Iterable[Event]) -> None:
    """Append these to the ledger."""
    _INSERT_EVENT(
        connection,
        [
            {
                "workspace_no": workspace_no,
                "no": each.no,
                "change_no": each.change_no,
                "batch_no": each.batch_no,
                "subject": each.subject.value,
                "subject_no": each.subject_no,
                "kind": each.kind,
                "version": each.data.version,
                "happened_at": each.happened_at,
                "recorded_at": each.recorded_at,
                "member_no": each.member_no,
                "via": each.via.value,
                "voids": each.voids,
                "data": dump_data(each.data),
            }
            for each in events
        ],
    )


def named(state: State | StayState) -> dict[str, Any]:
    """A state as the values of its row."""
    return {name: getattr(value, "value", value) for name, value in columns(state).items()}


def write_states(
    connection: Connection,
    workspace_no: int,
    pairs: Sequence[tuple[State | None, State | None]],
    events: Sequence[Event],
) -> None:
    """Write states that grew by appending: new rows inserted, known ones updated, stays ended and begun."""
    added: dict[type[State], list[dict[str, Any]]] = defaultdict(list)
    grown: dict[tuple[type[State], tuple[str, ...]], list[dict[str, Any]]] = defaultdict(list)
    for before, after in pairs:
        if after is None:
            continue
        if isinstance(after, SettingState):
            _write_settings(connection, workspace_no, after)
        elif before is None:
            added[type(after)].append({"workspace_no": workspace_no, **named(after)})
        else:
            names, values = _changed(before, after)
            grown[type(after), names].append({"w": workspace_no, **values})
    for (kind, names), values in grown.items():
        _update(kind, names)(connection, values)
    for kind, values in added.items():
        _INSERTS[kind](connection, values)
    _write_stays(connection, workspace_no, pairs, events)


def _changed(before: State, after: State) -> tuple[tuple[str, ...], dict[str, Any]]:
    """The columns that differ, and the values that set them."""
    new = changed(before, after)
    values = {f"new_{name}": getattr(value, "value", value) for name, value in new.items()}
    return tuple(new), {"no": getattr(after, _TABLES[type(after)][1]), **values}


def _write_stays(
    connection: Connection,
    workspace_no: int,
    pairs: Sequence[tuple[State | None, State | None]],
    events: Sequence[Event],
) -> None:
    """Stays follow from the states event by event, so that a change may open several (an import does)."""
    movers = [each for each in events if each.subject is Subject.DEAL and each.data.opens_stay]
    if not movers:
        return
    last: dict[int, DealState | None] = {
        after.deal_no: before if isinstance(before, DealState) else None
        for before, after in pairs
        if isinstance(after, DealState)
    }
    ended: dict[int, dict[str, Any]] = {}
    begun: list[dict[str, Any]] = []
    open_stay = {no: (state.stay if state else None) for no, state in last.items()}
    for each in movers:
        if each.subject_no not in open_stay:
            continue
        earlier = open_stay[each.subject_no]
        if earlier is not None:
            of = {"w": workspace_no, "deal": each.subject_no, "stay": earlier}
            ended[earlier] = {**of, "at": each.happened_at, "by": each.no}
        stage_no: int = getattr(each.data, "stage_no")  # noqa: B009  every event that opens a stay has it
        begun.append(
            {
                "workspace_no": workspace_no,
                "no": each.no,
                "deal_no": each.subject_no,
                "stage_no": stage_no,
                "started_at": each.happened_at,
                "ended_at": None,
                "ended_no": None,
            }
        )
        open_stay[each.subject_no] = each.no
    for row in begun:
        if (closing := ended.pop(row["no"], None)) is not None:
            row["ended_at"], row["ended_no"] = closing["at"], closing["by"]
    _END_STAY(connection, list(ended.values()))
    _INSERT_STAY(connection, begun)


def _write_settings(connection: Connection, workspace_no: int, state: SettingState) -> None:
    connection.execute(_SETTING_GONE, {"w": workspace_no, "no": state.member_no})
    _INSERT_SETTING(connection, _setting_rows(workspace_no, state))


def setting_values(state: SettingState) -> list[dict[str, Any]]:
    """Settings as the values of their rows."""
    return [
        {"member_no": state.member_no, "name": name, "value": value, "last_no": no} for name, value, no in state.values
    ]


def _setting_rows(workspace_no: int, state: SettingState) -> list[dict[str, Any]]:
    return [{"workspace_no": workspace_no, **values} for values in setting_values(state)]


_PROJECTED: dict[Subject, tuple[tuple[Table, str], ...]] = {
    Subject.DEAL: ((schema.deal, "deal_no"), (schema.stay, "deal_no")),
    Subject.CUSTOMER: ((schema.customer, "customer_no"),),
    Subject.STAGE: ((schema.stage, "stage_no"),),
    Subject.MEMBER: ((schema.member, "member_no"),),
    Subject.SETTING: ((schema.setting, "member_no"),),
}


def rewrite(connection: Connection, workspace_no: int, folded: Mapping[Key, Folded]) -> None:
    """Put these subjects' rows in place of what was there, in set statements."""
    numbers: dict[Subject, list[int]] = defaultdict(list)
    for subject, no in folded:
        numbers[subject].append(no)
    for subject, nos in numbers.items():
        for table, key in _PROJECTED[subject]:
            for start in range(0, len(nos), CHUNK):
                connection.execute(
                    delete(table).where(
                        table.c.workspace_no == workspace_no, table.c[key].in_(nos[start : start + CHUNK])
                    )
                )
    states: dict[type[State], list[dict[str, Any]]] = defaultdict(list)
    stays: list[dict[str, Any]] = []
    settings: list[dict[str, Any]] = []
    for each in folded.values():
        if isinstance(each.state, SettingState):
            settings.extend(_setting_rows(workspace_no, each.state))
        elif each.state is not None:
            states[type(each.state)].append({"workspace_no": workspace_no, **named(each.state)})
        stays.extend({"workspace_no": workspace_no, **named(one)} for one in each.stays)
    for kind, values in states.items():
        _INSERTS[kind](connection, values)
    _INSERT_STAY(connection, stays)
    _INSERT_SETTING(connection, settings)


def _look_again(insert_: Any) -> Any:
    statement = insert_(schema.deal_watch)
    due_at = schema.deal_watch.c.due_at
    return statement.on_conflict_do_update(
        index_elements=["workspace_no", "deal_no"],
        set_={"due_at": statement.excluded.due_at},
        where=due_at.is_(None) | (due_at > statement.excluded.due_at),  # what is due already stays so
    )


def _want_card(insert_: Any) -> Any:
    statement = insert_(schema.card)
    return statement.on_conflict_do_update(
        index_elements=["workspace_no", "deal_no"],
        set_={"wanted": statement.excluded.wanted, "due": True, "retry_at": None, "tries": 0, "reason": None},
    )


_INSERT_TEXT = {table.name: _inserts(table) for table in (schema.name, schema.words)}
_LOOK_AGAIN = Write(_look_again)
_WANT_CARD = Write(_want_card)


_LOOK_AT_POSTS_AGAIN = (
    update(schema.post)
    .where(schema.post.c.workspace_no == bindparam("w"), schema.post.c.next_at > bindparam("at", type_=schema.Moment))
    .values(next_at=bindparam("at", type_=schema.Moment))
)
_LOOK_AT_ALL_AGAIN = (
    update(schema.deal_watch)
    .where(schema.deal_watch.c.workspace_no == bindparam("w"))
    .where(
        schema.deal_watch.c.deal_no.in_(
            select(deal.c.deal_no).where(deal.c.workspace_no == bindparam("w"), deal.c.state == StageKind.OPEN.value)
        )
    )
    .values(due_at=bindparam("at"))
)


def keep_texts(connection: Connection, table: Table, texts: Sequence[Mapping[str, Any]]) -> None:
    """Keep typed text."""
    _INSERT_TEXT[table.name](connection, texts)


def look_at_all_again(connection: Connection, workspace_no: int, now: datetime) -> None:
    """What every open deal's stall, and every post's hour, rests on has changed: the tick looks at all of them."""
    connection.execute(_LOOK_AT_ALL_AGAIN, {"w": workspace_no, "at": now})
    connection.execute(_LOOK_AT_POSTS_AGAIN, {"w": workspace_no, "at": now})


def look_again(connection: Connection, workspace_no: int, deals: Sequence[int], now: datetime) -> None:
    """What these deals' stall rests on has changed: the tick looks at them next."""
    rows = [{"workspace_no": workspace_no, "deal_no": no, "due_at": now} for no in deals]
    _LOOK_AGAIN(connection, rows)


def want_cards(connection: Connection, workspace_no: int, last: Mapping[int, int]) -> None:
    """These deals' cards shall show the state after these events."""
    rows = [
        {"workspace_no": workspace_no, "deal_no": no, "wanted": wanted, "shown": 0, "due": True}
        for no, wanted in last.items()
    ]
    _WANT_CARD(connection, rows)
