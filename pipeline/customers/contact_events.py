"""What can happen to a contact, a person of a customer: one strict model per kind of event."""

from __future__ import annotations

from enum import StrEnum

from pipeline.ledger.events import EXISTS, EventData

CONTACT = "contact"
"""The name of the subject, as stored."""


class ContactField(StrEnum):
    """What is known of a contact."""

    NAME = "name"
    ROLE = "role"
    PHONE = "phone"
    EMAIL = "email"


class ContactAdded(EventData):
    """A person of a customer became known. The phone is kept in the form E.164, by which it is found."""

    kind = "contact_added"
    subject = CONTACT
    texts = (("name", "name"), ("role", "name"), ("phone", "name"), ("email", "name"))
    looked_up = frozenset({"name", "role", "phone", "email"})
    fields_set = frozenset({EXISTS, "customer", "name", "role", "phone", "email", "left"})
    fields_needed = frozenset()  # nothing: it is the first

    customer_no: int
    name: int
    role: int | None = None
    phone: int | None = None
    email: int | None = None


class ContactSet(EventData):
    """A field of a contact got a value; none takes it off."""

    kind = "contact_set"
    subject = CONTACT
    texts = (("value", "name"),)
    looked_up = frozenset({"value"})

    field: ContactField
    value: int | None

    def sets(self) -> frozenset[str]:
        """That field."""
        return frozenset({self.field.value})


class ContactMoved(EventData):
    """The contact is another customer's."""

    kind = "contact_moved"
    subject = CONTACT
    fields_set = frozenset({"customer"})

    customer_no: int


class ContactLeft(EventData):
    """The contact is no longer the customer's to reach, or is again."""

    kind = "contact_left"
    subject = CONTACT
    fields_set = frozenset({"left"})

    left: bool
