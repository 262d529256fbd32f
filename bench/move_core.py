"""`move_core`: one durable advance through the core, against the floor; both alternate, so that drift affects both."""

from __future__ import annotations

import itertools
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import event

from bench.floor import Floor
from bench.setting import ledger_at, sqlite_url
from pipeline.deals import move
from pipeline.ledger.actor import By
from pipeline.ledger.events import Via
from pipeline.storage import prepared

ROUNDS = 12
A_ROUND = 60


def measure(folder: Path) -> dict[str, dict[str, Any]]:
    """Milliseconds of one advance through the core and on the floor, and the median of the rounds' ratios."""
    deals = ROUNDS * A_ROUND + 50
    ledger = ledger_at(sqlite_url(folder, "core"), deals=deals)
    floor = Floor(folder / "floor.db", deals)
    numbers, floor_numbers, keys = itertools.count(1), itertools.count(1), itertools.count()

    def through_core() -> None:
        by = By(1, 1, Via.COMMAND, (f"trigger:{next(keys)}",))
        move.advance(ledger, by, next(numbers))

    def through_floor() -> None:
        floor.advance(next(floor_numbers))

    for _ in range(20):
        through_core()
        through_floor()
    statements = _counted(ledger.storage.writer, through_core)
    pairs = [(_timed(through_core), _timed(through_floor)) for _ in range(ROUNDS)]
    floor.close()
    ledger.storage.close()
    core_ms, floor_ms = (statistics.median(each) * 1000 for each in zip(*pairs, strict=True))
    ratio = statistics.median(core / bare for core, bare in pairs)
    return {
        "move_core": {"value": round(core_ms, 3), "unit": "ms", "floor": round(floor_ms, 3), "ratio": round(ratio, 2)},
        "move_core_statements": {"value": statements, "unit": "statements"},
    }


def _timed(do: Callable[[], None]) -> float:
    began = time.perf_counter()
    for _ in range(A_ROUND):
        do()
    return (time.perf_counter() - began) / A_ROUND


def _counted(engine: Any, do: Callable[[], None]) -> int:
    count = 0

    def one(*_: object) -> None:
        nonlocal count
        count += 1

    event.listen(engine, "before_cursor_execute", one)
    prepared.watchers.append(one)
    do()
    prepared.watchers.remove(one)
    event.remove(engine, "before_cursor_execute", one)
    return count
