"""Changes that come at the same time are written by one thread, several in one commit, each in a savepoint of its own.

SQLite has one writer at a time, and a commit, which waits for the disk, costs it more than a change does.
`docs/decisions/group-commit.md` says what was measured and what was tried instead.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from sqlalchemy import Connection

from pipeline.errors import Busy
from pipeline.storage.engine import LAST_MOMENT, Deadline, SharedTransaction, Storage

MOST = 16  # changes in one commit: the first of them waits for the last
T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class _Change(Generic[T]):
    """One change: what is to be called, by when, and the answer for whoever waits for it."""

    carry_out: Callable[[Connection], T]
    deadline: Deadline
    answer: Future[T] = field(default_factory=Future[T])

    def settle(self, outcome: T | BaseException) -> None:
        """Hand over what the change returned or raised."""
        if isinstance(outcome, BaseException):
            self.answer.set_exception(outcome)
        else:
            self.answer.set_result(outcome)


@dataclass(slots=True)
class GroupCommit(Generic[T]):
    """The changes of one process that wait for SQLite, and the thread that writes them.

    `is_last` is asked about what a change returned: whether its commit may hold no change after it.
    """

    storage: Storage
    is_last: Callable[[T], bool]
    waiting: deque[_Change[T]] = field(default_factory=deque[_Change[T]])  # in the order in which they came
    _mutex: threading.Lock = field(default_factory=threading.Lock)
    _is_writing: bool = False
    _writer: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "ledger-writer"))

    def commit(self, carry_out: Callable[[Connection], T], deadline: Deadline) -> T:
        """Let the writer thread call `carry_out` once, and return what it returned when that is committed.

        Raises what `carry_out` raised: nothing of it is kept, and the other changes of its commit are kept all the
        same. Raises Busy, and keeps nothing, when the deadline passes before the commit begins or the commit fails.
        """
        change = _Change(carry_out, deadline)
        with self._mutex:
            self.waiting.append(change)
            is_first, self._is_writing = not self._is_writing, True
        if is_first:
            self._writer.submit(self._write_all)
        try:
            return change.answer.result(max(0.0, deadline.left))
        except TimeoutError:
            if change.answer.cancel():  # it has not begun
                raise Busy from None
        return change.answer.result()  # it has begun: whether it is kept is known in a moment

    def _write_all(self) -> None:
        """Write one commit after another until no change waits."""
        while self._has_more():
            self._write_one_commit()

    def _has_more(self) -> bool:
        with self._mutex:
            self._is_writing = bool(self.waiting)
            return self._is_writing

    def _write_one_commit(self) -> None:
        """Write the changes that wait, as many as one commit may hold; tell each its outcome after the commit."""
        if (change := self._begin_next()) is None:
            return
        begun: list[_Change[T]] = [change]
        outcomes: list[T | BaseException] = []
        try:
            with self.storage.write_shared(change.deadline) as transaction:
                outcomes.append(_outcome(transaction, change))
                while self._has_room(transaction, outcomes) and (change := self._begin_next()) is not None:
                    begun.append(change)
                    outcomes.append(_outcome(transaction, change))
        except BaseException as failed:  # nothing is kept, and who waits must learn it whatever happened
            # A Busy of its own stays: it carries the database's error, which whoever runs Putki reads in the log.
            own = [each if isinstance(each, Busy) else failed for each in outcomes]
            outcomes = [*own, *[failed] * (len(begun) - len(own))]
        for each, outcome in zip(begun, outcomes, strict=True):
            each.settle(outcome)

    def _begin_next(self) -> _Change[T] | None:
        """Take the first change for which somebody still waits; from now on they wait until it is settled."""
        while self.waiting:
            change = self.waiting.popleft()
            if change.answer.set_running_or_notify_cancel():
                return change
        return None

    def _has_room(self, transaction: SharedTransaction, outcomes: list[T | BaseException]) -> bool:
        """Whether one more change may begin: there must be time for it before the commit, and it may be its last."""
        if len(outcomes) == MOST or not transaction.is_sound or transaction.left <= LAST_MOMENT:
            return False
        last = outcomes[-1]
        return isinstance(last, BaseException) or not self.is_last(last)


def _outcome(transaction: SharedTransaction, change: _Change[T]) -> T | Exception:
    """What the change returned; or what it raised, and then nothing of it is left in the transaction."""
    try:
        with transaction.change(change.deadline):
            return change.carry_out(transaction.connection)
    except Exception as failed:
        return failed
