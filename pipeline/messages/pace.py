"""Pace: the real time from which something may be done again, in a table that every process reads.

A key is a destination (`place:3`, `member:7`) or a kind of call that a whole workspace shares (posts, changes,
openings). Real time is in seconds since the epoch. The caller passes it, and it does not follow a moved clock.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Float,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

from pipeline.storage.schema import pace

POSTS = "posts"  # new messages, to any destination
CHANGES = "changes"  # changes to messages
OPENINGS = "openings"  # opened conversations
# seconds; a longer wait comes from a machine's clock that was set back, so it is over
FARTHEST = 3600.0


def place_key(place_no: int) -> str:
    """Return the key of a place."""
    return f"place:{place_no}"


def member_key(member_no: int) -> str:
    """Return the key of a member's direct messages."""
    return f"member:{member_no}"


def place_key_of(place_no: ColumnElement[Any]) -> ColumnElement[str]:
    """Return the key of the place in a column, as SQL."""
    return literal("place:") + cast(place_no, String)


def member_key_of(member_no: ColumnElement[Any]) -> ColumnElement[str]:
    """Return the key of the member in a column, as SQL."""
    return literal("member:") + cast(member_no, String)


REAL = bindparam("real", type_=Float)


def passed(moment: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a column with a real time is empty or in the past, as SQL."""
    return or_(moment.is_(None), moment <= REAL, moment > REAL + FARTHEST)


def free_at(*keys: ColumnElement[Any], workspace_no: ColumnElement[int]) -> ColumnElement[float]:
    """Return the time from which all these keys of the workspace are free, as SQL; 0 if they are free now."""
    waiting = select(func.max(pace.c.next_at)).where(
        pace.c.workspace_no == workspace_no, pace.c.key.in_(keys), ~passed(pace.c.next_at)
    )
    return func.coalesce(waiting.scalar_subquery(), 0.0)


def held(key: str) -> Select[tuple[int]]:
    """Select the workspaces in which this key has to wait now."""
    return select(pace.c.workspace_no).where(pace.c.key == key, ~passed(pace.c.next_at))


_NEXT_RELEASE = select(func.min(pace.c.next_at)).where(~passed(pace.c.next_at))
_NEXT_AT = select(pace.c.next_at).where(pace.c.workspace_no == bindparam("w"), pace.c.key == bindparam("of"))
_TURN: dict[str, Any] = {
    "workspace_no": bindparam("w"),
    "key": bindparam("of"),
    "next_at": bindparam("next", type_=Float),
}


def _taking(insert: Any) -> Any:
    statement = insert(pace).values(_TURN)
    return statement.on_conflict_do_update(
        index_elements=["workspace_no", "key"],
        set_={"next_at": statement.excluded.next_at},
        where=passed(pace.c.next_at),
    ).returning(pace.c.next_at)


def _holding(insert: Any) -> Any:
    statement = insert(pace).values(_TURN)
    new = statement.excluded.next_at
    later = case((and_(pace.c.next_at > new, pace.c.next_at <= REAL + FARTHEST), pace.c.next_at), else_=new)
    return statement.on_conflict_do_update(index_elements=["workspace_no", "key"], set_={"next_at": later})


_TAKE = {"sqlite": _taking(sqlite.insert), "postgresql": _taking(postgresql.insert)}
_HOLD = {"sqlite": _holding(sqlite.insert), "postgresql": _holding(postgresql.insert)}


def take(connection: Connection, workspace_no: int, key: str, *, every: float, real: float) -> float | None:
    """Take a turn of this key, so that the next one is `every` seconds later.

    Returns None, or the time until which the key has to wait.
    """
    turn = {"w": workspace_no, "of": key, "next": real + every, "real": real}
    if connection.execute(_TAKE[connection.dialect.name], turn).first() is not None:
        return None
    return float(connection.execute(_NEXT_AT, {"w": workspace_no, "of": key}).scalar_one())


def next_release(connection: Connection, *, real: float) -> float | None:
    """Return the time at which the first waiting key is free; None when none waits."""
    return connection.execute(_NEXT_RELEASE, {"real": real}).scalar()


def hold(connection: Connection, workspace_no: int, key: str, *, seconds: float, real: float) -> float:
    """Let this key wait `seconds` from now, or longer if it waits already. Return the time that was asked for."""
    until = real + min(seconds, FARTHEST)
    turn = {"w": workspace_no, "of": key, "next": until, "real": real}
    connection.execute(_HOLD[connection.dialect.name], turn)
    return until
