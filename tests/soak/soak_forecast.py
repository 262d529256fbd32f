"""On many more histories of known truth, each Monday's range holds what happened about four times in five."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.pipeline.forecast.simulate import BEGINS, Kind, team
from tests.pipeline.forecast.test_coverage import FIRST, LAST, WEEKS, outcomes_of, share

TEAMS = range(100, 108)  # none of those that the test of every day looks at


@pytest.mark.parametrize("kind", list(Kind))
def test_the_range_of_every_monday_holds_four_times_in_five(kind: Kind) -> None:
    outcomes = [
        outcome
        for seed in TEAMS
        for histories in [team(kind, seed, weeks=WEEKS)]
        for week in range(FIRST, LAST)
        for outcome in outcomes_of(kind, histories, BEGINS + timedelta(weeks=week, hours=5), seed)
    ]

    assert len(outcomes) >= 2 * 300
    for month in (0, 1):
        of_month = [outcome for outcome in outcomes if outcome.month == month]
        assert 0.72 <= share([outcome.wins_are_held for outcome in of_month]) <= 0.90
        assert 0.72 <= share([outcome.money_is_held for outcome in of_month]) <= 0.90
    expected = sum(outcome.period.wins.expected for outcome in outcomes)
    assert expected == pytest.approx(sum(outcome.wins for outcome in outcomes), rel=0.1)
