"""Statements compiled once: what every change asks and writes goes to the driver at a third of the price.

The same statement as through Core, with the same types and the same errors; the search for its compiled form and the
result's machinery are left out. For the few statements that every request needs; everything else stays with Core.
"""

from __future__ import annotations

import sqlite3
from collections import namedtuple  # the fields are known only when a statement is
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from sqlalchemy import BindParameter, Connection, Executable, bindparam
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError

Values = Mapping[str, Any]

watchers: list[Callable[[str], None]] = []
"""Told each statement's text, beside SQLAlchemy's own listeners, which do not hear these."""


_Bind = tuple[str, Any, Callable[[Any], Any] | None]
"""A value that a statement takes: its name, what it is when none is given, and how the driver wants it."""


@dataclass(frozen=True, slots=True)
class _Compiled:
    text: str
    binds: tuple[_Bind, ...]
    is_positional: bool

    def parameters(self, values: Values) -> Any:
        get = values.get
        if self.is_positional:
            return tuple([get(name, kept) if to is None else to(get(name, kept)) for name, kept, to in self.binds])
        return {name: get(name, kept) if to is None else to(get(name, kept)) for name, kept, to in self.binds}


class Write:
    """An insert, update or delete, prepared for each database and each set of columns that it is given."""

    def __init__(self, build: Callable[[Any], Any]) -> None:
        """`build` makes the statement, given the database's own `insert` (which knows conflicts)."""
        self._statements = {"sqlite": build(sqlite.insert), "postgresql": build(postgresql.insert)}
        self._compiled: dict[tuple[str, ...], _Compiled] = {}

    def __call__(self, connection: Connection, rows: Iterable[Values]) -> None:
        """Send it for each of these rows, which all name the same values. They are taken one at a time."""
        coming = iter(rows)
        first, second = next(coming, None), next(coming, None)
        if first is None:
            return
        key = (connection.dialect.name, *first)
        compiled = self._compiled.get(key) or self._compile(connection, key)
        if second is None:
            _sent(connection, compiled.text, compiled.parameters(first)).close()
        else:
            many = map(compiled.parameters, chain((first, second), coming))
            _sent(connection, compiled.text, many, is_many=True).close()

    def _compile(self, connection: Connection, key: tuple[str, ...]) -> _Compiled:
        dialect = connection.dialect
        compiled: Any = self._statements[dialect.name].compile(dialect=dialect, column_keys=list(key[1:]))
        params: Values = compiled.params
        names: Sequence[str] = compiled.positiontup if compiled.positional else list(params)
        binds = tuple((name, params[name], _conversion(compiled.binds[name].type, dialect)) for name in names)
        self._compiled[key] = made = _Compiled(str(compiled), binds, compiled.positional)
        return made


class Read:
    """A question, prepared for each database; its rows have the columns' names and our types."""

    def __init__(self, statement: Executable) -> None:
        self._statement: Any = statement
        self._compiled: dict[
            str, tuple[_Compiled, Callable[..., Any], tuple[tuple[int, Callable[[Any], Any]], ...]]
        ] = {}

    def __call__(self, connection: Connection, values: Values) -> list[Any]:
        """All rows."""
        found = self._compiled.get(connection.dialect.name) or self._compile(connection)
        compiled, make, conversions = found
        cursor = _sent(connection, compiled.text, compiled.parameters(values))
        rows = cursor.fetchall()
        cursor.close()
        return [make(_converted(row, conversions)) for row in rows]

    def first(self, connection: Connection, values: Values) -> Any:
        """The first row, or None."""
        rows = self(connection, values)
        return rows[0] if rows else None

    def _compile(self, connection: Connection) -> Any:
        dialect = connection.dialect
        compiled: Any = self._statement.compile(dialect=dialect)
        params: Values = compiled.params
        names: Sequence[str] = compiled.positiontup if compiled.positional else list(params)
        binds = tuple((name, params[name], _conversion(compiled.binds[name].type, dialect)) for name in names)
        columns: list[Any] = list(self._statement.exported_columns)
        fields = [str(column.name) for column in columns]
        make: Any = namedtuple("Row", fields)  # pyright: ignore[reportUntypedNamedTuple]
        processors = (column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns)
        conversions = tuple((at, each) for at, each in enumerate(processors) if each is not None)
        made = (_Compiled(str(compiled), binds, compiled.positional), make._make, conversions)
        self._compiled[dialect.name] = made
        return made


Lists = Mapping[str, Sequence[Any]]


class ReadIn:
    """A question about lists of values, prepared for each database and each length of the lists, in powers of two."""

    def __init__(self, build: Callable[[Mapping[str, list[BindParameter[Any]]]], Executable]) -> None:
        """`build` makes the statement, given the parameters for each list, to be used with `in_`."""
        self._build = build
        self._reads: dict[tuple[tuple[str, int], ...], Read] = {}

    def __call__(self, connection: Connection, values: Values, lists: Lists) -> list[Any]:
        """All rows. An empty list asks for nothing."""
        if not all(lists.values()):
            return []
        lengths = tuple((name, 1 << (len(each) - 1).bit_length()) for name, each in lists.items())
        read = self._reads.get(lengths)
        if read is None:
            binds = {name: _numbered(name, length) for name, length in lengths}
            self._reads[lengths] = read = Read(self._build(binds))
        listed = dict(values)
        for name, length in lengths:
            each = lists[name]  # a list that is shorter than its parameters says its first value again
            listed |= {f"{name}{no}": each[no] if no < len(each) else each[0] for no in range(length)}
        return read(connection, listed)


def _numbered(name: str, length: int) -> list[BindParameter[Any]]:
    return [bindparam(f"{name}{no}") for no in range(length)]


def _converted(row: tuple[Any, ...], conversions: Sequence[tuple[int, Callable[[Any], Any]]]) -> Sequence[Any]:
    """The row with those columns changed that the driver gives otherwise than we keep them."""
    if not conversions:
        return row
    values = list(row)
    for at, convert in conversions:
        values[at] = convert(values[at])
    return values


def _sent(connection: Connection, text: str, parameters: Any, *, is_many: bool = False) -> Any:
    """What came of sending it, in the transaction that is open.

    On SQLite the driver is asked directly: a statement costs less there than the machinery around it. PostgreSQL goes
    through SQLAlchemy, whose listener tells the server when to stop.
    """
    if connection.dialect.name != "sqlite":
        return connection.exec_driver_sql(text, list(parameters) if is_many else parameters)
    driver: Any = connection.connection.driver_connection
    if not driver.in_transaction:
        connection.begin()
    return direct(driver, text, parameters, is_many=is_many)


def direct(driver: sqlite3.Connection, text: str, parameters: Any = (), *, is_many: bool = False) -> sqlite3.Cursor:
    """What SQLite's driver answers; its errors are those of SQLAlchemy."""
    for watch in watchers:
        watch(text)
    try:
        return (driver.executemany if is_many else driver.execute)(text, parameters)
    except sqlite3.Error as error:
        raise DBAPIError.instance(text, None, error, sqlite3.Error) from error


def _conversion(kind: Any, dialect: Any) -> Callable[[Any], Any] | None:
    return kind.dialect_impl(dialect).bind_processor(dialect)
