"""What others changed of one person's deals since a change, a deal at a time, from before it until now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import bindparam, select

from pipeline.deals.events import DEAL
from pipeline.deals.follow_ups import PRIVATE, SHOWN_PARTS
from pipeline.deals.projection import DEALS, DealState
from pipeline.deals.sight import hidden_from
from pipeline.ledger.event_store import change_of, histories
from pipeline.ledger.events import Event, EventData, Via
from pipeline.ledger.fold import fold, in_force, known_at
from pipeline.ledger.read_session import ReadSession
from pipeline.storage.schema import event

MOST_READ = 5_000  # events by others that are looked at

_BY_OTHERS = (
    select(event.c.subject_no)
    .where(event.c.workspace_no == bindparam("w"), event.c.no >= bindparam("since"), event.c.subject == DEAL)
    .where(event.c.member_no != bindparam("owner"), event.c.via != Via.IMPORT.value)
    .order_by(event.c.no)
    .limit(MOST_READ)
)


@dataclass(frozen=True, slots=True)
class ChangedDeal:
    """A deal that others changed: who, and how it was before and is now (None: it was removed).

    `undoable` is the change to undo where it was one, of this person's deals alone. `added` has the touches, needs
    and offers that others wrote down, and the needs that they ended.
    """

    deal_no: int
    who: tuple[int, ...]
    before: DealState
    after: DealState | None
    undoable: int | None
    added: tuple[EventData, ...] = ()


def changes_by_others(session: ReadSession, owner: int, since: int) -> list[ChangedDeal]:
    """Return the deals of this member that look another way than before the change `since`, because of others.

    What was undone meanwhile is left out, and so are new owners, snoozes and notes. Deals that are hidden from the
    actor are left out, too.
    """
    values = {"w": session.by.workspace_no, "since": since, "owner": owner}
    nos = list(dict.fromkeys(session.connection.scalars(_BY_OTHERS, values)))
    found = [
        changed
        for (_subject, no), events in histories(session, [(DEAL, no) for no in nos]).items()
        if (changed := _changed(no, events, owner, since)) is not None
    ]
    hidden = hidden_from(session)
    found = [each for each in found if (each.after or each.before).pipeline_no not in hidden]
    mine = {each.deal_no for each in found}
    return [each if _is_only_of(session, each.undoable, mine) else replace(each, undoable=None) for each in found]


def _changed(no: int, events: Sequence[Event], owner: int, since: int) -> ChangedDeal | None:
    before, after = known_at(DEALS, events, since - 1).state, fold(DEALS, events).state
    if not isinstance(before, DealState) or before.owner != owner:
        return None
    holding = in_force(events)
    theirs = [each for each in events if each.no >= since and each.member_no not in (owner, None) and _counts(each)]
    added = tuple(each.data for each in theirs if each.no in holding and isinstance(each.data, SHOWN_PARTS))
    if after is not None and (after.owner != owner or (not added and _visible(before, after) == after)):
        return None
    changes = {each.change_no for each in theirs if each.no in holding}
    who = dict.fromkeys(each.member_no for each in theirs if each.no in holding and each.member_no is not None)
    if not changes:
        return None
    return ChangedDeal(no, tuple(who), before, after, changes.pop() if len(changes) == 1 else None, added)


def _counts(event: Event) -> bool:
    return event.via is not Via.IMPORT


def _visible(before: DealState, after: DealState) -> DealState:
    """The deal before, but for what is nobody else's to see, and for its owner."""
    private: dict[str, Any] = {name: getattr(after, name) for name in (*PRIVATE, "owner")}
    return replace(before, **private)


def _is_only_of(session: ReadSession, change_no: int | None, deals: set[int]) -> bool:
    """Whether a change touches these deals alone."""
    touched: dict[str, set[int]] = defaultdict(set)
    for each in change_of(session, change_no) if change_no is not None else ():
        touched[each.subject].add(each.subject_no)
    return change_no is not None and touched.keys() == {DEAL} and touched[DEAL] <= deals
