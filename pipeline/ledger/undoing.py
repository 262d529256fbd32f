"""Whether a change can be undone: pure, given the change and the histories of the subjects that it touches.

To undo a change, each of its events is taken in turn. An event that was voided before is followed by a chain of voids
(a void, a void of that void, …); undo voids the newest link of the chain. Undoing an undo is the same act: its events
are voids, and voiding a void puts what it voided in force again. What others built on the change since then refuses
the undo, so that afterwards each field is as it was before the undone change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline import errors
from pipeline.ledger.events import EXISTS, Erased, Event, Key
from pipeline.ledger.fold import in_force, root_of


@dataclass(frozen=True, slots=True)
class _Chain:
    """An event of the change, the root that its voids lead to, and the newest link of its own chain of voids."""

    event: Event
    root: Event
    link: Event
    brings_back: bool  # whether voiding the link puts the root in force again


@dataclass(frozen=True, slots=True)
class _History:
    """The events of one subject, with what is asked of them again and again."""

    events: Sequence[Event]
    by_no: Mapping[int, Event]
    voided_by: Mapping[int, Event]
    holding: set[int]

    @classmethod
    def of(cls, events: Sequence[Event]) -> _History:
        return cls(
            events=events,
            by_no={each.no: each for each in events},
            voided_by={each.voids: each for each in events if each.voids is not None},
            holding=in_force(events),
        )

    def chain(self, event: Event) -> _Chain:
        link, links = event, 0
        while link.no in self.voided_by:
            link, links = self.voided_by[link.no], links + 1
        root, voids = event, 0
        while root.voids is not None:
            root, voids = self.by_no[root.voids], voids + 1
        return _Chain(event, root, link, brings_back=(links + voids) % 2 == 1)


def targets(change: Iterable[Event], histories: Mapping[Key, Sequence[Event]]) -> list[Event]:
    """The events to void so that this change is undone: one for each of its events, in their order.

    Takes time in proportion to the events of the subjects that the change touches. Raises AlreadyUndone, with who did
    it and when, for a change that is not in force; ChangedSince when another change was built on it, or corrected it;
    CannotUndo when it is final.
    """
    listed = list(change)
    read = {key: _History.of(histories[key]) for key in {each.key for each in listed}}
    chains = [read[each.key].chain(each) for each in listed]
    if any(isinstance(chain.root.data, Erased) for chain in chains):
        raise errors.CannotUndo
    appending = {each.change_no for each in _appended(read.values())}
    for chain in chains:
        if chain.event.no not in read[chain.event.key].holding:
            _refuse_undone(chain, appending)
    own = {each.change_no for chain in chains for each in (chain.event, chain.link)}
    of_subject: dict[Key, list[_Chain]] = defaultdict(list)
    for chain in chains:
        of_subject[chain.event.key].append(chain)
    for key, mine in of_subject.items():
        _refuse_built_on(mine, read[key], own)
    return [chain.link for chain in chains]


def _appended(histories: Iterable[_History]) -> Iterable[Event]:
    """The events that are no voids."""
    return (each for history in histories for each in history.events if each.voids is None)


def _refuse_undone(chain: _Chain, appending: set[int]) -> None:
    """Refuse an event that is not in force. One whose void came with new events was corrected, not undone."""
    link = chain.link
    if link.change_no in appending:
        raise errors.ChangedSince(who=link.member_no, at=link.recorded_at)
    raise errors.AlreadyUndone(who=link.member_no, at=link.recorded_at, change=link.change_no)


def _refuse_built_on(chains: Sequence[_Chain], history: _History, own_changes: set[int]) -> None:
    """Refuse when an event in force, of another change, touches what the undo would alter.

    Two kinds of events count. Those later than the link: a void among them counts as setting what its root sets, if
    its target is older than the link. And every root that is folded after one of the change's roots, though it may be
    older than the link: several changes may have come back together. A change's events on one subject go and come
    together, so the fields are those of all of them.
    """
    fields = frozenset[str]().union(*(each.root.data.sets() for each in chains))
    resting = frozenset[str]().union(*(each.root.data.rests_on() for each in chains if each.brings_back))
    link_no = min(chain.link.no for chain in chains)
    root_no = min(chain.root.no for chain in chains)
    roots = {chain.root.no for chain in chains}
    for later in history.events:
        if later.no <= root_no or later.no not in history.holding or later.change_no in own_changes:
            continue
        if later.voids is not None:
            if later.no <= link_no or later.voids >= link_no:
                continue
            sets, rests = root_of(later, history.by_no).data.sets(), frozenset[str]()
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
