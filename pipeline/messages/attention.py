"""What needs an operator: messages and cards that are parked or unsure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, String, bindparam, delete, literal, null, select, union_all, update

from pipeline.messages.notices import NoticeKind
from pipeline.messages.outbox import OVERTAKEN, State
from pipeline.storage.schema import Moment, card, outbox

MOST = 200  # rows in a list

_o, _k = outbox.c, card.c
_LISTED = (
    union_all(
        select(
            _o.key, _o.state, _o.says, _o.reason, _o.tries, _o.to_member, _o.to_place, null().label("deal_no")
        ).where(_o.workspace_no == bindparam("w"), _o.state.in_((State.PARKED.value, State.UNSURE.value))),
        select(
            literal("card"),
            literal(State.PARKED.value),
            literal(NoticeKind.CARD.value),
            _k.reason,
            _k.tries,
            null(),
            null(),
            _k.deal_no,
        ).where(_k.workspace_no == bindparam("w"), _k.reason.is_not(None), ~_k.due),
    )
    .order_by("key")
    .limit(MOST)
)
_WAITING = {"state": State.WAITING.value, "reason": None, "tries": 0, "retry_at": None, "settled_at": None}
_RETRY = (
    update(outbox)
    .where(_o.workspace_no == bindparam("w"), _o.key == bindparam("of"), _o.state == State.PARKED)
    .values(_WAITING)
)
_SKIP = (
    update(outbox)
    .where(
        _o.workspace_no == bindparam("w"),
        _o.key == bindparam("of"),
        _o.state.in_((State.PARKED.value, State.UNSURE.value, State.WAITING.value)),
    )
    .values(state=State.DROPPED.value, reason="skipped", address=None, settled_at=bindparam("at", type_=Moment))
)
_REASONS = bindparam("reasons", type_=String, expanding=True)
_RETRY_AT = (
    update(outbox)
    .where(
        _o.workspace_no == bindparam("w"),
        _o.to_place == bindparam("of"),
        _o.state == State.PARKED,
        _o.reason.in_(_REASONS),
    )
    .values(_WAITING)
)
_RETRY_CARDS = (
    update(card)
    .where(_k.workspace_no == bindparam("w"), ~_k.due, _k.reason.in_(_REASONS))
    .values(due=True, reason=None, tries=0, retry_at=None)
)
_RETRY_ALL_CARDS = (
    update(card)
    .where(_k.workspace_no == bindparam("w"), ~_k.due, _k.reason.is_not(None))
    .values(due=True, reason=None, tries=0, retry_at=None)
)
_OVERTAKE_CARDS = (
    update(card).where(_k.workspace_no == bindparam("w"), _k.claimed_by.is_not(None)).values(retry_at=OVERTAKEN)
)
_AT = (_o.workspace_no == bindparam("w"), _o.to_place == bindparam("of"))
_OVERTAKE_AT = update(outbox).where(*_AT, _o.state == State.CLAIMED).values(retry_at=OVERTAKEN)
_PARKED_AT = (*_AT, _o.state == State.PARKED)
_NO_WELCOME = (
    update(outbox)
    .where(*_PARKED_AT, _o.says == NoticeKind.WELCOME)
    .values(state=State.DROPPED.value, reason="another_place", settled_at=bindparam("at", type_=Moment))
)
_RETRY_ELSEWHERE = (
    update(outbox)
    .where(*_PARKED_AT, _o.due_at > bindparam("since", type_=Moment))
    .values({**_WAITING, "to_place": bindparam("elsewhere")})
)
_MOVE_UNSENT = (  # a welcome is of its own place; what has an address goes into a thread there
    update(outbox)
    .where(
        *_AT,
        _o.state.in_((State.WAITING.value, State.CLAIMED.value)),
        _o.address.is_(None),
        _o.says != NoticeKind.WELCOME,
    )
    .values(to_place=bindparam("elsewhere"))
)
STILL_NEWS = timedelta(days=7)  # after this time the next post has come
_UNSAY = delete(outbox).where(_o.workspace_no == bindparam("w"), _o.key == bindparam("of"))
_RETRY_CARD = (
    update(card)
    .where(_k.workspace_no == bindparam("w"), _k.deal_no == bindparam("of"), ~_k.due)
    .values(due=True, shown=0, reason=None, tries=0, retry_at=None)  # as if it had never been shown: it may be posted
)
_SKIP_CARD = (
    update(card)
    .where(_k.workspace_no == bindparam("w"), _k.deal_no == bindparam("of"))
    .values(due=False, shown=_k.wanted, reason=None)
)


@dataclass(frozen=True, slots=True)
class UnsentMessage:
    """A message or card that was not sent, or whose outcome is unknown. A card has its deal's number."""

    key: str
    state: State
    says: NoticeKind
    reason: str
    tries: int
    to_member: int | None
    to_place: int | None
    deal_no: int | None


def unsent_messages(connection: Connection, workspace_no: int) -> Sequence[UnsentMessage]:
    """Return what is parked or unsure in this workspace, at most `MOST` rows."""
    return [_unsent_message(row) for row in connection.execute(_LISTED, {"w": workspace_no})]


def _unsent_message(row: Any) -> UnsentMessage:
    return UnsentMessage(
        key=row.key,
        state=State(row.state),
        says=NoticeKind(row.says),
        reason=row.reason or "",
        tries=row.tries,
        to_member=row.to_member,
        to_place=row.to_place,
        deal_no=row.deal_no,
    )


def retry(connection: Connection, workspace_no: int, key: str) -> bool:
    """Let a parked message wait to be sent again. Returns False if it is not parked."""
    return connection.execute(_RETRY, {"w": workspace_no, "of": key}).rowcount == 1


def skip(connection: Connection, workspace_no: int, key: str, now: datetime) -> bool:
    """Drop a message that is parked, unsure or waiting. Returns False if there is none."""
    return connection.execute(_SKIP, {"w": workspace_no, "of": key, "at": now}).rowcount == 1


def retry_at(connection: Connection, workspace_no: int, place_no: int, reasons: Iterable[str]) -> None:
    """Let messages to this place that were parked for one of these reasons wait again, and all such cards.

    What a sender has in its hands now and Slack refuses waits again too.
    """
    values = {"w": workspace_no, "reasons": list(reasons)}
    connection.execute(_RETRY_AT, {**values, "of": place_no})
    connection.execute(_OVERTAKE_AT, {"w": workspace_no, "of": place_no})
    connection.execute(_RETRY_CARDS, values)
    connection.execute(_OVERTAKE_CARDS, {"w": workspace_no})


def retry_cards(connection: Connection, workspace_no: int) -> None:
    """Let every card that is parked, or being refused now, wait again, because cards have another place now."""
    connection.execute(_RETRY_ALL_CARDS, {"w": workspace_no})
    connection.execute(_OVERTAKE_CARDS, {"w": workspace_no})


def retry_elsewhere(connection: Connection, workspace_no: int, place_no: int, elsewhere: int, now: datetime) -> None:
    """Move to another place what was not sent to this one, unless it is old now. Let every parked card wait again."""
    of = {"w": workspace_no, "of": place_no}
    connection.execute(_OVERTAKE_AT, of)
    connection.execute(_MOVE_UNSENT, {**of, "elsewhere": elsewhere})
    connection.execute(_NO_WELCOME, {**of, "at": now})
    connection.execute(_RETRY_ELSEWHERE, {**of, "elsewhere": elsewhere, "since": now - STILL_NEWS})
    retry_cards(connection, workspace_no)


def delete_occasion(connection: Connection, workspace_no: int, key: str) -> None:
    """Delete this occasion, so that it can come again."""
    connection.execute(_UNSAY, {"w": workspace_no, "of": key})


def retry_card(connection: Connection, workspace_no: int, deal_no: int) -> bool:
    """Let this deal's card wait again. Returns False if it waits already."""
    return connection.execute(_RETRY_CARD, {"w": workspace_no, "of": deal_no}).rowcount == 1


def skip_card(connection: Connection, workspace_no: int, deal_no: int) -> bool:
    """Leave this deal's card as it is until the deal changes again."""
    return connection.execute(_SKIP_CARD, {"w": workspace_no, "of": deal_no}).rowcount == 1
