"""A database in trouble: the person is told in time, nothing is half-written, and it works again by itself."""

import sqlite3
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, ProgrammingError

from pipeline import errors
from pipeline.ledger import event_store
from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.storage import schema
from pipeline.storage.engine import Deadline, Storage
from tests.pipeline.team import CONTACT, Team, settle, team_in

#: Cuts every connection to this database but one's own, as a restart of the server does.
ALL_OTHERS = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE pid <> pg_backend_pid() AND datname = current_database()"""


def writer_of(team: Team) -> sqlite3.Connection:
    """The one connection that writes, as it rests between changes."""
    with team.ledger.storage.write(Deadline.after(30)) as connection:
        driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


def limit_pages(writer: sqlite3.Connection, pages: int) -> None:
    """A disk on which the file can grow no further than this."""
    writer.execute(f"PRAGMA max_page_count={pages}")


def may_write(writer: sqlite3.Connection, is_allowed: bool) -> None:
    """A disk on which the file may be written, or only read."""
    writer.execute(f"PRAGMA query_only={'OFF' if is_allowed else 'ON'}")


def _until_it_is_full(team: Team) -> dict[str, list[Any]]:
    """New deals until one is refused; all that was there before that one."""
    for _ in range(500):
        before = team.everything()
        try:
            team.new("x" * 150)
        except errors.Busy:
            return before
    raise AssertionError("the disk was never full")


def test_a_full_disk_is_said_and_when_there_is_room_again_it_works(sqlite_url: str) -> None:
    team = team_in(Storage.open(sqlite_url))
    deal, writer = team.new(), writer_of(team)
    limit_pages(writer, 1)  # SQLite takes this as: no page more than there are
    before = _until_it_is_full(team)
    assert team.everything() == before
    limit_pages(writer, 100_000)
    team.advance(deal)
    assert team.there(deal).stage_no == CONTACT
    assert team.is_sound()
    team.ledger.storage.close()


def test_a_database_that_may_only_be_read_is_said(sqlite_url: str) -> None:
    team = team_in(Storage.open(sqlite_url))
    deal, before, writer = team.new(), team.last_event, writer_of(team)
    may_write(writer, False)
    with pytest.raises(errors.Busy):
        team.advance(deal)
    may_write(writer, True)
    assert team.last_event == before
    team.advance(deal)
    team.ledger.storage.close()


def test_a_server_that_ends_our_connection_is_said_and_the_next_request_finds_another(postgresql_url: str) -> None:
    team = team_in(Storage.open(postgresql_url))
    other = Storage.open(postgresql_url)
    deal, before = team.new(), team.last_event

    def cut(work: UnitOfWork) -> None:
        settle(work)
        with other.writer.begin() as connection:
            connection.execute(text(ALL_OTHERS))

    with pytest.raises(errors.Busy):
        team.ledger.commit(team.by(), cut)
    other.close()
    assert team.last_event == before
    team.advance(deal)
    assert team.is_sound()
    team.ledger.storage.close()


def test_a_pool_of_connections_cut_while_they_rest_is_mended_unseen(postgresql_url: str) -> None:
    team = team_in(Storage.open(postgresql_url))
    deal = team.new()
    other = Storage.open(postgresql_url)
    with other.writer.begin() as connection:
        connection.execute(text(ALL_OTHERS))
    other.close()
    team.advance(deal)
    assert team.there(deal).stage_no == CONTACT
    team.ledger.storage.close()


@pytest.mark.parametrize("statement", ["SELECT no_such_column FROM line WHERE workspace_no = 1", "SELEC 1"])
def test_a_mistake_in_a_statement_is_no_trouble_of_the_database(storage: Storage, statement: str) -> None:
    with pytest.raises((OperationalError, ProgrammingError)), storage.write(Deadline.after(30)) as connection:
        connection.execute(text(statement))


def test_a_broken_rule_of_the_schema_is_no_trouble_either(storage: Storage) -> None:
    team = team_in(storage)
    twice = text("INSERT INTO member SELECT * FROM member WHERE workspace_no = :w")
    with pytest.raises(IntegrityError), storage.write(Deadline.after(30)) as connection:
        connection.execute(twice, {"w": team.workspace_no})


def test_an_error_does_not_repeat_what_was_written(storage: Storage) -> None:
    row = {"workspace_no": 1, "no": 1, "about": "deal", "about_no": 1, "text": "Salainen Oy", "folded": None}
    with pytest.raises(IntegrityError) as through_core, storage.write(Deadline.after(30)) as connection:
        connection.execute(schema.name.insert(), [row, row])
    with pytest.raises(IntegrityError) as prepared, storage.write(Deadline.after(30)) as connection:
        event_store.insert_texts(connection, schema.name, [row, row])
    assert "Salainen" not in str(through_core.value) + str(prepared.value)


def test_what_only_reads_cannot_write(storage: Storage) -> None:
    team = team_in(storage)
    gone = text("DELETE FROM member WHERE workspace_no = :w")
    with pytest.raises(DBAPIError, match=r"read.?only"), storage.read() as connection:
        connection.execute(gone, {"w": team.workspace_no})
    assert team.count("member") == 5


def test_what_is_read_together_is_of_one_moment(storage: Storage) -> None:
    team = team_in(storage)
    counted = text("SELECT count(*) FROM deal WHERE workspace_no = :w")
    with storage.read() as connection:
        first = connection.execute(counted, {"w": team.workspace_no}).scalar()
        team.new()
        assert connection.execute(counted, {"w": team.workspace_no}).scalar() == first
    assert team.count("deal") == 1


def test_the_file_is_durable_and_forgets_what_is_deleted(sqlite_url: str) -> None:
    storage = Storage.open(sqlite_url)
    for engine in (storage.writer, storage.reader):
        with engine.connect() as connection:
            found = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
            }
            assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    storage.close()
