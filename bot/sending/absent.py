"""A channel that the app is not in: an admin is told, and once the app comes in, what waited for that goes out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.sending.pace import PATIENCE
from bot.slack import whereabouts
from bot.slack.refusals import NOT_THERE
from pipeline.ledger.events import Role
from pipeline.ledger.work import Ledger
from pipeline.messages import attention, outbox
from pipeline.messages.notices import Says
from pipeline.messages.outbox import Lane, Saying
from pipeline.people.access import who_can
from pipeline.storage.engine import Deadline

KEY = "not_in:{place}"


def tell(connection: Connection, workspace_no: int, place_no: int | None, reason: str, now: datetime) -> None:
    """Something for this place was parked: where the app is not in it, an admin hears that once, with what to do."""
    if place_no is None or reason not in NOT_THERE:
        return
    admin = who_can(connection, workspace_no, Role.ADMIN)
    if admin is None:
        return
    saying = Saying(
        key=KEY.format(place=place_no),
        lane=Lane.POSTS,
        says=Says.NOT_IN,
        due_at=now,
        to_member=admin,
        values={"place": place_no},
    )
    outbox.say(connection, workspace_no, [saying], now)


def no_more(ledger: Ledger, workspace_no: int, channel: str) -> None:
    """The app has come into this channel: what was parked for that waits again, and should it go, that is told anew."""
    with ledger.storage.write(Deadline.after(PATIENCE)) as connection:
        place_no = whereabouts.place_of(connection, workspace_no, channel)
        if place_no is None:
            return
        attention.retry_at(connection, workspace_no, place_no, NOT_THERE)
        key = KEY.format(place=place_no)
        attention.unsay(connection, workspace_no, key)
        whereabouts.forget(connection, workspace_no, key)
    ledger.on_commit()
