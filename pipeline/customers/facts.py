"""Facts of a customer, its business id and its domain: set, and found again by what is typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, select

from pipeline import customer_errors as errors
from pipeline.customers import fact_values
from pipeline.customers.contact_events import CONTACT
from pipeline.customers.contact_list import survivor
from pipeline.customers.customers import folded
from pipeline.customers.events import CUSTOMER, CustomerFact, CustomerFactSet
from pipeline.customers.projection import CustomerState
from pipeline.customers.tables import contact, customer
from pipeline.ledger.actor import By
from pipeline.ledger.outcome import CommitOutcome
from pipeline.ledger.session import Session
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.messages.customer_notices import CustomerChanged
from pipeline.people.access import Act, require
from pipeline.storage import schema

_READ = {CustomerFact.BUSINESS_ID: fact_values.business_id, CustomerFact.DOMAIN: fact_values.domain}
_TAKEN = {CustomerFact.BUSINESS_ID: errors.BusinessIdTaken, CustomerFact.DOMAIN: errors.DomainTaken}
_OWN = {CustomerFact.BUSINESS_ID: customer.c.business_id, CustomerFact.DOMAIN: customer.c.domain}
_HAVING = {
    fact: select(customer.c.customer_no)
    .join(schema.name, (schema.name.c.about_no == customer.c.customer_no) & (schema.name.c.no == column))
    .where(customer.c.workspace_no == bindparam("w"), schema.name.c.workspace_no == bindparam("w"))
    .where(schema.name.c.about == CUSTOMER, schema.name.c.folded == bindparam("value"))
    .where(customer.c.merged_into.is_(None))
    .order_by(customer.c.customer_no)
    .limit(1)
    for fact, column in _OWN.items()
}
_BY_EMAIL = (
    select(contact.c.customer_no)
    .join(schema.name, (schema.name.c.about_no == contact.c.contact_no) & (schema.name.c.no == contact.c.email))
    .where(contact.c.workspace_no == bindparam("w"), schema.name.c.workspace_no == bindparam("w"))
    .where(schema.name.c.about == CONTACT, schema.name.c.folded == bindparam("value"))
    .order_by(contact.c.has_left, contact.c.contact_no)
    .limit(1)
)
_TEXT = select(schema.name.c.text).where(
    schema.name.c.workspace_no == bindparam("w"), schema.name.c.no == bindparam("no")
)

FactsGiven = Mapping[CustomerFact, str]
"""Facts as they were typed; an empty text takes a fact off."""


def set_facts(ledger: Ledger, by: By, customer_no: int, given: FactsGiven) -> CommitOutcome:
    """Set facts of a customer, those that differ.

    Raises BusinessIdWrong, DomainWrong, DomainOfAll, CustomerNotThere, and BusinessIdTaken or DomainTaken
    for another customer's.
    """

    def decide(work: UnitOfWork) -> CustomerChanged:
        require(work.connection, by, Act.OPEN)
        return keep(work, survivor(work, customer_no), given)

    return ledger.commit(by, decide)


def keep(work: UnitOfWork, customer_no: int, given: FactsGiven) -> CustomerChanged:
    """Set facts of a customer within a change, as `set_facts` does."""
    state = work.head_of((CUSTOMER, customer_no))
    fields, was, now = list[str](), list[int](), list[int]()
    for fact, typed in given.items():
        value = _READ[fact](typed) if typed.strip() else ""
        old = getattr(state, fact.value)
        if value == (_text(work, old) if old is not None else ""):
            continue
        if value and (other := customer_with(work, fact, value)) is not None and other != customer_no:
            raise _TAKEN[fact](customer=other, text=value)
        no = work.text(schema.name, CUSTOMER, customer_no, value, folded=folded(value)) if value else None
        fields.append(fact.value)
        was.append(old or 0)
        now.append(no or 0)
        state = work.append(CustomerFactSet(fact=fact, value=no), customer_no, state)[1]
        assert isinstance(state, CustomerState)
    return CustomerChanged(
        customer=customer_no,
        change=work.change_no if fields else None,
        fields=tuple(fields),
        was=tuple(was),
        now=tuple(now),
    )


def customer_with(session: Session, fact: CustomerFact, value: str) -> int | None:
    """Return the number of the customer that has this fact, in the form in which it is kept."""
    return _first(session, _HAVING[fact], folded(value))


def customer_by_address(session: Session, address: str) -> int | None:
    """Return the customer of an e-mail address, a contact's or one at its domain, or of a page."""
    if "@" in address and (found := _first(session, _BY_EMAIL, folded(address))) is not None:
        return survivor(session, found)
    try:
        name = fact_values.domain(address)
    except (errors.DomainWrong, errors.DomainOfAll):
        return None
    found = (customer_with(session, CustomerFact.DOMAIN, each) for each in fact_values.domains_above(name))
    return next((each for each in found if each is not None), None)


def customer_by_id(session: Session, text: str) -> int | None:
    """Return the customer of a business id; None for one that nobody has, or that is none."""
    try:
        return customer_with(session, CustomerFact.BUSINESS_ID, fact_values.business_id(text))
    except errors.BusinessIdWrong:
        return None


def _first(session: Session, statement: Any, value: str) -> int | None:
    return session.connection.scalar(statement, {"w": session.by.workspace_no, "value": value})


def _text(session: Session, no: int) -> str:
    return session.connection.scalar(_TEXT, {"w": session.by.workspace_no, "no": no}) or ""
