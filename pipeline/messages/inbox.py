"""The inbox makes sure that a delivery takes effect once. A repeated delivery gets the first one's answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Connection, bindparam, delete, or_, select

from pipeline.messages.notices import Notice
from pipeline.storage.prepared import Read, Write
from pipeline.storage.schema import inbox

KEPT = timedelta(days=7)

_CLAIM = Write(lambda insert: insert(inbox))
_OLD = delete(inbox).where(inbox.c.at < bindparam("before"), inbox.c.key.not_like("import:%"))
_KEPT_OF = select(inbox.c.key, inbox.c.answer).where(
    inbox.c.workspace_no == bindparam("w"), inbox.c.key.in_(bindparam("keys", expanding=True))
)


@cache
def _query(keys: int) -> Read:
    """Return the query for this many keys, so that SQLAlchemy renders each statement only once."""
    named = [inbox.c.key == bindparam(f"key_{number}") for number in range(keys)]
    return Read(select(inbox.c.answer).where(inbox.c.workspace_no == bindparam("w"), or_(*named)))


def saved_answer(connection: Connection, workspace_no: int, keys: Sequence[str]) -> Notice | None:
    """Return the answer that was saved when one of these deliveries took effect, or None."""
    if not keys:
        return None
    values = {f"key_{number}": key for number, key in enumerate(keys)}
    kept = _query(len(keys)).first(connection, {"w": workspace_no, **values})
    return Notice.decoded(kept.answer) if kept is not None else None


def save_answer(connection: Connection, workspace_no: int, keys: Sequence[str], answer: Notice, at: datetime) -> None:
    """Save the answer under each key. Raises IntegrityError when another transaction has saved one of the keys."""
    if keys:
        kept = answer.encoded()
        rows = [{"workspace_no": workspace_no, "key": key, "answer": kept, "at": at} for key in dict.fromkeys(keys)]
        _CLAIM(connection, rows)


def saved_answers(connection: Connection, workspace_no: int, keys: Sequence[str]) -> dict[str, Notice]:
    """Return the saved answers by key, for many keys at once, as an import needs it."""
    kept = connection.execute(_KEPT_OF, {"w": workspace_no, "keys": list(keys)})
    return {row.key: Notice.decoded(row.answer) for row in kept}


def save_answers(connection: Connection, workspace_no: int, kept: Mapping[str, Notice], at: datetime) -> None:
    """Save an answer of its own under each key."""
    rows = [{"workspace_no": workspace_no, "key": key, "answer": kept[key].encoded(), "at": at} for key in kept]
    _CLAIM(connection, rows)


def delete_old(connection: Connection, now: datetime) -> int:
    """Delete answers older than `KEPT` and return how many. Those of an import stay: a case is imported only once."""
    return connection.execute(_OLD, {"before": now - KEPT}).rowcount
