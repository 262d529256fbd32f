"""A channel where nothing can be said: Putki is not in it, or another organisation reads it.

An admin is told once, with what to do; and once something can be said there, what waited for that goes out.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.sending.pace import PATIENCE
from bot.slack import whereabouts
from bot.slack.channels import SHARED, UNSEEN, Seen
from bot.slack.refusals import NOT_THERE
from pipeline.ledger.events import Role
from pipeline.ledger.work import Ledger
from pipeline.messages import attention, outbox
from pipeline.messages.notices import Says
from pipeline.messages.outbox import Lane, Saying
from pipeline.people.access import who_can
from pipeline.storage.engine import Deadline

NOT_IN, IS_SHARED = "not_in:{place}", "shared:{place}"  # the occasions of which an admin is told


def tell(connection: Connection, workspace_no: int, place_no: int | None, reason: str, now: datetime) -> None:
    """Something for this place was parked: where somebody can do something about it, an admin hears that once."""
    if place_no is None or (reason not in NOT_THERE and reason != SHARED):
        return
    admin = who_can(connection, workspace_no, Role.ADMIN)
    if admin is None:
        return
    key, says = (IS_SHARED, Says.CHANNEL_SHARED) if reason == SHARED else (NOT_IN, Says.NOT_IN)
    saying = Saying(
        key=key.format(place=place_no),
        lane=Lane.POSTS,
        says=says,
        due_at=now,
        to_member=admin,
        values={"place": place_no},
    )
    outbox.say(connection, workspace_no, [saying], now)


def learn(ledger: Ledger, workspace_no: int, channel: str, seen: Seen | None, *, tells: bool = True) -> None:
    """Write down whether anything may be said in this channel, if it is one of ours.

    Where it may, what was parked for that waits again, and should it come to that once more, it is told anew.
    """
    reason = UNSEEN if seen is None else SHARED if seen.is_shared else None
    with ledger.storage.write(Deadline.after(PATIENCE)) as connection:
        place_no = whereabouts.place_of(connection, workspace_no, channel)
        if place_no is None:
            return
        if whereabouts.barred(connection, workspace_no, place_no) != reason:
            whereabouts.bar(connection, workspace_no, place_no, reason)
        if seen is not None and reason is None and seen.has_putki:
            _go_on(connection, workspace_no, place_no)
        elif tells and reason == SHARED:
            tell(connection, workspace_no, place_no, reason, ledger.clock.now())
    ledger.on_commit()


def _go_on(connection: Connection, workspace_no: int, place_no: int) -> None:
    attention.retry_at(connection, workspace_no, place_no, NOT_THERE | {SHARED})
    for key in (NOT_IN, IS_SHARED):
        attention.unsay(connection, workspace_no, key.format(place=place_no))
        whereabouts.forget(connection, workspace_no, key.format(place=place_no))
