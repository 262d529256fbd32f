"""`make forecasting`: backtests simulated teams and files, and writes the tables in docs/forecasting.md."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.backtest_command import Score, scores_of
from pipeline.forecast import backtest, stage_file
from pipeline.forecast.stage_file import StageFile
from tools.simulated_teams import Kind, team

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "forecasting.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
_SEEDS, _EVERY, _WARMUP = 3, 3, 13


def scores(files: Sequence[StageFile], warmup: int, every: int) -> list[Score]:
    """The scores over all files, with each `every`-th Monday as an origin."""
    replayed = [
        one for file in files for one in backtest.replay(file, backtest.origins(file, None, None, warmup)[::every])
    ]
    return list(scores_of(replayed))


def rows(name: str, found: Sequence[Score]) -> Iterator[str]:
    """The rows of the table for one history, wins only."""
    for each in found:
        if each.measure == "wins":
            numbers = (each.wape, each.crps, each.coverage, each.percentages, each.last_again)
            told = " | ".join(f"{number:.2f}" for number in numbers)
            yield f"| {name} | {each.horizon} | {each.origins} | {told} |"


def main() -> None:
    """Replace the tables between the marks; files named on the command line are measured beside simulated teams."""
    lines = [
        "| history | horizon | Mondays | WAPE | CRPS | coverage | stage percentages: WAPE | last period again: WAPE |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for path in map(Path, sys.argv[1:]):
        lines += rows(path.name.split(".")[0], scores([stage_file.read(path)], backtest.WARMUP, 1))
    for kind in Kind:
        lines += rows(f"simulated: {kind.value}", scores([team(kind, seed) for seed in range(_SEEDS)], _WARMUP, _EVERY))
    text = DOCUMENT.read_text()
    before, after = text[: text.index(BEGIN)], text[text.index(END) :]
    DOCUMENT.write_text(before + "\n".join([BEGIN, "", *lines, "", after]))


if __name__ == "__main__":
    main()
