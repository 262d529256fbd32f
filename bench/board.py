"""`board`: a workspace of 10,000 deals among 1,000,000 deals of others, against the same workspace alone."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text

from bench.setting import ledger_at, sqlite_url
from pipeline.deals import tables as deal_tables
from pipeline.ledger.actor import By
from pipeline.ledger.events import Via
from pipeline.ledger.unit_of_work import Ledger
from pipeline.queries import board
from pipeline.storage.engine import Deadline

OWN = 10_000
OTHERS = 1_000_000
A_WORKSPACE = 10_000
ROUNDS = 15
BATCH = 10_000


def measure_sqlite(folder: Path) -> dict[str, dict[str, Any]]:
    """Measure on SQLite, with warm caches."""
    alone = ledger_at(sqlite_url(folder, "alone"), deals=OWN)
    among = ledger_at(sqlite_url(folder, "among"), deals=OWN)
    return {"board": _compared(alone, among)}


def measure_postgresql(alone_url: str, among_url: str) -> dict[str, dict[str, Any]]:
    """Measure on PostgreSQL, analysed and with warm caches."""
    return {"board_postgresql": _compared(ledger_at(alone_url, deals=OWN), ledger_at(among_url, deals=OWN))}


def _compared(alone: Ledger, among: Ledger) -> dict[str, Any]:
    add_others(among)
    for each in (alone, among):
        settle(each)
        _timed(each)
    pairs = [(_timed(among), _timed(alone)) for _ in range(ROUNDS)]
    for each in (alone, among):
        each.storage.close()
    mine, bare = (statistics.median(each) * 1000 for each in zip(*pairs, strict=True))
    ratio = statistics.median(one / other for one, other in pairs)
    return {"value": round(mine, 2), "unit": "ms", "floor": round(bare, 2), "ratio": round(ratio, 2)}


def _timed(ledger: Ledger) -> float:
    began = time.perf_counter()
    with ledger.read_session(By(1, 1, Via.COMMAND)) as session:
        seen = board.board(session)
    assert sum(column.count for column in seen.columns) == OWN
    return time.perf_counter() - began


def add_others(ledger: Ledger, deals: int = OTHERS) -> None:
    """Add a million deals of a hundred other workspaces, or as many as are named, with their rows in `deal_watch`."""
    now = ledger.clock.now()
    for start in range(0, deals, BATCH):
        with ledger.storage.write(Deadline.after(120)) as connection:
            connection.execute(insert(deal_tables.deal), list(_deals(start, now)))
            connection.execute(
                insert(deal_tables.deal_watch),
                [
                    {"workspace_no": 2 + start // A_WORKSPACE, "deal_no": no, "stay": no, "stuck_at": now, "said": 0}
                    for no in range(1, BATCH + 1)
                ],
            )


def _deals(start: int, now: Any) -> Iterator[dict[str, Any]]:
    for no in range(1, BATCH + 1):
        yield {
            "workspace_no": 2 + start // A_WORKSPACE,
            "deal_no": no,
            "customer_no": no,
            "name": no,
            "owner": 1,
            "pipeline_no": 1,
            "stage_no": 1 + no % 3,
            "state": "open",
            "stay": no,
            "stay_at": now,
            "opened_at": now,
            "amount": 100_000,
            "currency": "EUR",
            "last_no": no,
        }


def settle(ledger: Ledger) -> None:
    """Collect the planner's statistics, as a database in use has them."""
    if ledger.storage.is_sqlite:
        with ledger.storage.writer.connect() as connection:
            connection.exec_driver_sql("PRAGMA analysis_limit=400")
            connection.exec_driver_sql("PRAGMA optimize")
        return
    with ledger.storage.writer.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
