"""The sequence of a workspace: the row where its writers queue, which gives each change its numbers and its moment."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from pipeline.clock import Clock
from pipeline.storage import schema
from pipeline.storage.engine import Deadline, Storage
from pipeline.storage.prepared import Read, Write

COUNTERS = tuple(
    "event_no deal_no customer_no member_no pipeline_no stage_no words_no batch_no place_no contact_no offer_no "
    "option_no field_no".split()
)
BEGINNING = 60.0  # seconds that the beginning of a workspace may take: only the start of the program waits for it

_line = schema.line
_TAKEN = Read(  # on SQLite there is one writer anyway
    select(*(_line.c[name] for name in COUNTERS), _line.c.rules_no, _line.c.recorded_at, _line.c.digest)
    .where(_line.c.workspace_no == bindparam("w"))
    .with_for_update()
)
_FIRST = {
    name: insert(_line).on_conflict_do_nothing().returning(_line.c.workspace_no)
    for name, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}


def take(connection: Connection, workspace_no: int) -> Any:
    """The line as the writer before left it; whoever has it writes until the end of the transaction."""
    return _TAKEN.first(connection, {"w": workspace_no})


@cache
def _update(names: tuple[str, ...]) -> Write:
    return Write(
        lambda _insert: (
            update(_line)
            .where(_line.c.workspace_no == bindparam("w"))
            .values({name: bindparam(f"new_{name}") for name in names})
        )
    )


def keep(connection: Connection, workspace_no: int, changed: Mapping[str, Any]) -> None:
    """Write down which numbers were taken, and when."""
    if changed:
        values = {f"new_{name}": value for name, value in changed.items()}
        _update(tuple(changed))(connection, [{"w": workspace_no, **values}])


def begin_workspace(storage: Storage, clock: Clock, workspace_no: int) -> bool:
    """Give a new workspace its line; False when it has one."""
    zeros = dict.fromkeys((*COUNTERS, "rules_no", "chained_after"), 0)
    values = {**zeros, "workspace_no": workspace_no, "recorded_at": clock.now()}
    with storage.write(Deadline.after(BEGINNING)) as connection:
        return connection.execute(_FIRST[connection.dialect.name], values).first() is not None
