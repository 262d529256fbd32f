"""A forecast of an earlier moment is the one that would have been made then."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from pipeline.forecast import report
from pipeline.forecast.figures import Figures
from pipeline.storage.engine import Storage
from tests.pipeline.team import PIPELINE, Team, team_in

THEN = datetime(2026, 6, 15, 5, tzinfo=UTC)


def _of(team: Team, moment: datetime) -> Figures:
    with team.ledger.read_session(team.by()) as session:
        return report.compute(session, PIPELINE, moment)


def test_what_happened_later_is_left_out(shared_storage: Storage) -> None:
    team = team_in(shared_storage)
    team.story("4.5. new Alfa 9 000 · 8.5. → · 12.5. → · 19.5. won 1.8.")
    team.story("6.5. new Gamma 12 500 · 13.5. → · 22.5. → · 3.6. won 1.8.")
    team.story("18.5. new Epsilon 31 415 · 1.6. → · 8.6. → ")
    team.story("20.5. new Zeeta 7 777 · 2.6. → ")
    team.clock.move_to(THEN)
    then = _of(team, THEN)
    team.story("16.6. new Kappa 50 000 · 17.6. #3 won 1.8. · 18.6. #4 lost liian kallis")
    again = _of(team, THEN)

    def told(made: Figures) -> Figures:
        parts = tuple(replace(part, last_no=0, is_ours=None) for part in made.parts)
        return replace(made, known_no=0, parts=parts)

    assert told(again) == told(then)
    assert _of(team, team.clock.now()).months != then.months
