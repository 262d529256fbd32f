"""Time goes on in a team: whatever becomes due is said when it is due."""

from __future__ import annotations

from datetime import UTC, datetime

from pipeline.schedule.tick import next_due, tick
from tests.pipeline.team import Team

MOST_TICKS = 300


def at(text: str) -> datetime:
    """A moment in UTC: "2026-06-01 09:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def until(team: Team, moment: str) -> None:
    """Let time go on, with a tick whenever something is due."""
    end = at(moment)
    tick(team.ledger)
    for _ in range(MOST_TICKS):
        with team.ledger.storage.read() as connection:
            due = next_due(connection, team.clock.now())
        if due is None or due > end:
            break
        team.clock.move_to(due)
        tick(team.ledger)
    team.clock.move_to(end)
    tick(team.ledger)
