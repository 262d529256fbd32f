"""Changes that wait for each other share a transaction: each is what it would have been alone, or is done alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import Connection

from pipeline import errors
from pipeline.ledger.rules_cache import RulesCache
from pipeline.ledger.turns import Change
from pipeline.messages.notices import Notice
from pipeline.storage.engine import LAST_MOMENT, Storage, rows_written

T = TypeVar("T")


class Answered(Exception):
    """The change has its answer already, or needs none: nothing is kept of this transaction."""

    def __init__(self, notice: Notice) -> None:
        super().__init__()
        self.notice = notice


@dataclass(frozen=True, slots=True)
class Sharing(Generic[T]):
    """How the changes of one turn are carried out: `alone`, or `shared` within a transaction of several."""

    storage: Storage
    memory: RulesCache
    alone: Callable[[T], Notice]
    shared: Callable[[Connection, T], Notice]

    def carry_out(self, changes: Sequence[Change[T]]) -> None:
        """These in one transaction, but for those who have no time left.

        When it fails because somebody's time passed, the others are tried together again; else each alone.
        """
        if len(changes) == 1:
            self._by_itself(changes[0])
            return
        in_time = _in_time(changes, 0)
        if in_time and not self._together(in_time) and len(_in_time(in_time, LAST_MOMENT)) == len(in_time):
            for each in in_time:
                each.alone = True

    def _by_itself(self, change: Change[T]) -> None:
        try:
            change.outcome = self.alone(change.what)
        except Exception as failed:
            change.outcome = failed

    def _together(self, changes: Sequence[Change[T]]) -> bool:
        """Whether all of them were carried out: what is refused has written nothing, and leaves the others be."""
        outcomes: list[Notice | Exception] = []
        try:
            with self.storage.write(min((each.deadline for each in changes), key=lambda each: each.at)) as connection:
                for change in changes:
                    before = rows_written(connection)
                    try:
                        outcomes.append(self.shared(connection, change.what))
                    except (errors.Refused, Answered) as ended:
                        if rows_written(connection) != before:
                            raise
                        outcomes.append(ended)
        except Exception:
            return False
        else:
            for change, outcome in zip(changes, outcomes, strict=True):
                change.outcome = outcome
            return True
        finally:
            if changes[0].outcome is None:
                self.memory.generation += 1  # what was remembered by numbers that were given back


def _in_time(changes: Sequence[Change[T]], needed: float) -> list[Change[T]]:
    """Those who have more than the seconds needed; the others are told that their commit cannot begin in time."""
    late = [each for each in changes if each.deadline.left <= needed]
    for each in late:
        each.outcome = errors.Busy()
    return [each for each in changes if each not in late]
