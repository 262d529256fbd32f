"""The health of the database: tells a full disk, a missing permission or a lock from an error, and logs it once."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

import structlog
from sqlalchemy import Connection, select, update
from sqlalchemy.exc import DBAPIError, InterfaceError, InternalError, OperationalError, ProgrammingError

from pipeline import errors
from pipeline.storage.engine import Deadline, Storage
from pipeline.storage.schema import line

log = structlog.get_logger()

PATIENCE = 2.5  # seconds that a trial waits for the database: as long as a request does
ROOM = 256 * 1024  # bytes that a trial writes: more than any change does
FEW_PAGES = 8  # pages that SQLite keeps in memory during a trial, so that it writes the rest to the disk at once


_WORKSPACES = select(line.c.workspace_no).order_by(line.c.workspace_no)


class StorageFault(Enum):
    """What is wrong with a database; the value is the `reason` in the log."""

    FULL = "disk_full"
    READ_ONLY = "read_only"
    FORBIDDEN = "no_permission"
    LOCKED = "locked"
    AWAY = "unreachable"
    FAILING = "disk_fails"

    @property
    def is_lasting(self) -> bool:
        """Whether nothing can be saved until somebody acts: asking people to wait a moment would be untrue."""
        return self in _LASTING

    @property
    def problem(self) -> str:
        """What is wrong, as a clause without a full stop."""
        return _SENTENCES[self][0]

    @property
    def fix(self) -> str:
        """What whoever runs Putki does about it, in full sentences."""
        return _SENTENCES[self][1]


_LASTING = frozenset({StorageFault.FULL, StorageFault.READ_ONLY, StorageFault.FORBIDDEN, StorageFault.FAILING})
_SENTENCES: Mapping[StorageFault, tuple[str, str]] = {
    StorageFault.FULL: (
        "the disk is full, so nothing can be saved",
        "Free some space on the disk where the database is.",
    ),
    StorageFault.READ_ONLY: (
        "the database is read-only, so nothing can be saved",
        "If its disk is mounted read-only, mount it for writing. If it is a standby server, set PUTKI_DATABASE_URL to "
        "the primary.",
    ),
    StorageFault.FORBIDDEN: (
        "the user that Putki runs as may not write to the database",
        "Give that user the right to write the database's file and its folder, or make it the owner of the PostgreSQL "
        "database.",
    ),
    StorageFault.LOCKED: (
        "another process holds a lock on the database",
        "Find the process that has the database open (a tool, a backup, an import) and end it, or wait until it ends.",
    ),
    StorageFault.AWAY: (
        "the database server does not answer or refuses the connection",
        "Check that the server runs and that PUTKI_DATABASE_URL is right.",
    ),
    StorageFault.FAILING: (
        "the disk reports errors when it reads or writes",
        "Look in the system's log for errors of that disk, and have a backup ready.",
    ),
}

#: The fault that each code or class of codes of PostgreSQL means; the longest that matches counts.
_BY_CODE = {
    "08": StorageFault.AWAY,
    "57P": StorageFault.AWAY,
    "28": StorageFault.AWAY,
    "53100": StorageFault.FULL,
    "25006": StorageFault.READ_ONLY,
    "42501": StorageFault.FORBIDDEN,
    "55P03": StorageFault.LOCKED,
    "58030": StorageFault.FAILING,
}


def fault_of(error: BaseException | None, file: Path | None) -> StorageFault | None:
    """The fault of the database that caused this error, or None: it is merely busy, or the program made a mistake.

    On SQLite the disk and the permissions of `file` are looked at, because its errors do not tell the cause.
    """
    while isinstance(error, errors.Busy):
        error = error.__cause__
    if not isinstance(error, DBAPIError):
        return None
    if isinstance(error.orig, sqlite3.Error):
        return _of_sqlite(str(error.orig), file)
    if not isinstance(error, OperationalError | InternalError | InterfaceError | ProgrammingError):
        return None
    code: str | None = getattr(error.orig, "sqlstate", None)
    if code is None:
        return StorageFault.AWAY if isinstance(error, OperationalError) else None
    return next((_BY_CODE[code[:length]] for length in (5, 3, 2) if code[:length] in _BY_CODE), None)


def _of_sqlite(words: str, file: Path | None) -> StorageFault | None:
    if "is full" in words:
        return StorageFault.FULL
    if "is locked" in words:
        return StorageFault.LOCKED
    if "readonly" in words:
        return StorageFault.FORBIDDEN if fault_of_location(file) is StorageFault.FORBIDDEN else StorageFault.READ_ONLY
    if "unable to open" in words or "disk I/O" in words:
        return fault_of_location(file) or (StorageFault.FAILING if "disk I/O" in words else None)
    return None


def fault_of_location(file: Path | None) -> StorageFault | None:
    """The fault of the disk or folder where SQLite's file is, or None: read-only, not permitted, or nearly full.

    SQLite may still write on a full disk, as long as there is room left in its write-ahead log.
    """
    if file is None or not (folder := file.resolve().parent).is_dir():
        return None
    disk = os.statvfs(folder)
    if disk.f_flag & os.ST_RDONLY:
        return StorageFault.READ_ONLY
    if not os.access(folder, os.W_OK | os.X_OK) or (file.exists() and not os.access(file, os.R_OK | os.W_OK)):
        return StorageFault.FORBIDDEN
    return StorageFault.FULL if disk.f_bavail * disk.f_frsize < ROOM else None


# --- A trial ----------------------------------------------------------------------------------------------------------


class _TrialSucceeded(Exception):
    """The trial succeeded; it is raised to roll the trial back."""


def try_to_write(storage: Storage) -> None:
    """Write to the table that every change writes to, and as many bytes as any change needs, then roll back.

    Raises Busy or SQLAlchemy's DBAPIError if the database refuses.
    """
    try:
        with storage.write(Deadline.after(PATIENCE)) as connection, _little_memory(connection, storage):
            for w in connection.scalars(_WORKSPACES):
                connection.execute(update(line).where(line.c.workspace_no == w).values(event_no=line.c.event_no))
            connection.exec_driver_sql("CREATE TABLE putki_trial (filling TEXT)")
            connection.exec_driver_sql(_filler_statement(storage))
            raise _TrialSucceeded
    except _TrialSucceeded:
        return


def _filler_statement(storage: Storage) -> str:
    if storage.is_sqlite:
        return f"INSERT INTO putki_trial VALUES (zeroblob({ROOM}))"
    return f"INSERT INTO putki_trial SELECT repeat('x', 1024) FROM generate_series(1, {ROOM // 1024})"


@contextmanager
def _little_memory(connection: Connection, storage: Storage) -> Generator[None]:
    """Give SQLite little memory: else it keeps the trial's rows in memory and does not notice a full disk."""
    if not storage.is_sqlite:
        yield
        return
    usual = connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
    connection.exec_driver_sql(f"PRAGMA cache_size={FEW_PAGES}")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size={usual}")


# --- An outage --------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Outage:
    """The current outage of the database, if any; its beginning and its end are logged, not each request in it."""

    fault: StorageFault | None = None
    _since: float = 0.0  # on the monotonic clock
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def report(self, error: BaseException, storage: Storage) -> bool:
        """Note an error, and say whether a fault of the database caused it.

        The first error of an outage, or of another fault in it, is logged, without the statement's values.
        """
        found = fault_of(error, storage.file)
        if found is None:
            return False
        with self._lock:
            if self.fault is not found:
                self._since = time.monotonic() if self.fault is None else self._since
                self.fault = found
                log.error("database_write_failed", reason=found.value, problem=found.problem, fix=found.fix)
        return True

    def lasting_fault(self, error: BaseException | None, storage: Storage) -> StorageFault | None:
        """The fault that keeps everything from being saved until somebody acts: that of the error, or of the outage.

        None: there is none, or it passes by itself.
        """
        found = fault_of(error, storage.file) or self.fault
        return found if found is not None and found.is_lasting else None

    def recheck(self, storage: Storage) -> None:
        """During an outage, try to write; if that succeeds, log the end of the outage."""
        if self.fault is None:
            return
        if self.fault is StorageFault.FULL and fault_of_location(storage.file) is StorageFault.FULL:
            return
        try:
            try_to_write(storage)
        except (errors.Busy, DBAPIError) as still:
            self.report(still, storage)
            return
        with self._lock:
            # A warning, so that whoever saw the beginning sees the end, also where only warnings are logged.
            lasted = round(time.monotonic() - self._since)
            log.warning("database_writable_again", reason=self.fault.value, outage_seconds=lasted)
            self.fault = None
