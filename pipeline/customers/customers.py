"""Customers: found again by their name as people write it, or added."""

from __future__ import annotations

import unicodedata

from sqlalchemy import bindparam, select

from pipeline import errors
from pipeline.ledger.events import CustomerAdded, Subject
from pipeline.ledger.work import Work
from pipeline.storage import schema

NAME_LIMIT = 150  # characters of a customer's or a deal's name

_NAMES = (
    select(schema.customer.c.customer_no, schema.name.c.text)
    .join(
        schema.name,
        (schema.name.c.workspace_no == schema.customer.c.workspace_no) & (schema.name.c.no == schema.customer.c.name),
    )
    .where(schema.customer.c.workspace_no == bindparam("w"))
)
_EXACT = _NAMES.where(schema.name.c.text == bindparam("text"))


def clean(text: str) -> str:
    """A name as it is kept: one line, no control characters, normalised; refuses an empty or an endless one."""
    kept = "".join(" " if each.isspace() else each for each in text if each.isspace() or each.isprintable())
    name = unicodedata.normalize("NFC", " ".join(kept.split()))
    if not name:
        raise errors.EmptyName
    if len(name) > NAME_LIMIT:
        raise errors.TooLong(limit=NAME_LIMIT)
    return name


def find_or_add(work: Work, name: str) -> int:
    """The customer of this name (letter case does not matter), added when there is none; its number."""
    kept = clean(name)
    found = work.connection.execute(_EXACT, {"w": work.by.workspace_no, "text": kept}).first()
    if found is None:
        rows = work.connection.execute(_NAMES, {"w": work.by.workspace_no})
        found = next((row for row in rows if (row.text or "").casefold() == kept.casefold()), None)
    if found is not None:
        return found.customer_no
    no = work.take("customer_no")
    work.append(CustomerAdded(name=work.text(schema.name, Subject.CUSTOMER, no, kept)), no, None)
    return no
