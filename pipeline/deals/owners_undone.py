"""Who owned a deal, and who owns it again, hear of an undo or a redo of a hand-over that somebody else made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from pipeline.deals.events import DEAL
from pipeline.deals.projection import DealState
from pipeline.ledger.events import Key
from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.messages.change_notices import OwnerChanged, SeveralGiven
from pipeline.messages.outbox import Lane, OutboxMessage
from pipeline.people import members


def tell_of_undo(work: UnitOfWork, before: Mapping[int, DealState], after: Mapping[Key, Any]) -> None:
    """Tell both owners of each deal that changed hands by this change: one message for all deals of the same two.

    `before` has the deals as they were, by number. Whoever makes the change is told nothing, nor is who has left.
    """
    changed: dict[tuple[int, int], list[int]] = defaultdict(list)
    for no, was in before.items():
        now = after.get((DEAL, no))
        if isinstance(now, DealState) and now.owner != was.owner:
            changed[was.owner, now.owner].append(no)
    for (old, new), deals in changed.items():
        for member_no in (old, new):
            if member_no != work.by.member_no and not _has_left(work, member_no):
                _tell(work, member_no, deals, (old, new))


def _tell(work: UnitOfWork, member_no: int, deals: list[int], owners: tuple[int, int]) -> None:
    change_no, who, (old, new) = work.change_no, work.by.member_no, owners
    told = (
        OwnerChanged(deal=deals[0], change=change_no, who=who, owner=new)
        if len(deals) == 1
        else SeveralGiven(change=change_no, deals=tuple(deals), who=who, owner=new)
    )
    key = f"{told.kind.value}:{change_no}:{member_no}:{old}:{new}"
    work.say(OutboxMessage(key, Lane.POSTS, told, work.now, to_member=member_no, event_no=change_no))


def _has_left(work: UnitOfWork, member_no: int) -> bool:
    """Whether the member's account is closed."""
    profile = members.profile_of(work.connection, work.by.workspace_no, member_no)
    return profile is not None and not profile.active
