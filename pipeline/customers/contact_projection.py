"""What follows from the events of a contact: whose person it is, and how to reach them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from pipeline.customers.contact_events import (
    CONTACT,
    ContactAdded,
    ContactField,
    ContactLeft,
    ContactMoved,
    ContactSet,
)
from pipeline.customers.events import CUSTOMER
from pipeline.customers.projection import is_unmerged
from pipeline.customers.tables import contact
from pipeline.ledger.events import Event
from pipeline.ledger.subject import Counter, EventKind, Head, Reference, Subject


@dataclass(frozen=True, slots=True)
class ContactState:
    """A contact as it is; each text by its number."""

    contact_no: int
    customer_no: int
    name: int
    role: int | None
    phone: int | None
    email: int | None
    has_left: bool
    last_no: int


def contact_from_row(row: Any) -> ContactState:
    """A row of `contact` as a state."""
    return ContactState(
        row.contact_no, row.customer_no, row.name, row.role, row.phone, row.email, row.has_left, row.last_no
    )


def _added(_before: None, event: Event) -> ContactState:
    data = event.data
    assert isinstance(data, ContactAdded)
    return ContactState(
        contact_no=event.subject_no,
        customer_no=data.customer_no,
        name=data.name,
        role=data.role,
        phone=data.phone,
        email=data.email,
        has_left=False,
        last_no=event.no,
    )


def _set(before: ContactState, event: Event) -> ContactState:
    data = event.data
    assert isinstance(data, ContactSet)
    match data.field:
        case ContactField.NAME:
            return replace(before, name=data.value if data.value is not None else before.name)
        case ContactField.ROLE:
            return replace(before, role=data.value)
        case ContactField.PHONE:
            return replace(before, phone=data.value)
        case ContactField.EMAIL:
            return replace(before, email=data.value)


def _moved(before: ContactState, event: Event) -> ContactState:
    assert isinstance(event.data, ContactMoved)
    return replace(before, customer_no=event.data.customer_no)


def _left(before: ContactState, event: Event) -> ContactState:
    assert isinstance(event.data, ContactLeft)
    return replace(before, has_left=event.data.left)


CONTACTS = Subject(
    name=CONTACT,
    kinds=(
        EventKind(ContactAdded, _added),
        EventKind(ContactSet, _set),
        EventKind(ContactMoved, _moved),
        EventKind(ContactLeft, _left),
    ),
    head=Head(contact, "contact_no", contact_from_row),
    counters=(Counter("contact_no"),),
    references=(Reference("customer_no", CUSTOMER, is_unmerged),),
)
