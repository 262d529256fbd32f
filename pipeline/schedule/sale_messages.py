"""The questions about deliveries and about coming back, as messages for the outbox."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import bindparam, func, select

from pipeline.deals.events import DEAL, DeliveryPromised, Lost, LostExplained, Won
from pipeline.deals.projection import DealState
from pipeline.ledger.read_session import ReadSession
from pipeline.messages import occasions
from pipeline.messages.delivery_notices import ComeBackDue, DeliveryDue
from pipeline.messages.outbox import Lane, OutboxMessage
from pipeline.schedule.sale_questions import SaleQuestion
from pipeline.storage import schema

_TELLING = (Won, DeliveryPromised, Lost, LostExplained)  # what says on which day something is to be asked
_TOLD_AT = (
    select(func.max(schema.event.c.recorded_at))
    .where(schema.event.c.workspace_no == bindparam("w"), schema.event.c.subject == DEAL)
    .where(schema.event.c.subject_no == bindparam("no"), schema.event.c.kind.in_([each.kind for each in _TELLING]))
)


def told_at(session: ReadSession, deal_no: int) -> datetime | None:
    """When the promise, or the month in which to come back, was last told."""
    return session.connection.scalar(_TOLD_AT, {"w": session.by.workspace_no, "no": deal_no})


def sale_message(state: DealState, question: SaleQuestion, member_no: int, now: datetime) -> OutboxMessage:
    """The question about a deal for one member, due now, under the key of its occasion."""
    if question is SaleQuestion.COME_BACK:
        month = state.returns or date.min
        key = occasions.return_key(state.deal_no, state.stay, month)
        come_back = ComeBackDue(deal=state.deal_no, stay=state.stay, month=month)
        return OutboxMessage(key, Lane.POSTS, come_back, now, to_member=member_no)
    day, nth = state.promised_day or date.min, 1 if question is SaleQuestion.DELIVERY else 2
    key = occasions.delivery_key(state.deal_no, state.stay, day, nth)
    delivery = DeliveryDue(deal=state.deal_no, stay=state.stay, day=day)
    return OutboxMessage(key, Lane.POSTS, delivery, now, to_member=member_no)
