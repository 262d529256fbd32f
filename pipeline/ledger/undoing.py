"""Whether a change can be undone: pure, given the change and the histories of the subjects it touches.

Undo voids the newest link of each event's chain of voids; undoing an undo is the same act. What others built on the
change since then refuses it, so that afterwards each field is as it was before the undone change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline import errors
from pipeline.ledger.events import Erased, Event, Subject
from pipeline.ledger.projections import in_force


@dataclass(frozen=True, slots=True)
class _Chain:
    """An event of the change, the root that its voids lead to, and the newest link of its own chain."""

    event: Event
    root: Event
    link: Event


def targets(change: Iterable[Event], histories: Mapping[tuple[Subject, int], list[Event]]) -> list[Event]:
    """The events to void so that this change is undone.

    Raises AlreadyUndone (with who and when) when it is not in force, ChangedSince when somebody built on it, CannotUndo
    when it is final.
    """
    chains = [_chain(event, histories[event.subject, event.subject_no]) for event in change]
    if any(isinstance(chain.root.happening, Erased) for chain in chains):
        raise errors.CannotUndo
    for chain in chains:
        history = histories[chain.event.subject, chain.event.subject_no]
        if chain.event.no not in in_force(history):
            raise errors.AlreadyUndone(who=chain.link.member_no, at=chain.link.recorded_at, change=chain.link.change_no)
    outside = {chain.event.change_no for chain in chains}
    for chain in chains:
        _refuse_built_on(chain, chains, histories[chain.event.subject, chain.event.subject_no], outside)
    return [chain.link for chain in chains]


def _chain(event: Event, history: list[Event]) -> _Chain:
    by_no = {each.no: each for each in history}
    voided_by = {each.voids: each for each in history if each.voids is not None}
    root = event
    while root.voids is not None:
        root = by_no[root.voids]
    link = event
    while link.no in voided_by:
        link = voided_by[link.no]
    return _Chain(event, root, link)


def _refuse_built_on(chain: _Chain, chains: list[_Chain], history: list[Event], own_changes: set[int]) -> None:
    same = [each for each in chains if (each.event.subject, each.event.subject_no) == _key(chain)]
    fields = frozenset[str]().union(*(each.root.happening.sets() for each in same))
    resting = frozenset[str]().union(*(each.root.happening.rests_on() for each in same if each.event.voids is not None))
    holding = in_force(history)
    by_no = {each.no: each for each in history}
    for later in history:
        if later.no <= chain.link.no or later.no not in holding or later.change_no in own_changes:
            continue
        if later.voids is not None:
            if later.voids >= chain.link.no:
                continue
            sets, rests = _root(later, by_no).happening.sets(), frozenset[str]()
        else:
            sets, rests = later.happening.sets(), later.happening.rests_on()
        if (sets | rests) & fields or sets & resting:
            raise errors.ChangedSince(who=later.member_no, at=later.recorded_at)


def _root(event: Event, by_no: Mapping[int, Event]) -> Event:
    while event.voids is not None:
        event = by_no[event.voids]
    return event


def _key(chain: _Chain) -> tuple[Subject, int]:
    return chain.event.subject, chain.event.subject_no
