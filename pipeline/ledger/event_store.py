"""The statements on the tables `event`, `name` and `words`: events are read back and appended, texts are kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Table, Update, bindparam, func, select, update

from pipeline.ledger.events import Event, Key, Via, dump_data
from pipeline.ledger.session import Session
from pipeline.ledger.subject import Subjects
from pipeline.storage import schema
from pipeline.storage.prepared import Read, ReadIn, Write

event = schema.event
CHUNK = 500  # rows named in one statement
_VIA = {each.value: each for each in Via}
LAST_NO = 2**62  # beyond every number

_INSERT_EVENT = Write(lambda insert: insert(event))
_INSERT_NAME = Write(lambda insert: insert(schema.name))
_INSERT_WORDS = Write(lambda insert: insert(schema.words))
_BY_SUBJECT = ReadIn(
    lambda lists: (
        select(event)
        .where(event.c.workspace_no == bindparam("w"), event.c.subject == bindparam("subject"))
        .where(event.c.subject_no.in_(lists["nos"]))
        .order_by(event.c.subject_no, event.c.no)  # as the index has them
    )
)
_BY_NO = Read(select(event).where(event.c.workspace_no == bindparam("w"), event.c.no == bindparam("no")))
_next = event.alias("next")
_NEXT_CHANGE = (  # a change's events are neighbours: it ends where the next one begins
    select(func.min(_next.c.no))
    .where(_next.c.workspace_no == bindparam("w"), _next.c.no > bindparam("change_no"), _next.c.change_no == _next.c.no)
    .scalar_subquery()
)
_IN_CHANGE = (
    event.c.workspace_no == bindparam("w"),
    event.c.change_no == bindparam("change_no"),
    event.c.no >= bindparam("change_no"),
    event.c.no < func.coalesce(_NEXT_CHANGE, LAST_NO),
)
_BY_CHANGE = Read(select(event).where(*_IN_CHANGE).order_by(event.c.no))
_TOUCHED = Read(select(event.c.subject, event.c.subject_no).where(*_IN_CHANGE).distinct())

_first = event.alias("first")
_AFTER_FIRST = (
    select(func.min(_next.c.no))
    .where(_next.c.workspace_no == bindparam("w"), _next.c.no > _first.c.no, _next.c.change_no == _next.c.no)
    .correlate(_first)
    .scalar_subquery()
)
_BY_CHANGES = ReadIn(
    lambda lists: (
        select(event)
        .where(_first.c.workspace_no == bindparam("w"), _first.c.no.in_(lists["nos"]))
        .where(event.c.workspace_no == bindparam("w"), event.c.change_no == _first.c.no)
        .where(event.c.no >= _first.c.no, event.c.no < func.coalesce(_AFTER_FIRST, LAST_NO))
        .order_by(event.c.no)
    )
)


def from_row(subjects: Subjects, row: Any) -> Event:
    """A row of `event` as an Event. Raises KeyError or ValueError for one that this program cannot read."""
    return Event(
        row.no,
        row.change_no,
        row.subject,
        row.subject_no,
        subjects[row.subject].load(row.kind, row.version, row.data),
        row.happened_at,
        row.recorded_at,
        row.member_no,
        _VIA[row.via],
        row.voids,
        row.batch_no,
    )


def event_by_no(session: Session, no: int) -> Event | None:
    """One event, or None."""
    row = _BY_NO.first(session.connection, {"w": session.by.workspace_no, "no": no})
    return from_row(session.subjects, row) if row is not None else None


def change_of(session: Session, change_no: int) -> list[Event]:
    """The events of one change, in order; none where there is no such change."""
    values = {"w": session.by.workspace_no, "change_no": change_no}
    return [from_row(session.subjects, row) for row in _BY_CHANGE(session.connection, values)]


def change_with_histories(session: Session, change_no: int) -> tuple[list[Event], dict[Key, list[Event]]]:
    """The events of one change, in order, and all events of each subject that they are about."""
    values = {"w": session.by.workspace_no, "change_no": change_no}
    found = histories(session, [(row.subject, row.subject_no) for row in _TOUCHED(session.connection, values)])
    change = (event for events in found.values() for event in events if event.change_no == change_no)
    return sorted(change, key=attrgetter("no")), found


def changes_of(session: Session, changes: Collection[int]) -> dict[int, list[Event]]:
    """The events of each of these changes, in order; a change that is not there is left out."""
    found: dict[int, list[Event]] = defaultdict(list)
    for row in _BY_CHANGES(session.connection, {"w": session.by.workspace_no}, {"nos": sorted(set(changes))}):
        found[row.change_no].append(from_row(session.subjects, row))
    return dict(found)


def history_of(session: Session, key: Key) -> list[Event]:
    """All events of one subject, voids included, in order."""
    return histories(session, [key])[key]


def histories(session: Session, keys: Sequence[Key]) -> dict[Key, list[Event]]:
    """All events of these subjects, voids included, in order."""
    found: dict[Key, list[Event]] = {key: [] for key in keys}
    numbers: dict[str, list[int]] = defaultdict(list)
    for subject, no in keys:
        numbers[subject].append(no)
    for subject, nos in numbers.items():
        for start in range(0, len(nos), CHUNK):
            values = {"w": session.by.workspace_no, "subject": subject}
            for row in _BY_SUBJECT(session.connection, values, {"nos": nos[start : start + CHUNK]}):
                found[subject, row.subject_no].append(from_row(session.subjects, row))
    return found


def event_rows(workspace_no: int, events: Iterable[Event]) -> list[dict[str, Any]]:
    """These events as rows of `event`."""
    return [
        {
            "workspace_no": workspace_no,
            "no": each.no,
            "change_no": each.change_no,
            "batch_no": each.batch_no,
            "subject": each.subject,
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
    ]


def insert_events(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Append these rows to the ledger."""
    _INSERT_EVENT(connection, rows)


def _blank(table: Table) -> Update:
    blanked: dict[str, Any] = {"text": None, "erased_no": bindparam("by")}
    if "folded" in table.c:
        blanked["folded"] = None
    return (
        update(table)
        .where(table.c.workspace_no == bindparam("w"), table.c.erased_no.is_(None))
        .where(table.c.about == bindparam("subject"), table.c.about_no == bindparam("number"))
        .values(blanked)
    )


_BLANK_TEXTS = (_blank(schema.name), _blank(schema.words))


_NAMES_ABOUT = select(schema.name.c.no, schema.name.c.text).where(
    schema.name.c.workspace_no == bindparam("w"),
    schema.name.c.about == bindparam("subject"),
    schema.name.c.about_no == bindparam("number"),
    schema.name.c.text.is_not(None),
)


def names_about(connection: Connection, workspace_no: int, key: Key) -> dict[int, str]:
    """All names that a subject has or had and that are not erased, by their numbers."""
    found = connection.execute(_NAMES_ABOUT, {"w": workspace_no, "subject": key[0], "number": key[1]})
    return {row.no: row.text for row in found}


def blank_texts(connection: Connection, workspace_no: int, erased: Event) -> None:
    """Blank every text about the subject of an `erased` event. The numbers of the texts stay."""
    values = {"w": workspace_no, "subject": erased.subject, "number": erased.subject_no, "by": erased.no}
    for statement in _BLANK_TEXTS:
        connection.execute(statement, values)


def insert_texts(connection: Connection, table: Table, texts: Sequence[Mapping[str, Any]]) -> None:
    """Keep typed texts in `name` or in `words`."""
    (_INSERT_WORDS if table is schema.words else _INSERT_NAME)(connection, texts)
