"""Migrations: brings a database to this program's schema, by the core's branch and by those of other rooms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import CannotRun
from pipeline.storage.engine import Deadline, Storage
from pipeline.storage.private_files import create_private

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory
    from sqlalchemy import Connection

HERE = Path(__file__).parent / "migrations"
MIGRATING = 7_885_454  # the key of PostgreSQL's advisory lock that lets one program migrate at a time
PATIENCE = 600.0  # seconds that a migration may take


class NewerDatabase(CannotRun):
    """The database was migrated by a newer program; this one must not touch it."""


def _config(branches: Sequence[Path]) -> Config:
    from alembic.config import Config  # importing Alembic takes over a second

    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(str(place) for place in (HERE / "versions", *branches)))
    return config


Migrated = Callable[["Connection", tuple[str, ...]], None]
"""What else is done in the transaction that migrates an older database; it gets the steps, the oldest first."""


def upgrade(url: str, branches: Sequence[Path] = (), then: Migrated | None = None) -> None:
    """Bring the database at `url` to the newest schema, in one transaction: a kill leaves the database as it was.

    `branches` are the folders with the migrations of other rooms (the face's tables). A new SQLite file is its owner's
    alone. `then` is called once, unless the database is new or lacks nothing. Raises NewerDatabase when the database
    has a migration that this program does not know.
    """
    from alembic import command
    from alembic.script import ScriptDirectory

    config = _config(branches)
    storage = Storage.open(url)
    if storage.file is not None:
        create_private(storage.file)
    try:
        with storage.write(Deadline.after(PATIENCE)) as connection:
            if not storage.is_sqlite:  # on PostgreSQL two new programs may start at once; SQLite has one writer anyway
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATING})")
            config.attributes["connection"] = connection
            there, scripts = applied(storage), ScriptDirectory.from_config(config)
            _refuse_newer(there, scripts)
            command.upgrade(config, "heads")
            steps = _steps_since(there, scripts)
            if then is not None and there and steps:
                then(connection, steps)
    finally:
        storage.close()


def _steps_since(there: set[str], scripts: ScriptDirectory) -> tuple[str, ...]:
    """The migrations that a database with these newest ones lacks, the oldest of each branch first."""
    known = {each.revision for newest in there for each in scripts.walk_revisions("base", newest)}
    return tuple(reversed([each.revision for each in scripts.walk_revisions() if each.revision not in known]))


def applied(storage: Storage) -> set[str]:
    """The newest migrations that the database has, one per branch; empty for a new database."""
    from alembic.runtime.migration import MigrationContext

    with storage.read() as connection:
        return set(MigrationContext.configure(connection).get_current_heads())


def pending(storage: Storage, branches: Sequence[Path] = ()) -> set[str]:
    """The newest migration of each branch that the database lacks. Raises NewerDatabase as `upgrade` does."""
    from alembic.script import ScriptDirectory

    scripts, there = ScriptDirectory.from_config(_config(branches)), applied(storage)
    _refuse_newer(there, scripts)
    return set(scripts.get_heads()) - there


def _refuse_newer(there: set[str], scripts: ScriptDirectory) -> None:
    unknown = there - {script.revision for script in scripts.walk_revisions()}
    if unknown:
        raise NewerDatabase(
            f"The database was migrated by a newer program ({', '.join(sorted(unknown))}): run that one, or "
            "restore a backup from before."
        )
