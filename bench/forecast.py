"""`forecast`: CPU seconds for a forecast of 10,000 open deals by a model of 600 ended ones, and its growth to 100,000.

Both are with ranges, totals and new deals. `forecast_shared`: what forty people cost who ask at once for the forecast
of a workspace with 15,000 open deals, against one of them. `picture`: CPU seconds to draw the picture of a month.
"""

from __future__ import annotations

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.setting import ledger_at, sqlite_url
from bot.forecast.charts import LabelledSum, MonthChart, draw
from pipeline.forecast import report
from pipeline.forecast.estimate import WonSoFar, forecast
from pipeline.forecast.histories import History, Outcome, Step
from pipeline.forecast.model import Model, learn
from pipeline.ledger.actor import By
from pipeline.ledger.events import Via
from pipeline.money import Money

MONDAY = datetime(2026, 6, 15, 5, tzinfo=UTC)
ENDS = (datetime(2026, 6, 30, 21, tzinfo=UTC), datetime(2026, 7, 31, 21, tzinfo=UTC))
DAY = timedelta(days=1)
TIMES = 5
SOME = 10_000


ASKING, ASKED_OF = 40, 15_000


def measure(folder: Path) -> dict[str, dict[str, Any]]:
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
        **_shared(folder),
        "picture": {"value": round(_drawn(), 3), "unit": "s"},
    }


def _shared(folder: Path) -> dict[str, dict[str, Any]]:
    ledger = ledger_at(sqlite_url(folder, "shared"), deals=ASKED_OF)

    def ask(_: int) -> None:
        with ledger.read_session(By(1, 1, Via.COMMAND)) as session:
            assert report.figures(session, 1).parts

    def cost(many: int) -> float:
        ledger.cache.forget(1)
        began = time.process_time()
        with ThreadPoolExecutor(many) as threads:
            list(threads.map(ask, range(many)))
        return time.process_time() - began

    cost(1)  # imports
    one, forty = (statistics.median(cost(many) for _ in range(TIMES)) for many in (1, ASKING))
    ratio = round(forty / one, 2)
    return {"forecast_shared": {"value": round(forty, 3), "unit": "s", "floor": round(one, 3), "ratio": ratio}}


def _drawn() -> float:
    days = (date(2026, 6, 1), date(2026, 6, 30))
    won = tuple((days[0] + n * DAY, 1_000_000 * (n + 1)) for n in range(15))
    sums = [LabelledSum(each, f"{each // 100} €") for each in (15_000_000, 30_000_000, 25_000_000, 36_000_000)]
    chart = MonthChart("June", days, ((days[0], "1.6."),), days[0] + 15 * DAY, won, *sums, target=sums[1])
    draw(chart)  # loads the library
    took: list[float] = []
    for _ in range(TIMES):
        began = time.process_time()
        assert draw(chart)
        took.append(time.process_time() - began)
    return statistics.median(took)


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
