"""The engines: one that writes and one that reads, on SQLite or PostgreSQL, each statement held to its deadline.

SQLite has one writer at a time: one lock in the process stands in front of `BEGIN IMMEDIATE`, because its own back-off
makes the slowest of eight writers wait up to a second. Readers use a second engine that cannot write.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from pipeline.errors import Busy
from pipeline.storage.prepared import direct

POOL = 15
POOL_WAIT = 2.5  # seconds a request may wait for a connection
OTHER_PROCESS_WAIT_MS = 5_000  # how long a writer of another process (an import) may hold the file, without a deadline
STALE_TIMEOUT = 0.05  # seconds by which PostgreSQL's statement timeout may lag behind what is left
STEPS_BETWEEN_LOOKS = 5_000  # SQLite virtual-machine steps between two looks at the deadline
LAST_MOMENT = 0.02  # seconds before the deadline in which no new statement is worth its start


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment on the monotonic clock by which the commit must have begun."""

    at: float

    @classmethod
    def after(cls, seconds: float, since: float | None = None) -> Deadline:
        """`seconds` after `since` (now unless given)."""
        return cls((time.monotonic() if since is None else since) + seconds)

    @property
    def left(self) -> float:
        """Seconds left; negative when it has passed."""
        return self.at - time.monotonic()

    def check(self) -> None:
        """Raise Busy when it has passed."""
        if self.left <= 0:
            raise Busy


@dataclass(slots=True)
class Storage:
    """One database, its two engines and its writer lock."""

    url: str
    writer: Engine
    reader: Engine
    is_sqlite: bool
    lock: threading.Lock = field(default_factory=threading.Lock)
    _resting: dict[Engine, list[Connection]] = field(default_factory=dict[Engine, list[Connection]])

    @classmethod
    def open(cls, url: str) -> Storage:
        """The storage at `url` (`sqlite:///file` or `postgresql+psycopg://…`); the schema must be there already."""
        if make_url(url).get_backend_name() == "sqlite":
            return cls(url=url, writer=_sqlite(url, writes=True), reader=_sqlite(url, writes=False), is_sqlite=True)
        engine = _postgresql(url)
        # The same pool; but what is read together is of one moment, as on SQLite.
        reader = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        return cls(url=url, writer=engine, reader=reader, is_sqlite=False)

    def close(self) -> None:
        """Give all connections back."""
        for engine in (self.writer, self.reader):
            while resting := self._resting.get(engine):
                resting.pop().close()
            engine.dispose()

    @property
    def file(self) -> Path | None:
        """SQLite's file, or None."""
        database = make_url(self.url).database
        return Path(database) if self.is_sqlite and database else None

    @property
    def is_there(self) -> bool:
        """Whether there is a database to look at: SQLite would make an empty file of none."""
        return self.file is None or self.file.exists()

    @contextmanager
    def write(self, deadline: Deadline) -> Generator[Connection]:
        """A writing transaction: committed at the end of the block if the deadline allows, else rolled back (Busy)."""
        with (
            self._turn(deadline),
            _late_is_busy(deadline),
            self._transaction(self.writer) as connection,
            _held_to(connection, deadline, is_sqlite=self.is_sqlite, writes=True),
        ):
            _begin(connection, "BEGIN IMMEDIATE")
            yield connection
            deadline.check()
            _commit(connection)

    @contextmanager
    def read(self, deadline: Deadline | None = None) -> Generator[Connection]:
        """A reading transaction in which nothing changes, and nothing can be changed; none is long but a replay."""
        if deadline is None:
            with self._transaction(self.reader) as connection:
                _begin(connection, "BEGIN")
                yield connection
            return
        with (
            _late_is_busy(deadline),
            self._transaction(self.reader) as connection,
            _held_to(connection, deadline, is_sqlite=self.is_sqlite),
        ):
            _begin(connection, "BEGIN")
            yield connection

    @contextmanager
    def _transaction(self, engine: Engine) -> Generator[Connection]:
        """A connection, rolled back at the end.

        SQLite's rest beside the pool, whose way to give one out costs more than a statement there; after an error
        the pool gets it back, to see to it.
        """
        if not self.is_sqlite:
            with engine.connect() as connection:
                yield connection
            return
        resting = self._resting.setdefault(engine, [])
        try:
            connection = resting.pop()
        except IndexError:
            connection = engine.connect()
        try:
            yield connection
            _roll_back(connection)
        except BaseException:
            connection.close()
            raise
        resting.append(connection)

    @contextmanager
    def _turn(self, deadline: Deadline) -> Generator[None]:
        if not self.is_sqlite:
            deadline.check()
            yield
            return
        if not self.lock.acquire(timeout=max(0.0, deadline.left)):
            raise Busy
        try:
            yield
        finally:
            self.lock.release()


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection


def _begin(connection: Connection, on_sqlite: str) -> None:
    """Begin: on SQLite without the machinery of SQLAlchemy's own transactions, which join this one if need be."""
    if connection.dialect.name == "sqlite":
        direct(_driver(connection), on_sqlite)
    else:
        connection.begin()


def _commit(connection: Connection) -> None:
    if connection.in_transaction():
        connection.commit()
    else:
        direct(_driver(connection), "COMMIT")


def _roll_back(connection: Connection) -> None:
    if connection.in_transaction():
        connection.rollback()
    elif (driver := _driver(connection)).in_transaction:
        driver.rollback()


@contextmanager
def _late_is_busy(deadline: Deadline) -> Generator[None]:
    """A statement that was stopped, a lock not got in time, a database in trouble are Busy; else it is what it is."""
    try:
        yield
    except PoolTimeout as late:
        raise Busy from late
    except DBAPIError as error:
        if deadline.left <= LAST_MOMENT or _is_passing(error):
            raise Busy from error
        raise


#: SQLite's words for what passes: a lock, a stop, a full or read-only disk. Others are mistakes in a statement.
_PASSING = ("interrupted", "is locked", "is full", "readonly", "disk I/O", "unable to open")
#: PostgreSQL's classes for what passes: connection lost, deadlock, out of something, shut down or cancelled, a lock.
_PASSING_CLASSES = ("08", "40", "53", "57", "55", "25P03", "58")


def _is_passing(error: DBAPIError) -> bool:
    """Whether this is trouble of the database, not of the statement: later it may well work."""
    if error.connection_invalidated:
        return True
    if not isinstance(error, OperationalError | InternalError):
        return False
    if isinstance(error.orig, sqlite3.Error):
        return any(words in str(error.orig) for words in _PASSING)
    state: str | None = getattr(error.orig, "sqlstate", None)
    return state is None or state.startswith(_PASSING_CLASSES)


@contextmanager
def _held_to(connection: Connection, deadline: Deadline, *, is_sqlite: bool, writes: bool = False) -> Generator[None]:
    """Stop this connection's statements, and its waiting for another process, when the deadline passes."""
    deadline.check()
    if not is_sqlite:
        info = connection.info  # kept in hand: a connection that was lost does not give it any more
        info["deadline"] = deadline
        try:
            yield
        finally:
            info.pop("deadline", None)
        return
    driver = _driver(connection)
    if writes:
        _wait_at_most(connection, driver, _milliseconds(deadline))
    driver.set_progress_handler(lambda: deadline.left <= 0, STEPS_BETWEEN_LOOKS)
    try:
        yield
    finally:
        driver.set_progress_handler(None, 0)


def _wait_at_most(connection: Connection, driver: Any, milliseconds: int) -> None:
    """How long a lock of another process is waited for; told to SQLite when it differs, by tenths of a second."""
    rounded = max(1, milliseconds - milliseconds % 100)
    if connection.info.get("waits") != rounded:
        driver.execute(f"PRAGMA busy_timeout={rounded}")
        connection.info["waits"] = rounded


def _milliseconds(deadline: Deadline) -> int:
    return max(1, int(deadline.left * 1000))


def _sqlite(url: str, *, writes: bool) -> Engine:
    # The driver's own transactions are off: without that a half-done migration is not rolled back after a kill.
    arguments = {"isolation_level": None, "check_same_thread": False, "timeout": OTHER_PROCESS_WAIT_MS / 1000}
    # A reader never waits for the pool: those that rest beside it do not come back to it. Threads are few.
    size, more = (2, 0) if writes else (POOL, -1)
    engine = create_engine(
        url,
        connect_args=arguments,
        pool_size=size,
        max_overflow=more,
        pool_timeout=POOL_WAIT,
        hide_parameters=True,  # an error is logged, and what a person typed is not
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:  # pyright: ignore[reportUnusedFunction]
        connection.execute(f"PRAGMA busy_timeout={OTHER_PROCESS_WAIT_MS}")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA secure_delete=ON")  # or erased words stay in the file
        connection.execute("PRAGMA cache_size=-32000")
        if not writes:
            connection.execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "begin")
    def _join_or_begin(connection: Connection) -> None:  # pyright: ignore[reportUnusedFunction]
        if not (driver := _driver(connection)).in_transaction:
            direct(driver, "BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgresql(url: str) -> Engine:
    options = "-c idle_in_transaction_session_timeout=10000 -c timezone=UTC"
    engine = create_engine(
        url,
        pool_size=POOL,
        max_overflow=POOL,
        pool_timeout=POOL_WAIT,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"options": options, "connect_timeout": 5},
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:  # pyright: ignore[reportUnusedFunction]
        connection.info.pop("stops_after", None)

    event.listen(engine, "before_cursor_execute", stop_in_time)
    return engine


def stop_in_time(connection: Connection, cursor: Any, *_: object) -> None:
    """Tell PostgreSQL to stop what this cursor sends next when the connection's deadline passes.

    The server counts a timeout from each statement's start: after a wait for the line, what is left is less.
    """
    deadline: Deadline | None = connection.info.get("deadline")
    if deadline is None:
        return
    left = deadline.left
    if connection.info.get("stops_after", float("inf")) - left > STALE_TIMEOUT:
        connection.info["stops_after"] = left
        cursor.execute(f"SET LOCAL statement_timeout = {_milliseconds(deadline)}")
