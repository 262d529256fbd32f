"""Files for their owner alone: the database, what SQLite and Putki keep beside it, and its copies."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

OWNER_ONLY = 0o600
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def create_private(file: Path) -> None:
    """Create an empty file that only its owner may read, unless it is there. SQLite gives its side files that mode.

    Where the file cannot be created, whoever opens it is told why.
    """
    with suppress(OSError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY))


def beside(file: Path) -> list[Path]:
    """The file and those beside it whose names begin with its name, such as `putki.db-wal` and `putki.db.seen`."""
    return sorted(each for each in file.parent.iterdir() if each.name.startswith(file.name) and each.is_file())


def open_to_others(files: Iterable[Path]) -> list[Path]:
    """Those of the files that others than their owner may read or write; what is not there is left out."""
    return [each for each in files if each.is_file() and each.stat().st_mode & _OTHERS]
