"""The anchor: the newest event that Putki has seen of each ledger, kept outside the database.

A backup that is restored lacks the events since then, and nothing in it tells. The anchor does: it is compared when
Putki starts, and written again every ten seconds while it runs.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, bindparam, select

from pipeline.ledger import gaps
from pipeline.ledger.marks import EventMark
from pipeline.ledger.replay import workspaces
from pipeline.storage import schema

_event, _line = schema.event, schema.line
_NEWEST = (
    select(_line.c.workspace_no, _line.c.event_no, _line.c.digest, _event.c.recorded_at)
    .outerjoin(_event, (_event.c.workspace_no == _line.c.workspace_no) & (_event.c.no == _line.c.event_no))
    .where(_line.c.workspace_no == bindparam("w"))
)
_MOMENT = select(_event.c.recorded_at).where(_event.c.workspace_no == bindparam("w"), _event.c.no == bindparam("no"))


@dataclass(frozen=True, slots=True)
class NewestEvent:
    """The newest event of a ledger: its number, its mark, and the digest of the chain up to it."""

    event_no: int
    mark: str
    digest: str | None


Anchor = Mapping[int, NewestEvent]
"""What was seen, by the workspace's number."""


@dataclass(frozen=True, slots=True)
class LostEvents:
    """A ledger that lacks events which Putki has seen: the newest of those, and the newest that is there now."""

    workspace_no: int
    seen: NewestEvent
    event_no: int

    def __str__(self) -> str:
        ledger = f"The ledger of workspace {self.workspace_no}"
        if self.event_no < self.seen.event_no:
            return f"{ledger} ends with event {self.event_no}, but Putki has seen event {self.seen.event_no} of it"
        return f"{ledger} has another event {self.seen.event_no} than Putki has seen"


def of_database(connection: Connection) -> dict[int, NewestEvent]:
    """The newest event of each ledger as it is now."""
    rows: list[Any] = [connection.execute(_NEWEST, {"w": w}).one() for w in workspaces(connection)]
    return {
        row.workspace_no: NewestEvent(row.event_no, _mark(row.event_no, row.recorded_at), row.digest) for row in rows
    }


def _mark(no: int, recorded_at: Any) -> str:
    return str(EventMark.of(no, recorded_at)) if recorded_at is not None else ""


def lost_events(connection: Connection, anchor: Anchor) -> list[LostEvents]:
    """The ledgers that lack what the anchor has seen of them, except where a restore is recorded since."""
    now = of_database(connection)
    found: list[LostEvents] = []
    for workspace_no, seen in anchor.items():
        there = now.get(workspace_no)
        if not _has(connection, workspace_no, seen, there):
            found.append(LostEvents(workspace_no, seen, there.event_no if there is not None else 0))
    return found


def _has(connection: Connection, workspace_no: int, seen: NewestEvent, there: NewestEvent | None) -> bool:
    """Whether a ledger that is `there` now has the event that was seen."""
    if there is None or there.event_no < seen.event_no:
        return seen.event_no == 0
    if there.event_no == seen.event_no:
        return (there.mark, there.digest) == (seen.mark, seen.digest)
    recorded_at = connection.scalar(_MOMENT, {"w": workspace_no, "no": seen.event_no})
    if recorded_at is not None:
        return _mark(seen.event_no, recorded_at) == seen.mark
    return seen.event_no == 0 or any(each.has(seen.event_no) for each in gaps.of_ledger(connection, workspace_no))


def read(path: Path) -> Anchor | None:
    """The anchor in this file; None where there is no such file, or it is none."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return {int(w): NewestEvent(int(each["event_no"]), each["mark"], each["digest"]) for w, each in kept.items()}
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write(path: Path, anchor: Anchor) -> None:
    """Put the anchor into this file, whole or not at all; only its owner may read it."""
    beside = path.with_name(f"{path.name}.new")
    content = json.dumps({str(w): asdict(each) for w, each in anchor.items()}, indent=1)
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(content + "\n")
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
