"""What a change of a customer's contacts or facts was, told when it is undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.customers.contact_events import CONTACT, ContactAdded, ContactField, ContactLeft, ContactMoved, ContactSet
from pipeline.customers.events import CustomerFactSet
from pipeline.ledger.events import Event, Key
from pipeline.messages.customer_notices import CustomerAct


@dataclass(frozen=True, slots=True)
class OfCustomer:
    """What was done to a customer: to a `contact`, by the number of the text of its name, or to its facts."""

    act: CustomerAct
    customer: int
    contact: int | None = None


def undone_of_customer(roots: Sequence[Event], histories: Mapping[Key, Sequence[Event]]) -> OfCustomer | None:
    """Return what the events of a change did to a customer; None where they are about something else."""
    first = next((each for each in roots if each.subject == CONTACT or isinstance(each.data, CustomerFactSet)), None)
    if first is None:
        return None
    if first.subject != CONTACT:
        return OfCustomer(CustomerAct.FACTS, first.subject_no)
    return OfCustomer(_act(roots), *_whose(histories[first.key], up_to=first.no))


def _act(roots: Sequence[Event]) -> CustomerAct:
    for each in roots:
        if isinstance(each.data, ContactAdded):
            return CustomerAct.ADDED
        if isinstance(each.data, ContactLeft):
            return CustomerAct.LEFT if each.data.left else CustomerAct.BACK
    return CustomerAct.CHANGED


def _whose(history: Sequence[Event], *, up_to: int) -> tuple[int, int | None]:
    """The customer of a contact and the number of its name, as told before a change and by it."""
    customer, name = 0, None
    for each in history:
        match each.data:
            case ContactAdded():
                customer, name = each.data.customer_no, each.data.name
            case ContactMoved():
                customer = each.data.customer_no
            case ContactSet() if each.data.field is ContactField.NAME and each.no < up_to:
                name = each.data.value
            case _:
                pass
    return customer, name
