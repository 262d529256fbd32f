"""`putki backtest` replays a file of stage histories and prints how good the forecasts would have been."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from rich.box import SIMPLE_HEAD
from rich.table import Table

from pipeline.forecast import backtest, scores, stage_file
from pipeline.forecast.backtest import DealChances, Prediction, Replayed

COLUMNS = ("origin", "horizon", "measure", "mean", "low", "high", "crps", "actual")


_PLAIN: dict[str, Any] = {"box": SIMPLE_HEAD, "padding": (0, 1, 0, 0), "title_justify": "left"}


@dataclass(frozen=True, slots=True)
class Score:
    """The scores of one horizon and measure over all origins whose time has come; NaN where nothing can be said.

    The errors (`wape`, `crps`, and those of the two methods beside) are shares of all that came. `coverage` is the
    share of ranges that held. Brier and AUC score the chances of single deals, so they are there for wins only.
    """

    horizon: str
    measure: str
    origins: int
    came: float
    wape: float
    crps: float
    coverage: float
    brier: float
    auc: float
    percentages: float
    percentages_brier: float
    percentages_auc: float
    last_again: float


def run(
    file: Path, first: datetime | None, last: datetime | None, warmup: int, progress: Callable[[int, int], None]
) -> list[Replayed]:
    """Replay the file. `progress` gets how many Mondays are done, of how many."""
    histories = stage_file.read(file)
    mondays = backtest.origins(histories, first, last, warmup)
    found: list[Replayed] = []
    progress(0, len(mondays))
    for each in backtest.replay(histories, mondays, last):
        found.append(each)
        progress(len(found), len(mondays))
    return found


def scores_of(replayed: Sequence[Replayed]) -> Iterator[Score]:
    """The scores of each horizon and measure for which something has come due."""
    for horizon in backtest.HORIZONS:
        chances = [one for each in replayed for one in each.chances if one.horizon == horizon]
        for measure in backtest.MEASURES:
            due = [
                one
                for each in replayed
                for one in each.predictions
                if (one.horizon, one.measure) == (horizon, measure) and one.actual is not None
            ]
            if due:
                yield _score(due, chances if measure == "wins" else [])


def _score(due: Sequence[Prediction], chances: Sequence[DealChances]) -> Score:
    actual = [each.actual or 0.0 for each in due]
    came = sum(actual)
    happened = np.concatenate([np.zeros(0, dtype=np.bool_), *(each.happened for each in chances)])
    ours, fixed = (
        np.concatenate([np.zeros(0), *each])
        for each in ([one.model for one in chances], [one.percentages for one in chances])
    )
    return Score(
        horizon=due[0].horizon,
        measure=due[0].measure,
        origins=len(due),
        came=came,
        wape=scores.off_by([each.mean for each in due], actual),
        crps=sum(each.crps or 0.0 for each in due) / came if came else math.nan,
        coverage=float(np.mean([each.low <= came <= each.high for each, came in zip(due, actual, strict=True)])),
        brier=scores.brier(ours, happened),
        auc=scores.auc(ours, happened),
        percentages=scores.off_by([each.percentages for each in due], actual),
        percentages_brier=scores.brier(fixed, happened),
        percentages_auc=scores.auc(fixed, happened),
        last_again=scores.off_by([each.last_again for each in due], actual),
    )


def tables(found: Sequence[Score]) -> Iterator[Table]:
    """The scores as two tables for people, each at most 80 characters wide: errors of numbers, then of chances."""
    errors = Table(title="Errors, as shares of all that came", **_PLAIN)
    for name in ("horizon", "measure"):
        errors.add_column(name)
    for name in ("Mondays", "WAPE", "stage\npercentages", "last period\nagain", "CRPS", "coverage"):
        errors.add_column(name, justify="right")
    chances = Table(title="Chances of single deals, beside stage percentages", **_PLAIN)
    chances.add_column("horizon")
    for name in ("Brier", "stage\npercentages", "AUC", "stage\npercentages"):
        chances.add_column(name, justify="right")
    for each in found:
        values = (each.wape, each.percentages, each.last_again, each.crps, each.coverage)
        errors.add_row(each.horizon, each.measure, str(each.origins), *map(_decimals, values))
        if each.measure == "wins":
            values = (each.brier, each.percentages_brier, each.auc, each.percentages_auc)
            chances.add_row(each.horizon, *map(_decimals, values))
    yield errors
    yield chances


def _decimals(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.3f}"


def as_json(found: Sequence[Score]) -> str:
    """The scores for machines: a list of objects. What cannot be said is null."""
    rows = [
        {name: None if isinstance(value, float) and math.isnan(value) else value for name, value in _fields(each)}
        for each in found
    ]
    return json.dumps(rows, indent=1)


def _fields(score: Score) -> Iterator[tuple[str, str | int | float]]:
    for name in Score.__slots__:
        yield name, getattr(score, name)


def write_predictions(path: Path, replayed: Sequence[Replayed]) -> None:
    """Write each prediction as a row of a CSV file. `actual` and `crps` are empty while the time has not come."""
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        for one in (prediction for each in replayed for prediction in each.predictions):
            numbers = (one.mean, one.low, one.high, one.crps, one.actual)
            texts = (
                "" if number is None else f"{number:.6g}" if abs(number) < 1e5 else f"{number:.2f}"
                for number in numbers
            )
            rows.writerow((one.origin.date().isoformat(), one.horizon, one.measure, *texts))
