"""Dense runs of changes and undos, many more than the suite has; the seed repeats what fails."""

from __future__ import annotations

import pytest

from tests.pipeline.ledger.dense import DenseRun
from tests.pipeline.team import Team


@pytest.mark.parametrize("seed", range(1_030, 1_042))
def test_a_long_dense_run_keeps_every_promise_of_the_ledger(team: Team, seed: int) -> None:
    DenseRun(team, seed).take_steps(250, verify_each=25)
    own = team.ask("SELECT count(*) FROM event WHERE workspace_no = :w AND kind = 'value_set'")[0][0]
    assert own > 2, "too few values in the team's own fields"
