"""The sight of one person: of deals and customers nothing that is of a pipeline that is hidden from them.

What is hidden sounds like what is not there: no list, count, sum or refusal tells the two apart.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, bindparam, select

from pipeline import errors
from pipeline.deals.tables import deal
from pipeline.ledger.session import Session
from pipeline.people.access import rights_of

AnySelect = Select[*tuple[Any, ...]]

_CUSTOMERS = (
    select(deal.c.customer_no, deal.c.pipeline_no)
    .where(deal.c.workspace_no == bindparam("w"), deal.c.customer_no.in_(bindparam("nos", expanding=True)))
    .distinct()
)

_HIDDEN = (
    select(deal.c.deal_no)
    .where(deal.c.workspace_no == bindparam("w"), deal.c.deal_no.in_(bindparam("nos", expanding=True)))
    .where(deal.c.pipeline_no.in_(bindparam("hidden", expanding=True)))
)


def hidden_from(session: Session) -> frozenset[int]:
    """Return the numbers of the pipelines of which the actor sees nothing."""
    key = ("hidden", session.by.member_no or 0)
    if key not in session.already_read:
        session.already_read[key] = rights_of(session.connection, session.by).hidden
    return session.already_read[key]


def seen(session: Session, statement: AnySelect) -> AnySelect:
    """Return a statement on `deal`, narrowed to the deals that the actor sees."""
    hidden = hidden_from(session)
    return statement.where(deal.c.pipeline_no.not_in(sorted(hidden))) if hidden else statement


def deals_not_hidden(session: Session, nos: Collection[int]) -> list[int]:
    """Return those of the deals that are in no pipeline that is hidden from the actor, in the same order.

    For deals that a post of a pipeline has told of, which may be in another one by now. A deal that is gone is among
    them.
    """
    hidden = hidden_from(session)
    if not hidden or not nos:
        return list(nos)
    values = {"w": session.by.workspace_no, "nos": list(nos), "hidden": sorted(hidden)}
    gone_there = set(session.connection.scalars(_HIDDEN, values))
    return [no for no in nos if no not in gone_there]


def require_pipeline(session: Session, pipeline_no: int) -> int:
    """Return the number of a pipeline that the actor sees. Raises NoSuchPipeline."""
    if pipeline_no in hidden_from(session):
        raise errors.NoSuchPipeline
    return pipeline_no


def customers_seen(session: Session, customers: Collection[int]) -> list[int]:
    """Return those of the customers that the actor may know of, in the same order.

    A customer all of whose deals are hidden is not among them; one without a deal is.
    """
    hidden, nos = hidden_from(session), list(customers)
    if not hidden or not nos:
        return nos
    found: dict[int, set[int]] = {}
    for row in session.connection.execute(_CUSTOMERS, {"w": session.by.workspace_no, "nos": nos}):
        found.setdefault(row.customer_no, set()).add(row.pipeline_no)
    return [no for no in nos if no not in found or found[no] - hidden]
