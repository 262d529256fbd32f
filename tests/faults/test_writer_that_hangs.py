"""A process that holds a workspace's line and does nothing: PostgreSQL lets go of it, and the others go on."""

from __future__ import annotations

import threading
from collections.abc import Generator

import pytest
from sqlalchemy import text

from pipeline import errors
from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.storage.engine import Deadline, Storage
from tests.busy_machine import PATIENCE
from tests.pipeline.team import CONTACT, Team, settle, team_in

A_MOMENT = "200ms"


@pytest.fixture
def team(postgresql_url: str) -> Generator[Team]:
    storage = Storage.open(postgresql_url)
    yield team_in(storage)
    storage.close()


def test_a_server_gives_no_transaction_more_than_ten_seconds_to_do_nothing(team: Team) -> None:
    shown = text("SHOW idle_in_transaction_session_timeout")
    storage = team.ledger.storage
    with storage.write(Deadline.after(10)) as connection:
        assert connection.scalar(shown) == "10s"
    with storage.read() as connection:
        assert connection.scalar(shown) == "10s"


def test_who_hangs_with_the_line_in_hand_loses_it_and_nothing_of_theirs_is_kept(team: Team) -> None:
    deal, before = team.new(), team.last_event
    holds, went_on = threading.Event(), threading.Event()
    ended: list[BaseException] = []

    def hang(work: UnitOfWork) -> None:
        settle(work)
        work.connection.execute(text(f"SET LOCAL idle_in_transaction_session_timeout = '{A_MOMENT}'"))
        holds.set()
        assert went_on.wait(PATIENCE)

    def hangs() -> None:
        try:
            team.ledger.commit(team.by(), hang)
        except errors.Busy as busy:
            ended.append(busy)

    hanging = threading.Thread(target=hangs)
    hanging.start()
    assert holds.wait(PATIENCE)
    team.advance(deal)  # waits for the line, which comes when the server lets go of who hangs
    went_on.set()
    hanging.join(PATIENCE)

    assert len(ended) == 1
    assert team.there(deal).stage_no == CONTACT
    assert team.last_event == before + 1
    assert team.is_sound()
