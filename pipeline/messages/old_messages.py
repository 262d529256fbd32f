"""Deletes messages that were settled long ago from the outbox, and keeps the keys of what comes only once."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, update

from pipeline.messages.notices import OF_REMINDERS, NoticeKind
from pipeline.messages.outbox import EMPTIED
from pipeline.storage.schema import Moment, outbox

KEPT = timedelta(days=30)
_IS_OLD = outbox.c.settled_at < bindparam("before", type_=Moment)
# sent once in a stay, a quarter, of a deal or of a guest: the rows keep their keys and lose their values
_ONCE = (NoticeKind.SPRING_CLEANING, NoticeKind.CHECK_IN_DUE, NoticeKind.WIN_ANNOUNCED, NoticeKind.GUEST_INVITED)
_OF_A_STAY = outbox.c.says.in_([each.value for each in (*OF_REMINDERS, *_ONCE)])
_FORGET = delete(outbox).where(_IS_OLD, ~_OF_A_STAY)
_IS_KEPT = (_IS_OLD, _OF_A_STAY, outbox.c.says_values != EMPTIED)
_EMPTY = update(outbox).where(*_IS_KEPT).values(says_values=EMPTIED, address=None)


def delete_old(connection: Connection, now: datetime) -> int:
    """Delete messages that were settled over 30 days ago. Return how many rows changed.

    Those of a stay or a quarter, of a guest, and the announcement of a win keep their keys, so that none is sent again.
    """
    before = {"before": now - KEPT}
    return connection.execute(_FORGET, before).rowcount + connection.execute(_EMPTY, before).rowcount
