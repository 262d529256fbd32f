"""Long runs of commands that nobody thought of, new ones each time; what fails is printed with what repeats it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from pipeline.storage.engine import Storage
from tests.pipeline.ledger.test_any_run import AnyRun

PARTS = 4  # so that the workers share them
RUNS, COMMANDS = 25, 80


@pytest.mark.parametrize("part", range(PARTS))
def test_any_long_run_of_commands_keeps_every_promise_of_the_ledger(shared_storage: Storage, part: int) -> None:
    class Here(AnyRun):
        storage = shared_storage

    assert part in range(PARTS)
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=COMMANDS,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
        ),
    )
