"""Lets owners know what others changed of their deals: a quarter of an hour in one message, begun in that commit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection, bindparam, select

from pipeline.deals.events import DEAL
from pipeline.deals.follow_ups import deals_with_shown_parts, looks_as_before
from pipeline.deals.projection import DealState
from pipeline.ledger.events import Via
from pipeline.ledger.subject import Appended
from pipeline.messages import outbox as messages
from pipeline.messages.due_notices import ChangedByOthers
from pipeline.messages.notices import NoticeKind
from pipeline.messages.outbox import Lane, OutboxMessage, State
from pipeline.storage.schema import outbox

TOGETHER = timedelta(minutes=15)  # what others change within this time is told in one message

_WAITING = (  # locked, so that the message that waits is not sent without this change
    select(outbox.c.key)
    .where(outbox.c.workspace_no == bindparam("w"), outbox.c.to_member == bindparam("owner"))
    .where(outbox.c.says == NoticeKind.CHANGED_BY_OTHERS.value, outbox.c.state == State.WAITING.value, messages.IS_OPEN)
    .with_for_update()
)


def tell_owners(change: Appended) -> None:
    """Let a message wait for each owner whose deal somebody else changed by this, unless one waits already."""
    first = change.events[0]
    if first.member_no is None or change.via is Via.IMPORT:
        return
    waiting = [
        OutboxMessage(
            key=f"{NoticeKind.CHANGED_BY_OTHERS.value}:{owner}:{first.change_no}",
            lane=Lane.POSTS,
            notice=ChangedByOthers(first.change_no),
            due_at=change.now + TOGETHER,
            to_member=owner,
            event_no=first.change_no,
        )
        for owner in sorted({owner for owner in _owners(change) if owner != first.member_no})
        if not _is_waiting(change.connection, change.workspace_no, owner)
    ]
    messages.add(change.connection, change.workspace_no, waiting, change.now)


def _owners(change: Appended) -> Iterator[int]:
    """The owners of the deals of which others may see a change. A new owner is told by whoever hands a deal over."""
    shown = deals_with_shown_parts(change)
    for (subject, no), before in change.before.items():
        if subject != DEAL or not isinstance(before, DealState):
            continue
        if no in shown:
            yield before.owner
            continue
        if looks_as_before(change, no):
            continue
        after = change.after.get((DEAL, no))
        if isinstance(after, DealState) and replace(before, owner=after.owner, last_no=after.last_no) == after:
            continue
        yield before.owner


def _is_waiting(connection: Connection, workspace_no: int, owner: int) -> bool:
    return connection.execute(_WAITING, {"w": workspace_no, "owner": owner}).first() is not None
