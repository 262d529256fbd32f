"""Changes that come at once are written by one thread: each once, in the order they came, and nobody is stuck."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event, get_ident
from typing import Any

import pytest
from sqlalchemy import Connection, text

from pipeline.errors import Busy
from pipeline.ledger.group_commit import MOST, GroupCommit
from pipeline.storage.engine import Deadline, Storage
from tests.busy_machine import PATIENCE
from tests.pipeline.at_once import queued

SHORT = 1.0  # seconds that a hurried change has: enough to be begun in on a busy machine
INSTANT = 0.1  # seconds
Act = Callable[[Connection], Any]


@dataclass
class Desk:
    """A group commit of changes that write their names down."""

    storage: Storage
    begun: list[str] = field(default_factory=list[str])
    threads: set[int] = field(default_factory=set[int])
    group: GroupCommit[str] = field(init=False)

    def __post_init__(self) -> None:
        self.group = GroupCommit(self.storage, is_last=lambda answer: answer.startswith("last"))
        with self.storage.write(Deadline.after(PATIENCE)) as connection:
            connection.execute(text("CREATE TABLE written (what TEXT)"))

    def write(self, what: str, then: Act = lambda _connection: None) -> Callable[[Connection], str]:
        def carry_out(connection: Connection) -> str:
            self.begun.append(what)
            self.threads.add(get_ident())
            connection.execute(text("INSERT INTO written VALUES (:what)"), {"what": what})
            then(connection)
            return what

        return carry_out

    def came_of(self, *acts: Callable[[Connection], str], seconds: float = PATIENCE) -> list[str | type[BaseException]]:
        """What each came to; all waited while another change, which keeps nothing, was being carried out."""
        is_begun, may_go_on = Event(), Event()

        def slow(_connection: Connection) -> str:
            is_begun.set()
            assert may_go_on.wait(PATIENCE)
            raise LookupError

        with ThreadPoolExecutor(len(acts) + 1) as threads:
            first = threads.submit(self.group.commit, slow, Deadline.after(PATIENCE))
            assert is_begun.wait(PATIENCE)
            deadlines = [Deadline.after(seconds), *[Deadline.after(PATIENCE)] * len(acts)]
            coming = [
                queued(threads, self.group, self.group.commit, act, deadline)
                for act, deadline in zip(acts, deadlines, strict=False)
            ]
            may_go_on.set()
            assert first.exception(PATIENCE) is not None  # it shares the commit of those that follow
            return [outcome_of(each) for each in coming]

    @property
    def kept(self) -> list[str]:
        with self.storage.read() as connection:
            return list(connection.execute(text("SELECT what FROM written ORDER BY rowid")).scalars())


def outcome_of(coming: Future[str]) -> str | type[BaseException]:
    failed = coming.exception(PATIENCE)
    return coming.result() if failed is None else type(failed)


def fails(_connection: Connection) -> None:
    raise ZeroDivisionError


def waits(seconds: float) -> Act:
    return lambda _connection: Event().wait(seconds)


@pytest.fixture
def desk(sqlite_url: str) -> Iterator[Desk]:
    storage = Storage.open(sqlite_url)
    yield Desk(storage)
    storage.close()


def test_changes_are_carried_out_once_in_their_order_by_one_thread(desk: Desk) -> None:
    whats = [str(number) for number in range(MOST + 3)]
    assert desk.came_of(*[desk.write(what) for what in whats]) == whats
    assert desk.begun == desk.kept == whats
    assert len(desk.threads) == 1
    assert get_ident() not in desk.threads


def test_what_failed_has_left_nothing_and_the_others_are_kept(desk: Desk) -> None:
    assert desk.came_of(desk.write("a"), desk.write("b", fails), desk.write("c")) == ["a", ZeroDivisionError, "c"]
    assert desk.begun == ["a", "b", "c"]
    assert desk.kept == ["a", "c"]


def test_who_waits_longer_than_they_can_is_told_so_and_is_never_begun(desk: Desk) -> None:
    begun, may_go_on = Event(), Event()

    def slow(_connection: Connection) -> str:
        begun.set()
        assert may_go_on.wait(PATIENCE)
        return "slow"

    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(desk.group.commit, slow, Deadline.after(PATIENCE))
        assert begun.wait(PATIENCE)
        with pytest.raises(Busy):
            desk.group.commit(desk.write("impatient"), Deadline.after(0.01))
        may_go_on.set()
        assert first.result(PATIENCE) == "slow"
    assert desk.group.commit(desk.write("next"), Deadline.after(PATIENCE)) == "next"
    assert desk.begun == desk.kept == ["next"]


def test_whose_time_passes_while_others_are_carried_out_is_not_begun(desk: Desk) -> None:
    late: list[Future[str]] = []

    def comes_then(_connection: Connection) -> None:
        late.append(queued(threads, desk.group, desk.group.commit, desk.write("late"), Deadline.after(INSTANT)))
        Event().wait(2 * INSTANT)

    with ThreadPoolExecutor(1) as threads:
        assert desk.came_of(desk.write("a", comes_then), desk.write("b")) == ["a", "b"]
        assert outcome_of(late[0]) is Busy
    assert desk.begun == desk.kept == ["a", "b"]


def test_when_a_commit_may_not_begin_any_more_all_in_it_are_told_so_and_the_next_ones_go_on(desk: Desk) -> None:
    """The second change takes so long that the time of the first, which shares its commit, passes."""
    acts = desk.write("hurried"), desk.write("slow", waits(SHORT + INSTANT)), desk.write("next")
    assert desk.came_of(*acts, seconds=SHORT) == [Busy, Busy, "next"]
    assert desk.begun == ["hurried", "slow", "next"]
    assert desk.kept == ["next"]


@pytest.mark.parametrize("statement", ["ROLLBACK", "RELEASE change"])
def test_when_the_transaction_is_lost_all_in_it_are_told_so_and_the_next_ones_go_on(desk: Desk, statement: str) -> None:
    """SQLite ends a transaction by itself, as when the disk is full."""

    def loses(connection: Connection) -> None:
        connection.exec_driver_sql(statement)

    assert desk.came_of(desk.write("a"), desk.write("b", loses), desk.write("c")) == [Busy, Busy, "c"]
    assert desk.begun == ["a", "b", "c"]
    assert desk.kept == ["c"]


def test_when_the_writing_thread_is_told_to_end_all_learn_it_and_the_next_ones_go_on(desk: Desk) -> None:
    def ends(_connection: Connection) -> None:
        raise SystemExit

    assert desk.came_of(desk.write("a"), desk.write("b", ends), desk.write("c")) == [SystemExit, SystemExit, "c"]
    assert desk.begun == ["a", "b", "c"]
    assert desk.kept == ["c"]


def test_no_change_shares_the_commit_of_one_that_must_be_the_last(desk: Desk) -> None:
    """What follows it sees what is committed: it is rolled back, and the last one is not."""

    def loses(connection: Connection) -> None:
        connection.exec_driver_sql("ROLLBACK")

    assert desk.came_of(desk.write("a"), desk.write("last"), desk.write("b", loses)) == ["a", "last", Busy]
    assert desk.kept == ["a", "last"]
