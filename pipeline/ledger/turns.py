"""Writers that come at once take turns together: the first carries out what waits behind it, in one commit.

SQLite has one writer at a time, and a commit, which waits for the disk, costs it more than a change does. The way is
flat combining (Hendler, Incze, Shavit and Tzafrir, SPAA 2010): no thread of its own, and nothing is dearer for a
writer that comes alone.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pipeline.errors import Busy
from pipeline.storage.engine import Deadline

MOST = 16  # changes of one commit: the first of them waits for the last
T = TypeVar("T")


@dataclass(slots=True)
class Change(Generic[T]):
    """One writer's change, and what came of it."""

    what: T
    deadline: Deadline
    outcome: object = None  # what it is answered, or the exception that it ended with; none: it was not carried out
    leads: bool = False
    woken: threading.Lock = field(default_factory=threading.Lock)


@dataclass(slots=True)
class Turns(Generic[T]):
    """The queue of writers of one process; `carry_out` settles the outcome of all that it is given."""

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
        if change.leads or self._is_to_lead(change):
            self._lead(change)

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
        """Carry out what waits, mine first; then whoever has come meanwhile leads."""
        with self._mutex:
            changes, self.waiting = self.waiting[:MOST], self.waiting[MOST:]
        try:
            self.carry_out(changes)
        finally:
            with self._mutex:
                following = self.waiting[0] if self.waiting else None
                self._is_led = following is not None
                if following is not None:
                    following.leads = True
            if following is not None:
                following.woken.release()
            for change in changes:
                if change is not mine:
                    change.woken.release()
