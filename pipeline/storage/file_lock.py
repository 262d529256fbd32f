"""The lock of a SQLite file: one `putki run` uses it at a time."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import make_url

from pipeline.errors import CannotRun
from pipeline.storage.private_files import OWNER_ONLY


class AlreadyRunning(CannotRun):
    """Another `putki run` uses this SQLite file."""


@contextmanager
def sqlite_lock(database_url: str) -> Generator[None]:
    """Lock a SQLite file for this process. PostgreSQL needs no lock: any number of processes may share it.

    Raises AlreadyRunning.
    """
    if not database_url.startswith("sqlite"):
        yield
        return
    path = Path(make_url(database_url).database or "").resolve()  # one lock, whichever name the file has
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(f"{path}.lock", mode=OWNER_ONLY)
    try:
        lock.acquire(timeout=0)
    except Timeout as taken:
        raise AlreadyRunning(f"Another putki run is using {path.name}. Stop it first, or use PostgreSQL.") from taken
    try:
        yield
    finally:
        lock.release()
