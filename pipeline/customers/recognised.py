"""The customer of a new deal: by its name, else by a business id or an address that is known to be its own."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.customer_errors import BusinessIdOther
from pipeline.customers import fact_values, facts
from pipeline.customers.contact_list import survivor, texts_of
from pipeline.customers.customers import add, clean
from pipeline.customers.events import CUSTOMER, CustomerFact
from pipeline.customers.known import SameCustomers, names_of
from pipeline.ledger.session import Session
from pipeline.ledger.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Recognised:
    """A customer, and what it is called; `is_by_fact` where it was not known by its name."""

    customer_no: int
    called: str
    is_by_fact: bool = False


def find_or_add(work: UnitOfWork, text: str, business_id: str = "") -> Recognised:
    """Return the customer that is meant, and add one of this name where none is.

    A business id decides, and is kept of a customer that has none. Raises EmptyName, TooLong, BusinessIdWrong, and
    BusinessIdOther for a customer with another business id.
    """
    typed = clean(text)
    value = fact_values.business_id(business_id) if business_id.strip() else ""
    if value and (no := facts.customer_with(work, CustomerFact.BUSINESS_ID, value)) is not None:
        return Recognised(no, names_of(work, [no]).get(no, "") or typed, is_by_fact=True)
    known = SameCustomers.of(work, [typed]).number_of(typed)
    if known is None and (found := told_by_fact(work, typed)) is not None:
        return found
    no = add(work, typed) if known is None else survivor(work, known)
    if value:
        _keep(work, no, value)
    return Recognised(no, typed)


def told_by_fact(session: Session, text: str) -> Recognised | None:
    """Return the customer whose business id or address the whole text is; None where there is none."""
    no = facts.customer_by_id(session, text)
    if no is None and "." in text and " " not in text.strip():
        no = facts.customer_by_address(session, text)
    return Recognised(no, names_of(session, [no]).get(no, "") or text, is_by_fact=True) if no is not None else None


def _keep(work: UnitOfWork, customer_no: int, value: str) -> None:
    has = getattr(work.head_of((CUSTOMER, customer_no)), CustomerFact.BUSINESS_ID.value)
    if has is not None and (other := texts_of(work, [has]).get(has, "")) and other != value:
        raise BusinessIdOther(customer=customer_no, text=other)
    facts.keep(work, customer_no, {CustomerFact.BUSINESS_ID: value})
