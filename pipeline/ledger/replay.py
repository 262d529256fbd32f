"""Replaying the ledger: what each subject's events come to, and whether the projections say the same (`putki verify`).

A page of subjects at a time, so that a large workspace needs no more memory than a small one.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, islice
from typing import Any

from sqlalchemy import BindParameter, Connection, Select, Table, and_, bindparam, func, or_, select

from pipeline.ledger import rows
from pipeline.ledger.events import Event, Noted, Subject
from pipeline.ledger.projections import Folded, SettingState, fold, true_at
from pipeline.storage import schema
from pipeline.storage.engine import Storage

PAGE = 500  # subjects compared at a time
MOST = 1000  # differences listed of one workspace; one is bad enough

_event = schema.event
_W: BindParameter[Any] = bindparam("w")
_PAGE_OF_EVENTS = (
    select(_event)
    .where(_event.c.workspace_no == _W, _event.c.subject == bindparam("subject"))
    .where(_event.c.subject_no.between(bindparam("first"), bindparam("last")))
    .order_by(_event.c.subject_no, _event.c.no)
)
_LAST_SUBJECT = select(func.max(_event.c.subject_no)).where(
    _event.c.workspace_no == _W, _event.c.subject == bindparam("subject")
)
_WORKSPACES = select(schema.line.c.workspace_no).order_by(schema.line.c.workspace_no)


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a row is not what the ledger says; None: there is no such row, or there should be none."""

    workspace_no: int
    table: str
    key: str
    kept: Any
    replayed: Any


def replayed(
    connection: Connection,
    workspace_no: int,
    subject: Subject,
    *,
    known: int | None = None,
    true: datetime | None = None,
) -> Iterator[tuple[int, Folded]]:
    """Each subject's number with what its events come to: now, as `known` at an event, or as `true` at a moment."""

    def come_to(events: list[Event]) -> Folded:
        seen = events if known is None else [event for event in events if event.no <= known]
        return fold(seen) if true is None else true_at(seen, true)

    last = connection.execute(_LAST_SUBJECT, {"w": workspace_no, "subject": subject.value}).scalar() or 0
    for first in range(0, last + 1, PAGE):
        for no, events in _page(connection, workspace_no, subject, first):
            yield no, come_to(events)


def _page(connection: Connection, workspace_no: int, subject: Subject, first: int) -> Iterator[tuple[int, list[Event]]]:
    found = _rows(connection, workspace_no, subject, first)
    for no, events in groupby(map(rows.from_row, found), key=lambda event: event.subject_no):
        yield no, list(events)


def _rows(connection: Connection, workspace_no: int, subject: Subject, first: int) -> Iterable[Any]:
    values = {"w": workspace_no, "subject": subject.value, "first": first, "last": first + PAGE - 1}
    return connection.execute(_PAGE_OF_EVENTS, values)


def verify(storage: Storage, workspace_no: int | None = None) -> list[Difference]:
    """Every difference between the ledger and what is kept beside it, of one workspace or of all; empty when sound.

    Compares each projection with its replay, and looks for gaps and for counters that lag behind. `deal_watch` is not
    compared: it may be outdated, and the tick brings it up to date.
    """
    with storage.read() as connection:
        chosen = workspaces(connection) if workspace_no is None else [workspace_no]
        return [each for no in chosen for each in islice(_differences(connection, no), MOST)]


def workspaces(connection: Connection) -> list[int]:
    """The numbers of all workspaces."""
    return list(connection.scalars(_WORKSPACES))


def _differences(connection: Connection, w: int) -> Iterator[Difference]:
    yield from _in_line(connection, w)
    yield from _out_of_order(connection, w)
    for subject in Subject:
        yield from _in_projections(connection, w, subject)
    yield from _nameless(connection, w)


# --- Projections ------------------------------------------------------------------------------------------------------


Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Projection:
    """A table, the column that names the subject, and the rows that a fold comes to, by what identifies each."""

    table: Table
    subject_no: str
    key: Callable[[Row], tuple[Any, ...]]
    rows: Callable[[Folded], list[dict[str, Any]]]


def _one_row(folded: Folded) -> list[dict[str, Any]]:
    return [rows.named(folded.state)] if folded.state is not None else []


def _stay_rows(folded: Folded) -> list[dict[str, Any]]:
    return [rows.named(each) for each in folded.stays]


def _setting_rows(folded: Folded) -> list[dict[str, Any]]:
    return rows.setting_values(folded.state) if isinstance(folded.state, SettingState) else []


def _keyed_by(*columns: str) -> Callable[[Row], tuple[Any, ...]]:
    return lambda row: tuple(row[column] for column in columns)


_PROJECTIONS: dict[Subject, tuple[_Projection, ...]] = {
    Subject.DEAL: (
        _Projection(schema.deal, "deal_no", _keyed_by("deal_no"), _one_row),
        _Projection(schema.stay, "deal_no", _keyed_by("no"), _stay_rows),
    ),
    Subject.CUSTOMER: (_Projection(schema.customer, "customer_no", _keyed_by("customer_no"), _one_row),),
    Subject.STAGE: (_Projection(schema.stage, "stage_no", _keyed_by("stage_no"), _one_row),),
    Subject.MEMBER: (_Projection(schema.member, "member_no", _keyed_by("member_no"), _one_row),),
    Subject.SETTING: (_Projection(schema.setting, "member_no", _keyed_by("member_no", "name"), _setting_rows),),
}


def _in_projections(connection: Connection, w: int, subject: Subject) -> Iterator[Difference]:
    found = [connection.execute(_LAST_SUBJECT, {"w": w, "subject": subject.value}).scalar()]
    for each in _PROJECTIONS[subject]:
        found.append(connection.execute(_last_kept(each), {"w": w}).scalar())
    for first in range(0, max(no or 0 for no in found) + 1, PAGE):
        read: dict[int, list[Event]] = {}
        unread: dict[int, list[Difference]] = {}
        for row in _rows(connection, w, subject, first):
            try:
                read.setdefault(row.subject_no, []).append(rows.from_row(row))
            except (KeyError, ValueError):
                unread.setdefault(row.subject_no, []).append(_unreadable(w, row))
        yield from (each for differences in unread.values() for each in differences)
        folds = [fold(events) for no, events in read.items() if no not in unread]
        for each in _PROJECTIONS[subject]:
            yield from _compared(connection, w, each, folds, first, unread)


def _unreadable(w: int, row: Any) -> Difference:
    kept = {"kind": row.kind, "version": row.version, "of": f"{row.subject} {row.subject_no}"}
    return Difference(w, "event", str(row.no), kept, "an event that this program can read")


def _last_kept(projection: _Projection) -> Select[Any]:
    table = projection.table
    return select(func.max(table.c[projection.subject_no])).where(table.c.workspace_no == _W)


def _compared(
    connection: Connection, w: int, projection: _Projection, folds: list[Folded], first: int, unread: Container[int]
) -> Iterator[Difference]:
    """Where the rows of a page are not what its folds come to; nobody knows of subjects with unreadable events."""
    table = projection.table
    statement = select(*(column for column in table.c if column.name != "workspace_no")).where(
        table.c.workspace_no == _W, table.c[projection.subject_no].between(first, first + PAGE - 1)
    )
    found = [dict(row) for row in connection.execute(statement, {"w": w}).mappings()]
    kept = {projection.key(row): row for row in found if row[projection.subject_no] not in unread}
    for row in (row for folded in folds for row in projection.rows(folded)):
        key = projection.key(row)
        there = kept.pop(key, None)
        if there != row:
            shown = {name for name in row if there is None or there.get(name) != row[name]}
            yield Difference(w, table.name, _spelled(key), _part(there, shown), _part(row, shown))
    for key, row in kept.items():
        yield Difference(w, table.name, _spelled(key), row, None)


def _part(row: Row | None, columns: set[str]) -> Row | None:
    return {name: value for name, value in row.items() if name in columns} if row is not None else None


def _spelled(key: tuple[Any, ...]) -> str:
    return " ".join(str(part) for part in key)


# --- The ledger itself ------------------------------------------------------------------------------------------------

_LINE = select(schema.line).where(schema.line.c.workspace_no == _W)
_COUNTED = select(
    func.count().label("count"), func.max(_event.c.no).label("last"), func.max(_event.c.recorded_at).label("recorded")
).where(_event.c.workspace_no == _W)
_LAST_RULE = select(func.max(_event.c.no)).where(
    _event.c.workspace_no == _W, _event.c.subject.in_([Subject.STAGE.value, Subject.SETTING.value])
)


def _highest(*columns: Any) -> list[Select[Any]]:
    return [select(func.max(column)).where(column.table.c.workspace_no == _W) for column in columns]


_TAKEN: dict[str, list[Select[Any]]] = {
    "deal_no": [_LAST_SUBJECT.params(subject=Subject.DEAL.value)],
    "customer_no": [_LAST_SUBJECT.params(subject=Subject.CUSTOMER.value)],
    "member_no": [_LAST_SUBJECT.params(subject=Subject.MEMBER.value)],
    "stage_no": [_LAST_SUBJECT.params(subject=Subject.STAGE.value)],
    "pipeline_no": _highest(schema.stage.c.pipeline_no),
    "words_no": _highest(schema.name.c.no, schema.words.c.no),
    "batch_no": _highest(_event.c.batch_no),
}


def _in_line(connection: Connection, w: int) -> Iterator[Difference]:
    """Gaps in the event numbers, and counters behind what they gave out."""
    line = connection.execute(_LINE, {"w": w}).mappings().first()
    if line is None:
        yield Difference(w, "line", str(w), None, "a line")
        return
    counted = connection.execute(_COUNTED, {"w": w}).one()
    last = counted.last or 0
    if line["event_no"] != last or counted.count != last:
        yield Difference(w, "line", "event_no", {"event_no": line["event_no"], "events": counted.count}, last)
    if counted.recorded is not None and counted.recorded > line["recorded_at"]:
        yield Difference(w, "line", "recorded_at", line["recorded_at"], counted.recorded)
    last_rule = connection.execute(_LAST_RULE, {"w": w}).scalar() or 0
    if line["rules_no"] != last_rule:
        yield Difference(w, "line", "rules_no", line["rules_no"], last_rule)
    for counter, statements in _TAKEN.items():
        highest = max(connection.execute(each, {"w": w}).scalar() or 0 for each in statements)
        if highest > line[counter]:
            yield Difference(w, "line", counter, line[counter], highest)


_earlier = _event.alias("earlier")
_DISORDER = (
    select(_event.c.no, _event.c.change_no, _event.c.voids)
    .select_from(
        _event.outerjoin(
            _earlier,
            and_(_earlier.c.workspace_no == _event.c.workspace_no, _earlier.c.no == _event.c.no - 1),
        )
    )
    .where(_event.c.workspace_no == _W)
    .where(
        or_(
            _earlier.c.recorded_at > _event.c.recorded_at,
            and_(_event.c.change_no != _event.c.no, _event.c.change_no != _earlier.c.change_no),
        )
    )
    .order_by(_event.c.no)
    .limit(MOST)
)
_voided = _event.alias("voided")
_STRAY_VOIDS = (
    select(_event.c.no, _event.c.voids)
    .select_from(
        _event.outerjoin(
            _voided,
            and_(
                _voided.c.workspace_no == _event.c.workspace_no,
                _voided.c.no == _event.c.voids,
                _voided.c.subject == _event.c.subject,
                _voided.c.subject_no == _event.c.subject_no,
            ),
        )
    )
    .where(_event.c.workspace_no == _W, _event.c.voids.is_not(None), _voided.c.no.is_(None))
    .order_by(_event.c.no)
    .limit(MOST)
)


def _out_of_order(connection: Connection, w: int) -> Iterator[Difference]:
    """Events recorded before an earlier one, changes that are not neighbours, and voids of another subject's event."""
    for row in connection.execute(_DISORDER, {"w": w}):
        yield Difference(w, "event", str(row.no), {"change_no": row.change_no}, "in the order of its number and change")
    for row in connection.execute(_STRAY_VOIDS, {"w": w}):
        yield Difference(w, "event", str(row.no), {"voids": row.voids}, "a void on the subject of what it voids")


_DEAL_WORDS = (schema.deal.c.step, schema.deal.c.source, schema.deal.c.lost_reason)
_TEXTS: tuple[tuple[Table, Table, Any], ...] = (
    (schema.deal, schema.name, schema.deal.c.name),
    (schema.customer, schema.name, schema.customer.c.name),
    (schema.stage, schema.name, schema.stage.c.name),
    *((schema.deal, schema.words, column) for column in _DEAL_WORDS),
)
_IS_CUSTOMERS = and_(schema.name.c.about == Subject.CUSTOMER.value, schema.name.c.text.is_not(None))
_FOLDED = select(schema.name.c.no, schema.name.c.text, schema.name.c.folded).where(
    schema.name.c.workspace_no == _W, or_(schema.name.c.folded.is_not(None), _IS_CUSTOMERS)
)
_NOTED = select(_event.c.no, _event.c.data).where(_event.c.workspace_no == _W, _event.c.kind == Noted.kind)
_KEPT_WORDS = select(schema.words.c.no).where(
    schema.words.c.workspace_no == _W, schema.words.c.no.in_(bindparam("nos", expanding=True))
)


def _nameless(connection: Connection, w: int) -> Iterator[Difference]:
    """Texts that are numbered and not kept (an erased one is, as a blank), and names found by none or another's."""
    for table, texts, column in _TEXTS:
        kept = texts.alias("kept")
        missing = (
            select(list(table.primary_key)[-1], column)
            .select_from(table.outerjoin(kept, and_(kept.c.workspace_no == table.c.workspace_no, kept.c.no == column)))
            .where(table.c.workspace_no == _W, column.is_not(None), kept.c.no.is_(None))
            .limit(MOST)
        )
        for key, no in connection.execute(missing, {"w": w}):
            yield Difference(w, texts.name, str(no), None, f"the {column.name} of {table.name} {key}")
    yield from _noteless(connection, w)
    for no, text, folded in connection.execute(_FOLDED, {"w": w}):
        if folded != (text or "").casefold():
            yield Difference(w, "name", str(no), {"folded": folded}, "its text without letter case")


def _noteless(connection: Connection, w: int) -> Iterator[Difference]:
    """Notes whose words are not kept; an event that cannot be read is told of elsewhere."""
    for page in connection.execute(_NOTED, {"w": w}).partitions(PAGE):
        notes: dict[int, int] = {}
        for no, data in page:
            with suppress(ValueError):
                notes[no] = Noted.model_validate_json(data).note
        kept = set(connection.scalars(_KEPT_WORDS, {"w": w, "nos": list(notes.values())}))
        for no, words in notes.items():
            if words not in kept:
                yield Difference(w, "words", str(words), None, f"the note of event {no}")
