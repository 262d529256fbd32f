"""What came of deliveries and offers, month by month (`/deal results`), of the deals that the reader sees."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, bindparam, func, select

from pipeline.deals.events import DEAL
from pipeline.deals.sale_record import (
    DeliveryMonth,
    FirstOffer,
    OfferMonth,
    Promise,
    deliveries_by_month,
    offers_by_month,
)
from pipeline.deals.sight import seen
from pipeline.deals.tables import deal, need, offer, touch
from pipeline.deals.touch_events import NeedAdded, TouchOutcome
from pipeline.ledger.read_session import ReadSession
from pipeline.ledger.session import Session
from pipeline.months import first_of_month, following_month
from pipeline.people import settings
from pipeline.people.access import Act, require
from pipeline.stages.events import StageKind
from pipeline.storage import schema
from pipeline.storage.schema import Moment

MONTHS = 6  # shown where none is named: this one and those before it


@dataclass(frozen=True, slots=True)
class Months:
    """The months that are asked about, by the first day of the first and of the last one."""

    first: date
    last: date

    @property
    def end(self) -> date:
        """The first day after them."""
        return following_month(self.last)


def newest_months(today: date) -> Months:
    """The months that are shown where none is named."""
    return Months(first_of_month(today, 1 - MONTHS), first_of_month(today))


_PROMISES = (
    select(deal.c.first_promised_day, deal.c.promised_day, deal.c.delivered_day)
    .where(deal.c.workspace_no == bindparam("w"), deal.c.state == StageKind.WON.value)
    .where(deal.c.first_promised_day >= bindparam("first", type_=Date()))
    .where(deal.c.first_promised_day < bindparam("end", type_=Date()))
)
_FIRST_OFFERS = (
    select(deal.c.deal_no, func.min(offer.c.sent_at, type_=Moment()).label("sent_at"))
    .select_from(deal.join(offer, (offer.c.workspace_no == deal.c.workspace_no) & (offer.c.deal_no == deal.c.deal_no)))
    .where(deal.c.workspace_no == bindparam("w"))
    .group_by(deal.c.deal_no)
)
_FIRST_OF_MONTHS = _FIRST_OFFERS.having(
    func.min(offer.c.sent_at, type_=Moment()) >= bindparam("first", type_=Moment())
).having(func.min(offer.c.sent_at, type_=Moment()) < bindparam("end", type_=Moment()))

_NEEDS = select(need.c.deal_no, need.c.need).where(
    need.c.workspace_no == bindparam("w"), need.c.deal_no.in_(bindparam("nos", expanding=True))
)
_NEEDS_TOLD = (
    select(schema.event.c.subject_no, schema.event.c.happened_at, schema.event.c.data)
    .where(schema.event.c.workspace_no == bindparam("w"), schema.event.c.subject == DEAL)
    .where(schema.event.c.subject_no.in_(bindparam("nos", expanding=True)), schema.event.c.kind == NeedAdded.kind)
)
_ASKED_BY_TOUCH = (
    select(touch.c.deal_no, touch.c.at)
    .where(touch.c.workspace_no == bindparam("w"), touch.c.deal_no.in_(bindparam("nos", expanding=True)))
    .where(touch.c.outcome == TouchOutcome.THEY_CONTACTED.value)
)


def deliveries(session: ReadSession, months: Months, *, pipeline_no: int | None = None) -> tuple[DeliveryMonth, ...]:
    """The deliveries that were promised first for these months, the newest month first.

    They are of one pipeline where that is named. Raises Stranger for who may see no deals.
    """
    require(session.connection, session.by, Act.SEE)
    statement = seen(session, _PROMISES)
    if pipeline_no is not None:
        statement = statement.where(deal.c.pipeline_no == pipeline_no)
    values = {"w": session.by.workspace_no, "first": months.first, "end": months.end}
    rows = session.connection.execute(statement, values)
    today = settings.of_workspace(session).calendar.day(session.now)
    promises = (Promise(row.first_promised_day, row.promised_day, row.delivered_day) for row in rows)
    return deliveries_by_month(promises, today)


def offers(session: ReadSession, months: Months) -> tuple[OfferMonth, ...]:
    """The first offers that were sent in these months, the newest month first. Raises as `deliveries` does."""
    require(session.connection, session.by, Act.SEE)
    calendar = settings.of_workspace(session).calendar
    first, end = (calendar.at(day, datetime.min.time()) for day in (months.first, months.end))
    values = {"w": session.by.workspace_no, "first": first, "end": end}
    sent = {row.deal_no: row.sent_at for row in session.connection.execute(seen(session, _FIRST_OF_MONTHS), values)}
    asked = _asked(session, sent)
    return offers_by_month(
        FirstOffer(
            calendar.day(sent_at),
            calendar.business_days(asked[deal_no], sent_at) if deal_no in asked else None,
        )
        for deal_no, sent_at in sent.items()
    )


def waited_for_offer(session: Session, deal_no: int) -> int | None:
    """The business days between the customer's asking and the first offer of a deal; None where one is not known."""
    rows = session.connection.execute(_FIRST_OFFERS.where(deal.c.deal_no == deal_no), {"w": session.by.workspace_no})
    sent = {row.deal_no: row.sent_at for row in rows}
    asked = _asked(session, sent)
    if deal_no not in asked:
        return None
    return settings.of_workspace(session).calendar.business_days(asked[deal_no], sent[deal_no])


def _asked(session: Session, sent: dict[int, datetime]) -> dict[int, datetime]:
    """When the customers of these deals asked, before their first offers were sent.

    That is when a need that the deal has was first kept; where no need was known by then, when they contacted us.
    """
    if not sent:
        return {}
    values: dict[str, Any] = {"w": session.by.workspace_no, "nos": list(sent)}
    connection = session.connection
    there = {(row.deal_no, row.need) for row in connection.execute(_NEEDS, values)}
    told = (
        (row.subject_no, row.happened_at)
        for row in connection.execute(_NEEDS_TOLD, values)
        if (row.subject_no, json.loads(row.data)["need"]) in there
    )
    touched = ((row.deal_no, row.at) for row in connection.execute(_ASKED_BY_TOUCH, values))
    return _earliest(touched, sent) | _earliest(told, sent)


def _earliest(moments: Iterable[tuple[int, datetime]], sent: dict[int, datetime]) -> dict[int, datetime]:
    found: dict[int, datetime] = {}
    for deal_no, at in moments:
        if at <= sent[deal_no]:
            found[deal_no] = min(at, found.get(deal_no, at))
    return found
