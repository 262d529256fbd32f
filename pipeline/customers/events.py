"""What can happen to a customer: one strict model per kind of event."""

from __future__ import annotations

from enum import StrEnum

from pipeline.ledger.events import EXISTS, EventData

CUSTOMER = "customer"
"""The name of the subject, as stored."""


class CustomerFact(StrEnum):
    """What is known of a customer beside its name, and sets it apart from all others."""

    BUSINESS_ID = "business_id"
    DOMAIN = "domain"


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


class CustomerFactSet(EventData):
    """A fact of a customer became known; none takes it off. `value` is kept in the form by which it is found."""

    kind = "customer_fact_set"
    subject = CUSTOMER
    texts = (("value", "name"),)
    looked_up = frozenset({"value"})

    fact: CustomerFact
    value: int | None

    def sets(self) -> frozenset[str]:
        """That fact."""
        return frozenset({self.fact.value})
