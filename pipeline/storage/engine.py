"""The engines: one that writes and one that reads, on SQLite or PostgreSQL. Statements stop at their deadline.

SQLite allows one writer at a time. Writers of this process queue at a lock before `BEGIN IMMEDIATE`, because SQLite's
own back-off makes the slowest of eight writers wait up to a second. Readers use a second engine that cannot write.
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
OTHER_PROCESS_WAIT_MS = 5_000  # how long to wait for another process's lock on the file where there is no deadline
STALE_TIMEOUT = 0.05  # seconds by which PostgreSQL's statement timeout may exceed the time left
STEPS_BETWEEN_CHECKS = 5_000  # SQLite virtual-machine steps between two checks of the deadline
LAST_MOMENT = 0.02  # an error with fewer seconds than this left is taken for a missed deadline


@dataclass(frozen=True, slots=True)
class Deadline:
    """The moment, in seconds on the monotonic clock, by which the commit must have begun."""

    at: float

    @classmethod
    def after(cls, seconds: float, since: float | None = None) -> Deadline:
        """The deadline `seconds` after `since`, a moment on the monotonic clock (now unless given)."""
        return cls((time.monotonic() if since is None else since) + seconds)

    @property
    def left(self) -> float:
        """Seconds left; negative when it has passed."""
        return self.at - time.monotonic()

    def check(self) -> None:
        """Raise Busy if the deadline has passed."""
        if self.left <= 0:
            raise Busy


@dataclass(slots=True)
class Storage:
    """One database: its engine for writing, its engine for reading, and the lock at which SQLite's writers queue."""

    url: str
    writer: Engine
    reader: Engine
    is_sqlite: bool
    lock: threading.Lock = field(default_factory=threading.Lock)
    _idle: dict[Engine, list[_SqliteConnection]] = field(default_factory=dict[Engine, list["_SqliteConnection"]])

    @classmethod
    def open(cls, url: str) -> Storage:
        """The storage at `url` (`sqlite:///file` or `postgresql+psycopg://…`). Nothing connects or migrates yet."""
        if make_url(url).get_backend_name() == "sqlite":
            return cls(url=url, writer=_sqlite(url, writes=True), reader=_sqlite(url, writes=False), is_sqlite=True)
        engine = _postgresql(url)
        # Readers share the writers' pool, but one reading transaction sees one moment, as on SQLite.
        reader = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        return cls(url=url, writer=engine, reader=reader, is_sqlite=False)

    def close(self) -> None:
        """Close all connections."""
        for engine in (self.writer, self.reader):
            while resting := self._idle.get(engine):
                resting.pop().connection.close()
            engine.dispose()

    @property
    def file(self) -> Path | None:
        """The path of SQLite's file; None on PostgreSQL and for a database in memory."""
        database = make_url(self.url).database
        return Path(database) if self.is_sqlite and database else None

    @property
    def is_there(self) -> bool:
        """Whether the database exists. On SQLite, connecting to a missing file would create an empty one."""
        return self.file is None or self.file.exists()

    @contextmanager
    def write(self, deadline: Deadline) -> Generator[Connection]:
        """A writing transaction, committed at the end of the block.

        Raises Busy, and rolls back, if the deadline passes before the commit or the database cannot be written now.
        """
        if not self.is_sqlite:
            with _on_postgresql(self.writer, deadline) as connection:
                yield connection
                deadline.check()
                connection.commit()
            return
        if not self.lock.acquire(timeout=max(0.0, deadline.left)):
            raise Busy
        try:
            with self._on_sqlite(self.writer, deadline) as held:
                yield held.connection
                deadline.check()
                held.commit()
        finally:
            self.lock.release()

    @contextmanager
    def write_shared(self, deadline: Deadline) -> Generator[SharedTransaction]:
        """A writing transaction of SQLite for several changes; Busy when it cannot begin by this deadline.

        At the end of the block it commits the changes that were kept. Raises Busy, and keeps none of them, when the
        deadline of one of them has passed or SQLite has ended the transaction.
        """
        if not self.lock.acquire(timeout=max(0.0, deadline.left)):
            raise Busy
        try:
            with self._on_sqlite(self.writer, deadline) as kept:
                transaction = SharedTransaction(kept.connection, kept.driver)
                yield transaction
                if transaction.left <= 0 or not transaction.is_sound:
                    raise Busy
                if transaction.earliest is not None:
                    kept.commit()
        finally:
            self.lock.release()

    @contextmanager
    def read(self, deadline: Deadline | None = None) -> Generator[Connection]:
        """A reading transaction: all of its queries see one moment, and none can write.

        Raises Busy if the deadline passes before its last query ends. Keep it short; only a replay may take long.
        """
        if not self.is_sqlite:
            with _on_postgresql(self.reader, deadline) as connection:
                yield connection
            return
        with self._on_sqlite(self.reader, deadline) as held:
            yield held.connection

    @contextmanager
    def _on_sqlite(self, engine: Engine, deadline: Deadline | None) -> Generator[_SqliteConnection]:
        """A connection in a transaction, rolled back at the end if still open; its statements stop at the deadline.

        Idle connections are kept here and not in SQLAlchemy's pool, because taking one from the pool costs more than a
        statement. After an error the connection goes back to the pool, which resets it.
        """
        if deadline is not None:
            deadline.check()
        writes, held = engine is self.writer, None
        try:
            held = self._take_idle(engine)
            if deadline is not None:
                if writes:
                    held.set_lock_timeout(_milliseconds(deadline))
                held.driver.set_progress_handler(lambda: deadline.left <= 0, STEPS_BETWEEN_CHECKS)
            direct(held.driver, "BEGIN IMMEDIATE" if writes else "BEGIN")
            yield held
            held.roll_back()
            if deadline is not None:
                held.driver.set_progress_handler(None, 0)
        except BaseException as error:
            if held is not None:
                held.driver.set_progress_handler(None, 0)
                held.connection.close()
            if _is_busy(error, deadline):
                raise Busy from error
            raise
        self._idle[engine].append(held)

    def _take_idle(self, engine: Engine) -> _SqliteConnection:
        try:
            return self._idle.setdefault(engine, []).pop()
        except IndexError:
            return _SqliteConnection.of(engine)


@dataclass(slots=True)
class _SqliteConnection:
    """A connection to SQLite, the driver's connection under it, and how long it waits for other processes."""

    connection: Connection
    driver: sqlite3.Connection
    lock_timeout_ms: int | None = None  # milliseconds; None: not set yet

    @classmethod
    def of(cls, engine: Engine) -> _SqliteConnection:
        connection = engine.connect()
        return cls(connection, _driver(connection))

    def set_lock_timeout(self, milliseconds: int) -> None:
        """Set how long to wait for another process's lock, rounded down to tenths of a second."""
        rounded = max(1, milliseconds - milliseconds % 100)
        if self.lock_timeout_ms != rounded:
            self.driver.execute(f"PRAGMA busy_timeout={rounded}")
            self.lock_timeout_ms = rounded

    def commit(self) -> None:
        """Commit, directly through the driver where SQLAlchemy has begun no transaction of its own."""
        if not self.driver.in_transaction:  # SQLite rolled back by itself after an error that was ignored
            raise Busy
        if self.connection.in_transaction():
            self.connection.commit()
        else:
            direct(self.driver, "COMMIT")

    def roll_back(self) -> None:
        """Roll back the transaction if one is still open."""
        if self.connection.in_transaction():
            self.connection.rollback()
        elif self.driver.in_transaction:
            self.driver.rollback()


@dataclass(slots=True)
class SharedTransaction:
    """A transaction of SQLite that holds several changes. Each of them is kept or rolled back by itself."""

    connection: Connection
    _driver: sqlite3.Connection
    earliest: Deadline | None = None  # of the changes that are kept so far; none: there is nothing to commit
    _is_in_change: bool = False

    @property
    def is_sound(self) -> bool:
        """Whether the transaction holds whole changes only, and can go on.

        SQLite ends a transaction by itself when the disk is full, or when it stops a statement that writes.
        """
        return self._driver.in_transaction and not self._is_in_change

    @property
    def left(self) -> float:
        """Seconds that are left until its commit must have begun."""
        return float("inf") if self.earliest is None else self.earliest.left

    @contextmanager
    def change(self, deadline: Deadline) -> Generator[None]:
        """Make one change. It is rolled back when the block raises, or when its deadline passes (Busy)."""
        deadline.check()
        direct(self._driver, "SAVEPOINT change")
        self._is_in_change = True
        self._driver.set_progress_handler(lambda: deadline.left <= 0, STEPS_BETWEEN_CHECKS)
        try:
            yield
            deadline.check()
        except BaseException as error:
            if self._driver.in_transaction:
                self._end(gives_up=True)
            if _is_busy(error, deadline):
                raise Busy from error
            raise
        self._end()
        if self.earliest is None or deadline.at < self.earliest.at:
            self.earliest = deadline

    def _end(self, *, gives_up: bool = False) -> None:
        """End the change. The transaction stays sound only if each statement of this ending was carried out."""
        self._driver.set_progress_handler(None, 0)
        if gives_up:
            direct(self._driver, "ROLLBACK TO change")
        direct(self._driver, "RELEASE change")
        self._is_in_change = False


@contextmanager
def _on_postgresql(engine: Engine, deadline: Deadline | None) -> Generator[Connection]:
    """A connection in a transaction, rolled back at the end; its statements stop at the deadline."""
    try:
        if deadline is not None:
            deadline.check()
        with engine.connect() as connection:
            info = connection.info  # a lost connection raises when asked for it
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


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection


def _is_busy(error: BaseException, deadline: Deadline | None) -> bool:
    """Whether the error means that the database was busy or failing, so that a later attempt may succeed."""
    if deadline is None:
        return False
    if isinstance(error, PoolTimeout):
        return True
    return isinstance(error, DBAPIError) and (deadline.left <= LAST_MOMENT or _is_transient(error))


#: Parts of SQLite's messages for conditions that pass: a lock, an interrupt, a full or read-only disk. Any other
#: message means a mistake in a statement.
_TRANSIENT_MESSAGES = ("interrupted", "is locked", "is full", "readonly", "disk I/O", "unable to open")
#: PostgreSQL's error classes for conditions that pass: connection lost, deadlock, out of resources, shut down or
#: cancelled, a lock, an idle transaction ended, a system error.
_TRANSIENT_CLASSES = ("08", "40", "53", "57", "55", "25P03", "58")


def _is_transient(error: DBAPIError) -> bool:
    """Whether the error comes from the state of the database and not from the statement, so that it may pass."""
    if error.connection_invalidated:
        return True
    if not isinstance(error, OperationalError | InternalError):
        return False
    if isinstance(error.orig, sqlite3.Error):
        return any(words in str(error.orig) for words in _TRANSIENT_MESSAGES)
    state: str | None = getattr(error.orig, "sqlstate", None)
    return state is None or state.startswith(_TRANSIENT_CLASSES)


def _milliseconds(deadline: Deadline) -> int:
    return max(1, int(deadline.left * 1000))


def _sqlite(url: str, *, writes: bool) -> Engine:
    # The driver must not manage transactions: it would commit within a migration, so a kill would leave half of it.
    arguments = {"isolation_level": None, "check_same_thread": False, "timeout": OTHER_PROCESS_WAIT_MS / 1000}
    # The readers' pool has no limit, because idle readers are kept beside it and do not return to it. Threads are few.
    size, more = (2, 0) if writes else (POOL, -1)
    engine = create_engine(
        url,
        connect_args=arguments,
        pool_size=size,
        max_overflow=more,
        pool_timeout=POOL_WAIT,
        hide_parameters=True,  # errors are logged; what a person typed must not be
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:  # pyright: ignore[reportUnusedFunction]
        connection.execute(f"PRAGMA busy_timeout={OTHER_PROCESS_WAIT_MS}")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA secure_delete=ON")  # without it, erased texts stay in the file
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

    event.listen(engine, "before_cursor_execute", set_statement_timeout)
    return engine


def set_statement_timeout(connection: Connection, cursor: Any, *_: object) -> None:
    """Set PostgreSQL's statement timeout so that the next statement of this cursor stops at the connection's deadline.

    The server counts the timeout from the start of each statement, so it is set again once the time left has shrunk by
    more than STALE_TIMEOUT.
    """
    deadline: Deadline | None = connection.info.get("deadline")
    if deadline is None:
        return
    left = deadline.left
    if connection.info.get("stops_after", float("inf")) - left > STALE_TIMEOUT:
        connection.info["stops_after"] = left
        cursor.execute(f"SET LOCAL statement_timeout = {_milliseconds(deadline)}")
