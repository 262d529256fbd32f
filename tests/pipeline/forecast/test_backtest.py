"""A backtest replays what was known, compares with what came, and reads the files that people have."""

from __future__ import annotations

import csv
import gzip
import json
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from bot.cli import app
from pipeline.forecast import backtest, scores, stage_file
from pipeline.forecast.stage_file import StageFile, UnreadableHistories
from tests.pipeline.forecast.simulate import BEGINS, Kind, team

HEADER = ("case_id", "seq", "stage", "entered_at", "amount")
NAMES = {1: "contact", 2: "offer", 3: "talks"}


def rows_of(weeks: int = 20) -> list[tuple[str, ...]]:
    """The rows of a simulated team's file."""
    rows: list[tuple[str, ...]] = []
    for each in team(Kind.STEADY, 4, weeks=weeks, deals_a_week=6.0):
        entered = [(step.at, NAMES[step.stage_no]) for step in each.steps]
        if each.ended_at is not None and each.outcome is not None:
            entered.append((each.ended_at, each.outcome.value))
        amount = str(each.amount.major) if each.amount else ""
        rows += [
            (f"D{each.deal_no}", str(seq), name, at.isoformat(), amount) for seq, (at, name) in enumerate(entered, 1)
        ]
    return rows


def text_of(rows: list[tuple[str, ...]]) -> str:
    written = StringIO()
    csv.writer(written).writerows([HEADER, *rows])
    return written.getvalue()


def file_of(rows: list[tuple[str, ...]]) -> StageFile:
    return stage_file.parse(StringIO(text_of(rows)))


def test_rows_after_an_origin_change_nothing_that_was_forecast_by_then() -> None:
    rows = rows_of()
    origin = BEGINS + timedelta(weeks=14)
    cut = [row for row in rows if datetime.fromisoformat(row[3]) < origin]

    def said(file: StageFile) -> list[tuple[object, ...]]:
        mondays = [each for each in backtest.origins(file, origin - timedelta(weeks=2), None) if each <= origin]
        found = [one for each in backtest.replay(file, mondays) for one in each.predictions]
        return [(p.origin, p.horizon, p.measure, p.mean, p.low, p.high, p.percentages, p.last_again) for p in found]

    before = said(file_of(cut))
    assert {row[0] for row in before} == {origin - timedelta(weeks=back) for back in range(3)}
    assert before == said(file_of(rows))


def test_what_came_is_counted_from_the_rows() -> None:
    rows = [
        ("1", "1", "talks", "2024-01-02T09:00:00Z", "100"),
        ("1", "2", "won", "2024-02-13T09:00:00Z", "120"),
        ("2", "1", "talks", "2024-02-13T09:00:00Z", "50"),
        ("2", "2", "won", "2024-02-20T09:00:00Z", ""),
        ("3", "1", "talks", "2024-02-20T09:00:00Z", ""),
        ("3", "2", "lost", "2024-04-30T09:00:00Z", ""),
    ]
    (found,) = backtest.replay(file_of(rows), [datetime(2024, 2, 12, tzinfo=UTC)])
    came = {(each.horizon, each.measure): each.actual for each in found.predictions}
    assert came == {
        ("1w", "wins"): 1, ("1w", "money"): 120,
        ("4w", "wins"): 1, ("4w", "money"): 120,
        ("13w", "wins"): None, ("13w", "money"): None,
        ("month", "wins"): 2, ("month", "money"): 170,
        ("next_month", "wins"): 0, ("next_month", "money"): 0,
    }  # fmt: skip


def test_a_backtest_prints_its_scores_and_writes_each_forecast(tmp_path: Path) -> None:
    file, out = tmp_path / "histories.csv.gz", tmp_path / "out.csv"
    file.write_bytes(gzip.compress(text_of(rows_of(12)).encode()))
    command = ["backtest", str(file), "--predictions", str(out), "--warmup", "8"]
    printed = CliRunner().invoke(app, command)
    assert printed.exit_code == 0
    assert "Errors, as shares of all that came" in printed.output
    assert "…" not in printed.output
    assert max(map(len, printed.output.splitlines())) <= 80
    with out.open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert list(rows[0]) == ["origin", "horizon", "measure", "mean", "low", "high", "crps", "actual"]
    assert {row["origin"] for row in rows} == {f"2024-{day}" for day in ("02-26", "03-04", "03-11", "03-18", "03-25")}
    assert {row["actual"] for row in rows if row["horizon"] == "13w"} == {""}
    as_json = CliRunner().invoke(app, [*command, "--json"])
    found = {(row["horizon"], row["measure"]): row for row in json.loads(as_json.output)}
    due = [row for row in rows if row["horizon"] == "1w" and row["measure"] == "wins" and row["actual"]]
    off = sum(abs(float(row["mean"]) - float(row["actual"])) for row in due)
    assert found["1w", "wins"]["wape"] == pytest.approx(off / sum(float(row["actual"]) for row in due), rel=1e-4)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("case_id,stage\n1,won\n", "seq, entered_at"),
        ("case_id,seq,stage,entered_at\n1,1,talks,yesterday\n", "Line 2"),
        ("case_id,seq,stage,entered_at\n1,1,talks,2024-02-01\n1,2,won,2024-01-01\n", "case 1"),
        ("case_id,seq,stage,entered_at\n", "no rows"),
    ],
)
def test_a_file_that_is_no_table_of_histories_is_refused_with_the_reason(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableHistories, match=said):
        stage_file.parse(StringIO(text))
    file = tmp_path / "wrong.csv"
    file.write_text(text)
    assert CliRunner().invoke(app, ["backtest", str(file)]).exit_code == 2


def test_scores_are_those_that_their_definitions_give() -> None:
    draws = np.array([1.0, 3.0, 8.0])
    by_definition = np.abs(draws - 4).mean() - np.abs(draws[:, None] - draws[None, :]).mean() / 2
    assert scores.crps(draws, 4.0) == pytest.approx(by_definition)
    assert scores.off_by([3, 1], [2, 2]) == pytest.approx(0.5)
    happened = np.array([True, False, True, False])
    assert scores.brier(np.array([1.0, 0.0, 0.5, 0.5]), happened) == pytest.approx(0.125)
    assert scores.auc(np.array([0.9, 0.1, 0.4, 0.4]), happened) == pytest.approx(0.875)
    assert np.isnan(scores.auc(np.array([0.9]), np.array([True])))
