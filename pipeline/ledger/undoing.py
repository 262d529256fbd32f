"""Whether a change can be undone: pure, given the change and the histories of the subjects that it touches.

To undo a change, each of its events is taken in turn. An event that was voided before is followed by a chain of voids
(a void, a void of that void, …); undo voids the newest link of the chain. Undoing an undo is the same act: its events
are voids, and voiding a void puts what it voided in force again. What others built on the change since then refuses
the undo, so that afterwards each field is as it was before the undone change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Never

from pipeline import errors
from pipeline.ledger.events import EXISTS, Erased, Event, Key
from pipeline.ledger.fold import in_force, root_of


@dataclass(frozen=True, slots=True)
class _Chain:
    """An event of the change, the root that its voids lead to, and the newest link of its own chain of voids."""

    event: Event
    root: Event
    link: Event
    is_in_force: bool
    brings_back: bool  # whether voiding the link puts the root in force again


def _chains(change: Iterable[Event], history: Sequence[Event]) -> Iterator[_Chain]:
    """The chains of a change's events on one subject, given all events of that subject."""
    by_no = {each.no: each for each in history}
    voided_by = {each.voids: each for each in history if each.voids is not None}
    holding = in_force(history)
    for event in change:
        link, links = event, 0
        while link.no in voided_by:
            link, links = voided_by[link.no], links + 1
        root, voids = event, 0
        while root.voids is not None:
            root, voids = by_no[root.voids], voids + 1
        yield _Chain(event, root, link, event.no in holding, brings_back=(links + voids) % 2 == 1)


def targets(change: Iterable[Event], histories: Mapping[Key, Sequence[Event]]) -> list[Event]:
    """The events to void so that this change is undone: one for each of its events, in their order.

    Takes time in proportion to the events of the subjects that the change touches. Raises AlreadyUndone, with who did
    it and when, for a change that is not in force; ChangedSince when another change was built on it, or corrected it;
    CannotUndo when it is final.
    """
    of_subject: dict[Key, list[Event]] = defaultdict(list)
    for event in change:
        of_subject[event.key].append(event)
    chains = {key: list(_chains(events, histories[key])) for key, events in of_subject.items()}
    in_order = sorted((each for mine in chains.values() for each in mine), key=lambda each: each.event.no)
    if any(isinstance(each.root.data, Erased) for each in in_order):
        raise errors.CannotUndo
    for each in in_order:
        if not each.is_in_force:
            _refuse_undone(each.link, histories.values())
    own = {event.change_no for each in in_order for event in (each.event, each.link)}
    for key, mine in chains.items():
        _refuse_built_on(mine, histories[key], own)
    return [each.link for each in in_order]


def _refuse_undone(link: Event, histories: Iterable[Sequence[Event]]) -> Never:
    """Refuse an event that is not in force, given the newest link of its voids.

    One whose void came with new events was corrected, not undone.
    """
    if any(each.change_no == link.change_no and each.voids is None for events in histories for each in events):
        raise errors.ChangedSince(who=link.member_no, at=link.recorded_at)
    raise errors.AlreadyUndone(who=link.member_no, at=link.recorded_at, change=link.change_no)


def _refuse_built_on(chains: Sequence[_Chain], history: Sequence[Event], own_changes: set[int]) -> None:
    """Refuse when an event in force, of another change, touches what the undo would alter.

    Two kinds of events count. Those later than the link: a void among them counts as setting what its root sets, if
    its target is older than the link. And every root that is folded after one of the change's roots, though it may be
    older than the link: several changes may have come back together. A change's events on one subject go and come
    together, so the fields are those of all of them.
    """
    root_no = min(chain.root.no for chain in chains)
    of_others = [each for each in history if each.no > root_no and each.change_no not in own_changes]
    if not of_others:
        return
    fields = frozenset[str]().union(*(each.root.data.sets() for each in chains))
    resting = frozenset[str]().union(*(each.root.data.rests_on() for each in chains if each.brings_back))
    link_no = min(chain.link.no for chain in chains)
    roots = {chain.root.no for chain in chains}
    by_no, holding = {each.no: each for each in history}, in_force(history)
    for later in of_others:
        if later.no not in holding:
            continue
        if later.voids is not None:
            if later.no <= link_no or later.voids >= link_no:
                continue
            sets, rests = root_of(later, by_no).data.sets(), frozenset[str]()
        elif later.no in roots:
            continue
        else:
            sets, rests = later.data.sets(), later.data.rests_on()
        if _conflicts(sets, rests, fields, resting):
            raise errors.ChangedSince(who=later.member_no, at=later.recorded_at)


def _conflicts(sets: frozenset[str], rests: frozenset[str], fields: frozenset[str], resting: frozenset[str]) -> bool:
    """Whether what a later event sets or rests on meets the fields of the undo, or what comes back rests on.

    An event that sets `exists` sets every field of its subject.
    """
    return EXISTS in sets or bool((sets | rests) & fields) or bool(sets & resting)
