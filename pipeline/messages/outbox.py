"""The outbox: what waits to be said, each occasion under its own key, so that nothing is said twice."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from pipeline.messages.notices import Says, Value, encode
from pipeline.storage.schema import outbox


class Lane(IntEnum):
    """The order of sending; cards come last, from their own table."""

    ANSWERS = 0
    POSTS = 1


@dataclass(frozen=True, slots=True)
class Saying:
    """One thing to be said to one member, place or reply address at `due_at` or later."""

    key: str
    lane: Lane
    says: Says
    due_at: datetime
    values: Mapping[str, Value] = field(default_factory=dict[str, Value])
    to_member: int | None = None
    to_place: int | None = None
    address: str | None = None
    event_no: int | None = None


def _row(workspace_no: int, saying: Saying, now: datetime) -> dict[str, Any]:
    return {
        "workspace_no": workspace_no,
        "key": saying.key,
        "lane": int(saying.lane),
        "event_no": saying.event_no,
        "state": "waiting",
        "due_at": saying.due_at,
        "to_member": saying.to_member,
        "to_place": saying.to_place,
        "address": saying.address,
        "says": saying.says.value,
        "says_values": json.dumps(encode(saying.values), separators=(",", ":")),
        "said_at": now,
    }


_SQLITE = sqlite.insert(outbox).on_conflict_do_nothing()
_POSTGRESQL = postgresql.insert(outbox).on_conflict_do_nothing()


def say(connection: Connection, workspace_no: int, sayings: Sequence[Saying], now: datetime) -> None:
    """Let these wait to be sent; an occasion that was said already stays said."""
    if sayings:
        statement = _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL
        connection.execute(statement, [_row(workspace_no, saying, now) for saying in sayings])
