"""Erasing typed texts: the texts about a subject are blanked for good, and the ledger keeps its numbers."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table, Update, bindparam, update

from pipeline.ledger.events import Erased, Event, Key
from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.storage import schema


def _blank(table: Table) -> Update:
    blanked: dict[str, Any] = {"text": None, "erased_no": bindparam("by")}
    if "folded" in table.c:
        blanked["folded"] = None
    return (
        update(table)
        .where(table.c.workspace_no == bindparam("w"), table.c.erased_no.is_(None))
        .where(table.c.about == bindparam("subject"), table.c.about_no == bindparam("number"))
        .values(blanked)
    )


_BLANK = (_blank(schema.name), _blank(schema.words))


def erase_texts(work: UnitOfWork, key: Key) -> Event:
    """Blank every text about this subject, and append `erased` to it; the event. Numbers and dates stay.

    The texts of other subjects, such as the deals of a customer, are not touched: the caller names each subject.
    """
    subject, number = key
    event, _state = work.append(Erased(), number, work.head_of(key), subject=subject)
    for statement in _BLANK:
        work.connection.execute(
            statement, {"w": work.by.workspace_no, "subject": subject, "number": number, "by": event.no}
        )
    return event
