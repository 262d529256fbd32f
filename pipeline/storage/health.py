"""What ails a database (a full disk, no right to write, somebody's lock), in a sentence, and told once per spell."""

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
FEW_PAGES = 8  # what SQLite keeps in memory during a trial; the rest goes to the disk, though it is not committed


_WORKSPACES = select(line.c.workspace_no).order_by(line.c.workspace_no)


class StorageFault(Enum):
    """What is wrong with a database; the value is its name in the log."""

    FULL = "disk_full"
    READ_ONLY = "read_only"
    FORBIDDEN = "no_permission"
    LOCKED = "locked"
    AWAY = "unreachable"
    FAILING = "disk_fails"

    @property
    def says(self) -> str:
        """What is wrong, in a sentence."""
        return _SENTENCES[self][0]

    @property
    def mend(self) -> str:
        """What to do about it."""
        return _SENTENCES[self][1]


_SENTENCES: Mapping[StorageFault, tuple[str, str]] = {
    StorageFault.FULL: ("the disk is full, so nothing can be saved", "Make room on the disk where the database is."),
    StorageFault.READ_ONLY: (
        "the database can only be read",
        "Is its disk mounted read-only? Mount it for writing. Is it a standby server? Name the primary in "
        "PUTKI_DATABASE_URL.",
    ),
    StorageFault.FORBIDDEN: (
        "this user may not write there",
        "Let the user that Putki runs as write the database's file and its folder, or own the PostgreSQL database.",
    ),
    StorageFault.LOCKED: (
        "another process holds the database and does not let go",
        "See which one has it open: a tool, a backup, an import. Putki goes on when that one ends.",
    ),
    StorageFault.AWAY: (
        "its server does not answer, or lets nobody in",
        "Does it run, and is PUTKI_DATABASE_URL right?",
    ),
    StorageFault.FAILING: (
        "the disk does not read or write what it is told to",
        "See what the system's log says of that disk, and have a backup at hand.",
    ),
}

#: PostgreSQL's codes: the longest that fits counts.
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
    """What this error tells of the database, with SQLite's `file` looked at; None: too much to do, or a mistake."""
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
    """What ails the disk and the folder where the file is: SQLite says only that it could not.

    Or it still can, on a full disk, as long as there is room in the file of its log.
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


class _TakenBack(Exception):
    """It could be written; none of it is kept."""


def try_to_write(storage: Storage) -> None:
    """Write where every change does, and as much as any needs, and take it all back; raises what refuses it."""
    try:
        with storage.write(Deadline.after(PATIENCE)) as connection, _little_memory(connection, storage):
            for w in connection.scalars(_WORKSPACES):
                connection.execute(update(line).where(line.c.workspace_no == w).values(event_no=line.c.event_no))
            connection.exec_driver_sql("CREATE TABLE putki_trial (filling TEXT)")
            connection.exec_driver_sql(_filling(storage))
            raise _TakenBack
    except _TakenBack:
        return


def _filling(storage: Storage) -> str:
    if storage.is_sqlite:
        return f"INSERT INTO putki_trial VALUES (zeroblob({ROOM}))"
    return f"INSERT INTO putki_trial SELECT repeat('x', 1024) FROM generate_series(1, {ROOM // 1024})"


@contextmanager
def _little_memory(connection: Connection, storage: Storage) -> Generator[None]:
    """SQLite would keep in memory what is not committed, and never learn of a full disk."""
    if not storage.is_sqlite:
        yield
        return
    usual = connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
    connection.exec_driver_sql(f"PRAGMA cache_size={FEW_PAGES}")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size={usual}")


# --- A spell ----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Outage:
    """How long the database has been ailing: told when it begins and when it is over, not by every request."""

    fault: StorageFault | None = None
    _since: float = 0.0  # on the monotonic clock
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def report(self, error: BaseException, storage: Storage) -> bool:
        """Whether this error comes of what ails the database; the first of a spell is logged, without its values."""
        found = fault_of(error, storage.file)
        if found is None:
            return False
        with self._lock:
            if self.fault is not found:
                self._since = time.monotonic() if self.fault is None else self._since
                self.fault = found
                log.error("database_trouble", what=found.value, says=found.says, mend=found.mend)
        return True

    def recheck(self, storage: Storage) -> None:
        """While the database ails: whether it can be written again, which is logged."""
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
            # As loud as to be heard wherever warnings are: who read of the trouble is to read of its end.
            log.warning("database_works_again", after=self.fault.value, seconds=round(time.monotonic() - self._since))
            self.fault = None
