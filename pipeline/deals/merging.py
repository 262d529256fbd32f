"""Merging two customers that are one (`/deal merge`): the deals of the one become the other's, until that is undone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, select

from pipeline import merge_errors as errors
from pipeline.customers.contact_events import ContactMoved
from pipeline.customers.contact_projection import contact_from_row
from pipeline.customers.events import CUSTOMER, CustomerFact, CustomerFactSet, CustomerMerged
from pipeline.customers.projection import CustomerState
from pipeline.customers.tables import contact, customer
from pipeline.deals.change import a_deal
from pipeline.deals.events import DEAL, CustomerSet, Renamed
from pipeline.deals.fields import customer_name, own_name
from pipeline.deals.names import NAME, with_names
from pipeline.deals.projection import DealState, deal_from_row
from pipeline.deals.sight import seen
from pipeline.deals.tables import deal
from pipeline.ledger.actor import By
from pipeline.ledger.outcome import CommitOutcome
from pipeline.ledger.session import Session
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.messages.change_notices import CustomersMerged
from pipeline.people.access import Act, MemberRights, may, require, who_can
from pipeline.people.events import Role
from pipeline.stages.events import StageKind
from pipeline.storage import schema

MOST_MOVED = 5_000  # deals that one merge moves

_DEALS = (
    select(deal, NAME)
    .select_from(with_names(deal))
    .where(deal.c.workspace_no == bindparam("w"), deal.c.customer_no == bindparam("no"))
    .order_by(deal.c.deal_no)
    .limit(MOST_MOVED + 1)
)
_MERGED = (
    select(customer.c.customer_no)
    .where(customer.c.workspace_no == bindparam("w"), customer.c.merged_into == bindparam("no"))
    .order_by(customer.c.customer_no)
)
_CONTACTS = (
    select(contact)
    .where(contact.c.workspace_no == bindparam("w"), contact.c.customer_no == bindparam("no"))
    .order_by(contact.c.contact_no)
)
_FACTS = select(schema.name.c.no, schema.name.c.text, schema.name.c.folded).where(
    schema.name.c.workspace_no == bindparam("w"), schema.name.c.no.in_(bindparam("nos", expanding=True))
)
_COUNT = (
    select(deal.c.customer_no, func.count().label("n"))
    .where(deal.c.workspace_no == bindparam("w"), deal.c.customer_no.in_(bindparam("nos", expanding=True)))
    .group_by(deal.c.customer_no)
)


@dataclass(frozen=True, slots=True)
class _NamedDeal:
    """A deal, and the text of its name."""

    deal: DealState
    name: str


def merge(ledger: Ledger, by: By, customer_no: int, *, into: int) -> CommitOutcome:
    """Let a customer, and whatever was merged into it, be the customer `into`, which gets its deals and contacts.

    What sets the customer apart becomes the other's where that one has no such fact.

    A deal without a name of its own is called by its new customer. Raises OneCustomer, MergedAlready, CustomerGone,
    MergeNotAllowed, TooManyDeals.
    """

    def decide(work: UnitOfWork) -> CustomersMerged:
        who = require(work.connection, by, Act.OPEN)
        _require_unmerged(work, customer_no, into)
        if customer_no == into:
            raise errors.OneCustomer(customer=customer_no)
        moved = _deals_of(work, customer_no)
        require_right(work, who, customer_no, [each.deal for each in moved])
        if len(moved) > MOST_MOVED:
            raise errors.TooManyDeals(customer=customer_no, limit=MOST_MOVED)
        _give_facts(work, customer_no, into)
        _move_contacts(work, customer_no, into)
        _merge(work, customer_no, into)
        _move(work, moved, customer_no, into)
        return CustomersMerged(
            customer=customer_no,
            into=into,
            count=sum(each.deal.pipeline_no not in who.hidden for each in moved),
            change=work.change_no,
        )

    return ledger.commit(by, decide)


def deal_counts(session: Session, customers: Iterable[int]) -> dict[int, int]:
    """How many deals each of these customers has, open and closed."""
    nos = sorted(set(customers))
    rows: Any = (
        session.connection.execute(seen(session, _COUNT), {"w": session.by.workspace_no, "nos": nos}) if nos else ()
    )
    return dict.fromkeys(nos, 0) | {row.customer_no: row.n for row in rows}


def may_move(who: MemberRights, deals: Iterable[DealState]) -> bool:
    """Whether this person may give these deals another customer: their own open ones; a lead and an admin any."""
    return who.admin or bool(who.leads) or not _of_others(who, deals)


def require_right(session: Session, who: MemberRights, customer_no: int, deals: Iterable[DealState]) -> None:
    """Raise MergeNotAllowed, with somebody who may, where this person may not move these deals of the customer."""
    listed = list(deals)
    if may_move(who, listed):
        return
    seen_open = [each for each in listed if each.state is StageKind.OPEN and each.pipeline_no not in who.hidden]
    owners = {each.owner for each in seen_open}
    able = owners.pop() if len(owners) == 1 else who_can(session.connection, session.by.workspace_no, Role.LEAD)
    raise errors.MergeNotAllowed(customer=customer_no, who=able, role=Role.LEAD.value)


def _of_others(who: MemberRights, deals: Iterable[DealState]) -> list[DealState]:
    return [
        each
        for each in deals
        if each.state is StageKind.OPEN and not may(who, Act.CHANGE, owner=each.owner, pipeline_no=each.pipeline_no)
    ]


def _require_unmerged(work: UnitOfWork, *customers: int) -> None:
    for no in customers:
        state = work.head_of((CUSTOMER, no))
        if not isinstance(state, CustomerState):
            raise errors.CustomerGone
        if state.merged_into is not None:
            raise errors.MergedAlready(customer=no, into=state.merged_into)


def _deals_of(work: UnitOfWork, customer_no: int) -> list[_NamedDeal]:
    rows: Any = work.connection.execute(_DEALS, {"w": work.by.workspace_no, "no": customer_no})
    return [_NamedDeal(deal_from_row(row), row.deal_name or "") for row in rows]


def _merge(work: UnitOfWork, customer_no: int, into: int) -> None:
    """Merge the customer, after those that were merged into it: each of them leads straight to where the deals are."""
    earlier = work.connection.scalars(_MERGED, {"w": work.by.workspace_no, "no": customer_no}).all()
    keys = [(CUSTOMER, no) for no in (*earlier, customer_no)]
    for key, state in work.heads_of(keys).items():
        work.append(CustomerMerged(into=into), key[1], state)


def _give_facts(work: UnitOfWork, customer_no: int, into: int) -> None:
    """Let the customer `into` have those facts of the other that it lacks, with copies of their texts."""
    given, state = work.head_of((CUSTOMER, customer_no)), work.head_of((CUSTOMER, into))
    lacking = {
        fact: no
        for fact in CustomerFact
        if (no := getattr(given, fact.value)) is not None and getattr(state, fact.value) is None
    }
    nos = list(lacking.values())
    rows: Any = work.connection.execute(_FACTS, {"w": work.by.workspace_no, "nos": nos}) if nos else ()
    texts = {row.no: row for row in rows}
    for fact, no in lacking.items():
        if (row := texts[no]).text is not None:
            text = work.text(schema.name, CUSTOMER, into, row.text, folded=row.folded)
            state = work.append(CustomerFactSet(fact=fact, value=text), into, state)[1]


def _move_contacts(work: UnitOfWork, customer_no: int, into: int) -> None:
    rows: Any = work.connection.execute(_CONTACTS, {"w": work.by.workspace_no, "no": customer_no})
    for state in [contact_from_row(row) for row in rows]:
        work.append(ContactMoved(customer_no=into), state.contact_no, state)


def _move(work: UnitOfWork, moved: Iterable[_NamedDeal], customer_no: int, into: int) -> None:
    before, after = customer_name(work, customer_no), customer_name(work, into)
    for each in moved:
        state = a_deal(work.append(CustomerSet(customer_no=into), each.deal.deal_no, each.deal)[1])
        if each.name and after and each.name != after and not own_name(each.name, before):
            text = work.text(schema.name, DEAL, state.deal_no, after)
            work.append(Renamed(name=text), state.deal_no, state)
