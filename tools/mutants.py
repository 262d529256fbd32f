"""Mutants: each pure module is changed in many small ways, and a test has to fail for each (`make mutants`).

mutmut makes the mutants and runs the tests. Each target is run in a folder of its own under `.mutants/`, with links to
the sources and a few tests. A survivor is a mutant with which all of them pass: either a test is missing, or the mutant
changes nothing that anybody could see. docs/decisions/mutants.md tells of those that stay.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[1]
WORKPLACE = HOUSE / ".mutants"
SURVIVORS = WORKPLACE / "survivors"
SOURCES = ("pipeline", "bot")
BESIDE = ("tests", "tools", "docs", "manifest.yml", "README.md")  # what tests read, and are imported from
ON_SQLITE = "not postgresql"  # pure modules need no second database
MINUTES = 55.0  # for all targets; what is not run by then is told
DIGITS = "7294618350"  # mutants are numbered: those that end in the first few of these make a sample

NOT_RUN, SURVIVED, TIMEOUT = "not checked", "survived", "timeout"
ALIVE = (SURVIVED, "no tests")
HEADING = f"{'module':36} {'mutants':>7} {'killed':>7} {'survived':>8} {'timeout':>7} {'not run':>7} {'%':>4}"


@dataclass(frozen=True, slots=True)
class Target:
    """A module whose mutants are made, and the tests that should kill them: the fewest and the fastest."""

    module: str
    tests: tuple[str, ...]

    @property
    def name(self) -> str:
        """The module's path in one word."""
        return self.module.removesuffix(".py").replace("/", "-")

    @property
    def folder(self) -> Path:
        """Where it is run."""
        return WORKPLACE / self.name


def _forecast(name: str, *tests: str) -> Target:
    """A module of the forecast: its figures for a history that does not change, and what else is told of it."""
    folder = "tests/pipeline/forecast"
    return Target(f"pipeline/forecast/{name}.py", tuple(f"{folder}/test_{each}.py" for each in tests))


FIGURES = "figures_that_stay"
TARGETS = (
    Target("pipeline/money.py", ("tests/pipeline/test_money.py",)),
    Target("pipeline/calendars.py", ("tests/pipeline/test_calendars.py",)),
    Target("pipeline/deals/deal.py", ("tests/pipeline/deals", "tests/pipeline/ledger/test_undo.py")),
    Target("pipeline/ledger/undoing.py", ("tests/pipeline/ledger/test_undo.py",)),
    Target("pipeline/schedule/reminders.py", ("tests/pipeline/schedule/test_reminders.py",)),
    Target(
        "pipeline/schedule/post_calendar.py",
        ("tests/pipeline/schedule/test_posts.py", "tests/pipeline/schedule/test_posts_and_settings.py"),
    ),
    Target("bot/language/amounts.py", ("tests/bot/language/test_amounts.py",)),
    Target("bot/language/days.py", ("tests/bot/language/test_days.py",)),
    _forecast("histories", "moves", FIGURES),
    _forecast("moves", "moves", FIGURES),
    _forecast("chain", FIGURES, "chain"),
    _forecast("rhythm", FIGURES, "rhythm"),
    _forecast("level", FIGURES, "level"),
    _forecast("fitting", FIGURES),
    _forecast("model", FIGURES),
    _forecast("draws", FIGURES, "forecast"),
    _forecast("record", FIGURES, "level"),
    _forecast("estimate", FIGURES, "forecast"),
    _forecast("report", "report"),
)


def main(arguments: Sequence[str]) -> int:
    """Run the targets whose path has one of the words, or all; 0 when every mutant asked for was tried."""
    asked = _read(arguments)
    SURVIVORS.mkdir(parents=True, exist_ok=True)
    end = time.monotonic() + 60 * asked.minutes
    print(HEADING, flush=True)
    not_run = 0
    for target in TARGETS:
        if not asked.words or any(word in target.module for word in asked.words):
            states = _run(target, asked, max(1.0, end - time.monotonic()))
            not_run += _report(target, states)
    print(f"What survived is in {SURVIVORS.relative_to(HOUSE)}/, and why some may in docs/decisions/mutants.md.")
    return 1 if not_run and asked.tenths >= len(DIGITS) else 0


def _read(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.mutants", description=__doc__)
    parser.add_argument("words", nargs="*", help="only the targets whose path has one of these")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="mutants that are tried side by side")
    parser.add_argument("--tenths", type=int, default=10, help="so many tenths of the mutants, each time the same ones")
    parser.add_argument("--minutes", type=float, default=MINUTES, help="when to stop")
    return parser.parse_args(arguments)


def _run(target: Target, asked: argparse.Namespace, seconds: float) -> dict[str, str]:
    """Each mutant of the target, and what became of it; an empty answer when none was made."""
    _lay_out(target)
    sample = [f"*__mutmut_*[{DIGITS[: asked.tenths]}]"] if asked.tenths < len(DIGITS) else []
    with (target.folder / "run.log").open("w", encoding="utf-8") as log:
        command = _mutmut("run", "--max-children", str(asked.workers), *sample)
        running = subprocess.Popen(command, cwd=target.folder, env=_environment(), stdout=log, stderr=log)
        try:
            running.wait(seconds)
        except subprocess.TimeoutExpired:
            running.terminate()
            running.wait()
    told = _told_by(target, "results", "--all", "true")
    pairs = (line.strip().rpartition(": ") for line in told.splitlines() if ": " in line)
    return {name: state for name, _, state in pairs}


def _lay_out(target: Target) -> None:
    """The target's folder, made anew: links to what is read, and the settings of pytest and mutmut."""
    shutil.rmtree(target.folder, ignore_errors=True)
    target.folder.mkdir(parents=True)
    for name in (*SOURCES, *BESIDE):
        (target.folder / name).symlink_to(HOUSE / name)
    pytest = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"]["ini_options"]
    mutmut = {
        "source_paths": list(SOURCES),
        "only_mutate": [target.module],
        "also_copy": list(BESIDE),
        "pytest_add_cli_args": ["-k", ON_SQLITE, "-p", "no:cacheprovider", "--hypothesis-seed=0"],
        "pytest_add_cli_args_test_selection": list(target.tests),
        "timeout_constant": 4.0,  # seconds; times the multiplier, 20 and more: a mutant that goes on for ever
        "timeout_multiplier": 5.0,
        "use_git_change_detection": False,
    }
    tables = (_table("tool.pytest.ini_options", pytest), _table("tool.mutmut", mutmut))
    (target.folder / "pyproject.toml").write_text("\n".join(tables), encoding="utf-8")


def _table(name: str, values: Mapping[str, object]) -> str:
    """A table of TOML; lists of plain words, numbers and truths look there as they do here."""
    lines = (
        f"{key} = {str(value).lower() if isinstance(value, bool) else repr(value)}" for key, value in values.items()
    )
    return "\n".join([f"[{name}]", *lines, ""])


def _mutmut(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "mutmut", *arguments]


def _environment() -> dict[str, str]:
    return {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}


def _told_by(target: Target, *arguments: str) -> str:
    """What mutmut says of a target that was run."""
    command = _mutmut(*arguments)
    return subprocess.run(command, cwd=target.folder, env=_environment(), stdout=subprocess.PIPE, text=True).stdout


def _report(target: Target, states: Mapping[str, str]) -> int:
    """Print the target's line and write its survivors down; how many were not run, at least one when none was made."""
    counts = Counter(states.values())
    alive = [name for name, state in states.items() if state in ALIVE]
    not_run, timeouts = counts[NOT_RUN], counts[TIMEOUT]
    tried = len(states) - not_run
    killed = tried - len(alive) - timeouts
    share = f"{100 * (killed + timeouts) / tried:4.0f}" if tried else "   -"
    figures = f"{len(states):7} {killed:7} {len(alive):8} {timeouts:7} {not_run:7}"
    print(f"{target.module:36} {figures} {share}", flush=True)
    shown = "\n".join(_told_by(target, "show", name) for name in alive)
    (SURVIVORS / f"{target.name}.diff").write_text(shown, encoding="utf-8")
    return not_run if states else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
