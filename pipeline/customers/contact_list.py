"""The contacts of customers, with their texts; and the customer that a merged one turned out to be."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from pipeline.customer_errors import CustomerNotThere
from pipeline.customers.contact_projection import ContactState, contact_from_row
from pipeline.customers.tables import contact, customer
from pipeline.ledger.session import Session
from pipeline.storage import schema

_OF_CUSTOMER = (
    select(contact)
    .where(contact.c.workspace_no == bindparam("w"), contact.c.customer_no == bindparam("no"))
    .order_by(contact.c.contact_no)
)
_ONE = select(contact).where(contact.c.workspace_no == bindparam("w"), contact.c.contact_no == bindparam("no"))
_TEXTS = select(schema.name.c.no, schema.name.c.text).where(
    schema.name.c.workspace_no == bindparam("w"), schema.name.c.no.in_(bindparam("nos", expanding=True))
)
_CUSTOMER = select(customer.c.customer_no, customer.c.merged_into).where(
    customer.c.workspace_no == bindparam("w"), customer.c.customer_no == bindparam("no")
)


@dataclass(frozen=True, slots=True)
class Contact:
    """A person of a customer; the phone as E.164. An empty text is not known."""

    state: ContactState
    name: str
    role: str = ""
    phone: str = ""
    email: str = ""

    @property
    def contact_no(self) -> int:
        """Its number."""
        return self.state.contact_no

    @property
    def customer_no(self) -> int:
        """The number of its customer."""
        return self.state.customer_no

    @property
    def has_left(self) -> bool:
        """Whether the person is no longer there to reach."""
        return self.state.has_left


def contacts_of(session: Session, customer_no: int) -> tuple[Contact, ...]:
    """Return the contacts of a customer in the order in which they were added, those who left too."""
    return _with_texts(session, _OF_CUSTOMER, customer_no)


def contact_of_no(session: Session, contact_no: int) -> Contact | None:
    """Return the contact of this number; None where there is none."""
    return next(iter(_with_texts(session, _ONE, contact_no)), None)


def _with_texts(session: Session, statement: Any, no: int) -> tuple[Contact, ...]:
    rows: Any = session.connection.execute(statement, {"w": session.by.workspace_no, "no": no})
    states = [contact_from_row(row) for row in rows]
    called = texts_of(
        session, {no for each in states for no in (each.name, each.role, each.phone, each.email) if no is not None}
    )
    return tuple(
        Contact(each, *(called.get(no or 0, "") for no in (each.name, each.role, each.phone, each.email)))
        for each in states
    )


def texts_of(session: Session, nos: Collection[int]) -> dict[int, str]:
    """Return names and what is kept like them by their numbers; "" for what was erased."""
    if not nos:
        return {}
    rows = session.connection.execute(_TEXTS, {"w": session.by.workspace_no, "nos": sorted(nos)})
    return {row.no: row.text or "" for row in rows}


def survivor(session: Session, customer_no: int) -> int:
    """Return the number of a customer, or of the one that it was merged into. Raises CustomerNotThere."""
    row = session.connection.execute(_CUSTOMER, {"w": session.by.workspace_no, "no": customer_no}).first()
    if row is None:
        raise CustomerNotThere
    return int(row.merged_into or row.customer_no)
