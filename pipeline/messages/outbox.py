"""The outbox holds the messages that wait to be sent. Each occasion has its own key, so nothing is sent twice.

A sender claims one row as a lease in real time (seconds since the epoch, which the caller passes) and settles it. Each
statement locks one row, or skips rows that another process has locked.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import Connection, Float, Row, String, and_, bindparam, case, func, literal, or_, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from pipeline.messages import pace
from pipeline.messages.notice_codec import Unreadable, decode, encode, to_json
from pipeline.messages.notices import Notice
from pipeline.storage.schema import Moment, outbox


class Lane(IntEnum):
    """The order of sending. Cards come after both lanes and have a table of their own."""

    ANSWERS = 0
    POSTS = 1


class State(StrEnum):
    """The state of a message."""

    WAITING = "waiting"  # to be sent when it is due
    CLAIMED = "claimed"  # a sender has it until its lease ends
    SENT = "sent"
    UNSURE = "unsure"  # Slack got it and its answer was lost: it may have arrived
    PARKED = "parked"  # refused for good: somebody has to remove the reason
    DROPPED = "dropped"  # no longer true, or no longer of use


SENDING = "sending"  # the reason of a claim whose call has begun; if the sender is lost, so is the outcome of the call
EMPTIED = "{}"  # the values of a notice that was sent long ago
AGAIN = "again"  # beside the values of a notice that is sent again: it is unknown whether it arrived


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """A message to one member, place or reply address, to be sent at `due_at` or later."""

    key: str
    lane: Lane
    notice: Notice
    due_at: datetime
    to_member: int | None = None
    to_place: int | None = None
    address: str | None = None
    event_no: int | None = None


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that a sender has claimed."""

    workspace_no: int
    key: str
    kind: str  # of its notice, as stored
    values: Mapping[str, Any]  # of its notice, as stored
    to_member: int | None
    to_place: int | None
    address: str | None
    tries: int
    claimed_by: str
    is_again: bool  # whether this is the second time that the message is sent

    @property
    def is_readable(self) -> bool:
        """Whether this version of the program knows what the message says."""
        try:
            return bool(self.notice)
        except Unreadable:
            return False

    @property
    def notice(self) -> Notice:
        """What the message says. Raises Unreadable where another version of the program stored it."""
        return decode(self.kind, self.values)


# --- Adding -----------------------------------------------------------------------------------------------------------


def _row(workspace_no: int, message: OutboxMessage, now: datetime) -> dict[str, Any]:
    return {
        "workspace_no": workspace_no,
        "key": message.key,
        "lane": int(message.lane),
        "event_no": message.event_no,
        "state": State.WAITING.value,
        "due_at": message.due_at,
        "to_member": message.to_member,
        "to_place": message.to_place,
        "address": message.address,
        "says": message.notice.kind.value,
        "says_values": to_json(encode(message.notice)),
        "said_at": now,
    }


_SQLITE = sqlite.insert(outbox).on_conflict_do_nothing()
_POSTGRESQL = postgresql.insert(outbox).on_conflict_do_nothing()


def add(connection: Connection, workspace_no: int, messages: Sequence[OutboxMessage], now: datetime) -> None:
    """Add these messages to the outbox. An occasion whose key is there already stays as it is."""
    if messages:
        statement = _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL
        connection.execute(statement, [_row(workspace_no, message, now) for message in messages])


# --- Reading ----------------------------------------------------------------------------------------------------------

_SAID = select(outbox.c.says, outbox.c.says_values).where(
    outbox.c.workspace_no == bindparam("w"), outbox.c.key == bindparam("of")
)


def notice_of(connection: Connection, workspace_no: int, key: str) -> Notice | None:
    """What the message of this occasion says; None where it is not there any more, or was emptied."""
    row = connection.execute(_SAID, {"w": workspace_no, "of": key}).first()
    if row is None or row.says_values == EMPTIED:
        return None
    values = json.loads(row.says_values)
    values.pop(AGAIN, None)
    return decode(row.says, values)


# --- Claiming ---------------------------------------------------------------------------------------------------------

_c = outbox.c
IS_OPEN = text("state IN ('waiting', 'claimed')")
"""The condition of the index of what is still to be sent."""
_IS_DUE = (IS_OPEN, _c.due_at <= bindparam("now", type_=Moment))
_BEGUN = and_(_c.state == State.CLAIMED, _c.reason == SENDING)
_NOT_BEGUN = or_(_c.reason.is_(None), _c.reason != SENDING)
_FREE = case(
    (_c.state == State.WAITING, pace.passed(_c.retry_at)), else_=and_(pace.passed(_c.claimed_until), _NOT_BEGUN)
)
_HELD_UNTIL = case(  # a reply address has no pace of its own
    (
        _c.address.is_(None),
        pace.free_at(
            pace.place_key_of(_c.to_place),
            pace.member_key_of(_c.to_member),
            literal(pace.POSTS),
            workspace_no=_c.workspace_no,
        ),
    ),
    else_=0.0,
)

_before = outbox.alias("before")
_IS_AFTER_ANOTHER = (  # posts to one place or member keep their order, whoever sends them
    select(_before.c.key)
    .where(
        text("before.state IN ('waiting', 'claimed')"),
        _before.c.lane == Lane.POSTS,
        _before.c.workspace_no == _c.workspace_no,
        _before.c.address.is_(None),
        or_(_before.c.to_member == _c.to_member, _before.c.to_place == _c.to_place),
        or_(_before.c.due_at < _c.due_at, and_(_before.c.due_at == _c.due_at, _before.c.key < _c.key)),
        _before.c.tries == 0,  # a message that failed delays no other
    )
    .exists()
)
_HAS_TURN = (_FREE, _HELD_UNTIL == 0.0, or_(_c.lane != Lane.POSTS, _c.address.is_not(None), ~_IS_AFTER_ANOTHER))

_FIRST_DUE = (
    select(outbox)
    .where(*_IS_DUE, _c.lane == bindparam("of_lane"), *_HAS_TURN)
    .order_by(_c.due_at, _c.workspace_no, _c.key)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_IS_DUE_IN_LANE = select(_c.key).where(*_IS_DUE, _c.lane == bindparam("of_lane"), *_HAS_TURN).limit(1)
_ABANDONED = (
    select(outbox).where(IS_OPEN, _BEGUN, pace.passed(_c.claimed_until)).limit(1).with_for_update(skip_locked=True)
)
_IS_ABANDONED = select(_c.key).where(IS_OPEN, _BEGUN, pace.passed(_c.claimed_until)).limit(1)
_IN_FLIGHT = select(_c.key).where(*_IS_DUE, _c.state == State.CLAIMED).limit(1)
_WAITING = select(func.count(), func.min(case((~pace.passed(_c.retry_at), _c.retry_at)))).where(
    *_IS_DUE, _c.state == State.WAITING
)
_CLAIM = (
    update(outbox)
    .where(_c.workspace_no == bindparam("w"), _c.key == bindparam("of"))
    .values(
        state=State.CLAIMED.value,
        claimed_by=bindparam("who"),
        claimed_until=bindparam("until", type_=Float),
        reason=None,
        retry_at=None,
    )
)
_TAKE_OVER = (  # the call stays begun: if this sender is lost too, another one takes over
    update(outbox)
    .where(_c.workspace_no == bindparam("w"), _c.key == bindparam("of"), _c.claimed_by == bindparam("who"))
    .values(claimed_by=bindparam("new_by"), claimed_until=bindparam("until", type_=Float))
)
_BEGIN = (
    update(outbox)
    .where(_c.workspace_no == bindparam("w"), _c.key == bindparam("of"), _c.claimed_by == bindparam("who"))
    .values(reason=SENDING, claimed_until=bindparam("until", type_=Float))
)


def is_due(connection: Connection, lane: Lane, *, now: datetime, real: float) -> bool:
    """Whether this lane has a message to claim. A read answers it, so that no write transaction opens in vain."""
    return connection.execute(_IS_DUE_IN_LANE, {"of_lane": int(lane), "now": now, "real": real}).first() is not None


def claim(connection: Connection, lane: Lane, *, now: datetime, real: float, who: str, until: float) -> Claimed | None:
    """Claim the message of this lane that is due first, of any workspace, and has its turn. None if there is none."""
    row = _first_due(connection, lane, now, real)
    if row is None:
        return None
    connection.execute(_CLAIM, {"w": row.workspace_no, "of": row.key, "who": who, "until": until})
    return _claimed(row, who)


def _first_due(connection: Connection, lane: Lane, now: datetime, real: float) -> Row[Any] | None:
    return connection.execute(_FIRST_DUE, {"of_lane": int(lane), "now": now, "real": real}).first()


def _claimed(row: Row[Any], who: str) -> Claimed:
    values = json.loads(row.says_values)
    is_again = bool(values.pop(AGAIN, False))
    return Claimed(
        workspace_no=row.workspace_no,
        key=row.key,
        kind=row.says,
        values=values,
        to_member=row.to_member,
        to_place=row.to_place,
        address=row.address,
        tries=row.tries,
        claimed_by=who,
        is_again=is_again,
    )


def begin(connection: Connection, claimed: Claimed, *, until: float) -> bool:
    """Write down that the call begins now: if the sender is lost from here on, the message is unsure.

    Returns False when the claim is lost.
    """
    values = {"w": claimed.workspace_no, "of": claimed.key, "who": claimed.claimed_by, "until": until}
    return connection.execute(_BEGIN, values).rowcount == 1


def is_abandoned(connection: Connection, *, real: float) -> bool:
    """Whether the sender of some message was lost during its call."""
    return connection.execute(_IS_ABANDONED, {"real": real}).first() is not None


def take_over(connection: Connection, *, real: float, who: str, until: float) -> Claimed | None:
    """Claim a message whose call began and whose sender did not come back before its lease ended."""
    row = _abandoned(connection, real)
    if row is None:
        return None
    values = {"w": row.workspace_no, "of": row.key, "who": row.claimed_by, "new_by": who, "until": until}
    connection.execute(_TAKE_OVER, values)
    return _claimed(row, who)


def _abandoned(connection: Connection, real: float) -> Row[Any] | None:
    return connection.execute(_ABANDONED, {"real": real}).first()


def in_flight(connection: Connection, *, now: datetime) -> bool:
    """Whether a message that is due is claimed, also by a sender that was lost."""
    return connection.execute(_IN_FLIGHT, {"now": now}).first() is not None


def waiting(connection: Connection, *, now: datetime, real: float) -> tuple[int, float | None]:
    """Return how many messages are due and unclaimed, and the real time of the first retry among them."""
    count, retry_at = connection.execute(_WAITING, {"now": now, "real": real}).one()
    return count, retry_at


# --- Settling ---------------------------------------------------------------------------------------------------------

_MINE = and_(_c.workspace_no == bindparam("w"), _c.key == bindparam("of"), _c.claimed_by == bindparam("who"))
_FREED: dict[str, Any] = {"claimed_by": None, "claimed_until": None}
_SETTLED: dict[str, Any] = {
    **_FREED,
    "state": bindparam("new_state"),
    "reason": bindparam("why"),
    "settled_at": bindparam("at", type_=Moment),
    "address": None,
}
_SETTLE = update(outbox).where(_MINE).values(_SETTLED)
_SENT = (  # what was sent is sent, even if the lease ended, unless another sender has claimed it
    update(outbox)
    .where(
        _c.workspace_no == bindparam("w"),
        _c.key == bindparam("of"),
        or_(_c.claimed_by == bindparam("who"), and_(_c.claimed_by.is_(None), _c.state != State.SENT)),
    )
    .values(_SETTLED)
)
OVERTAKEN = 0.0
"""`retry_at` of a claim whose destination opened or moved during the call: refused there, it waits again."""
_IS_OVERTAKEN = _c.retry_at == OVERTAKEN
_PARK = (
    update(outbox)
    .where(_MINE)
    .values(
        **_FREED,
        state=case((_IS_OVERTAKEN, State.WAITING.value), else_=bindparam("new_state", type_=String)),
        reason=case((_IS_OVERTAKEN, None), else_=bindparam("why", type_=String)),
        settled_at=case((_IS_OVERTAKEN, None), else_=bindparam("at", type_=Moment)),
        retry_at=None,
    )
)
_WAIT = (
    update(outbox)
    .where(_MINE)
    .values(
        **_FREED,
        state=State.WAITING.value,
        reason=bindparam("why"),
        retry_at=bindparam("at", type_=Float),
        tries=bindparam("new_tries"),
    )
)
_SAY_AGAIN = (
    update(outbox)
    .where(_MINE)
    .values(
        **_FREED, state=State.WAITING.value, reason=None, retry_at=None, tries=0, says_values=bindparam("new_values")
    )
)
_SAY_DIRECTLY = (
    update(outbox)
    .where(_MINE, _c.to_member.is_not(None))
    .values(**_FREED, state=State.WAITING.value, reason=None, retry_at=None, tries=0, address=None)
)
REASON_LENGTH = 64


def settle(connection: Connection, claimed: Claimed, state: State, *, now: datetime, reason: str | None = None) -> bool:
    """Set the final state: sent, unsure, parked or dropped. Returns False when another sender has claimed the message.

    The reply address is removed, except from a parked message, which may still be sent.
    """
    statement = {State.SENT: _SENT, State.PARKED: _PARK}.get(state, _SETTLE)
    values = {"new_state": state.value, "why": reason and reason[:REASON_LENGTH], "at": now}
    return connection.execute(statement, {**_who(claimed), **values}).rowcount == 1


def release(
    connection: Connection,
    claimed: Claimed,
    *,
    until: float | None,
    tries: int | None = None,
    reason: str | None = None,
) -> bool:
    """Release the claim, so that the message is claimed again at `until` (real time) or at once.

    `tries` is the new number of failed tries; None keeps it. Returns False when the claim is lost.
    """
    values = {"at": until, "new_tries": claimed.tries if tries is None else tries}
    return (
        connection.execute(_WAIT, {**_who(claimed), **values, "why": reason and reason[:REASON_LENGTH]}).rowcount == 1
    )


def send_again(connection: Connection, claimed: Claimed) -> bool:
    """Let the message be sent a second time with a mark, because it is unknown whether it arrived."""
    values = to_json({**claimed.values, AGAIN: True})
    return connection.execute(_SAY_AGAIN, {**_who(claimed), "new_values": values}).rowcount == 1


def redirect_to_member(connection: Connection, claimed: Claimed) -> bool:
    """Let the message be sent to its member directly. Its reply address has ended, and nothing arrived there."""
    return connection.execute(_SAY_DIRECTLY, _who(claimed)).rowcount == 1


def _who(claimed: Claimed) -> dict[str, Any]:
    return {"w": claimed.workspace_no, "of": claimed.key, "who": claimed.claimed_by}
