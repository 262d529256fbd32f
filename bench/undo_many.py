"""`undo_many`: the undo of one change of 5,000 deals, beside that change itself, in CPU seconds of one core."""

from __future__ import annotations

import statistics
import time
from pathlib import Path
from typing import Any

from bench.setting import ledger_at, sqlite_url
from pipeline.deals import undo
from pipeline.deals.events import OwnerSet
from pipeline.deals.read import deals_by_no
from pipeline.ledger.actor import By
from pipeline.ledger.events import Via
from pipeline.ledger.unit_of_work import Ledger, UnitOfWork
from pipeline.storage.engine import Deadline

DEALS = 5_000
ROUNDS = 5
SECONDS = 60.0  # until the deadline of each change


def measure(folder: Path) -> dict[str, dict[str, Any]]:
    """Median CPU seconds of the undo and of the change, and the median of the rounds' ratios."""
    ledger = ledger_at(sqlite_url(folder, "undo_many"), deals=DEALS, sellers=2)
    pairs = [_round(ledger, number) for number in range(ROUNDS)]
    ledger.storage.close()
    undone, changed = (statistics.median(each) for each in zip(*pairs, strict=True))
    ratio = statistics.median(undo_seconds / change_seconds for undo_seconds, change_seconds in pairs)
    return {"undo_many": {"value": round(undone, 3), "unit": "s", "floor": round(changed, 3), "ratio": round(ratio, 2)}}


def _round(ledger: Ledger, number: int) -> tuple[float, float]:
    """CPU seconds of one undo, and of the change that it undoes."""

    def hand_over(work: UnitOfWork) -> None:
        for deal_no, state in deals_by_no(work.connection, 1, range(1, DEALS + 1)).items():
            work.append(OwnerSet(owner=2), deal_no, state)

    began = time.process_time()
    ledger.commit(_by(f"change:{number}"), hand_over)
    changed = time.process_time()
    undo.undo(ledger, _by(f"undo:{number}"), sure=True)
    return time.process_time() - changed, changed - began


def _by(key: str) -> By:
    return By(1, 1, Via.COMMAND, (key,), limit=Deadline.after(SECONDS))
