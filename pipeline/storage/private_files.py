"""Files for their owner alone: the database, what SQLite and Putki keep beside it, and its copies."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

OWNER_ONLY = 0o600
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def create_private(file: Path) -> None:
    """Create an empty SQLite file with a write-ahead log that only its owner may read, unless the file is there.

    SQLite gives its side files that mode. The file gets its log before it gets its name: of two programs that turn the
    log on in one file at once, SQLite fails one without waiting. Where the file cannot be created, whoever opens it is
    told why.
    """
    with suppress(OSError), TemporaryDirectory(prefix=f"{file.name}.", dir=file.parent) as folder:
        made = Path(folder) / file.name
        os.close(os.open(made, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY))
        with closing(sqlite3.connect(made)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
        os.link(made, file)


def beside(file: Path) -> list[Path]:
    """The file and those beside it whose names begin with its name, such as `putki.db-wal` and `putki.db.seen`."""
    return sorted(each for each in file.parent.iterdir() if each.name.startswith(file.name) and each.is_file())


def open_to_others(files: Iterable[Path]) -> list[Path]:
    """Those of the files that others than their owner may read or write; what is not there is left out."""
    return [each for each in files if each.is_file() and each.stat().st_mode & _OTHERS]
