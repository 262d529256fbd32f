"""What takes long to load is loaded by one thread, and shared by all who ask for the same version meanwhile."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from pipeline.ledger.rules_cache import WorkspaceRules
from tests.busy_machine import PATIENCE

ASKING = 8


def test_many_who_ask_at_once_wait_for_one_load() -> None:
    rules, loads, asking, all_ask = WorkspaceRules(), list[int](), list[int](), Event()

    def load() -> int:
        loads.append(1)
        assert all_ask.wait(PATIENCE)
        return len(loads)

    def ask(who: int) -> int:
        asking.append(who)
        if len(asking) == ASKING:
            all_ask.set()
        return rules.shared("figures", (7, "monday"), load)

    with ThreadPoolExecutor(ASKING) as threads:
        assert list(threads.map(ask, range(ASKING))) == [1] * ASKING
    assert rules.shared("figures", (8, "monday"), load) == 2
    assert rules.shared("others", (8, "monday"), load) == 3


def test_after_a_load_that_failed_the_next_one_loads() -> None:
    rules = WorkspaceRules()

    def fail() -> int:
        raise KeyError("no row")

    with pytest.raises(KeyError, match="no row"):
        rules.shared("figures", 1, fail)
    assert rules.shared("figures", 1, lambda: 5) == 5
