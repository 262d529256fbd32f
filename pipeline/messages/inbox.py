"""The inbox makes sure that a delivery takes effect once. A repeated delivery gets the first one's answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Connection, bindparam, delete, or_, select

from pipeline.messages.notice_codec import answer_from_json, answer_to_json
from pipeline.messages.notices import Notice
from pipeline.storage.prepared import Read, Write
from pipeline.storage.schema import inbox

KEPT = timedelta(days=7)

_CLAIM = Write(lambda insert: insert(inbox))
_OLD = delete(inbox).where(inbox.c.at < bindparam("before"), inbox.c.key.not_like("import:%"))
_KEPT_OF = select(inbox.c.key, inbox.c.answer).where(
    inbox.c.workspace_no == bindparam("w"), inbox.c.key.in_(bindparam("keys", expanding=True))
)


@dataclass(frozen=True, slots=True)
class SavedAnswer:
    """The answer saved for a delivery that took effect; its notice is None where there was nothing to answer."""

    notice: Notice | None


@cache
def _query(keys: int) -> Read:
    """Return the query for this many keys, so that SQLAlchemy renders each statement only once."""
    named = [inbox.c.key == bindparam(f"key_{number}") for number in range(keys)]
    return Read(select(inbox.c.answer).where(inbox.c.workspace_no == bindparam("w"), or_(*named)))


def saved_answer(connection: Connection, workspace_no: int, keys: Sequence[str]) -> SavedAnswer | None:
    """Return the answer that was saved when one of these deliveries took effect; None when none of them did."""
    if not keys:
        return None
    values = {f"key_{number}": key for number, key in enumerate(keys)}
    kept = _query(len(keys)).first(connection, {"w": workspace_no, **values})
    return SavedAnswer(answer_from_json(kept.answer)) if kept is not None else None


def save_answer(
    connection: Connection, workspace_no: int, keys: Sequence[str], answer: Notice | None, at: datetime
) -> None:
    """Save the answer under each key. Raises IntegrityError when another transaction has saved one of the keys."""
    if keys:
        kept = answer_to_json(answer)
        rows = [{"workspace_no": workspace_no, "key": key, "answer": kept, "at": at} for key in dict.fromkeys(keys)]
        _CLAIM(connection, rows)


def saved_answers(connection: Connection, workspace_no: int, keys: Sequence[str]) -> dict[str, Notice | None]:
    """Return the saved answers by key, for many keys at once, as an import needs it."""
    kept = connection.execute(_KEPT_OF, {"w": workspace_no, "keys": list(keys)})
    return {row.key: answer_from_json(row.answer) for row in kept}


def save_answers(connection: Connection, workspace_no: int, kept: Mapping[str, Notice], at: datetime) -> None:
    """Save an answer of its own under each key."""
    rows = [{"workspace_no": workspace_no, "key": key, "answer": answer_to_json(kept[key]), "at": at} for key in kept]
    _CLAIM(connection, rows)


def delete_old(connection: Connection, now: datetime) -> int:
    """Delete answers older than `KEPT` and return how many. Those of an import stay: a case is imported only once."""
    return connection.execute(_OLD, {"before": now - KEPT}).rowcount
