"""On SQLite changes that come at once share a commit, and each is what it would have been alone."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from types import NoneType

import pytest
from sqlalchemy import Connection, event

from pipeline import errors
from pipeline.customers import customers
from pipeline.deals import move, undo
from pipeline.ledger.actor import PATIENCE as PATIENCE_OF_A_REQUEST
from pipeline.ledger.outcome import CommitOutcome
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.messages.change_notices import ChangeUndone, DealAdvanced, DealLost, NextStepSet
from pipeline.messages.due_notices import MondayPost
from pipeline.messages.notices import Notice
from pipeline.people import settings
from pipeline.storage import prepared
from pipeline.storage.engine import Storage
from tests.busy_machine import PATIENCE, standstills
from tests.pipeline.at_once import queued
from tests.pipeline.team import ANNA, BERTIL, CONTACT, LEENA, Team, change_of, team_in

Act = Callable[[], CommitOutcome | Notice]
ARMED = "told to break"


@pytest.fixture
def team(sqlite_url: str) -> Iterator[Team]:
    storage = Storage.open(sqlite_url)
    yield team_in(storage)
    storage.close()


@pytest.fixture
def commits(team: Team) -> Iterator[list[str]]:
    """Every commit from here on, whether SQLAlchemy or the driver was told of it."""
    seen: list[str] = []

    def watch(text: str) -> None:
        if text == "COMMIT":
            seen.append(text)

    def commits(_connection: Connection) -> None:
        seen.append("commit")

    prepared.watchers.append(watch)
    event.listen(team.ledger.storage.writer, "commit", commits)
    yield seen
    prepared.watchers.remove(watch)


def together(ledger: Ledger, team: Team, *acts: Act) -> list[Notice | Exception | None]:
    """What each came to; all came while another change, of no effect, was under way."""
    begun, may_go_on = Event(), Event()

    def slow(work: UnitOfWork) -> None:
        begun.set()
        assert may_go_on.wait(PATIENCE)

    with ThreadPoolExecutor(len(acts) + 1) as threads:
        first = threads.submit(ledger.commit, team.by(LEENA), slow)
        assert begun.wait(PATIENCE)
        coming = [queued(threads, ledger.group, act) for act in acts]
        may_go_on.set()
        first.exception(PATIENCE)  # Busy when the others' commit, which it shares, was lost
        return [
            failed if isinstance(failed := each.exception(PATIENCE), Exception) else _answer(each.result())
            for each in coming
        ]


def _answer(came_to: CommitOutcome | Notice) -> Notice | None:
    return came_to if isinstance(came_to, Notice) else came_to.notice


def advancing(team: Team, deal: int, who: int = ANNA, *keys: str) -> Act:
    return lambda: move.advance(team.ledger, team.by(who, *keys), deal)


def test_changes_that_come_at_once_are_one_commit(team: Team, commits: list[str]) -> None:
    deals = [team.new(f"Customer {number}", 100, ANNA) for number in range(5)]
    commits.clear()
    answers = together(team.ledger, team, *[advancing(team, deal) for deal in deals])
    assert [type(answer) for answer in answers] == [DealAdvanced] * 5
    assert len(commits) == 1
    assert [team.there(deal).stage_no for deal in deals] == [CONTACT] * 5
    assert team.is_sound()


def test_what_is_refused_leaves_no_gap_and_the_others_be(team: Team, commits: list[str]) -> None:
    deal, bertils, events = team.new("Acme", 100, ANNA), team.new("Beta", 100, BERTIL), team.last_event
    commits.clear()
    answers = together(
        team.ledger,
        team,
        advancing(team, bertils),  # somebody else's
        advancing(team, deal),
        advancing(team, deal),  # the second within two minutes
        advancing(team, bertils, BERTIL),
    )
    assert [type(answer) for answer in answers] == [errors.NotAllowed, DealAdvanced, errors.MovedJustNow, DealAdvanced]
    assert (team.last_event, len(commits)) == (events + 2, 1)
    assert team.is_sound()


def test_a_delivery_that_was_done_before_costs_the_others_nothing(team: Team, commits: list[str]) -> None:
    """A repeated undo could be done again; that it claims its key would undo what the others of its commit did."""
    deals = [team.new(f"Customer {number}", 100, ANNA) for number in range(3)]
    team.advance(deals[0])
    by = team.by(ANNA, "trigger:undo")
    first = undo.undo(team.ledger, by, sure=True)
    commits.clear()
    answers = together(
        team.ledger,
        team,
        advancing(team, deals[1]),
        lambda: undo.undo(team.ledger, by, sure=True),
        advancing(team, deals[2]),
    )
    assert answers[1] == first.notice
    assert [type(answer) for answer in answers] == [DealAdvanced, ChangeUndone, DealAdvanced]
    assert len(commits) == 1
    assert team.is_sound()


def test_who_has_no_time_left_is_told_so_and_the_others_share_their_commit(team: Team, commits: list[str]) -> None:
    deals = [team.new(f"Customer {number}", 100, ANNA) for number in range(3)]
    commits.clear()
    arrived = time.monotonic() - PATIENCE_OF_A_REQUEST + 0.3

    def late() -> CommitOutcome:
        return move.advance(team.ledger, team.by(ANNA, arrived=arrived), deals[1])

    def slow(work: UnitOfWork) -> None:  # it is carried out before the late one, until that one's time has passed
        Event().wait(0.4)
        customers.find_or_add(work, "Slow Oy")

    answers = together(
        team.ledger,
        team,
        advancing(team, deals[0]),
        lambda: team.ledger.commit(team.by(LEENA), slow),
        late,
        advancing(team, deals[2]),
    )
    assert [type(answer) for answer in answers] == [DealAdvanced, NoneType, errors.Busy, DealAdvanced]
    assert len(commits) == 1
    assert team.is_sound()


def test_whoever_waits_for_the_database_is_told_in_their_own_time(team: Team) -> None:
    """Somebody else writes for longer than all of them can wait: nobody waits for the others' waiting."""
    deals = [team.new(f"Customer {number}", 100, ANNA) for number in range(6)]
    with team.ledger.storage.lock, ThreadPoolExecutor(len(deals)) as threads, standstills() as stood:
        began = time.monotonic()
        coming = [
            threads.submit(move.advance, team.ledger, team.by(ANNA, arrived=began - PATIENCE_OF_A_REQUEST + 0.4), deal)
            for deal in deals
        ]
        ended = [each.exception(PATIENCE) for each in coming]
        took = time.monotonic() - began
    assert [type(each) for each in ended] == [errors.Busy] * len(deals)
    assert took - sum(stood) < 1.2  # the sum of their times would be twice that
    assert team.is_sound()


def test_one_delivery_that_comes_thrice_has_one_effect_and_one_answer(team: Team) -> None:
    deal, events = team.new(), team.last_event
    answers = together(team.ledger, team, *[advancing(team, deal, ANNA, "trigger:1")] * 3)
    assert answers == [answers[0]] * 3
    assert isinstance(answers[0], DealAdvanced)
    assert team.last_event == events + 1
    assert team.is_sound()


def test_a_repeated_delivery_that_could_be_done_again_is_not(team: Team) -> None:
    """A second undo of the same press would undo what came before: the claim of its key stops it, not a rule."""
    deal = team.new()
    kept, undone = change_of(team.advance(deal)), team.step(deal)
    press = [lambda: undo.undo(team.ledger, team.by(ANNA, "trigger:undo"), sure=True)] * 2
    answers = together(team.ledger, team, *press, advancing(team, team.new("Beta", 100, BERTIL), BERTIL))
    assert answers[0] == answers[1]
    assert (team.there(deal).step, team.there(deal).stage_no) == (None, CONTACT)
    assert change_of(undone) > kept
    assert team.is_sound()


def test_a_mistake_in_one_change_is_its_own(team: Team, commits: list[str]) -> None:
    deals, events = [team.new(f"Customer {number}", 100, ANNA) for number in range(2)], team.last_event

    def broken(work: UnitOfWork) -> None:
        raise ZeroDivisionError(ARMED)

    commits.clear()
    answers = together(
        team.ledger,
        team,
        advancing(team, deals[0]),
        lambda: team.ledger.commit(team.by(), broken),
        advancing(team, deals[1]),
    )
    assert [type(answer) for answer in answers] == [DealAdvanced, ZeroDivisionError, DealAdvanced]
    assert (team.last_event, len(commits)) == (events + 2, 1)
    assert team.is_sound()


def test_what_a_refused_change_wrote_on_its_way_is_kept_of_nobody(team: Team) -> None:
    deal, events = team.new(), team.last_event

    def writing(work: UnitOfWork) -> None:
        work.connection.exec_driver_sql("UPDATE deal_watch SET said = 7 WHERE workspace_no = ?", (team.workspace_no,))
        raise errors.NothingToUndo

    answers = together(team.ledger, team, lambda: team.ledger.commit(team.by(), writing), advancing(team, deal))
    assert [type(answer) for answer in answers] == [errors.NothingToUndo, DealAdvanced]
    assert team.ask("SELECT count(*) FROM deal_watch WHERE workspace_no = :w AND said = 7") == [(0,)]
    assert team.last_event == events + 1
    assert team.is_sound()


def _setting(team: Team, currency: str, not_before: float = 0.0) -> Act:
    """Set the workspace's currency, at this moment of the monotonic clock or later."""

    def decide(work: UnitOfWork) -> None:
        Event().wait(max(0.0, not_before - time.monotonic()))
        settings.put(work, settings.WORKSPACE, {settings.CURRENCY: currency})

    return lambda: team.ledger.commit(team.by(), decide)


def _currency(work: UnitOfWork) -> Notice:
    return MondayPost(statement=settings.of_workspace(work).currency)


def test_a_change_of_the_rules_is_committed_before_the_next_change_reads_them(team: Team, commits: list[str]) -> None:
    deals = [team.new(f"Customer {number}", 100, ANNA) for number in range(2)]
    commits.clear()
    answers = together(
        team.ledger,
        team,
        advancing(team, deals[0]),
        _setting(team, "SEK"),
        lambda: team.ledger.commit(team.by(), _currency),
        advancing(team, deals[1]),
    )
    assert answers[2] == MondayPost(statement="SEK")
    assert len(commits) == 2
    assert team.is_sound()


def test_rules_that_were_rolled_back_are_remembered_by_nobody(team: Team) -> None:
    """A currency is set in a commit that is too late for another change in it; the next currency has its number."""
    deal, passes = team.new(), time.monotonic() + 1.0
    answers = together(
        team.ledger,
        team,
        lambda: move.advance(team.ledger, team.by(arrived=passes - PATIENCE_OF_A_REQUEST), deal),
        _setting(team, "SEK", not_before=passes),
        lambda: team.ledger.commit(team.by(), _currency),
        _setting(team, "NOK"),
        lambda: team.ledger.commit(team.by(), _currency),
    )
    assert [type(answer) for answer in answers[:2]] == [errors.Busy] * 2
    assert [answers[2], answers[4]] == [MondayPost(statement="EUR"), MondayPost(statement="NOK")]
    with team.ledger.read_session(team.by()) as session:
        assert settings.of_workspace(session).currency == "NOK"
    assert team.is_sound()


def test_different_kinds_of_change_to_one_deal_follow_each_other(team: Team, commits: list[str]) -> None:
    deal = team.new("Acme", 12_500, ANNA)
    commits.clear()
    answers = together(
        team.ledger,
        team,
        advancing(team, deal, LEENA),
        lambda: team.step(deal),
        lambda: team.lost(deal),
        lambda: team.snooze(deal, BERTIL),
    )
    assert [type(answer) for answer in answers] == [DealAdvanced, NextStepSet, DealLost, errors.NotAllowed]
    assert len(commits) == 1
    assert team.is_sound()
