"""Verifying the ledger (`putki verify`): whether projections, texts and numbers are what the events say.

Nothing here stops at the first difference: an event that cannot be read is one, and the others are still found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import BindParameter, Connection, Select, Table, and_, bindparam, func, or_, select

from pipeline.ledger import gaps
from pipeline.ledger.chain import LINKED, digest_after
from pipeline.ledger.event_store import from_row
from pipeline.ledger.events import Event
from pipeline.ledger.fold import Folded, fold
from pipeline.ledger.projection_rows import rows_by_table
from pipeline.ledger.references import all_dangling
from pipeline.ledger.replay import LAST_SUBJECT, NEXT_SUBJECT, PAGE, page_of_events, pages, workspaces
from pipeline.ledger.subject import Derived, Subject, Subjects
from pipeline.storage import schema
from pipeline.storage.engine import Storage

MOST = 1000  # differences listed of one workspace; one is bad enough

_event = schema.event
_W: BindParameter[Any] = bindparam("w")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a row is not what the ledger says; None: there is no such row, or there should be none."""

    workspace_no: int
    table: str
    key: str
    kept: Any
    replayed: Any


def verify(storage: Storage, subjects: Subjects, workspace_no: int | None = None) -> list[Difference]:
    """Every difference between the ledger and what is kept beside it, of one workspace or of all; empty when sound.

    Compares each projection with its replay, and what follows from projections and texts with what it should be. Looks
    for missing texts, references that lead nowhere, gaps, and counters that lag behind. `deal_watch` is not compared:
    it may be outdated, and the tick brings it up to date.
    """
    with storage.read() as connection:
        chosen = workspaces(connection) if workspace_no is None else [workspace_no]
        return [each for no in chosen for each in islice(_differences(connection, subjects, no), MOST)]


def _differences(connection: Connection, subjects: Subjects, w: int) -> Iterator[Difference]:
    yield from _in_sequence(connection, subjects, w)
    yield from _out_of_order(connection, w)
    for subject in subjects:
        yield from _in_subject(connection, subjects, w, subject)
    yield from _in_unknown_subjects(connection, subjects, w)
    for each in all_dangling(connection, w, subjects):
        name, number = each.source
        shown = {each.reference.column: each.target_no}
        yield Difference(w, name, str(number), shown, f"a {each.reference.target} that can be referred to")
    for derived in subjects.derived:
        yield from _in_derived(connection, w, derived)
    yield from _in_chain(connection, w)


# --- Projections and texts --------------------------------------------------------------------------------------------


def _in_subject(connection: Connection, subjects: Subjects, w: int, subject: Subject) -> Iterator[Difference]:
    next_numbers = [NEXT_SUBJECT, *(_next_kept(table, number) for table, number in subject.tables)]
    for first in pages(connection, w, next_numbers, subject.name):
        read: dict[int, list[Event]] = {}
        unread: set[int] = set()
        for row in page_of_events(connection, w, subject.name, first):
            try:
                read.setdefault(row.subject_no, []).append(from_row(subjects, row))
            except (KeyError, ValueError):
                unread.add(row.subject_no)
                yield _unreadable(w, row)
        yield from _in_texts(connection, w, (event for events in read.values() for event in events))
        folds = [fold(subject, events) for no, events in read.items() if no not in unread]
        yield from _in_tables(connection, w, subject, folds, first, unread)


def _unreadable(w: int, row: Any) -> Difference:
    kept = {"kind": row.kind, "version": row.version, "of": f"{row.subject} {row.subject_no}"}
    return Difference(w, "event", str(row.no), kept, "an event that this program can read")


def _next_kept(table: Table, number: str) -> Select[Any]:
    return select(func.min(table.c[number])).where(table.c.workspace_no == _W, table.c[number] >= bindparam("first"))


def _in_tables(
    connection: Connection, w: int, subject: Subject, folds: list[Folded], first: int, unread: Container[int]
) -> Iterator[Difference]:
    """Where the rows of a page are not what its folds come to; nobody knows of subjects with unreadable events."""
    wanted = rows_by_table(subject, folds)
    for table, number in subject.tables:
        statement = select(*(column for column in table.c if column.name != "workspace_no")).where(
            table.c.workspace_no == _W, table.c[number].between(first, first + PAGE - 1)
        )
        found = (dict(row) for row in connection.execute(statement, {"w": w}).mappings())
        yield from _compared(w, table, [row for row in found if row[number] not in unread], wanted[table])


def _compared(w: int, table: Table, found: Iterable[Row], wanted: Iterable[Row]) -> Iterator[Difference]:
    keys = [column.name for column in table.primary_key if column.name != "workspace_no"]

    def key_of(row: Row) -> str:
        return " ".join(str(row[name]) for name in keys)

    kept = {key_of(row): row for row in found}
    for row in wanted:
        there = kept.pop(key_of(row), None)
        if there != row:
            shown = {name for name in row if there is None or there.get(name) != row[name]}
            yield Difference(w, table.name, key_of(row), _columns(there, shown), _columns(row, shown))
    for key, row in kept.items():
        yield Difference(w, table.name, key, row, None)


def _columns(row: Row | None, columns: set[str]) -> Row | None:
    return {name: value for name, value in row.items() if name in columns} if row is not None else None


def _texts(table: Table) -> Select[Any]:
    columns = [column for column in table.c if column.name in ("no", "text", "about", "about_no", "folded")]
    return select(*columns).where(table.c.workspace_no == _W, table.c.no.in_(bindparam("nos", expanding=True)))


_KEPT_TEXTS = {table.name: _texts(table) for table in (schema.name, schema.words)}


@dataclass(frozen=True, slots=True)
class _Mention:
    """An event that holds the number of a typed text."""

    event: Event
    field: str
    is_looked_up: bool


def _in_texts(connection: Connection, w: int, events: Iterable[Event]) -> Iterator[Difference]:
    """Texts that an event numbers and that are not kept (an erased one is, as a blank), or are kept for another."""
    mentions: dict[str, dict[int, _Mention]] = defaultdict(dict)
    for event in events:
        for field, table, number in event.data.held_texts():
            mentions[table][number] = _Mention(event, field, field in event.data.looked_up)
    for table, by_no in mentions.items():
        nos = sorted(by_no)
        for start in range(0, len(nos), PAGE):
            chunk = nos[start : start + PAGE]
            kept = {row.no: row for row in connection.execute(_KEPT_TEXTS[table], {"w": w, "nos": chunk})}
            for no in chunk:
                yield from _in_text(w, table, no, kept.get(no), by_no[no])


def _in_text(w: int, table: str, no: int, row: Any, mention: _Mention) -> Iterator[Difference]:
    event = mention.event
    if row is None or (row.about, row.about_no) != event.key:
        kept = None if row is None else {"about": row.about, "about_no": row.about_no}
        yield Difference(w, table, str(no), kept, f"the {mention.field} of event {event.no}")
    elif table == schema.name.name:
        wanted = (row.text or "").casefold() if mention.is_looked_up and row.text is not None else None
        if row.folded != wanted:
            yield Difference(w, table, str(no), {"folded": row.folded}, "its text without letter case, where looked up")


# --- What follows from projections and texts --------------------------------------------------------------------------

Key = tuple[Any, ...]


def _in_derived(connection: Connection, w: int, derived: Derived) -> Iterator[Difference]:
    """Rows that are missing, and rows that should not be there, of tables that are nothing but keys.

    A large workspace has millions of them. They are listed only where their sums differ.
    """
    wanted = _sums(derived.rows(connection, w))
    kept = _sums((table, key) for table in derived.tables for key in _kept_keys(connection, w, table))
    for table in derived.tables:
        if wanted[table] != kept[table]:
            yield from _listed(connection, w, derived, table)


def _sums(rows: Iterable[tuple[Table, Key]]) -> dict[Table, tuple[int, int]]:
    """For each table how many rows there are, and a sum that tells them from any others, whatever their order."""
    found: dict[Table, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for table, key in rows:
        count, total = found[table]
        found[table] = count + 1, total + hash(key)
    return found


def _kept_keys(connection: Connection, w: int, table: Table) -> Iterator[Key]:
    columns = [column for column in table.c if column.name != "workspace_no"]
    kept = connection.execute(select(*columns).where(table.c.workspace_no == _W), {"w": w})
    return (tuple(row) for row in kept)


def _listed(connection: Connection, w: int, derived: Derived, table: Table) -> Iterator[Difference]:
    wanted = {key for of, key in derived.rows(connection, w) if of is table}
    kept = set(_kept_keys(connection, w, table))
    names = [column.name for column in table.c if column.name != "workspace_no"]
    for key in sorted(wanted ^ kept):
        row = dict(zip(names, key, strict=True))
        shown = " ".join(map(str, key))
        yield Difference(w, table.name, shown, *((None, row) if key in wanted else (row, None)))


# --- The ledger itself ------------------------------------------------------------------------------------------------

_SEQUENCE = select(schema.line).where(schema.line.c.workspace_no == _W)
_COUNTED = select(
    func.count().label("count"), func.max(_event.c.no).label("last"), func.max(_event.c.recorded_at).label("recorded")
).where(_event.c.workspace_no == _W)
_LAST_RULE = select(func.max(_event.c.no)).where(
    _event.c.workspace_no == _W, _event.c.subject.in_(bindparam("rules", expanding=True))
)
_UNKNOWN = (
    select(_event.c.no, _event.c.subject, _event.c.subject_no, _event.c.kind, _event.c.version)
    .where(_event.c.workspace_no == _W, _event.c.subject.not_in(bindparam("names", expanding=True)))
    .order_by(_event.c.no)
    .limit(MOST)
)


def _highest(*columns: Any) -> list[Select[Any]]:
    return [select(func.max(column)).where(column.table.c.workspace_no == _W) for column in columns]


def _given_out(subjects: Subjects) -> dict[str, list[Select[Any]]]:
    """For each counter of the sequence, what tells the highest number that was given out."""
    found = {
        "words_no": _highest(schema.name.c.no, schema.words.c.no),
        "batch_no": _highest(_event.c.batch_no),
    }
    for subject in subjects:
        for counter in subject.counters:
            by_subject = [LAST_SUBJECT.params(subject=subject.name)]
            found[counter.name] = by_subject if counter.column is None else _highest(counter.column)
    return found


def _in_sequence(connection: Connection, subjects: Subjects, w: int) -> Iterator[Difference]:
    """Gaps in the event numbers, and counters behind what they gave out."""
    row = connection.execute(_SEQUENCE, {"w": w}).mappings().first()
    if row is None:
        yield Difference(w, "line", str(w), None, "a line")
        return
    counted = connection.execute(_COUNTED, {"w": w}).one()
    last = counted.last or 0
    left_out = 0
    for gap in gaps.of_ledger(connection, w):
        left_out += gap.up_to - gap.after
        if not gaps.is_true(connection, w, gap):
            yield Difference(w, "event", str(gap.no), {"after": gap.after, "up_to": gap.up_to}, "the numbers left out")
    if row["event_no"] != last or int(counted[0]) + left_out != last:
        yield Difference(w, "line", "event_no", {"event_no": row["event_no"], "events": counted.count}, last)
    if counted.recorded is not None and counted.recorded > row["recorded_at"]:
        yield Difference(w, "line", "recorded_at", row["recorded_at"], counted.recorded)
    last_rule = connection.execute(_LAST_RULE, {"w": w, "rules": sorted(subjects.rules)}).scalar() or 0
    if row["rules_no"] != last_rule:
        yield Difference(w, "line", "rules_no", row["rules_no"], last_rule)
    for counter, statements in _given_out(subjects).items():
        highest = max(connection.execute(each, {"w": w}).scalar() or 0 for each in statements)
        if highest > row[counter]:
            yield Difference(w, "line", counter, row[counter], highest)


def _in_unknown_subjects(connection: Connection, subjects: Subjects, w: int) -> Iterator[Difference]:
    """Events about subjects that this program does not know."""
    for row in connection.execute(_UNKNOWN, {"w": w, "names": sorted(subjects.by_name)}):
        yield _unreadable(w, row)


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


LINKS = 5_000  # events read at a time
_PAGE_OF_CHAIN = (
    select(*(_event.c[name] for name in LINKED))
    .where(_event.c.workspace_no == _W, _event.c.no > bindparam("after"))
    .order_by(_event.c.no)
    .limit(LINKS)
)


def _in_chain(connection: Connection, w: int) -> Iterator[Difference]:
    """A digest that is not that of the events: one of them was changed, lost or added beside the one way to change."""
    row = connection.execute(_SEQUENCE, {"w": w}).first()
    if row is None:
        return
    digest, last = None, row.chained_after
    while rows := connection.execute(_PAGE_OF_CHAIN, {"w": w, "after": last}).mappings().all():
        digest, last = digest_after(digest, rows), rows[-1]["no"]
    if digest != row.digest:
        yield Difference(w, "line", "digest", row.digest, digest)
