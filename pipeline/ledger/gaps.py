"""Gaps: event numbers that a restored ledger leaves out, so that none of those that were lost is given out again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, func, select

from pipeline.storage import schema

KIND = "restored"
"""The kind of event that stands behind a gap. Its data says after which number the gap begins, and up to which."""

_event = schema.event
_W: BindParameter[Any] = bindparam("w")
_RESTORED = (
    select(_event.c.no, _event.c.data).where(_event.c.workspace_no == _W, _event.c.kind == KIND).order_by(_event.c.no)
)
_BEFORE = select(func.max(_event.c.no)).where(_event.c.workspace_no == _W, _event.c.no < bindparam("no"))


@dataclass(frozen=True, slots=True)
class Gap:
    """The numbers behind `after`, up to `up_to`: no event has them. The event `no` says so."""

    no: int
    after: int
    up_to: int

    def has(self, number: int) -> bool:
        """Whether this number is left out."""
        return self.after < number <= self.up_to


def of_ledger(connection: Connection, workspace_no: int) -> list[Gap]:
    """All gaps of a ledger, in order, as its events say them; an event that cannot be read says none."""
    found = (_read(row) for row in connection.execute(_RESTORED, {"w": workspace_no}))
    return [gap for gap in found if gap is not None]


def _read(row: Any) -> Gap | None:
    try:
        data = json.loads(row.data)
        return Gap(row.no, int(data["after"]), int(data["up_to"]))
    except (ValueError, KeyError, TypeError):
        return None


def is_true(connection: Connection, workspace_no: int, gap: Gap) -> bool:
    """Whether no event has a number of the gap, and the events around it have the numbers that it names."""
    before = connection.scalar(_BEFORE, {"w": workspace_no, "no": gap.no}) or 0
    return before == gap.after and gap.no == gap.up_to + 1
