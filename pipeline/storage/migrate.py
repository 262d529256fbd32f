"""Migrations: brings a database to this program's schema, by the core's branch and by those of other rooms."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import CannotRun
from pipeline.storage.engine import Deadline, Storage

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

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


def upgrade(url: str, branches: Sequence[Path] = ()) -> None:
    """Bring the database at `url` to the newest schema, in one transaction: a kill leaves the database as it was.

    `branches` are the folders with the migrations of other rooms (the face's tables). Raises NewerDatabase when the
    database has a migration that this program does not know.
    """
    from alembic import command
    from alembic.script import ScriptDirectory

    config = _config(branches)
    storage = Storage.open(url)
    try:
        with storage.write(Deadline.after(PATIENCE)) as connection:
            if not storage.is_sqlite:  # on PostgreSQL two new programs may start at once; SQLite has one writer anyway
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATING})")
            config.attributes["connection"] = connection
            _refuse_newer(applied(storage), ScriptDirectory.from_config(config))
            command.upgrade(config, "heads")
    finally:
        storage.close()


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
