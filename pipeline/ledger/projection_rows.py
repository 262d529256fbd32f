"""The rows of projections: written as a change appends to them, and put in place of others after an undo."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Table, and_, bindparam, delete, select, update

from pipeline.ledger.events import Key
from pipeline.ledger.fold import Folded, Row
from pipeline.ledger.subject import Effect, Head, Mend, Part, Put, Subject, Subjects
from pipeline.storage.prepared import Write

CHUNK = 500  # rows named in one statement
_GONE: Any = object()


@cache
def _fields(state: type[Any]) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """The fields of a state, and how all their values are taken at once."""
    names: tuple[str, ...] = tuple(state.__dataclass_fields__)
    return names, attrgetter(*names)


def row_of(state: Any) -> Row:
    """A head's state as the values of its row."""
    names, values = _fields(state.__class__)
    return {name: getattr(value, "value", value) for name, value in zip(names, values(state), strict=True)}


def _changes(before: Any, after: Any) -> Row:
    """The columns that differ between two states of a head, with the new values."""
    names, values = _fields(after.__class__)
    pairs = zip(names, values(before), values(after), strict=True)
    return {name: getattr(new, "value", new) for name, old, new in pairs if new != old}


@cache
def _insert(table: Table, replaces: tuple[str, ...] = ()) -> Write:
    def build(insert: Any) -> Any:
        statement = insert(table)
        if not replaces:
            return statement
        others = {column.name: statement.excluded[column.name] for column in table.c if column.name not in replaces}
        return statement.on_conflict_do_update(index_elements=list(replaces), set_=others)

    return Write(build)


@cache
def _update(table: Table, key: tuple[str, ...], names: tuple[str, ...]) -> Write:
    """Set these columns of one row: only those that a change touches, so that the indexes of others rest."""
    at = [table.c[column] == bindparam(f"key_{column}") for column in key]
    return Write(
        lambda _insert: (
            update(table)
            .where(table.c.workspace_no == bindparam("w"), *at)
            .values({name: bindparam(f"new_{name}") for name in names})
        )
    )


@cache
def _delete(table: Table, key: tuple[str, ...]) -> Write:
    at = and_(*(table.c[column] == bindparam(f"key_{column}") for column in key))
    return Write(lambda _insert: delete(table).where(table.c.workspace_no == bindparam("w"), at))


def head_by_no(connection: Connection, workspace_no: int, head: Head, number: int) -> Any:
    """One head as it is, or None."""
    table = head.table
    asked = select(table).where(table.c.workspace_no == workspace_no, table.c[head.number] == number)
    row = connection.execute(asked).first()
    return head.from_row(row) if row is not None else None


# --- What a change appended -------------------------------------------------------------------------------------------


def write_heads(
    connection: Connection, workspace_no: int, subjects: Subjects, pairs: Iterable[tuple[Key, Any, Any]]
) -> None:
    """Write heads that changed by appending: (subject, before, after). New rows are inserted, known ones updated."""
    added: dict[Table, list[Row]] = defaultdict(list)
    changed: dict[tuple[Table, str, tuple[str, ...]], list[Row]] = defaultdict(list)
    for (name, number), before, after in pairs:
        head = subjects[name].head
        if head is None or after is None:
            continue
        if before is None:
            added[head.table].append({"workspace_no": workspace_no, **row_of(after)})
        elif columns := _changes(before, after):
            values = {f"new_{column}": value for column, value in columns.items()}
            changed[head.table, head.number, tuple(columns)].append(
                {"w": workspace_no, f"key_{head.number}": number, **values}
            )
    for (table, number_column, names), rows in changed.items():
        _update(table, (number_column,), names)(connection, rows)
    for table, rows in added.items():
        _insert(table)(connection, rows)


def write_effects(connection: Connection, workspace_no: int, effects: Iterable[tuple[Subject, Effect]]) -> None:
    """Write what a change did to parts, in order. A row put and mended in the same change is written once."""
    puts: dict[Table, dict[tuple[Any, ...], Row]] = defaultdict(dict)
    mends: dict[Table, dict[tuple[Any, ...], Row]] = defaultdict(dict)
    parts: dict[Table, Part] = {}
    for subject, effect in effects:
        part = parts.setdefault(effect.table, subject.part(effect.table))
        if isinstance(effect, Put):
            puts[effect.table][tuple(effect.row[column] for column in part.key)] = dict(effect.row)
        elif isinstance(effect, Mend):
            row = puts[effect.table].get(effect.key)
            target = row if row is not None else mends[effect.table].setdefault(effect.key, {})
            target |= effect.columns
        else:
            puts[effect.table].pop(effect.key, None)
            mends[effect.table][effect.key] = _GONE
    for table, part in parts.items():
        _write_part(connection, workspace_no, part, mends[table], puts[table])


def _write_part(
    connection: Connection,
    workspace_no: int,
    part: Part,
    mends: Mapping[tuple[Any, ...], Row],
    puts: Mapping[tuple[Any, ...], Row],
) -> None:
    gone: list[Row] = []
    changed: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for key, columns in mends.items():
        at = {"w": workspace_no} | {f"key_{column}": value for column, value in zip(part.key, key, strict=True)}
        if columns is _GONE:
            gone.append(at)
        else:
            changed[tuple(columns)].append(at | {f"new_{name}": value for name, value in columns.items()})
    _delete(part.table, part.key)(connection, gone)
    for names, rows in changed.items():
        _update(part.table, part.key, names)(connection, rows)
    replaces = ("workspace_no", *part.key) if part.replaces else ()
    _insert(part.table, replaces)(connection, [{"workspace_no": workspace_no, **row} for row in puts.values()])


# --- What an undo or a rebuild comes to -------------------------------------------------------------------------------


def rewrite(connection: Connection, workspace_no: int, subjects: Subjects, folded: Mapping[Key, Folded]) -> None:
    """Put the rows of these subjects in place of what was there, in set statements."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for name, no in folded:
        numbers[name].append(no)
    for name, nos in numbers.items():
        for table, column in subjects[name].tables:
            for start in range(0, len(nos), CHUNK):
                chunk = nos[start : start + CHUNK]
                connection.execute(
                    delete(table).where(table.c.workspace_no == workspace_no, table.c[column].in_(chunk))
                )
        mine: Sequence[Folded] = [folded[name, no] for no in nos]
        for table, rows in rows_by_table(subjects[name], mine).items():
            _insert(table)(connection, [{"workspace_no": workspace_no, **row} for row in rows])


def rows_by_table(subject: Subject, folded: Iterable[Folded]) -> dict[Table, list[Row]]:
    """The rows that folds come to, by table."""
    found: dict[Table, list[Row]] = {table: [] for table, _number in subject.tables}
    for each in folded:
        if subject.head is not None and each.state is not None:
            found[subject.head.table].append(row_of(each.state))
        for part in subject.parts:
            found[part.table].extend(each.part(part.table.name))
    return found
