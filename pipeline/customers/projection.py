"""What follows from the events of a customer: its name, its facts, and whether it was merged into another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from pipeline.customers.events import (
    CUSTOMER,
    CustomerAdded,
    CustomerFact,
    CustomerFactSet,
    CustomerMerged,
    CustomerRenamed,
)
from pipeline.customers.tables import customer
from pipeline.ledger.events import Event
from pipeline.ledger.subject import Counter, EventKind, Head, Reference, Subject


@dataclass(frozen=True, slots=True)
class CustomerState:
    """A customer as it is; its name and its facts by the numbers of their texts."""

    customer_no: int
    name: int
    last_no: int
    merged_into: int | None = None
    business_id: int | None = None
    domain: int | None = None


def customer_from_row(row: Any) -> CustomerState:
    """A row of `customer` as a state."""
    return CustomerState(row.customer_no, row.name, row.last_no, row.merged_into, row.business_id, row.domain)


def _added(_before: None, event: Event) -> CustomerState:
    assert isinstance(event.data, CustomerAdded)
    return CustomerState(customer_no=event.subject_no, name=event.data.name, last_no=event.no)


def _renamed(before: CustomerState, event: Event) -> CustomerState:
    assert isinstance(event.data, CustomerRenamed)
    return replace(before, name=event.data.name)


def _merged(before: CustomerState, event: Event) -> CustomerState:
    assert isinstance(event.data, CustomerMerged)
    return replace(before, merged_into=event.data.into)


def _fact_set(before: CustomerState, event: Event) -> CustomerState:
    data = event.data
    assert isinstance(data, CustomerFactSet)
    if data.fact is CustomerFact.BUSINESS_ID:
        return replace(before, business_id=data.value)
    return replace(before, domain=data.value)


def is_unmerged(customer: Any) -> bool:
    """Whether a deal may be this customer's: it is there, and was not merged into another one."""
    return customer is not None and customer.merged_into is None


CUSTOMERS = Subject(
    name=CUSTOMER,
    kinds=(
        EventKind(CustomerAdded, _added),
        EventKind(CustomerRenamed, _renamed),
        EventKind(CustomerMerged, _merged),
        EventKind(CustomerFactSet, _fact_set),
    ),
    head=Head(customer, "customer_no", customer_from_row),
    counters=(Counter("customer_no"),),
    references=(Reference("merged_into", CUSTOMER, is_unmerged),),
)
