"""The rows of projections: written as a change appends to them, and put in place of others after an undo."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Table, and_, bindparam, delete, select, update

from pipeline.ledger.events import Key
from pipeline.ledger.fold import Folded, Row
from pipeline.ledger.subject import Effect, Mend, Part, Put, Subject, Subjects
from pipeline.storage.prepared import ReadIn, Write

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


def changed_columns(before: Any, after: Any) -> Row:
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


@cache
def _by_numbers(table: Table, column: str) -> ReadIn:
    return ReadIn(
        lambda lists: select(table).where(table.c.workspace_no == bindparam("w"), table.c[column].in_(lists["nos"]))
    )


def heads_by_key(connection: Connection, workspace_no: int, subjects: Subjects, keys: Iterable[Key]) -> dict[Key, Any]:
    """The heads of these subjects as they are; None where there is no such subject, or where it has no head."""
    found: dict[Key, Any] = dict.fromkeys(keys)
    for name, nos in _numbers(found).items():
        if (head := subjects[name].head) is not None:
            for row in _rows(connection, workspace_no, head.table, head.number, nos):
                found[name, getattr(row, head.number)] = head.from_row(row)
    return found


def _numbers(keys: Iterable[Key]) -> dict[str, list[int]]:
    """The numbers of these subjects, by their names."""
    found: dict[str, list[int]] = defaultdict(list)
    for name, no in keys:
        found[name].append(no)
    return found


def _rows(connection: Connection, workspace_no: int, table: Table, column: str, nos: Sequence[int]) -> Iterator[Any]:
    """The rows whose column is one of these numbers."""
    for start in range(0, len(nos), CHUNK):
        yield from _by_numbers(table, column)(connection, {"w": workspace_no}, {"nos": nos[start : start + CHUNK]})


# --- What a change appended -------------------------------------------------------------------------------------------


def write_heads(
    connection: Connection, workspace_no: int, subjects: Subjects, before: Mapping[Key, Any], after: Mapping[Key, Any]
) -> None:
    """Write the heads in `after` where they differ from those `before`, which are in the database; None: not there."""
    gone: dict[tuple[Table, str], list[Row]] = defaultdict(list)
    added: dict[Table, list[Row]] = defaultdict(list)
    changed: dict[tuple[Table, str, tuple[str, ...]], list[Row]] = defaultdict(list)
    for key, state in after.items():
        (name, number), was = key, before[key]
        head = subjects[name].head
        if head is None or state is was:
            continue
        if state is None:
            gone[head.table, head.number].append({"w": workspace_no, f"key_{head.number}": number})
        elif was is None:
            added[head.table].append({"workspace_no": workspace_no, **row_of(state)})
        elif columns := changed_columns(was, state):
            values = {f"new_{column}": value for column, value in columns.items()}
            changed[head.table, head.number, tuple(columns)].append(
                {"w": workspace_no, f"key_{head.number}": number, **values}
            )
    for (table, number_column), rows in gone.items():
        _delete(table, (number_column,))(connection, rows)
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
    _insert(part.table, replaces)(connection, ({"workspace_no": workspace_no, **row} for row in puts.values()))


# --- What an undo comes to --------------------------------------------------------------------------------------------


def rewrite_parts(connection: Connection, workspace_no: int, subjects: Subjects, folded: Mapping[Key, Folded]) -> None:
    """Let the rows of these subjects' parts be those of their folds. Only what differs is written."""
    for name, nos in _numbers(folded).items():
        for part in subjects[name].parts:
            kept = _kept(connection, workspace_no, part, nos)
            mends, puts = dict[tuple[Any, ...], Row](), dict[tuple[Any, ...], Row]()
            for no in nos:
                for key, row in folded[name, no].parts.get(part.table.name, {}).items():
                    if (was := kept.pop(key, None)) is None:
                        puts[key] = row
                    elif was != row:
                        mends[key] = {column: value for column, value in row.items() if value != was[column]}
            mends.update((key, _GONE) for key in kept)
            _write_part(connection, workspace_no, part, mends, puts)


def _kept(connection: Connection, workspace_no: int, part: Part, nos: Sequence[int]) -> dict[tuple[Any, ...], Row]:
    """The rows of a part of these subjects as they are, by their keys."""
    names = [column.name for column in part.table.c if column.name != "workspace_no"]
    rows = _rows(connection, workspace_no, part.table, part.key[0], nos)
    listed = ({name: getattr(row, name) for name in names} for row in rows)
    return {tuple(row[column] for column in part.key): row for row in listed}


def rows_by_table(subject: Subject, folded: Iterable[Folded]) -> dict[Table, list[Row]]:
    """The rows that folds come to, by table."""
    found: dict[Table, list[Row]] = {table: [] for table, _number in subject.tables}
    for each in folded:
        if subject.head is not None and each.state is not None:
            found[subject.head.table].append(row_of(each.state))
        for part in subject.parts:
            found[part.table].extend(each.part(part.table.name))
    return found
