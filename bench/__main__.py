"""`make bench`: runs the whole suite and writes bench/results.json."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench import advance_http, board, find, forecast, fresh_clone, leads_week, move_core, next_up, undo_many
from tests.databases import on_postgresql

RESULTS = Path(__file__).parent / "results.json"
TARGETS = {
    "move_core": "≤ 3.5, reach 2.5",
    "advance_http": "≥ 0.5, reach 0.75",
    "advance_http_p99": "≤ 3, reach 1.5",
    "undo_many": "≤ 1.2 s",
    "board": "≤ 1.15",
    "board_postgresql": "≤ 2",
    "team": "≤ 1.15",
    "since": "≤ 1.15",
    "board_large": "≤ 100 ms",
    "team_large": "≤ 100 ms",
    "since_large": "≤ 100 ms",
    "forecast": "≤ 0.3 s",
    "forecast_large": "≤ 12",
    "forecast_shared": "≤ 2",
    "picture": "≤ 0.5 s",
    "next": "≤ 6",
    "next_among": "≤ 1.3",
    "home": "≤ 6",
    "home_among": "≤ 1.3",
    "find": "≤ 4 ms",
    "find_p99": "≤ 20 ms",
    "find_worst": "≤ 60 ms",
    "find_postgresql_p99": "≤ 35 ms",
    "picker": "≤ 4 ms",
    "picker_p99": "≤ 20 ms",
    "picker_worst": "≤ 60 ms",
    "picker_postgresql_p99": "≤ 35 ms",
}
console = Console()


def main() -> None:
    """Run the suites named on the command line, or all of them."""
    suites: dict[str, Callable[[Path], dict[str, dict[str, Any]]]] = {
        "move_core": move_core.measure,
        "advance_http": advance_http.measure,
        "undo_many": undo_many.measure,
        "board": board.measure_sqlite,
        "board_postgresql": _on_postgresql,
        "leads_week": leads_week.measure,
        "next": next_up.measure,
        "find": find.measure_sqlite,
        "find_postgresql": _find_on_postgresql,
        "forecast": forecast.measure,
        "demo": fresh_clone.measure,
    }
    wanted = sys.argv[1:] or list(suites)
    results: dict[str, dict[str, Any]] = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    for name in wanted:
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="putki-bench-", dir=RESULTS.parent) as folder:
            results |= suites[name](Path(folder))
        console.print(f"{name}: {time.monotonic() - began:.0f} s")
    RESULTS.write_text(json.dumps(results, indent=2) + "\n")
    table = Table("name", "value", "unit", "floor", "ratio", "target")
    for name, each in results.items():
        row = (each.get(column, "") for column in ("value", "unit", "floor", "ratio"))
        table.add_row(name, *(str(cell) for cell in row), TARGETS.get(name, ""))
    console.print(table)


def _on_postgresql(_folder: Path) -> dict[str, dict[str, Any]]:
    with on_postgresql("bench") as databases:
        return board.measure_postgresql(databases.empty(), databases.empty())


def _find_on_postgresql(_folder: Path) -> dict[str, dict[str, Any]]:
    with on_postgresql("bench") as databases:
        return find.measure_postgresql(databases.empty())


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as failed:
        console.print(failed.stderr)
        raise
