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
    _resting: dict[Engine, list[_Kept]] = field(default_factory=dict[Engine, list["_Kept"]])

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
                resting.pop().connection.close()
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
        if not self.is_sqlite:
            with _on_postgresql(self.writer, deadline) as connection:
                yield connection
                deadline.check()
                connection.commit()
            return
        if not self.lock.acquire(timeout=max(0.0, deadline.left)):
            raise Busy
        try:
            with self._on_sqlite(self.writer, deadline) as kept:
                yield kept.connection
                deadline.check()
                kept.commit()
        finally:
            self.lock.release()

    @contextmanager
    def read(self, deadline: Deadline | None = None) -> Generator[Connection]:
        """A reading transaction in which nothing changes, and nothing can be changed; none is long but a replay."""
        if not self.is_sqlite:
            with _on_postgresql(self.reader, deadline) as connection:
                yield connection
            return
        with self._on_sqlite(self.reader, deadline) as kept:
            yield kept.connection

    @contextmanager
    def _on_sqlite(self, engine: Engine, deadline: Deadline | None) -> Generator[_Kept]:
        """A connection in a transaction of its own, rolled back at the end; its statements stop at the deadline.

        Connections rest beside the pool, whose way to give one out costs more than a statement; after an error the
        pool gets it back, to see to it.
        """
        if deadline is not None:
            deadline.check()
        writes, kept = engine is self.writer, None
        try:
            kept = self._rested(engine)
            if deadline is not None:
                if writes:
                    kept.wait_at_most(_milliseconds(deadline))
                kept.driver.set_progress_handler(lambda: deadline.left <= 0, STEPS_BETWEEN_LOOKS)
            direct(kept.driver, "BEGIN IMMEDIATE" if writes else "BEGIN")
            yield kept
            kept.roll_back()
            if deadline is not None:
                kept.driver.set_progress_handler(None, 0)
        except BaseException as error:
            if kept is not None:
                kept.driver.set_progress_handler(None, 0)
                kept.connection.close()
            if _is_busy(error, deadline):
                raise Busy from error
            raise
        self._resting[engine].append(kept)

    def _rested(self, engine: Engine) -> _Kept:
        try:
            return self._resting.setdefault(engine, []).pop()
        except IndexError:
            return _Kept.of(engine)


@dataclass(slots=True)
class _Kept:
    """A connection to SQLite with the driver's own at hand, and how long that one waits for other processes."""

    connection: Connection
    driver: sqlite3.Connection
    waits: int | None = None  # milliseconds; none: not told yet

    @classmethod
    def of(cls, engine: Engine) -> _Kept:
        connection = engine.connect()
        return cls(connection, _driver(connection))

    def wait_at_most(self, milliseconds: int) -> None:
        """How long a lock of another process is waited for; told to SQLite when it differs, by tenths of a second."""
        rounded = max(1, milliseconds - milliseconds % 100)
        if self.waits != rounded:
            self.driver.execute(f"PRAGMA busy_timeout={rounded}")
            self.waits = rounded

    def commit(self) -> None:
        """Without the machinery of SQLAlchemy's own transactions, if none of them joined this one."""
        if not self.driver.in_transaction:  # SQLite ended it by itself, and somebody went on
            raise Busy
        if self.connection.in_transaction():
            self.connection.commit()
        else:
            direct(self.driver, "COMMIT")

    def roll_back(self) -> None:
        """End what is still open."""
        if self.connection.in_transaction():
            self.connection.rollback()
        elif self.driver.in_transaction:
            self.driver.rollback()


@contextmanager
def _on_postgresql(engine: Engine, deadline: Deadline | None) -> Generator[Connection]:
    """A connection in a transaction, rolled back at the end; its statements stop at the deadline."""
    try:
        if deadline is not None:
            deadline.check()
        with engine.connect() as connection:
            info = connection.info  # kept in hand: a connection that was lost does not give it any more
            if deadline is not None:
                info["deadline"] = deadline
            try:
                connection.begin()
                yield connection
            finally:
                info.pop("deadline", None)
    except (PoolTimeout, DBAPIError) as error:
        if _is_busy(error, deadline):
            raise Busy from error
        raise


def rows_written(connection: Connection) -> int:
    """How many rows this connection has written since it was opened; on SQLite, which counts them."""
    return _driver(connection).total_changes


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection


def _is_busy(error: BaseException, deadline: Deadline | None) -> bool:
    """Whether a statement was stopped, a lock not got in time, or a database is in trouble: it may work later."""
    if deadline is None:
        return False
    if isinstance(error, PoolTimeout):
        return True
    return isinstance(error, DBAPIError) and (deadline.left <= LAST_MOMENT or _is_passing(error))


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
