"""Pace: how soon something may be done again, in real time, kept where every process sees it.

A key is a destination (`place:3`, `member:7`) or a kind of act that a whole workspace shares (posts, changes,
openings). Real time is seconds since the epoch and is given by the caller: it does not follow a moved clock.
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

POSTS = "posts"  # new messages, wherever they go
CHANGES = "changes"  # changes to messages that stand already
OPENINGS = "openings"  # conversations opened
FARTHEST = 3600.0  # a wait longer than this comes from a machine's clock that was set back: it is over


def place_key(place_no: int) -> str:
    """The key of a place."""
    return f"place:{place_no}"


def member_key(member_no: int) -> str:
    """The key of a member's direct messages."""
    return f"member:{member_no}"


def place_key_of(place_no: ColumnElement[Any]) -> ColumnElement[str]:
    """The key of the place a column names."""
    return literal("place:") + cast(place_no, String)


def member_key_of(member_no: ColumnElement[Any]) -> ColumnElement[str]:
    """The key of the member a column names."""
    return literal("member:") + cast(member_no, String)


REAL = bindparam("real", type_=Float)


def passed(moment: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a real-time column is empty or has passed."""
    return or_(moment.is_(None), moment <= REAL, moment > REAL + FARTHEST)


def free_at(*keys: ColumnElement[Any], workspace_no: ColumnElement[int]) -> ColumnElement[float]:
    """The moment from which none of these keys of the workspace has to wait; 0 when none does now."""
    waiting = select(func.max(pace.c.next_at)).where(
        pace.c.workspace_no == workspace_no, pace.c.key.in_(keys), ~passed(pace.c.next_at)
    )
    return func.coalesce(waiting.scalar_subquery(), 0.0)


def held(key: str) -> Select[tuple[int]]:
    """The workspaces in which this key has to wait now."""
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
    """Take the turn of this key, the next one `every` seconds later: None, or the moment until which it has to wait."""
    turn = {"w": workspace_no, "of": key, "next": real + every, "real": real}
    if connection.execute(_TAKE[connection.dialect.name], turn).first() is not None:
        return None
    return float(connection.execute(_NEXT_AT, {"w": workspace_no, "of": key}).scalar_one())


def next_release(connection: Connection, *, real: float) -> float | None:
    """The moment at which the first of all keys that wait now is free; None when none waits."""
    return connection.execute(_NEXT_RELEASE, {"real": real}).scalar()


def hold(connection: Connection, workspace_no: int, key: str, *, seconds: float, real: float) -> float:
    """Let this key wait that long from now, or longer if it waits already; the moment that was asked for."""
    until = real + min(seconds, FARTHEST)
    turn = {"w": workspace_no, "of": key, "next": until, "real": real}
    connection.execute(_HOLD[connection.dialect.name], turn)
    return until
