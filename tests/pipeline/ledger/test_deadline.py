"""A request has its time: who waits too long is told so, and nothing of it is kept."""

import sqlite3
import time
from collections.abc import Generator
from contextlib import contextmanager
from threading import Event, Thread

import pytest
from sqlalchemy import text

from pipeline import errors
from pipeline.deals import move
from pipeline.ledger.actor import PATIENCE as PATIENCE_OF_A_REQUEST
from pipeline.ledger.actor import By
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.storage.engine import Deadline, Storage
from pipeline.subjects import SUBJECTS
from tests.busy_machine import PATIENCE, standstills
from tests.pipeline.team import ANNA, CONTACT, Team, settle, team_in

LEFT = 0.4  # seconds that a test's hurried request has left
MUCH = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 1000000000) SELECT max(x) FROM n"


def hurried(team: Team, left: float = LEFT) -> By:
    """A request that arrived long ago."""
    return team.by(ANNA, arrived=time.monotonic() - PATIENCE_OF_A_REQUEST + left)


@contextmanager
def refused_in_time(team: Team, left: float = LEFT) -> Generator[None]:
    """Busy about when the time is up, but for what the machine had no time; and the workspace as it was."""
    before, began = team.everything(), time.monotonic()
    with standstills() as stood, pytest.raises(errors.Busy):
        yield
    assert time.monotonic() - began - sum(stood) < left + 1.5
    assert team.everything() == before


@contextmanager
def another_holds_the_line(team: Team) -> Generator[None]:
    """Another process is in the middle of a change of this workspace."""
    other = Storage.open(team.ledger.storage.url)
    with other.writer.connect() as connection, connection.begin() as transaction:
        take = text("UPDATE line SET event_no = event_no + 1 WHERE workspace_no = :w")
        connection.execute(take, {"w": team.workspace_no})
        yield
        transaction.rollback()
    other.close()


def test_a_writer_that_waits_too_long_for_another_process_is_told_so(team: Team) -> None:
    deal = team.new()
    with another_holds_the_line(team), refused_in_time(team):
        move.advance(team.ledger, hurried(team), deal)
    team.advance(deal)
    assert team.there(deal).stage_no == CONTACT


def test_a_writer_that_waits_too_long_for_a_thread_is_told_so(team: Team) -> None:
    deal, inside, go_on = team.new(), Event(), Event()

    def slow(_work: UnitOfWork) -> None:
        inside.set()
        go_on.wait(PATIENCE)

    thread = Thread(target=lambda: team.ledger.commit(team.by(), slow))
    thread.start()
    assert inside.wait(PATIENCE)
    with refused_in_time(team):
        move.advance(team.ledger, hurried(team), deal)
    go_on.set()
    thread.join()
    assert team.is_sound()


def test_a_request_whose_time_was_up_before_it_began_does_nothing(team: Team) -> None:
    deal = team.new()
    with refused_in_time(team):
        move.advance(team.ledger, hurried(team, left=-1.0), deal)


def test_a_ledger_that_is_more_patient_gives_its_requests_more_time(team: Team) -> None:
    """A Slack that waits longer, as the tests' own, has a bot whose requests have longer."""
    deal, by = team.new(), hurried(team, left=-1.0)
    patient = Ledger(team.ledger.storage, team.clock, SUBJECTS, patience=PATIENCE_OF_A_REQUEST + PATIENCE)

    move.advance(patient, by, deal)

    assert team.there(deal).stage_no == CONTACT


def test_no_commit_begins_after_the_time_is_up(team: Team) -> None:
    def slow(work: UnitOfWork) -> None:
        settle(work)
        Event().wait(LEFT + 0.1)

    with refused_in_time(team):
        team.ledger.commit(hurried(team), slow)


def test_a_slow_statement_is_stopped(team: Team) -> None:
    def slow(work: UnitOfWork) -> None:
        work.connection.execute(text(MUCH))

    with refused_in_time(team):
        team.ledger.commit(hurried(team), slow)
    assert team.there(team.new()).stage_no == 1


def test_a_slow_question_is_stopped(team: Team) -> None:
    with refused_in_time(team), team.ledger.read_session(hurried(team)) as session:
        session.connection.execute(text(MUCH))
    with team.ledger.read_session(team.by()) as session:
        assert session.connection.execute(text("SELECT 1")).scalar() == 1


def test_each_statement_has_only_what_the_ones_before_it_left(postgresql_url: str) -> None:
    """The server counts a timeout from each statement's start."""
    storage = Storage.open(postgresql_url)
    team = team_in(storage)
    left: list[float] = []

    def slow(work: UnitOfWork) -> None:
        for _ in range(2):
            work.connection.execute(text("SELECT pg_sleep(0.3)"))
            asked = text("SELECT setting::int / 1000.0 FROM pg_settings WHERE name = 'statement_timeout'")
            left.append(float(work.connection.execute(asked).scalar_one()))
        work.connection.execute(text("SELECT pg_sleep(20)"))

    with refused_in_time(team, left=1.6):
        team.ledger.commit(hurried(team, left=1.6), slow)
    assert 0 < left[0] <= 1.3
    assert 0 < left[1] <= left[0] - 0.3
    storage.close()


def test_a_longer_wait_for_another_process_is_granted_where_nobody_waits(sqlite_url: str) -> None:
    """An import or a migration waits for the file as long as it may, not as long as a request."""
    storage = Storage.open(sqlite_url)
    team = team_in(storage)
    holder = sqlite3.connect(storage.file or "", isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")
    letting_go = Thread(target=lambda: (Event().wait(0.3), holder.execute("ROLLBACK")))
    letting_go.start()
    with storage.write(Deadline.after(30)) as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1
    letting_go.join()
    holder.close()
    assert team.is_sound()
    storage.close()
