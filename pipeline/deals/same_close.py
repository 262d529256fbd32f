"""Tells whether two stays in a stage for wins or losses are of one win, or loss, whose day was corrected in between.

A correction appends the win anew and voids the old one in one change, so that the stay has another number. What was
asked of the win stays asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.deals.events import DEAL, Lost, Won
from pipeline.ledger.event_store import history_of
from pipeline.ledger.events import Event
from pipeline.ledger.session import Session


def is_same_close(session: Session, deal_no: int, stay: int, other: int | None) -> bool:
    """Whether both stays are of one win or loss of the deal."""
    if other is None or stay == other:
        return stay == other
    history = history_of(session, (DEAL, deal_no))
    return first_told(history, stay).no == first_told(history, other).no


def first_told(history: Sequence[Event], stay: int) -> Event:
    """The event by which a win or loss was first told, given all events of the deal and the stay that it opened: pure.

    Raises KeyError where there is no such event.
    """
    by_no = {each.no: each for each in history}
    found = by_no[stay]
    while (before := _corrected(history, by_no, found)) is not None:
        found = before
    return found


def _corrected(history: Sequence[Event], by_no: Mapping[int, Event], told: Event) -> Event | None:
    """The win, or loss, in whose place this one was told anew; None where it was told for the first time."""
    if not isinstance(told.data, Won | Lost):
        return None
    change = [each for each in history if each.change_no == told.change_no]
    anew = [each for each in change if each.voids is None and isinstance(each.data, type(told.data))]
    roots = [_root(by_no, each) for each in change if each.voids is not None]
    old = sorted((each for each in roots if isinstance(each.data, type(told.data))), key=lambda each: each.no)
    behind = len(anew) - anew.index(told)  # a deal that was reopened may have two wins, told anew in their order
    return old[-behind] if behind <= len(old) else None


def _root(by_no: Mapping[int, Event], void: Event) -> Event:
    """What stands at the end of a chain of voids."""
    while void.voids is not None:
        void = by_no[void.voids]
    return void
