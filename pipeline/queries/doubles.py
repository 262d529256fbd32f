"""Deals that a new deal may double: of a customer that is nearly the same, or an open one that repeats what it says."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam

from pipeline.customers.known import Likeness, near_customers
from pipeline.deals.sight import seen
from pipeline.deals.tables import deal
from pipeline.finding.words import whole
from pipeline.ledger.read_session import ReadSession
from pipeline.money import Money
from pipeline.people.access import Act, require
from pipeline.queries.deal_lists import DealLine, deal_columns, lines
from pipeline.queries.names import named_deals
from pipeline.stages.events import StageKind

SHOWN = 3  # deals that are shown
MOST = 50  # open deals that are compared

_OPEN = (
    named_deals(*deal_columns())
    .where(deal.c.customer_no.in_(bindparam("customers", expanding=True)), deal.c.state == StageKind.OPEN.value)
    .order_by(deal.c.deal_no.desc())
    .limit(MOST)
)
_ONE = named_deals(deal.c.amount, deal.c.currency).where(deal.c.deal_no == bindparam("deal_no"))


def doubles(
    session: ReadSession, customer: str, name: str | None, amount: Money | None, *, besides: int | None = None
) -> tuple[DealLine, ...]:
    """Return the open deals that a new deal of this customer, name and amount looks like, SHOWN at most.

    Those of the same customer have its name or its amount. Of a customer that is nearly the same any open deal is
    shown, because the customer may be doubled. `besides` is the number of the new deal itself.
    """
    require(session.connection, session.by, Act.SEE)
    known = {each.customer_no: each.likeness for each in near_customers(session, customer)}
    if not known:
        return ()
    rows = session.connection.execute(seen(session, _OPEN), {"w": session.by.workspace_no, "customers": list(known)})
    alike = [
        row
        for row in rows
        if row.deal_no != besides
        and (known[row.customer_no] is not Likeness.SAME or _repeats(row, customer, name, amount))
    ]
    alike.sort(key=lambda row: (-known[row.customer_no], -row.deal_no))
    return lines(session, alike[:SHOWN])


def doubles_of(session: ReadSession, deal_no: int) -> tuple[DealLine, ...]:
    """Return the open deals that this deal looks like; none where there is no such deal."""
    row = session.connection.execute(_ONE, {"w": session.by.workspace_no, "deal_no": deal_no}).first()
    if row is None:
        return ()
    amount = Money(row.amount, row.currency) if row.amount is not None else None
    return doubles(session, row.customer or "", row.deal_name, amount, besides=deal_no)


def _repeats(row: Any, customer: str, name: str | None, amount: Money | None) -> bool:
    """Whether an open deal has this name, or this amount. A deal without a name goes by its customer's."""
    if amount is not None and (row.amount, row.currency) == (amount.minor, amount.currency):
        return True
    return whole(row.deal_name or row.customer or "") == whole(name or customer)
