"""Writers that come at once: who comes alone is served at once, who waits is served together, and nobody is stuck."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event

import pytest

from pipeline.errors import Busy
from pipeline.ledger.turns import MOST, Change, Turns
from pipeline.storage.engine import Deadline
from tests.pipeline.at_once import queued

LONG = 20.0  # seconds that no test here waits for


def change(what: str, seconds: float = LONG) -> Change[str]:
    return Change(what, Deadline.after(seconds))


@dataclass
class Desk:
    """Carries out what it is given, and notes it; "slow" is on its way until it is let go, "broken" breaks."""

    done: list[list[str]] = field(default_factory=list[list[str]])
    begun: Event = field(default_factory=Event)
    may_go_on: Event = field(default_factory=Event)

    def carry_out(self, changes: Sequence[Change[str]]) -> None:
        self.done.append([each.what for each in changes])
        if changes[0].what == "slow":
            self.begun.set()
            assert self.may_go_on.wait(LONG)
        if changes[0].what == "broken":
            raise KeyboardInterrupt
        for each in changes:
            each.outcome = f"{each.what} done"


@pytest.fixture
def desk() -> Desk:
    return Desk()


def behind_a_slow_one(desk: Desk, *whats: str, meanwhile: Callable[[], None] = lambda: None) -> list[Change[str]]:
    """What came of these, which all came while a slow one was carried out."""
    turns, waiting = Turns(desk.carry_out), [change(what) for what in whats]
    with ThreadPoolExecutor(len(whats) + 1) as threads:
        slow = threads.submit(turns.take, change("slow"))
        assert desk.begun.wait(LONG)
        coming = [queued(threads, turns, turns.take, each) for each in waiting]
        meanwhile()
        desk.may_go_on.set()
        for each in (slow, *coming):
            if not isinstance(failed := each.exception(LONG), KeyboardInterrupt):
                assert failed is None
    assert turns.waiting == []
    return waiting


def test_who_comes_alone_is_served_at_once_in_a_thread_of_their_own(desk: Desk) -> None:
    turns = Turns(desk.carry_out)
    for what in ("first", "second"):
        turns.take(change(what))
    assert desk.done == [["first"], ["second"]]


def test_those_who_come_meanwhile_are_served_together_in_the_order_they_came(desk: Desk) -> None:
    served = behind_a_slow_one(desk, "a", "b", "c")
    assert desk.done == [["slow"], ["a", "b", "c"]]
    assert [each.outcome for each in served] == ["a done", "b done", "c done"]


def test_no_more_are_served_together_than_one_may_wait_for(desk: Desk) -> None:
    whats = [str(number) for number in range(MOST + 2)]
    behind_a_slow_one(desk, *whats)
    assert desk.done == [["slow"], whats[:MOST], whats[MOST:]]


def test_who_waits_longer_than_they_can_is_told_so_and_is_not_served(desk: Desk) -> None:
    turns = Turns(desk.carry_out)
    with ThreadPoolExecutor(2) as threads:
        slow = threads.submit(turns.take, change("slow"))
        assert desk.begun.wait(LONG)
        with pytest.raises(Busy):
            turns.take(change("impatient", 0.01))
        desk.may_go_on.set()
        slow.result(LONG)
    turns.take(change("next"))
    assert desk.done == [["slow"], ["next"]]


def test_who_is_being_served_when_their_time_passes_learns_what_came_of_it() -> None:
    begun, may_go_on = Event(), Event()
    late = change("late", 0.3)

    def carry_out(changes: Sequence[Change[str]]) -> None:
        begun.set()
        assert may_go_on.wait(LONG)
        while late in changes and late.deadline.left > -0.05:
            Event().wait(0.01)
        for each in changes:
            each.outcome = "done"

    turns = Turns(carry_out)
    with ThreadPoolExecutor(3) as threads:
        coming = [threads.submit(turns.take, change("first"))]
        assert begun.wait(LONG)
        coming += [queued(threads, turns, turns.take, each) for each in (change("before it"), late)]
        may_go_on.set()
        for each in coming:
            each.result(LONG)
    assert (late.outcome, late.leads) == ("done", False)


def test_those_who_were_not_served_are_served_again_in_their_order_one_by_one() -> None:
    """When it goes wrong with several, as when one of them breaks it, each is to be alone; who comes later is not."""
    done: list[list[str]] = []
    begun, may_go_on = Event(), Event()

    def carry_out(changes: Sequence[Change[str]]) -> None:
        done.append([each.what for each in changes])
        begun.set()
        assert may_go_on.wait(LONG)
        if len(changes) == 1:
            changes[0].outcome = "done"
        elif not any(each.what == "later" for each in changes):
            for each in changes:
                each.alone = True
        else:
            for each in changes:
                each.outcome = "done"

    turns = Turns(carry_out)
    with ThreadPoolExecutor(5) as threads:
        coming = [threads.submit(turns.take, change("first"))]
        assert begun.wait(LONG)
        coming += [queued(threads, turns, turns.take, change(what)) for what in ("a", "b", "c")]
        may_go_on.set()
        for each in coming:
            each.result(LONG)
    assert done == [["first"], ["a", "b", "c"], ["a"], ["b"], ["c"]]


def test_who_is_broken_off_while_waiting_does_not_stop_the_others(desk: Desk) -> None:
    """A lock that is interrupted, as by the keyboard, while its change stands in the queue."""

    class Interrupted:
        def __init__(self) -> None:
            self.is_waited_for = False

        def acquire(self, timeout: float = -1) -> bool:
            if not self.is_waited_for:
                self.is_waited_for = True
                return True
            raise KeyboardInterrupt

        def release(self) -> None: ...

    turns, broken = Turns(desk.carry_out), change("interrupted")
    broken.woken = Interrupted()  # pyright: ignore[reportAttributeAccessIssue]
    with ThreadPoolExecutor(2) as threads:
        slow = threads.submit(turns.take, change("slow"))
        assert desk.begun.wait(LONG)
        with pytest.raises(KeyboardInterrupt):
            turns.take(broken)
        desk.may_go_on.set()
        slow.result(LONG)
    turns.take(change("next"))
    assert desk.done == [["slow"], ["next"]]


def test_when_whoever_serves_is_broken_off_the_next_one_goes_on(desk: Desk) -> None:
    lost, *_ = behind_a_slow_one(desk, "broken", "with it")
    assert lost.outcome is None
    Turns(desk.carry_out).take(change("after"))
    assert desk.done == [["slow"], ["broken", "with it"], ["after"]]


def test_after_one_was_broken_off_the_same_queue_serves_on(desk: Desk) -> None:
    turns = Turns(desk.carry_out)
    with pytest.raises(KeyboardInterrupt):
        turns.take(change("broken"))
    turns.take(after := change("after"))
    assert after.outcome == "after done"
