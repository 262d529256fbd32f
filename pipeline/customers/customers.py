"""Finds customers by their names as people write them, and adds new ones."""

from __future__ import annotations

import unicodedata

from pipeline import errors
from pipeline.customers.events import CUSTOMER, CustomerAdded
from pipeline.customers.known import SameCustomers
from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.storage import schema

NAME_LIMIT = 150  # characters of a customer's or a deal's name


def clean(text: str) -> str:
    """Return a name as it is stored: on one line, without control characters, in normal form C.

    Raises EmptyName, and TooLong for a name over `NAME_LIMIT`.
    """
    kept = "".join(" " if each.isspace() else each for each in text if each.isspace() or each.isprintable())
    name = unicodedata.normalize("NFC", " ".join(kept.split()))
    if not name:
        raise errors.EmptyName
    if len(name) > NAME_LIMIT:
        raise errors.TooLong(limit=NAME_LIMIT)
    return name


def folded(name: str) -> str:
    """Return a cleaned name without upper and lower case, as it is kept beside the name."""
    return name.casefold()


def add(work: UnitOfWork, name: str) -> int:
    """Add a customer with this cleaned name, and return its number."""
    no = work.take("customer_no")
    text = work.text(schema.name, CUSTOMER, no, name, folded=folded(name))
    work.append(CustomerAdded(name=text), no, None)
    return no


def find_or_add(work: UnitOfWork, name: str) -> int:
    """Return the number of the customer that this name is of, and add the customer if there is none.

    Case, dots and spaces do not matter, nor does a company form that is left out. Raises EmptyName and TooLong.
    """
    kept = clean(name)
    known = SameCustomers.of(work, [kept]).number_of(kept)
    return known if known is not None else add(work, kept)
