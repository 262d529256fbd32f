"""`kill -9` at any point of a change: before the commit nothing of it is there, after it everything, and once."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Event
from typing import Any

import pytest
from sqlalchemy import event

from pipeline.clock import StandingClock
from pipeline.deals import move
from pipeline.deals.deal import Given
from pipeline.ledger.actor import By
from pipeline.ledger.events import Via
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.messages.change_notices import DealAdvanced
from pipeline.storage import prepared
from pipeline.storage.engine import Storage
from pipeline.subjects import SUBJECTS
from tests.busy_machine import PATIENCE
from tests.pipeline.at_once import queued
from tests.pipeline.team import ANNA, CONTACT, FIRST, OFFER, Team, euros, team_in, told
from tests.processes import kills_itself

#: Where the process is killed: before its n-th statement, before the commit, or when it has committed.
BEFORE_COMMIT = ["statement 2", "statement 6", "statement 10", "commit"]
AFTER_COMMIT = "committed"


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_at(where: str, engine: Any) -> None:
    """Let this process be killed there: before its n-th statement, or before the commit."""
    seen = 0

    def before_statement(*told: Any) -> None:
        nonlocal seen
        seen += 1
        if where == f"statement {seen}" or (where == "commit" and told == ("COMMIT",)):
            _die()

    event.listen(engine, "before_cursor_execute", before_statement)
    prepared.watchers.append(before_statement)
    if where == "commit":
        event.listen(engine, "commit", lambda _connection: _die())


def _advance_and_die(url: str, now: datetime, by: By, deal: int, where: str) -> None:
    storage = Storage.open(url)
    storage.writer.connect().close()
    die_at(where, storage.writer)
    ledger = Ledger(storage, StandingClock(now), SUBJECTS, on_commit=_die if where == AFTER_COMMIT else lambda: None)
    move.advance(ledger, by, deal, to_stage=OFFER, given=Given(amount=euros(5), note="met"))


def _advance_several_and_die(url: str, now: datetime, changes: list[tuple[By, int]], where: str) -> None:
    """Changes that waited for another one, and share its commit; this is killed from then on."""
    storage = Storage.open(url)
    ledger, begun, may_go_on = Ledger(storage, StandingClock(now), SUBJECTS), Event(), Event()

    def keeps_nothing(_work: UnitOfWork) -> None:
        begun.set()
        assert may_go_on.wait(PATIENCE)
        die_at(where, storage.writer)

    with ThreadPoolExecutor(len(changes) + 1) as threads:
        threads.submit(ledger.commit, By(changes[0][0].workspace_no, None, Via.SYSTEM), keeps_nothing)
        assert begun.wait(PATIENCE)
        for by, deal in changes:
            queued(threads, ledger.group, move.advance, ledger, by, deal)
        may_go_on.set()


@pytest.fixture
def team(storage: Storage) -> Team:
    return team_in(storage)


@pytest.mark.parametrize("where", BEFORE_COMMIT)
def test_killed_before_its_commit_a_change_left_nothing_and_comes_again_whole(team: Team, where: str) -> None:
    deal, by = team.new(), team.by(ANNA, "delivery")
    before = team.everything()
    assert kills_itself(_advance_and_die, team.ledger.storage.url, team.clock.now(), by, deal, where)
    assert team.everything() == before

    move.advance(team.ledger, by, deal, to_stage=OFFER, given=Given(amount=euros(5), note="met"))
    assert (team.there(deal).stage_no, team.count("words"), len(team.stays(deal))) == (OFFER, 1, 2)
    assert team.is_sound()


def test_killed_after_its_commit_a_change_is_there_and_its_delivery_gets_its_answer(team: Team) -> None:
    deal, by = team.new(), team.by(ANNA, "delivery")
    assert kills_itself(_advance_and_die, team.ledger.storage.url, team.clock.now(), by, deal, AFTER_COMMIT)
    assert team.there(deal).stage_no == OFFER

    before = team.everything()
    again = move.advance(team.ledger, by, deal, to_stage=OFFER, given=Given(amount=euros(5), note="met"))
    answer = told(again, DealAdvanced)
    assert (answer.from_stage, answer.to_stage) == (FIRST, OFFER)
    assert team.everything() == before
    assert team.is_sound()


@pytest.mark.parametrize("where", ["statement 9", "statement 16", "statement 30", "commit"])
def test_killed_before_a_commit_that_several_share_each_left_nothing_and_comes_again_whole(
    sqlite_url: str, where: str
) -> None:
    team = team_in(Storage.open(sqlite_url))
    changes = [(team.by(ANNA, f"delivery {number}"), team.new(f"Customer {number}")) for number in range(4)]
    before = team.everything()
    assert kills_itself(_advance_several_and_die, sqlite_url, team.clock.now(), changes, where)
    assert team.everything() == before

    for by, deal in changes:
        move.advance(team.ledger, by, deal)
    assert [team.there(deal).stage_no for _, deal in changes] == [CONTACT] * len(changes)
    assert team.is_sound()
    team.ledger.storage.close()
