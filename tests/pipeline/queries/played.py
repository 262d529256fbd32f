"""A history of a team, played day by day: deals are opened, moved on, lost, and some of that is undone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.pipeline.team import STAGES, Team

DAYS = 24
BEGINS = datetime(2026, 3, 2, 8, tzinfo=UTC)


def play(team: Team, seed: int) -> None:
    """Play DAYS days from BEGINS on; the seed repeats what fails."""
    deals: list[int] = []
    for step in range(DAYS):
        team.clock.move_to(BEGINS + timedelta(days=step))
        turn = (step * (seed + 3) + seed) % 5
        if turn < 2 or not deals:
            deals.append(team.new(f"Acme {step}", 100 * (step + 1)))
        elif turn == 2:
            team.lost(deals.pop(step % len(deals)))
        elif turn == 3:
            team.undo()
            deals = [each for each in deals if team.deal(each) is not None]
        elif team.there(deals[0]).stage_no < STAGES["Tarjous"]:
            team.advance(deals[0])
