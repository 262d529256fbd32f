"""What follows from the events of a customer: its name. One pure function per kind."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from pipeline.customers.events import CUSTOMER, CustomerAdded, CustomerRenamed
from pipeline.customers.tables import customer
from pipeline.ledger.events import Event
from pipeline.ledger.subject import Counter, EventKind, Head, Subject


@dataclass(frozen=True, slots=True)
class CustomerState:
    """A customer as it is; the name by its number."""

    customer_no: int
    name: int
    last_no: int


def customer_from_row(row: Any) -> CustomerState:
    """A row of `customer` as a state."""
    return CustomerState(row.customer_no, row.name, row.last_no)


def _added(_before: None, event: Event) -> CustomerState:
    assert isinstance(event.data, CustomerAdded)
    return CustomerState(customer_no=event.subject_no, name=event.data.name, last_no=event.no)


def _renamed(before: CustomerState, event: Event) -> CustomerState:
    assert isinstance(event.data, CustomerRenamed)
    return replace(before, name=event.data.name)


CUSTOMERS = Subject(
    name=CUSTOMER,
    kinds=(EventKind(CustomerAdded, _added), EventKind(CustomerRenamed, _renamed)),
    head=Head(customer, "customer_no", customer_from_row),
    counters=(Counter("customer_no"),),
)
