"""What takes long to load is loaded by one thread, and shared by all who ask for the same version meanwhile."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from pipeline.ledger.rules_cache import WorkspaceRules

ASKING = 8


def test_many_who_ask_at_once_wait_for_one_load() -> None:
    rules, begun, loads = WorkspaceRules(), Barrier(ASKING), list[int]()

    def load() -> int:
        loads.append(1)
        time.sleep(0.05)
        return len(loads)

    def ask(_: int) -> int:
        begun.wait()
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
