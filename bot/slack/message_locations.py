"""Where Putki's messages are in Slack: the channel of each place, the direct conversation of each member, and the
location of each message.

A card that is being posted has a row with an empty timestamp. If the sender is lost, the row stays like that, and
nobody posts the same state of the card a second time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from bot.slack.schema import slack_member, slack_message, slack_place
from pipeline.messages.asked_notices import DealCard
from pipeline.messages.notices import Notice, NoticeKind
from pipeline.storage.schema import Moment

_w = bindparam("w")
_place, _member, _message = slack_place.c, slack_member.c, slack_message.c

_CHANNEL = select(_place.channel_id).where(_place.workspace_no == _w, _place.place_no == bindparam("of"))
_PLACE = select(_place.place_no).where(_place.workspace_no == _w, _place.channel_id == bindparam("of"))
_BARRED = select(_place.barred).where(_place.workspace_no == _w, _place.place_no == bindparam("of"))
_STILL_BARRED = _BARRED.with_for_update(read=True)  # `bar` waits for this lock, and afterwards finds the parked message
_BAR = (
    update(slack_place)
    .where(_place.workspace_no == _w, _place.place_no == bindparam("of"))
    .values(barred=bindparam("reason"))
)
_GUESTS = (
    select(func.count())
    .select_from(slack_member)
    .where(_member.workspace_no == _w, _member.is_guest, _member.user_id.in_(bindparam("people", expanding=True)))
)
_DIRECT = (
    select(_member.user_id, _member.dm_channel_id)
    .where(_member.workspace_no == _w, _member.member_no == bindparam("of"))
    .order_by(_member.dm_channel_id.is_(None), _member.user_id)
    .limit(1)
)
_KEEP_DIRECT = (
    update(slack_member)
    .where(_member.workspace_no == _w, _member.user_id == bindparam("of"))
    .values(dm_channel_id=bindparam("channel"))
)
_LOCATIONS = (
    select(slack_message, _place.channel_id, _place.barred, _member.dm_channel_id)
    .outerjoin(slack_place, (_place.workspace_no == _message.workspace_no) & (_place.place_no == _message.place_no))
    .outerjoin(
        slack_member, (_member.workspace_no == _message.workspace_no) & (_member.member_no == _message.member_no)
    )
    .where(_message.workspace_no == _w, _message.ts != "")
)
_BY_KEY = _LOCATIONS.where(_message.key == bindparam("of"))
_CARD = (
    _LOCATIONS.where(_message.deal_no == bindparam("of"), _message.says == NoticeKind.CARD)
    .order_by(_message.ts.desc())  # a Slack timestamp: seconds with ten digits until 2286
    .limit(1)
)
_CARD_IN = (
    _LOCATIONS.where(_message.deal_no == bindparam("of"), _message.says == NoticeKind.CARD)
    .where(_message.place_no == bindparam("place"))
    .order_by(_message.ts.desc())
    .limit(1)
)
_KEEP = insert(slack_message)
_FORGET = delete(slack_message).where(_message.workspace_no == _w, _message.key == bindparam("of"))
_TS_OF_CARD = select(_message.ts).where(_message.workspace_no == _w, _message.key == bindparam("of"))
_SET_CARD_LOCATION = (
    update(slack_message)
    .where(_message.workspace_no == _w, _message.key == bindparam("of"))
    .values(ts=bindparam("new_ts"), place_no=bindparam("new_place"), posted_at=bindparam("new_posted_at", type_=Moment))
)
_UNSURE_CARDS = delete(slack_message).where(
    _message.workspace_no == _w,
    _message.deal_no == bindparam("of"),
    _message.says == NoticeKind.CARD,
    _message.ts == "",
)
_DELETE_BEGUN_CARD = delete(slack_message).where(
    _message.workspace_no == _w, _message.key == bindparam("of"), _message.ts == ""
)


_BEGUN_CARDS = (
    select(_message.key, _message.place_no, _message.posted_at, _place.channel_id)
    .join(slack_place, (_place.workspace_no == _message.workspace_no) & (_place.place_no == _message.place_no))
    .where(_message.workspace_no == _w, _message.deal_no == bindparam("of"), _message.says == NoticeKind.CARD)
    .where(_message.ts == "")
)


@dataclass(frozen=True, slots=True)
class DirectConversation:
    """A member's Slack id, and the channel of the direct conversation if one was opened."""

    user_id: str
    channel: str | None


@dataclass(frozen=True, slots=True)
class MessageLocation:
    """The location of a message of ours, and when it was posted.

    `barred` is the reason why nothing may be posted there now.
    """

    key: str
    channel: str
    ts: str
    posted_at: datetime
    barred: str | None = None


@dataclass(frozen=True, slots=True)
class BegunCard:
    """The post of a card whose outcome is unknown: the event that it shows, and where and when it was to stand."""

    event_no: int
    place_no: int
    channel: str
    begun_at: datetime


def channel_of(connection: Connection, workspace_no: int, place_no: int) -> str | None:
    """Return the Slack id of a place's channel."""
    return connection.execute(_CHANNEL, {"w": workspace_no, "of": place_no}).scalar()


def place_of(connection: Connection, workspace_no: int, channel: str) -> int | None:
    """Return the place number of a channel, or None if the channel has none."""
    return connection.execute(_PLACE, {"w": workspace_no, "of": channel}).scalar()


def barred_reason(connection: Connection, workspace_no: int, place_no: int) -> str | None:
    """Return the reason why nothing may be posted at a place, or None."""
    return connection.execute(_BARRED, {"w": workspace_no, "of": place_no}).scalar()


def is_barred_until_commit(connection: Connection, workspace_no: int, place_no: int) -> bool:
    """Whether nothing may be posted at a place. Locks the place, so the answer holds until this transaction ends."""
    return connection.execute(_STILL_BARRED, {"w": workspace_no, "of": place_no}).scalar() is not None


def set_barred(connection: Connection, workspace_no: int, place_no: int, reason: str | None) -> None:
    """Save why nothing may be posted at a place. A `reason` of None allows it again."""
    connection.execute(_BAR, {"w": workspace_no, "of": place_no, "reason": reason})


def guests_among(connection: Connection, workspace_no: int, people: Sequence[str]) -> int:
    """Return how many of these people are guests, as far as Putki knows."""
    return connection.execute(_GUESTS, {"w": workspace_no, "people": list(people)}).scalar() or 0


def direct_conversation(connection: Connection, workspace_no: int, member_no: int) -> DirectConversation | None:
    """Return how to write to a member directly, or None for an unknown member."""
    row = connection.execute(_DIRECT, {"w": workspace_no, "of": member_no}).first()
    return DirectConversation(row.user_id, row.dm_channel_id) if row is not None else None


def save_direct_channel(connection: Connection, workspace_no: int, user_id: str, channel: str | None) -> None:
    """Save the channel of a person's direct conversation; None removes it."""
    connection.execute(_KEEP_DIRECT, {"w": workspace_no, "of": user_id, "channel": channel})


def location_of(connection: Connection, workspace_no: int, key: str) -> MessageLocation | None:
    """Return the location of the message with this outbox key."""
    return _location_in(connection.execute(_BY_KEY, {"w": workspace_no, "of": key}).first())


def card_location(connection: Connection, workspace_no: int, deal_no: int) -> MessageLocation | None:
    """Return the location of the deal's newest card."""
    return _location_in(connection.execute(_CARD, {"w": workspace_no, "of": deal_no}).first())


def card_location_in(connection: Connection, workspace_no: int, deal_no: int, place_no: int) -> MessageLocation | None:
    """Return the location of the deal's newest card at this place."""
    values = {"w": workspace_no, "of": deal_no, "place": place_no}
    return _location_in(connection.execute(_CARD_IN, values).first())


def _location_in(row: Any) -> MessageLocation | None:
    if row is None or (channel := row.channel_id or row.dm_channel_id) is None:
        return None
    return MessageLocation(row.key, channel, row.ts, row.posted_at, row.barred)


def save(
    connection: Connection,
    workspace_no: int,
    key: str,
    notice: Notice,
    *,
    place_no: int | None,
    member_no: int | None,
    ts: str,
    at: datetime,
) -> None:
    """Save the location of a message, so that a reaction, a reply or a change finds it."""
    row: dict[str, Any] = {
        "workspace_no": workspace_no,
        "key": key,
        "place_no": place_no,
        "member_no": member_no,
        "ts": ts,
        "says": notice.kind.value,
        "deal_no": notice.about_deal,
        "stay": notice.about_stay,
        "posted_at": at,
    }
    connection.execute(_KEEP, row)


def delete_location(connection: Connection, workspace_no: int, key: str) -> None:
    """Delete the location of a message whose occasion may come again."""
    connection.execute(_FORGET, {"w": workspace_no, "of": key})


def card_key(deal_no: int, event_no: int) -> str:
    """Return the key of a deal's card that shows the state after this event."""
    return f"card:{deal_no}:{event_no}"


def begin_card(
    connection: Connection, workspace_no: int, deal_no: int, event_no: int, *, place_no: int, at: datetime
) -> bool:
    """Write down that this card is being posted.

    Returns False if a post of the same state began before and its outcome is unknown.
    """
    key = card_key(deal_no, event_no)
    ts = connection.execute(_TS_OF_CARD, {"w": workspace_no, "of": key}).scalar()
    if ts == "":
        return False
    if ts is None:
        notice = DealCard(deal=deal_no)
        save(connection, workspace_no, key, notice, place_no=place_no, member_no=None, ts="", at=at)
    else:
        _place_card(connection, workspace_no, key, place_no, "", at)
    return True


def finish_card(
    connection: Connection, workspace_no: int, deal_no: int, event_no: int, *, place_no: int, ts: str, at: datetime
) -> None:
    """Write down that the post of a card has arrived."""
    _place_card(connection, workspace_no, card_key(deal_no, event_no), place_no, ts, at)


def _place_card(connection: Connection, workspace_no: int, key: str, place_no: int, ts: str, at: datetime) -> None:
    values = {"w": workspace_no, "of": key, "new_ts": ts, "new_place": place_no, "new_posted_at": at}
    connection.execute(_SET_CARD_LOCATION, values)


def cancel_card(connection: Connection, workspace_no: int, deal_no: int, event_no: int) -> None:
    """Delete the row of a post that was refused, or that may begin again."""
    connection.execute(_DELETE_BEGUN_CARD, {"w": workspace_no, "of": card_key(deal_no, event_no)})


def begun_cards(connection: Connection, workspace_no: int, deal_no: int) -> list[BegunCard]:
    """Return the posts of this deal's cards whose outcome is unknown, the newest first."""
    rows = connection.execute(_BEGUN_CARDS, {"w": workspace_no, "of": deal_no})
    found = [BegunCard(int(row.key.split(":")[2]), row.place_no, row.channel_id, row.posted_at) for row in rows]
    return sorted(found, key=lambda each: -each.event_no)


def clear_unsure_cards(connection: Connection, workspace_no: int, deal_no: int) -> None:
    """Delete the rows of this deal's card posts with an unknown outcome.

    The operator has looked in Slack, so the card may be posted again.
    """
    connection.execute(_UNSURE_CARDS, {"w": workspace_no, "of": deal_no})
