"""`find` and `picker`: a deal by its name typed badly among 100,000 in one workspace, against one by its number.

`find` is the deal of a command, `picker` the options of a search field as a seller gets them. Their p99 and the worst
are entries of their own. All are CPU time of one core.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from bench.board import settle
from bench.setting import ledger_at, sqlite_url
from pipeline.ledger.actor import By
from pipeline.ledger.events import Via
from pipeline.ledger.read_session import ReadSession
from pipeline.ledger.unit_of_work import Ledger
from pipeline.people.access import rights_of
from pipeline.queries import find
from tests.pipeline.finding.many_names import badly_typed, fill, invented

DEALS, SELLERS = 100_000, 30
TYPED = 400
WARM = 100  # questions asked before it is measured, so that their statements are prepared


def measure_sqlite(folder: Path) -> dict[str, dict[str, Any]]:
    """Measure on SQLite, with warm caches."""
    return _measured(sqlite_url(folder, "find"), "")


def measure_postgresql(url: str) -> dict[str, dict[str, Any]]:
    """Measure on PostgreSQL, the client's part of it and the server's, with warm caches."""
    return _measured(url, "_postgresql")


def _measured(url: str, suffix: str) -> dict[str, dict[str, Any]]:
    ledger, random = ledger_at(url, deals=0, sellers=SELLERS), Random(1)
    deals = invented(random, DEALS)
    fill(ledger.storage, 1, deals, sellers=SELLERS)
    settle(ledger)
    lines = [badly_typed(random, random.choice(deals)) for _ in range(TYPED)]
    numbers = [random.randrange(DEALS) + 1 for _ in range(TYPED)]
    floor = statistics.median(_times(ledger, [lambda session, no=no: find.by_number(session, no) for no in numbers]))
    found: dict[str, dict[str, Any]] = {}
    for name, ask in (("find", find.which), ("picker", _picked)):
        times = sorted(_times(ledger, [lambda session, line=line, ask=ask: ask(session, line) for line in lines]))
        figures = {"": statistics.median(times), "_p99": times[int(0.99 * TYPED)], "_worst": times[-1]}
        for part, took in figures.items():
            ratio = round(took / floor, 1)
            found[f"{name}{suffix}{part}"] = {
                "value": round(1000 * took, 2), "unit": "ms", "floor": round(1000 * floor, 2), "ratio": ratio,
            }  # fmt: skip
    ledger.storage.close()
    return found


def _picked(session: ReadSession, line: str) -> object:
    return find.find(session, line, scope=find.Scope(rights_of(session.connection, session.by), find.ONLY_OPEN))


def _times(ledger: Ledger, questions: list[Callable[[ReadSession], object]]) -> list[float]:
    """Seconds that each takes: of this core on SQLite, by the clock on PostgreSQL, whose server is another process."""
    clock = time.process_time if ledger.storage.is_sqlite else time.perf_counter
    took: list[float] = []
    for question in [*questions[:WARM], *questions]:
        began = clock()
        with ledger.read_session(By(1, 1, Via.COMMAND)) as session:
            question(session)
        took.append(clock() - began)
    return took[WARM:]
