"""Finds customers by their names as people write them, and adds new ones."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection

from sqlalchemy import bindparam, select

from pipeline import errors
from pipeline.customers import tables as customer_tables
from pipeline.customers.events import CUSTOMER, CustomerAdded
from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.storage import schema

NAME_LIMIT = 150  # characters of a customer's or a deal's name

_CALLED = (
    select(customer_tables.customer.c.customer_no, schema.name.c.folded)
    .join(
        schema.name,
        (schema.name.c.workspace_no == customer_tables.customer.c.workspace_no)
        & (schema.name.c.no == customer_tables.customer.c.name),
    )
    .where(customer_tables.customer.c.workspace_no == bindparam("w"), schema.name.c.workspace_no == bindparam("w"))
    .where(schema.name.c.folded.in_(bindparam("folded", expanding=True)))
    .order_by(customer_tables.customer.c.customer_no)
)


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
    """Return a cleaned name without upper and lower case. Customers whose names fold alike are the same customer."""
    return name.casefold()


def numbers_by_name(work: UnitOfWork, names: Collection[str]) -> dict[str, int]:
    """Return the numbers of the customers with these names, by folded name; the oldest if several have one name."""
    found: dict[str, int] = {}
    sought = sorted({folded(name) for name in names})
    for row in work.connection.execute(_CALLED, {"w": work.by.workspace_no, "folded": sought}):
        found.setdefault(row.folded, row.customer_no)
    return found


def add(work: UnitOfWork, name: str) -> int:
    """Add a customer with this cleaned name, and return its number."""
    no = work.take("customer_no")
    text = work.text(schema.name, CUSTOMER, no, name, folded=folded(name))
    work.append(CustomerAdded(name=text), no, None)
    return no


def find_or_add(work: UnitOfWork, name: str) -> int:
    """Return the number of the customer with this name, and add the customer if there is none.

    Upper and lower case do not matter. Raises EmptyName and TooLong.
    """
    kept = clean(name)
    known = numbers_by_name(work, [kept]).get(folded(kept))
    return known if known is not None else add(work, kept)
