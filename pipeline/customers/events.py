"""What can happen to a customer: one strict model per kind of event."""

from __future__ import annotations

from pipeline.ledger.events import EXISTS, EventData

CUSTOMER = "customer"
"""The name of the subject, as stored."""


class CustomerAdded(EventData):
    """A customer became known."""

    kind = "customer_added"
    subject = CUSTOMER
    texts = (("name", "name"),)
    looked_up = frozenset({"name"})
    fields_set = frozenset({EXISTS, "name"})
    fields_needed = frozenset()  # nothing: it is the first

    name: int


class CustomerRenamed(EventData):
    """A customer got another name."""

    kind = "customer_renamed"
    subject = CUSTOMER
    texts = (("name", "name"),)
    looked_up = frozenset({"name"})
    fields_set = frozenset({"name"})

    name: int


class CustomerMerged(EventData):
    """A customer turned out to be another one; none: it stands for itself again."""

    kind = "customer_merged"
    subject = CUSTOMER
    fields_set = frozenset({"merged_into"})

    into: int | None
