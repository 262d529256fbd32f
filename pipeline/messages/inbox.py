"""The inbox: a delivery that had an effect is done once, and gets the same answer each time it comes again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, insert, select

from pipeline.messages.notices import Notice
from pipeline.storage.schema import inbox

KEPT = timedelta(days=7)

_LOOK = select(inbox.c.answer).where(
    inbox.c.workspace_no == bindparam("w"), inbox.c.key.in_(bindparam("keys", expanding=True))
)
_CLAIM = insert(inbox)
_OLD = delete(inbox).where(inbox.c.at < bindparam("before"), inbox.c.key.not_like("import:%"))


def answered(connection: Connection, workspace_no: int, keys: Sequence[str]) -> Notice | None:
    """The answer given when one of these deliveries had its effect, or None."""
    if not keys:
        return None
    kept = connection.execute(_LOOK, {"w": workspace_no, "keys": list(keys)}).scalars().first()
    return Notice.decoded(kept) if kept is not None else None


def claim(connection: Connection, workspace_no: int, keys: Sequence[str], answer: Notice, at: datetime) -> None:
    """Keep the answer under each key; a rival's claim of the same key raises IntegrityError."""
    if keys:
        kept = answer.encoded()
        connection.execute(
            _CLAIM,
            [{"workspace_no": workspace_no, "key": key, "answer": kept, "at": at} for key in dict.fromkeys(keys)],
        )


def forget_old(connection: Connection, now: datetime) -> int:
    """Drop answers older than they are kept; how many. An import's stay: a file is brought once, also next year."""
    return connection.execute(_OLD, {"before": now - KEPT}).rowcount
