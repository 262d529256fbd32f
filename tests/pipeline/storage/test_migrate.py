"""Migrations make what the schema says, once, whole or not at all, and never touch a newer program's database."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from bot.slack import schema as slack_schema
from pipeline.storage import migrate
from pipeline.storage.engine import Storage
from pipeline.storage.private_files import OWNER_ONLY, create_private
from pipeline.storage.schema import metadata
from tests.databases import BRANCHES, Databases, SqliteFiles
from tests.pipeline.storage.test_older_databases import as_before_0003
from tests.processes import kills_itself

DEADLY = '''
"""Makes a table, and is killed before the next."""

import os
import signal

import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "deadly_0001", None, ("deadly",), "core_0002"


def upgrade() -> None:
    op.create_table("half", sa.Column("no", sa.Integer(), primary_key=True))
    op.execute("INSERT INTO half (no) VALUES (1)")
    os.kill(os.getpid(), signal.SIGKILL)
'''


def tables(url: str) -> set[str]:
    storage = Storage.open(url)
    with storage.read() as connection:
        found = set(inspect(connection).get_table_names())
    storage.close()
    return found


def test_a_migrated_database_is_what_the_schema_says(databases: Databases) -> None:
    assert slack_schema.MIGRATIONS in BRANCHES
    storage = Storage.open(databases.fresh())
    with storage.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []
    storage.close()


def test_each_table_of_a_tenant_is_led_by_its_workspace() -> None:
    keys = {table.name: [column.name for column in table.primary_key] for table in metadata.tables.values()}
    assert {name for name, columns in keys.items() if columns[0] != "workspace_no"} == set()


def test_no_foreign_key_points_at_a_projection() -> None:
    projections = {"deal", "stay", "stage", "customer", "member", "setting"}
    targets = {key.column.table.name for table in metadata.tables.values() for key in table.foreign_keys}
    assert targets & projections == set()


def test_a_database_brought_up_to_date_is_left_alone(databases: Databases) -> None:
    url = databases.fresh()
    before = tables(url)
    for _ in range(2):
        migrate.upgrade(url, BRANCHES)
    storage = Storage.open(url)
    assert migrate.pending(storage, BRANCHES) == set()
    storage.close()
    assert tables(url) == before


def test_an_empty_database_lacks_everything_until_it_is_migrated(databases: Databases) -> None:
    url = databases.empty()
    storage = Storage.open(url)
    assert migrate.applied(storage) == set()
    assert migrate.pending(storage, BRANCHES) == {"core_0008", "slack_0002"}
    migrate.upgrade(url, BRANCHES)
    assert migrate.pending(storage, BRANCHES) == set()
    storage.close()


def test_what_else_is_done_once_hears_the_steps_that_an_older_database_lacked(databases: Databases) -> None:
    url, heard = databases.empty(), list[tuple[str, ...]]()
    migrate.upgrade(url, BRANCHES, lambda _, steps: heard.append(steps))
    assert heard == []  # a new database has no older program's people
    storage = Storage.open(url)
    as_before_0003(storage)
    for _ in range(2):
        migrate.upgrade(url, BRANCHES, lambda _, steps: heard.append(steps))
    assert [steps[:2] for steps in heard] == [("core_0003", "core_0004")]
    storage.close()


def test_a_newer_programs_database_is_refused_and_not_touched(databases: Databases) -> None:
    url = databases.fresh()
    storage = Storage.open(url)
    with storage.writer.begin() as connection:
        connection.execute(text("INSERT INTO alembic_version (version_num) VALUES ('core_9999')"))
    with pytest.raises(migrate.NewerDatabase, match="core_9999"):
        migrate.upgrade(url, BRANCHES)
    assert "core_9999" in migrate.applied(storage)
    storage.close()


def test_two_programs_that_start_at_once_migrate_once(databases: Databases) -> None:
    url = databases.empty()
    with ThreadPoolExecutor(2) as programs:
        for done in [programs.submit(migrate.upgrade, url, BRANCHES) for _ in range(2)]:
            done.result()
    assert metadata.tables.keys() <= tables(url)


def test_a_new_sqlite_file_has_its_log_before_a_program_opens_it(tmp_path: Path) -> None:
    file = tmp_path / "putki.sqlite3"
    create_private(file)
    assert file.read_bytes()[18:20] == bytes([2, 2])  # https://www.sqlite.org/fileformat.html: the log is on
    assert file.stat().st_mode & 0o777 == OWNER_ONLY
    assert list(tmp_path.iterdir()) == [file]

    before = file.stat().st_ino
    create_private(file)
    assert file.stat().st_ino == before


def test_a_migration_killed_half_way_leaves_the_database_as_it_was(databases: Databases, tmp_path: Path) -> None:
    url = databases.fresh()
    before = tables(url)
    (tmp_path / "deadly_0001.py").write_text(DEADLY)
    assert kills_itself(migrate.upgrade, url, [*BRANCHES, tmp_path])
    assert tables(url) == before

    migrate.upgrade(url, BRANCHES)
    storage = Storage.open(url)
    assert migrate.pending(storage, BRANCHES) == set()
    storage.close()


def test_the_first_migration_killed_half_way_leaves_an_empty_database(
    sqlite_files: SqliteFiles, tmp_path: Path
) -> None:
    url = sqlite_files.empty()
    (tmp_path / "deadly_0001.py").write_text(DEADLY)
    assert kills_itself(migrate.upgrade, url, [tmp_path])
    assert tables(url) == set()
    migrate.upgrade(url, BRANCHES)
    assert metadata.tables.keys() <= tables(url)
