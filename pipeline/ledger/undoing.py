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
    brings_back: bool  # whether voiding the link puts the root in force again

    @property
    def subject(self) -> tuple[Subject, int]:
        return self.event.subject, self.event.subject_no


def targets(change: Iterable[Event], histories: Mapping[tuple[Subject, int], list[Event]]) -> list[Event]:
    """The events to void so that this change is undone, one for each of its events, in their order.

    Raises AlreadyUndone (with who and when) when it is not in force, ChangedSince when somebody built on it, CannotUndo
    when it is final.
    """
    chains = [_chain(event, histories[event.subject, event.subject_no]) for event in change]
    if any(isinstance(chain.root.data, Erased) for chain in chains):
        raise errors.CannotUndo
    holding = {subject: in_force(history) for subject, history in histories.items()}
    for chain in chains:
        if chain.event.no not in holding[chain.subject]:
            raise errors.AlreadyUndone(who=chain.link.member_no, at=chain.link.recorded_at, change=chain.link.change_no)
    own = {each.change_no for chain in chains for each in (chain.event, chain.link)}
    for subject in {chain.subject: None for chain in chains}:
        _refuse_built_on(
            [chain for chain in chains if chain.subject == subject], histories[subject], holding[subject], own
        )
    return [chain.link for chain in chains]


def _chain(event: Event, history: list[Event]) -> _Chain:
    by_no = {each.no: each for each in history}
    voided_by = {each.voids: each for each in history if each.voids is not None}
    link, links = event, 0
    while link.no in voided_by:
        link, links = voided_by[link.no], links + 1
    root, voids = event, 0
    while root.voids is not None:
        root, voids = by_no[root.voids], voids + 1
    return _Chain(event, root, link, brings_back=(links + voids) % 2 == 1)


def _refuse_built_on(chains: list[_Chain], history: list[Event], holding: set[int], own_changes: set[int]) -> None:
    """Refuse when an event in force, made by another change after the link, touches what the change would alter.

    A change's events on one subject go and come together, so the fields are those of all of them.
    """
    fields = frozenset[str]().union(*(each.root.data.sets() for each in chains))
    resting = frozenset[str]().union(*(each.root.data.rests_on() for each in chains if each.brings_back))
    link_no = min(chain.link.no for chain in chains)
    by_no = {each.no: each for each in history}
    for later in history:
        if later.no <= link_no or later.no not in holding or later.change_no in own_changes:
            continue
        if later.voids is not None:
            if later.voids >= link_no:
                continue
            sets, rests = _root(later, by_no).data.sets(), frozenset[str]()
        else:
            sets, rests = later.data.sets(), later.data.rests_on()
        if (sets | rests) & fields or sets & resting:
            raise errors.ChangedSince(who=later.member_no, at=later.recorded_at)


def _root(event: Event, by_no: Mapping[int, Event]) -> Event:
    while event.voids is not None:
        event = by_no[event.voids]
    return event
