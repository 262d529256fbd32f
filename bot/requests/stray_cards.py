"""A card of which nobody knows: its sender was lost between its post and the row that says where it stands.

Slack tells of such a card only when somebody presses it. Then it becomes the deal's card, or says that it is old.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

import structlog
from sqlalchemy import Connection

from bot.slack import addresses, message_locations
from bot.slack.message_locations import BegunCard, MessageLocation
from bot.slack.requests import Request, UnknownMessage
from bot.word import Services
from pipeline import errors
from pipeline.deals import cards
from pipeline.messages import attention, outbox
from pipeline.messages.asked_notices import OldCard
from pipeline.messages.outbox import Lane, OutboxMessage

log = structlog.get_logger()


class Fate(Enum):
    """What becomes of a card that nobody knows."""

    KEPT = "it is the deal's card from now on"
    OLD = "it says that it is old"
    LEFT = "it stays as it is"


def fate_of(ts: str, known: MessageLocation | None, begun: Sequence[BegunCard], *, is_claimed: bool) -> Fate:
    """What becomes of the unknown card with this timestamp, where the deal's newest known card is `known`: pure.

    While a sender is showing the deal's card, the unknown one may be that very card. A timestamp of Slack's has ten
    digits before its point until 2286, so texts compare as moments do.
    """
    if is_claimed:
        return Fate.LEFT
    if known is not None and ts < known.ts:
        return Fate.OLD
    return Fate.KEPT if begun else Fate.LEFT


def settle(services: Services, request: Request) -> None:
    """Let the pressed card become the deal's card or say that it is old, if nobody knows of it.

    What the press asks for is carried out and answered apart from this. A busy database leaves it to the next press.
    """
    unknown, deal_no = request.unknown, request.deal
    if unknown is None or deal_no is None:
        return
    ledger = services.ledger
    try:
        with ledger.storage.write(ledger.deadline(request.by)) as connection:
            fate = _settle(connection, services, request, unknown, deal_no)
    except errors.Busy:
        return
    if fate is not Fate.LEFT:
        log.warning("unknown_card_pressed", deal=deal_no, workspace_no=request.by.workspace_no, fate=fate.name.lower())
        ledger.on_commit()


def _settle(
    connection: Connection, services: Services, request: Request, unknown: UnknownMessage, deal_no: int
) -> Fate:
    workspace_no, now = request.by.workspace_no, services.ledger.clock.now()
    place_no = message_locations.place_of(connection, workspace_no, unknown.channel)
    if place_no is None:
        return Fate.LEFT
    known = message_locations.card_location(connection, workspace_no, deal_no)
    begun = message_locations.begun_cards(connection, workspace_no, deal_no)
    fate = fate_of(unknown.ts, known, begun, is_claimed=cards.is_claimed(connection, workspace_no, deal_no))
    if fate is Fate.KEPT:
        newest = begun[0].event_no
        message_locations.finish_card(
            connection, workspace_no, deal_no, newest, place_no=place_no, ts=unknown.ts, at=begun[0].begun_at
        )
        attention.retry_card(connection, workspace_no, deal_no)
    elif fate is Fate.OLD and known is not None:
        notice = OldCard(deal=deal_no, link=services.directory.permalink(known.channel, known.ts))
        address = addresses.dump(addresses.ResponseUrl(unknown.url, replace=True))
        message = OutboxMessage(f"old_card:{request.by.keys[0]}", Lane.ANSWERS, notice, now, address=address)
        outbox.add(connection, workspace_no, [message], now)
    return fate
