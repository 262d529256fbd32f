"""Long runs of overlapping changes on few deals keep every promise of the ledger."""

from __future__ import annotations

import pytest

from tests.pipeline.ledger.dense import DenseRun
from tests.pipeline.team import Team


@pytest.mark.parametrize("seed", range(2))
def test_a_dense_run_of_changes_and_undos_keeps_every_promise_of_the_ledger(team: Team, seed: int) -> None:
    run = DenseRun(team, seed)
    run.take_steps(100, verify_each=5)
    assert len(run.changes) > 20, "too many of the attempts were refused"
