"""The questions about deliveries, check-ins and coming back, as messages for the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import bindparam, func, select

from pipeline.deals.delivery_events import Delivered
from pipeline.deals.events import DEAL, DeliveryPromised, Lost, LostExplained, Won
from pipeline.deals.projection import DealState
from pipeline.deals.same_close import first_told
from pipeline.ledger.event_store import history_of
from pipeline.ledger.events import Event, EventData, Via
from pipeline.ledger.read_session import ReadSession
from pipeline.messages import occasions
from pipeline.messages.checkin_notices import CheckInDue
from pipeline.messages.delivery_notices import ComeBackDue, DeliveryDue, PromiseDue
from pipeline.messages.outbox import Lane, OutboxMessage
from pipeline.schedule.sale_questions import SaleQuestion, SaleVerdict
from pipeline.stages.events import StageKind
from pipeline.storage import schema

_TELLING = (Won, DeliveryPromised, Lost, LostExplained)  # what says on which day something is to be asked
_DELIVERY_TOLD = (Delivered,)
_TOLD_AT = (
    select(func.max(schema.event.c.recorded_at))
    .where(schema.event.c.workspace_no == bindparam("w"), schema.event.c.subject == DEAL)
    .where(schema.event.c.subject_no == bindparam("no"), schema.event.c.kind.in_(bindparam("kinds", expanding=True)))
)


def told_at(session: ReadSession, deal_no: int) -> datetime | None:
    """When the promise, or the month in which to come back, was last told."""
    return _newest(session, deal_no, _TELLING)


def delivery_told_at(session: ReadSession, deal_no: int) -> datetime | None:
    """When it was last told on which day the deal was delivered."""
    return _newest(session, deal_no, _DELIVERY_TOLD)


def _newest(session: ReadSession, deal_no: int, kinds: Sequence[type[EventData]]) -> datetime | None:
    values = {"w": session.by.workspace_no, "no": deal_no, "kinds": [each.kind for each in kinds]}
    return session.connection.scalar(_TOLD_AT, values)


def close_told(session: ReadSession, state: DealState) -> Event:
    """The event by which the present win or loss of a closed deal was first told: a correction of its day is none."""
    return first_told(history_of(session, (DEAL, state.deal_no)), state.stay)


def win_told_at(state: DealState, told: Event) -> datetime | None:
    """When somebody told that the deal was won; None where it was imported, or is not won."""
    return told.recorded_at if state.state is StageKind.WON and told.via is not Via.IMPORT else None


def sale_message(state: DealState, told: Event, verdict: SaleVerdict, member_no: int, now: datetime) -> OutboxMessage:
    """The question about a deal for one member, due now, under the key of its occasion.

    `told` is by what its win or loss was first told: each question comes once, also after a day was corrected.
    """
    question, first = verdict.due, told.no
    if question is SaleQuestion.CHECK_IN:
        after_days = verdict.after_days or 0
        key = occasions.check_in_key(state.deal_no, first, after_days)
        check_in = CheckInDue(deal=state.deal_no, stay=state.stay, after_days=after_days)
        return OutboxMessage(key, Lane.POSTS, check_in, now, to_member=member_no)
    if question is SaleQuestion.COME_BACK:
        month = state.returns or date.min
        key = occasions.return_key(state.deal_no, first, month)
        come_back = ComeBackDue(deal=state.deal_no, stay=state.stay, month=month)
        return OutboxMessage(key, Lane.POSTS, come_back, now, to_member=member_no)
    if question is SaleQuestion.PROMISE:
        key, promise = occasions.promise_key(state.deal_no, first), PromiseDue(deal=state.deal_no, stay=state.stay)
        return OutboxMessage(key, Lane.POSTS, promise, now, to_member=member_no)
    day, nth = state.promised_day or date.min, 1 if question is SaleQuestion.DELIVERY else 2
    key = occasions.delivery_key(state.deal_no, first, day, nth)
    delivery = DeliveryDue(deal=state.deal_no, stay=state.stay, day=day)
    return OutboxMessage(key, Lane.POSTS, delivery, now, to_member=member_no)
