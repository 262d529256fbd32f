"""What ails a database is found out and said in a sentence, by a trial that leaves nothing behind."""

from __future__ import annotations

import os
import pwd
import shutil
import sqlite3
import tempfile
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from structlog.testing import capture_logs

from bot import doctor
from pipeline import errors
from pipeline.storage import health
from pipeline.storage.engine import Storage
from pipeline.storage.health import Outage, StorageFault
from tests.databases import SqliteFiles
from tests.pipeline.storage.test_trouble import limit_pages, may_write, writer_of
from tests.pipeline.team import Team, team_in
from tests.processes import begun, exit_code


@pytest.fixture
def team(sqlite_url: str) -> Generator[Team]:
    storage = Storage.open(sqlite_url)
    yield team_in(storage)
    storage.close()


def told(storage: Storage) -> tuple[bool, str]:
    it = doctor.check_writing(storage)
    assert it.is_well or it.mend
    return it.is_well, it.says


def test_a_database_that_can_be_written_is_told_so_and_nothing_is_left_of_the_trial(storage: Storage) -> None:
    team = team_in(storage)
    team.new()
    before = team.everything()

    for _ in range(2):
        assert told(storage) == (True, "a trial write succeeded and was rolled back")

    assert team.everything() == before
    with storage.read() as connection:
        assert "putki_trial" not in inspect(connection).get_table_names()
    team.new()
    assert team.is_sound()


def test_a_full_disk_is_said_though_little_was_to_be_written(team: Team) -> None:
    writer = writer_of(team)
    limit_pages(writer, 1)  # SQLite takes this as: no page more than there are

    assert told(team.ledger.storage) == (False, "the disk is full, so nothing can be saved")

    limit_pages(writer, 100_000)
    assert told(team.ledger.storage)[0]


def test_what_is_not_committed_is_tried_on_the_disk_all_the_same(team: Team) -> None:
    file = team.ledger.storage.file
    assert file is not None
    log = file.with_name(f"{file.name}-wal")
    before = log.stat().st_size

    health.try_to_write(team.ledger.storage)

    assert log.stat().st_size > before + health.ROOM // 2


def test_a_database_that_may_only_be_read_is_said(team: Team) -> None:
    may_write(writer_of(team), False)

    assert told(team.ledger.storage) == (False, "the database is read-only, so nothing can be saved")


@contextmanager
def sessions_with(url: str, setting: str) -> Generator[Storage]:
    """A server that lets each of this database's sessions begin with a setting."""
    storage = Storage.open(url)
    with storage.writer.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        name = connection.scalar(text("SELECT current_database()"))
        connection.execute(text(f'ALTER DATABASE "{name}" SET {setting}'))
        storage.close()
    yield storage
    storage.close()


def test_a_standby_server_is_said(postgresql_url: str) -> None:
    with sessions_with(postgresql_url, "default_transaction_read_only = on") as storage:
        assert told(storage) == (False, "the database is read-only, so nothing can be saved")


def test_a_user_who_does_not_own_the_database_is_said(postgresql_url: str) -> None:
    with sessions_with(postgresql_url, "role = pg_monitor") as storage:
        assert told(storage) == (False, "the user that Putki runs as may not write to the database")


def test_a_lock_of_another_process_is_said(team: Team) -> None:
    with locked(team.ledger.storage):
        assert told(team.ledger.storage) == (False, "another process holds a lock on the database")


def test_a_line_that_another_holds_is_said_on_a_server(postgresql_url: str) -> None:
    team, other = team_in(Storage.open(postgresql_url)), Storage.open(postgresql_url)
    with other.writer.begin() as connection:
        connection.execute(text("UPDATE line SET event_no = event_no WHERE workspace_no > 0"))
        assert told(team.ledger.storage) == (False, "another process holds a lock on the database")

    assert told(team.ledger.storage)[0]
    team.ledger.storage.close()
    other.close()


def test_a_server_that_is_not_there_is_said() -> None:
    storage = Storage.open("postgresql+psycopg://putki@127.0.0.1:9/putki")

    assert told(storage) == (False, "the database server does not answer or refuses the connection")


@pytest.mark.parametrize(("folder_mode", "file_mode"), [(0o555, 0o444), (0o555, 0o666), (0o777, 0o444)])
def test_a_user_who_may_not_write_the_file_or_its_folder_is_said(
    sqlite_files: SqliteFiles, folder_mode: int, file_mode: int
) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder, said = Path(place) / "folder", Path(place) / "said"
        folder.mkdir()
        shutil.copyfile(sqlite_files.template, folder / "putki.db")
        said.touch()
        modes = {folder / "putki.db": file_mode, folder: folder_mode, said: 0o666, Path(place): 0o755}
        for path, mode in modes.items():
            path.chmod(mode)

        assert exit_code(begun(_tried_by_somebody, f"sqlite:///{folder / 'putki.db'}", said)) == 0
        assert said.read_text() == "the user that Putki runs as may not write to the database"
        folder.chmod(0o755)


def _tried_by_somebody(url: str, said: Path) -> None:
    """The trial by a user who is not root: root may write anywhere."""
    storage = Storage.open(url)
    if os.geteuid() == 0:
        os.setgid(pwd.getpwnam("nobody").pw_gid)
        os.setuid(pwd.getpwnam("nobody").pw_uid)
    said.write_text(doctor.check_writing(storage).says)


def test_too_much_to_do_and_a_mistake_ail_nobody(team: Team) -> None:
    file = team.ledger.storage.file
    assert health.fault_of(errors.Busy(), file) is None
    assert health.fault_of(ValueError(), file) is None


# --- A spell ----------------------------------------------------------------------------------------------------------


@contextmanager
def locked(storage: Storage) -> Generator[None]:
    """Another process has the file."""
    assert storage.file is not None
    with closing(sqlite3.connect(storage.file, isolation_level=None)) as another:
        another.execute("BEGIN IMMEDIATE")
        yield


def test_a_spell_is_told_once_and_so_is_its_end(team: Team) -> None:
    outage, storage, writer = Outage(), team.ledger.storage, writer_of(team)
    may_write(writer, False)
    with capture_logs() as logged:
        for _ in range(3):
            with pytest.raises(errors.Busy) as refused:
                team.new("Salainen Oy")
            assert outage.report(refused.value, storage)
        outage.recheck(storage)
        may_write(writer, True)
        outage.recheck(storage)
        outage.recheck(storage)

    told = [each for each in logged if each.get("reason") == "read_only"]
    assert [(each["event"], each["log_level"]) for each in told] == [
        ("database_write_failed", "error"), ("database_writable_again", "warning")
    ]  # fmt: skip
    assert "Salainen" not in str(logged)


def test_what_else_ails_it_in_the_same_spell_is_told_too(team: Team) -> None:
    outage, storage = Outage(StorageFault.FULL), team.ledger.storage
    with capture_logs() as logged, locked(storage):
        outage.recheck(storage)

    assert [each["reason"] for each in logged if each["event"] == "database_write_failed"] == ["locked"]
    assert outage.fault is StorageFault.LOCKED
