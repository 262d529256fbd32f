"""Lets reminders that stand in direct conversations show what is so now, after a change that was made elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, String, bindparam, select

from pipeline.deals.delivery_events import Checked
from pipeline.deals.events import DEAL, Lost, Won
from pipeline.deals.offer_events import OfferAnswered, OfferExtended, OfferSent
from pipeline.deals.projection import DealState
from pipeline.ledger.subject import Appended
from pipeline.messages import occasions
from pipeline.messages.due_notices import Restated
from pipeline.messages.outbox import Lane, OutboxMessage, State, add
from pipeline.people.settings import EVERY_CHECK_IN
from pipeline.stages.events import StageKind
from pipeline.storage import schema
from pipeline.storage.schema import outbox

_c = outbox.c
_OF_OFFERS = (OfferSent, OfferAnswered, OfferExtended)
_STANDING = (  # one that is just being sent may show the deal as it was before
    select(_c.key, _c.to_member, _c.to_place)
    .where(_c.workspace_no == bindparam("w"), _c.key.in_(bindparam("keys", type_=String, expanding=True)))
    .where(_c.state.in_([State.SENT.value, State.CLAIMED.value]))
    .order_by(_c.key)
)


def restate_reminders(change: Appended) -> None:
    """Let each reminder, and each announcement of a win, of a deal that this change altered be shown anew.

    The reminder whose place the answer takes is left out.
    """
    keys: set[str] = set()
    for deal_no in dict.fromkeys(event.subject_no for event in change.events if event.subject == DEAL):
        before, after = change.before.get((DEAL, deal_no)), change.after.get((DEAL, deal_no))
        states = [each for each in (before, after) if isinstance(each, DealState)]
        if isinstance(before, DealState) and _differ(before, after):
            keys.update(each for state in states for each in _keys(change, state))
        if _tells_check_in(change, deal_no):
            stays = _closings(change, deal_no)
            keys.update(each for state in states for stay in stays for each in _check_in_keys(state, stay))
        if isinstance(before, DealState) and _concerns_offers(change, deal_no, before, after):
            keys.update(_offer_keys(change, deal_no))
    keys.discard(change.in_place_of or "")
    if not keys:
        return
    found = change.connection.execute(_STANDING, {"w": change.workspace_no, "keys": sorted(keys)})
    add(change.connection, change.workspace_no, [_message(change, row) for row in found], change.now)


def _tells_check_in(change: Appended, deal_no: int) -> bool:
    """Whether the change tells of a check-in of the deal, or takes back what was told."""
    of_deal = [each for each in change.events if (each.subject, each.subject_no) == (DEAL, deal_no)]
    return any(isinstance(change.roots.get(each.no, each).data, Checked) for each in of_deal)


def _check_in_keys(state: DealState, stay: int) -> Iterator[str]:
    """The keys of the questions about check-ins that may stand of a deal: an answer may end all of them."""
    for days in EVERY_CHECK_IN:
        yield occasions.check_in_key(state.deal_no, stay, days)


def _message(change: Appended, row: Row[*tuple[Any, ...]]) -> OutboxMessage:
    key = occasions.restated_key(row.key, change.events[0].no)
    return OutboxMessage(key, Lane.POSTS, Restated(row.key), change.now, to_member=row.to_member, to_place=row.to_place)


_CLOSINGS = (
    select(schema.event.c.no)
    .where(schema.event.c.workspace_no == bindparam("w"), schema.event.c.subject == DEAL)
    .where(schema.event.c.subject_no == bindparam("no"), schema.event.c.kind.in_([Won.kind, Lost.kind]))
)


def _closings(change: Appended, deal_no: int) -> list[int]:
    """The numbers of all stays in which the deal was ever closed: a question has that of the win as first told."""
    return list(change.connection.scalars(_CLOSINGS, {"w": change.workspace_no, "no": deal_no}))


def _closed_keys(state: DealState, stay: int) -> Iterator[str]:
    """The keys of the questions that may stand of a closed deal in this state, of a win or loss that opened a stay."""
    if state.promised_day is not None:
        for nth in (1, 2):
            yield occasions.delivery_key(state.deal_no, stay, state.promised_day, nth)
    if state.delivered_day is not None:
        yield from _check_in_keys(state, stay)
    if state.state is StageKind.WON:
        yield occasions.promise_key(state.deal_no, stay)
    if state.returns is not None:
        yield occasions.return_key(state.deal_no, stay, state.returns)


_TOLD = (
    "stay", "state", "owner", "amount", "currency", "step", "step_day", "step_at", "snoozed_until", "quiet_until",
    "last_in", "last_out", "close_day", "promised_day", "is_delivered", "delivered_day", "returns",
)  # fmt: skip


def _differ(before: DealState, after: DealState | None) -> bool:
    """Whether anything changed that a reminder tells or depends on."""
    return after is None or any(getattr(before, name) != getattr(after, name) for name in _TOLD)


_ASKED_ABOUT_OFFER = ("state", "owner", "amount", "currency", "step", "step_day")
_SAID_UNTIL = (
    select(schema.event.c.data)
    .where(schema.event.c.workspace_no == bindparam("w"), schema.event.c.subject == DEAL)
    .where(schema.event.c.subject_no == bindparam("no"))
    .where(schema.event.c.kind.in_([OfferSent.kind, OfferExtended.kind]))
)


def _concerns_offers(change: Appended, deal_no: int, before: DealState, after: DealState | None) -> bool:
    """Whether the question about an offer that is about to expire may read otherwise by now."""
    if after is None or any(getattr(before, name) != getattr(after, name) for name in _ASKED_ABOUT_OFFER):
        return True
    events = (each for each in change.events if each.subject == DEAL and each.subject_no == deal_no)
    return any(isinstance(change.roots.get(each.no, each).data, _OF_OFFERS) for each in events)


def _offer_keys(change: Appended, deal_no: int) -> Iterator[str]:
    """The keys of the questions about each version of the deal's offers, by each last day that it ever had."""
    for text in change.connection.scalars(_SAID_UNTIL, {"w": change.workspace_no, "no": deal_no}):
        said = json.loads(text)
        until = date.fromisoformat(said["valid_until"])
        yield occasions.offer_key(deal_no, said["offer_no"], said["offer_version"], until)


def _keys(change: Appended, state: DealState) -> Iterator[str]:
    """The keys of the reminders that may stand of a deal in this state."""
    for nth in range(1, occasions.MOST_IN_A_STAY + 1):
        yield occasions.stuck_key(state.deal_no, state.stay, nth)
    if state.snoozed_until is not None:
        yield occasions.wished_key(state.deal_no, state.stay, state.snoozed_until)
    if state.state is not StageKind.OPEN:
        for stay in _closings(change, state.deal_no):
            yield from _closed_keys(state, stay)
    if state.state is StageKind.WON:
        yield occasions.win_key(state.deal_no)
        yield occasions.win_key(state.deal_no, state.stay)
    if state.step is not None:
        yield occasions.soon_key(state.deal_no, state.step)
    for days in (-1, 0, 1):  # whichever day it is where the owner is
        yield occasions.morning_key(state.owner, (change.now + timedelta(days=days)).date())
