"""An admin is told of a guest who was invited to a pipeline's channel: the guest reads the cards and posts there."""

from __future__ import annotations

from bot.slack import message_locations
from pipeline.ledger.actor import By
from pipeline.ledger.unit_of_work import Ledger
from pipeline.messages import outbox
from pipeline.messages.due_notices import GuestInvited
from pipeline.messages.outbox import Lane, OutboxMessage
from pipeline.people.access import who_can
from pipeline.people.events import Role


def tell_admin(ledger: Ledger, by: By, place_no: int, user_id: str) -> None:
    """Tell an admin, and nobody in the channel, that this person reads it, if they are known to be a guest.

    It is told once for a guest and a channel.
    """
    workspace_no = by.workspace_no
    with ledger.storage.write(ledger.deadline(by)) as connection:
        admin = who_can(connection, workspace_no, Role.ADMIN)
        if admin is None or not message_locations.guests_among(connection, workspace_no, [user_id]):
            return
        message = OutboxMessage(
            key=f"guest:{place_no}:{user_id}",
            lane=Lane.POSTS,
            notice=GuestInvited(place_no),
            due_at=ledger.clock.now(),
            to_member=admin,
        )
        outbox.add(connection, workspace_no, [message], ledger.clock.now())
    ledger.on_commit()
