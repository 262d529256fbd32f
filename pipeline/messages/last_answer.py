"""What Putki answered a person last, as far as the answer went through the outbox."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select

from pipeline.messages.notices import NoticeKind
from pipeline.messages.outbox import Lane
from pipeline.storage.schema import outbox

_LAST = (
    select(outbox.c.says)
    .where(outbox.c.workspace_no == bindparam("w"), outbox.c.to_member == bindparam("member"))
    .where(outbox.c.lane == int(Lane.ANSWERS))
    .order_by(outbox.c.said_at.desc(), outbox.c.key.desc())
    .limit(1)
)


def last_answer(connection: Connection, workspace_no: int, member_no: int) -> NoticeKind | None:
    """Return the kind of the newest answer to this member, of those of the last 30 days; None where there is none."""
    says = connection.execute(_LAST, {"w": workspace_no, "member": member_no}).scalar()
    return NoticeKind(says) if says in set(NoticeKind) else None
