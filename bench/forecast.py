"""`forecast`: CPU seconds for a forecast of 10,000 open deals by a model of 600 ended ones, and its growth to 100,000.

Both are with ranges, totals and new deals.
"""

from __future__ import annotations

import statistics
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pipeline.forecast.estimate import WonSoFar, forecast
from pipeline.forecast.histories import History, Outcome, Step
from pipeline.forecast.model import Model, learn
from pipeline.money import Money

MONDAY = datetime(2026, 6, 15, 5, tzinfo=UTC)
ENDS = (datetime(2026, 6, 30, 21, tzinfo=UTC), datetime(2026, 7, 31, 21, tzinfo=UTC))
DAY = timedelta(days=1)
TIMES = 5
SOME = 10_000


def measure(_folder: Path) -> dict[str, dict[str, Any]]:
    """The medians of a few runs: CPU seconds of one core, and their ratio for ten times as many deals."""
    model = learn([_ended(no) for no in range(600)], MONDAY, (1, 2, 3))
    some, many = (_took(model, count) for count in (SOME, 10 * SOME))
    return {
        "forecast": {"value": round(some, 3), "unit": "s"},
        "forecast_large": {
            "value": round(many, 3),
            "unit": "s",
            "floor": round(some, 3),
            "ratio": round(many / some, 2),
        },
    }


def _took(model: Model, count: int) -> float:
    deals = [_open(no) for no in range(count)]
    took: list[float] = []
    for _ in range(TIMES):
        began = time.process_time()
        made = forecast(model, deals, ENDS, (WonSoFar(), WonSoFar()), workspace_no=1)
        assert made.total_of(0).wins.expected
        took.append(time.process_time() - began)
    return statistics.median(took)


def _ended(no: int) -> History:
    """An ended deal: one was opened each day, spent a week in each of three stages, and every second one was won."""
    opened = MONDAY - (630 - no) * DAY
    steps = tuple(Step(opened + 7 * stage * DAY, stage + 1) for stage in range(3))
    return History(no, steps, opened + (21 + no % 5) * DAY, Outcome.WON if no % 2 else Outcome.LOST)


def _open(no: int) -> History:
    steps = tuple(Step(MONDAY - ago * DAY, stage) for stage, ago in enumerate((40 + no % 90, 20, no % 15), 1))
    return History(no, steps, amount=Money(100_000 + no, "EUR"), last_no=no * 10)
