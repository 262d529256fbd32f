"""Handles channels where Putki cannot post: it is not in the channel, it is archived, or another organisation reads it.

An admin gets one message that says what to do. Once Putki can post there, what waited for that is sent.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.slack import message_locations
from bot.slack.channels import SHARED, UNSEEN, ChannelInfo
from bot.slack.refusals import ARCHIVED, IS_ARCHIVED, NOT_IN_CHANNEL
from pipeline.ledger.actor import By
from pipeline.ledger.unit_of_work import Ledger
from pipeline.messages import attention, outbox
from pipeline.messages.due_notices import ChannelIsArchived, ChannelIsShared, PlaceClosed, PutkiNotInChannel
from pipeline.messages.outbox import Lane, OutboxMessage
from pipeline.people.access import who_can
from pipeline.people.events import Role


@dataclass(frozen=True, slots=True)
class ChannelProblem:
    """A cause that keeps Putki from posting in a channel.

    `reasons` are its codes; `says` is the notice for the admin.
    """

    reasons: frozenset[str]
    key: str
    notice: Callable[[int], PlaceClosed]  # of a place

    def key_of(self, place_no: int) -> str:
        """Return the outbox key of the admin's notice about this place."""
        return f"{self.key}:{place_no}"


NOT_IN = ChannelProblem(NOT_IN_CHANNEL, "not_in", PutkiNotInChannel)
IN_ARCHIVE = ChannelProblem(ARCHIVED, "archived", ChannelIsArchived)
IS_SHARED = ChannelProblem(frozenset({SHARED}), "shared", ChannelIsShared)
HINDRANCES = (NOT_IN, IN_ARCHIVE, IS_SHARED)


def notify_admin(connection: Connection, workspace_no: int, place_no: int | None, reason: str, now: datetime) -> None:
    """Tell an admin that something for this place was parked, once for each cause that a person can remove."""
    occasion = next((each for each in HINDRANCES if reason in each.reasons), None)
    if place_no is None or occasion is None:
        return
    admin = who_can(connection, workspace_no, Role.ADMIN)
    if admin is None:
        return
    message = OutboxMessage(
        key=occasion.key_of(place_no),
        lane=Lane.POSTS,
        notice=occasion.notice(place_no),
        due_at=now,
        to_member=admin,
    )
    outbox.add(connection, workspace_no, [message], now)


def save_channel_state(
    ledger: Ledger, by: By, channel: str, seen: ChannelInfo | None, *, tells: bool = True, is_used: bool = True
) -> None:
    """Save whether Putki may post in this channel, if it is a channel that Putki uses.

    If Putki may post there, the messages that were parked for that wait again, and the admin is told anew the next
    time. With `tells`, an admin hears now of a shared channel, and of an archived one if it `is_used` by a pipeline.
    """
    workspace_no = by.workspace_no
    reason = UNSEEN if seen is None else SHARED if seen.is_shared else None
    with ledger.storage.write(ledger.deadline(by)) as connection:
        place_no = message_locations.place_of(connection, workspace_no, channel)
        if place_no is None:
            return
        if message_locations.barred_reason(connection, workspace_no, place_no) != reason:
            message_locations.set_barred(connection, workspace_no, place_no, reason)
        if seen is not None and reason is None and not seen.is_archived:
            # unarchived but without Putki: the admin is told when something is parked
            over = HINDRANCES if seen.has_putki else (IN_ARCHIVE,)
            _release(connection, workspace_no, place_no, over)
        elif tells and reason == SHARED:
            notify_admin(connection, workspace_no, place_no, reason, ledger.clock.now())
        elif tells and is_used and seen is not None and seen.is_archived:
            notify_admin(connection, workspace_no, place_no, IS_ARCHIVED, ledger.clock.now())
    ledger.on_commit()


def _release(connection: Connection, workspace_no: int, place_no: int, over: Sequence[ChannelProblem]) -> None:
    attention.retry_at(connection, workspace_no, place_no, frozenset[str]().union(*(each.reasons for each in over)))
    for each in over:
        attention.delete_occasion(connection, workspace_no, each.key_of(place_no))
        message_locations.delete_location(connection, workspace_no, each.key_of(place_no))
