"""Writers that come at once take turns together: the first carries out what waits behind it, in one commit.

SQLite has one writer at a time, and a commit, which waits for the disk, costs it more than a change does. The way is
flat combining (Hendler, Incze, Shavit and Tzafrir, SPAA 2010): no thread of its own, and nothing is dearer for a
writer that comes alone.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Generic, TypeVar

from pipeline.errors import Busy
from pipeline.storage.engine import Deadline

MOST = 16  # changes of one commit: the first of them waits for the last
T = TypeVar("T")


@dataclass(slots=True, eq=False)
class Change(Generic[T]):
    """One writer's change, and what came of it."""

    what: T
    deadline: Deadline
    outcome: object = None  # what it is answered, or the exception that it ended with; none: it was not carried out
    alone: bool = False  # something went wrong when it was carried out with others
    leads: bool = False
    woken: threading.Lock = field(default_factory=threading.Lock)


@dataclass(slots=True)
class Turns(Generic[T]):
    """The queue of writers of one process.

    `carry_out` settles the outcome of what it is given, or of some of it; the rest comes back to the front of the
    queue. It says which changes are to be carried out `alone`.
    """

    carry_out: Callable[[Sequence[Change[T]]], None]
    _mutex: threading.Lock = field(default_factory=threading.Lock)
    waiting: list[Change[T]] = field(default_factory=list["Change[T]"])  # in the order they came
    _is_led: bool = False

    def take(self, change: Change[T]) -> None:
        """Return when the change was carried out, by this thread or another. Raises Busy when its time passes first."""
        change.woken.acquire()
        with self._mutex:
            self.waiting.append(change)
            change.leads = not self._is_led
            self._is_led = True
        try:
            if change.leads or self._is_to_lead(change):
                while change.outcome is None:
                    self._lead(change)
        finally:
            self._leave(change)

    def _is_to_lead(self, change: Change[T]) -> bool:
        """Wait until it was carried out (no), or nobody does it any more (yes)."""
        if not change.woken.acquire(timeout=max(0.0, change.deadline.left)):
            with self._mutex:
                if change in self.waiting and not change.leads:
                    self.waiting.remove(change)
                    raise Busy
            change.woken.acquire()  # it is under way: whether it was kept is known in a moment
        return change.leads

    def _lead(self, mine: Change[T]) -> None:
        """Carry out what waits, mine first."""
        with self._mutex:
            count = sum(1 for _ in takewhile(lambda each: not each.alone, self.waiting[:MOST])) or 1
            changes, self.waiting = self.waiting[:count], self.waiting[count:]
        unsettled: list[Change[T]] = []
        try:
            self.carry_out(changes)
            unsettled = [each for each in changes if each.outcome is None]
        finally:
            with self._mutex:
                self.waiting[:0] = unsettled
            for change in changes:
                if change is not mine and change not in unsettled:
                    change.woken.release()

    def _leave(self, change: Change[T]) -> None:
        """Whoever leaves waits no more, also when broken off; if they led, the first of those who wait does."""
        with self._mutex:
            if change in self.waiting:
                self.waiting.remove(change)
            if not change.leads:
                return
            following = self.waiting[0] if self.waiting else None
            self._is_led = following is not None
            if following is not None:
                following.leads = True
                following.woken.release()
