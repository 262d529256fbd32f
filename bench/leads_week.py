"""`team` and `since`, and with `board` each in one large workspace: what a sales lead asks for on a Monday.

`team` and `since` are measured in a workspace of 10,000 deals among 1,000,000 deals of others, against the same
workspace alone. Each of the three is measured in CPU time in one workspace of 100,000 deals, too. 500 deals changed in
the week that `since` tells of.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.board import add_others, settle
from bench.setting import SYSTEM, ledger_at, sqlite_url
from pipeline.clock import StandingClock
from pipeline.deals import move
from pipeline.ledger.actor import By
from pipeline.ledger.events import Via
from pipeline.ledger.read_session import ReadSession
from pipeline.ledger.unit_of_work import Ledger
from pipeline.people import members
from pipeline.people.events import Role
from pipeline.queries import board, since, team
from pipeline.storage.engine import Deadline
from pipeline.subjects import SUBJECTS

OWN, LARGE, SELLERS, CHANGED = 10_000, 100_000, 20, 500
ROUNDS = 31


def _board(session: ReadSession) -> None:
    assert sum(each.count for each in board.board(session).columns) >= OWN


def _team(session: ReadSession) -> None:
    assert len(team.team(session).people) == SELLERS


def _since(session: ReadSession) -> None:
    found = since.since(session, (session.now - timedelta(days=3)).date())
    assert sum(len(each.changes) for each in found.parts) == CHANGED


ASKED: dict[str, Callable[[ReadSession], None]] = {"board": _board, "team": _team, "since": _since}


def measure(folder: Path) -> dict[str, dict[str, Any]]:
    """Measure on SQLite, with warm caches, in CPU time of this core."""
    alone, among = (_ledger(sqlite_url(folder, name), OWN) for name in ("alone", "among"))
    add_others(among)
    settle(among)
    found: dict[str, dict[str, Any]] = {}
    for name in ("team", "since"):
        pairs = [(_timed(among, ASKED[name]), _timed(alone, ASKED[name])) for _ in range(ROUNDS)]
        value, floor = (1000 * statistics.median(each) for each in zip(*pairs, strict=True))
        ratio = statistics.median(one / other for one, other in pairs)
        found[name] = {"value": round(value, 2), "unit": "ms", "floor": round(floor, 2), "ratio": round(ratio, 2)}
    for each in (alone, among):
        each.storage.close()
    large = _ledger(sqlite_url(folder, "large"), LARGE)
    settle(large)
    for name, ask in ASKED.items():
        value = 1000 * statistics.median([_timed(large, ask) for _ in range(ROUNDS)])
        found[f"{name}_large"] = {"value": round(value, 2), "unit": "ms"}
    large.storage.close()
    return found


def _ledger(url: str, deals: int) -> Ledger:
    """A workspace whose first seller leads it, as it is eight days later: some deals moved on three days ago."""
    ledger = ledger_at(url, deals=deals, sellers=SELLERS)

    def lead(work: Any) -> None:
        members.set_role(work, 1, Role.LEAD, has=True, pipeline_no=1)

    ledger.commit(SYSTEM, lead)
    clock = StandingClock(ledger.clock.now() + timedelta(days=6))
    later = Ledger(ledger.storage, clock, SUBJECTS)
    for no in range(1, CHANGED + 1):
        move.advance(later, _lead(), no)
    clock.move_to(clock.now() + timedelta(days=2))
    settle(later)
    _timed(later, _board)
    return later


def _lead() -> By:
    return By(1, 1, Via.COMMAND, limit=Deadline.after(60))


def _timed(ledger: Ledger, ask: Callable[[ReadSession], None]) -> float:
    began = time.process_time()
    with ledger.read_session(_lead()) as session:
        ask(session)
    return time.process_time() - began
