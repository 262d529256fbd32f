"""Where things stand in Slack: the channel of a place and whether it is barred, a member's direct messages, and each
message of ours.

A card that is being posted has its row with an empty timestamp: a sender that is lost then leaves it so, and nobody
posts the same state of the card a second time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from bot.slack.schema import slack_member, slack_message, slack_place
from pipeline.messages.notices import Notice, NoticeKind
from pipeline.storage.schema import Moment

_w = bindparam("w")
_place, _member, _message = slack_place.c, slack_member.c, slack_message.c

_CHANNEL = select(_place.channel_id).where(_place.workspace_no == _w, _place.place_no == bindparam("of"))
_PLACE = select(_place.place_no).where(_place.workspace_no == _w, _place.channel_id == bindparam("of"))
_BARRED = select(_place.barred).where(_place.workspace_no == _w, _place.place_no == bindparam("of"))
_STILL_BARRED = _BARRED.with_for_update(read=True)  # whoever opens it waits, and then finds what was parked
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
_STANDS = (
    select(slack_message, _place.channel_id, _place.barred, _member.dm_channel_id)
    .outerjoin(slack_place, (_place.workspace_no == _message.workspace_no) & (_place.place_no == _message.place_no))
    .outerjoin(
        slack_member, (_member.workspace_no == _message.workspace_no) & (_member.member_no == _message.member_no)
    )
    .where(_message.workspace_no == _w, _message.ts != "")
)
_BY_KEY = _STANDS.where(_message.key == bindparam("of"))
_CARD = (
    _STANDS.where(_message.deal_no == bindparam("of"), _message.says == NoticeKind.CARD)
    .order_by(_message.ts.desc())  # Slack's own time: seconds of ten digits until 2286
    .limit(1)
)
_KEEP = insert(slack_message)
_FORGET = delete(slack_message).where(_message.workspace_no == _w, _message.key == bindparam("of"))
_TS_OF_CARD = select(_message.ts).where(_message.workspace_no == _w, _message.key == bindparam("of"))
_CARD_STANDS = (
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
_CARD_DOES_NOT = delete(slack_message).where(
    _message.workspace_no == _w, _message.key == bindparam("of"), _message.ts == ""
)


@dataclass(frozen=True, slots=True)
class Direct:
    """A member in Slack, and the channel of their direct messages once it was opened."""

    user_id: str
    channel: str | None


@dataclass(frozen=True, slots=True)
class MessageLocation:
    """A message of ours: where it stands, and since when; `barred`: why nothing may be said there any more."""

    key: str
    channel: str
    ts: str
    posted_at: datetime
    barred: str | None = None


def channel_of(connection: Connection, workspace_no: int, place_no: int) -> str | None:
    """The channel of a place."""
    return connection.execute(_CHANNEL, {"w": workspace_no, "of": place_no}).scalar()


def place_of(connection: Connection, workspace_no: int, channel: str) -> int | None:
    """The place that a channel is, if it is one."""
    return connection.execute(_PLACE, {"w": workspace_no, "of": channel}).scalar()


def barred(connection: Connection, workspace_no: int, place_no: int) -> str | None:
    """Why nothing may be said at a place; None when it may."""
    return connection.execute(_BARRED, {"w": workspace_no, "of": place_no}).scalar()


def still_barred(connection: Connection, workspace_no: int, place_no: int) -> bool:
    """Whether nothing may be said at a place, and that stays so until this transaction ends."""
    return connection.execute(_STILL_BARRED, {"w": workspace_no, "of": place_no}).scalar() is not None


def bar(connection: Connection, workspace_no: int, place_no: int, reason: str | None) -> None:
    """Let nothing be said at a place for this reason, or let it again."""
    connection.execute(_BAR, {"w": workspace_no, "of": place_no, "reason": reason})


def guests_among(connection: Connection, workspace_no: int, people: Sequence[str]) -> int:
    """How many of these people are known as guests."""
    return connection.execute(_GUESTS, {"w": workspace_no, "people": list(people)}).scalar() or 0


def direct(connection: Connection, workspace_no: int, member_no: int) -> Direct | None:
    """How to write to a member."""
    row = connection.execute(_DIRECT, {"w": workspace_no, "of": member_no}).first()
    return Direct(row.user_id, row.dm_channel_id) if row is not None else None


def keep_direct(connection: Connection, workspace_no: int, user_id: str, channel: str | None) -> None:
    """Remember the channel of someone's direct messages, or that it is not known."""
    connection.execute(_KEEP_DIRECT, {"w": workspace_no, "of": user_id, "channel": channel})


def message(connection: Connection, workspace_no: int, key: str) -> MessageLocation | None:
    """The message of this occasion."""
    return _standing(connection.execute(_BY_KEY, {"w": workspace_no, "of": key}).first())


def card(connection: Connection, workspace_no: int, deal_no: int) -> MessageLocation | None:
    """The deal's newest card."""
    return _standing(connection.execute(_CARD, {"w": workspace_no, "of": deal_no}).first())


def _standing(row: Any) -> MessageLocation | None:
    if row is None or (channel := row.channel_id or row.dm_channel_id) is None:
        return None
    return MessageLocation(row.key, channel, row.ts, row.posted_at, row.barred)


def keep(
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
    """Remember where this occasion was said, so that a reaction, a reply or a change finds it."""
    deal_no, stay = notice.values.get("deal"), notice.values.get("stay")
    row: dict[str, Any] = {
        "workspace_no": workspace_no,
        "key": key,
        "place_no": place_no,
        "member_no": member_no,
        "ts": ts,
        "says": notice.kind.value,
        "deal_no": deal_no if isinstance(deal_no, int) else None,
        "stay": stay if isinstance(stay, int) else None,
        "posted_at": at,
    }
    connection.execute(_KEEP, row)


def forget(connection: Connection, workspace_no: int, key: str) -> None:
    """Where this occasion was said does not matter any more: it may come again."""
    connection.execute(_FORGET, {"w": workspace_no, "of": key})


def card_key(deal_no: int, event_no: int) -> str:
    """The key of a deal's card that was posted to show the state after this event."""
    return f"card:{deal_no}:{event_no}"


def begin_card(
    connection: Connection, workspace_no: int, deal_no: int, event_no: int, *, place_no: int, at: datetime
) -> bool:
    """Write down that this card is being posted. False: a post of this very state was begun, and its end is unknown."""
    key = card_key(deal_no, event_no)
    ts = connection.execute(_TS_OF_CARD, {"w": workspace_no, "of": key}).scalar()
    if ts == "":
        return False
    if ts is None:
        notice = Notice(NoticeKind.CARD, {"deal": deal_no})
        keep(connection, workspace_no, key, notice, place_no=place_no, member_no=None, ts="", at=at)
    else:
        _place_card(connection, workspace_no, key, place_no, "", at)
    return True


def card_stands(
    connection: Connection, workspace_no: int, deal_no: int, event_no: int, *, place_no: int, ts: str, at: datetime
) -> None:
    """The post that was begun has arrived."""
    _place_card(connection, workspace_no, card_key(deal_no, event_no), place_no, ts, at)


def _place_card(connection: Connection, workspace_no: int, key: str, place_no: int, ts: str, at: datetime) -> None:
    values = {"w": workspace_no, "of": key, "new_ts": ts, "new_place": place_no, "new_posted_at": at}
    connection.execute(_CARD_STANDS, values)


def card_does_not_stand(connection: Connection, workspace_no: int, deal_no: int, event_no: int) -> None:
    """The post that was begun was refused, or may be begun anew."""
    connection.execute(_CARD_DOES_NOT, {"w": workspace_no, "of": card_key(deal_no, event_no)})


def clear_unsure_cards(connection: Connection, workspace_no: int, deal_no: int) -> None:
    """Somebody has looked: a card of which nobody knew whether it stands may be posted once more."""
    connection.execute(_UNSURE_CARDS, {"w": workspace_no, "of": deal_no})
