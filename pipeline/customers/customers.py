"""Customers: found again by their name as people write it, or added."""

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
    """A name as it is kept: one line, no control characters, normalised; refuses an empty or an endless one."""
    kept = "".join(" " if each.isspace() else each for each in text if each.isspace() or each.isprintable())
    name = unicodedata.normalize("NFC", " ".join(kept.split()))
    if not name:
        raise errors.EmptyName
    if len(name) > NAME_LIMIT:
        raise errors.TooLong(limit=NAME_LIMIT)
    return name


def folded(name: str) -> str:
    """A cleaned name without letter case: two names that fold alike are one customer's."""
    return name.casefold()


def called(work: UnitOfWork, names: Collection[str]) -> dict[str, int]:
    """The customers that have these names now, by folded name; of several with one name the oldest."""
    found: dict[str, int] = {}
    sought = sorted({folded(name) for name in names})
    for row in work.connection.execute(_CALLED, {"w": work.by.workspace_no, "folded": sought}):
        found.setdefault(row.folded, row.customer_no)
    return found


def add(work: UnitOfWork, name: str) -> int:
    """A new customer of this cleaned name; its number."""
    no = work.take("customer_no")
    text = work.text(schema.name, CUSTOMER, no, name, folded=folded(name))
    work.append(CustomerAdded(name=text), no, None)
    return no


def find_or_add(work: UnitOfWork, name: str) -> int:
    """The customer of this name (letter case does not matter), added when there is none; its number."""
    kept = clean(name)
    known = called(work, [kept]).get(folded(kept))
    return known if known is not None else add(work, kept)
