"""`next` and `home`: one seller with 500 open deals of 10,000, against the same statements in bare `sqlite3`.

`among` is the same beside a million deals of other workspaces, against the workspace alone. The forecast on Home is the
one that was posted last.
"""

from __future__ import annotations

import sqlite3
import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select, update

from bench.board import add_others, settle
from bench.setting import ledger_at, sqlite_url
from bot.sending.render_home import build_home
from pipeline.deals.tables import deal, deal_watch
from pipeline.forecast import report, snapshot
from pipeline.ledger.actor import By
from pipeline.ledger.events import Via
from pipeline.ledger.read_session import ReadSession
from pipeline.ledger.unit_of_work import Ledger
from pipeline.queries.next_up import next_up
from pipeline.storage.engine import Deadline

OWN, SELLERS, OTHERS = 10_000, 20, 1_000_000
ROUNDS = 31
ASKED: dict[str, Callable[[ReadSession], object]] = {"next": next_up, "home": build_home}


def measure(folder: Path) -> dict[str, dict[str, Any]]:
    """Measure on SQLite, with warm caches, in CPU time of this core."""
    alone, among = (_ledger(sqlite_url(folder, name)) for name in ("alone", "among"))
    add_others(among, OTHERS)
    settle(among)
    found: dict[str, dict[str, Any]] = {}
    for name, ask in ASKED.items():
        statements = _statements(alone, ask)
        bare = _bare(folder / "alone.db", statements)
        pairs = [(_timed(alone, ask), bare(), _timed(among, ask)) for _ in range(ROUNDS)]
        mine, floor, beside = (statistics.median(each) for each in zip(*pairs, strict=True))
        found[name] = _entry(mine, floor)
        found[f"{name}_among"] = _entry(beside, mine)
    for each in (alone, among):
        each.storage.close()
    return found


def _reader() -> By:
    return By(1, 1, Via.COMMAND, limit=Deadline.after(60))


def _entry(value: float, floor: float) -> dict[str, Any]:
    milliseconds = {"value": round(1000 * value, 2), "unit": "ms", "floor": round(1000 * floor, 2)}
    return {**milliseconds, "ratio": round(value / floor, 2)}


def _ledger(url: str) -> Ledger:
    """A workspace with a posted forecast, in which a third of all deals is stuck and a tenth has a step for today."""
    ledger = ledger_at(url, deals=OWN, sellers=SELLERS)
    now = ledger.clock.now()
    stays = deal.c.workspace_no == deal_watch.c.workspace_no, deal.c.deal_no == deal_watch.c.deal_no
    with ledger.storage.write(Deadline.after(120)) as connection:
        connection.execute(update(deal).where(deal.c.deal_no % 10 == 0).values(step_day=now.date(), step=deal.c.name))
        connection.execute(update(deal).where(deal.c.deal_no % 7 == 0).values(close_day=now.date() - timedelta(days=9)))
        connection.execute(update(deal_watch).values(stay=select(deal.c.stay).where(*stays).scalar_subquery()))
        connection.execute(update(deal_watch).where(deal_watch.c.deal_no % 3 == 0).values(stuck_at=now))
    with ledger.read_session(_reader()) as session:
        made = report.figures(session)
    with ledger.storage.write(Deadline.after(120)) as connection:
        snapshot.save(connection, 1, "monday:1", made)
    return ledger


def _timed(ledger: Ledger, ask: Callable[[ReadSession], object]) -> float:
    began = time.process_time()
    with ledger.read_session(_reader()) as session:
        ask(session)
    return time.process_time() - began


def _statements(ledger: Ledger, ask: Callable[[ReadSession], object]) -> list[str]:
    """The statements that a question sends when caches are warm, with their values in them."""
    sent: list[str] = []
    for _ in range(2):
        sent.clear()
        with ledger.read_session(_reader()) as session:
            driver: Any = session.connection.connection.driver_connection
            driver.set_trace_callback(sent.append)
            ask(session)
            driver.set_trace_callback(None)
    return sent


def _bare(path: Path, statements: list[str]) -> Callable[[], float]:
    """A function that returns the seconds in which bare `sqlite3` answers these statements."""
    connection = sqlite3.connect(path)

    def timed() -> float:
        began = time.process_time()
        for each in statements:
            connection.execute(each).fetchall()
        return time.process_time() - began

    return timed
