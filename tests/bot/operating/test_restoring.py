"""A backup is put in place as the page says, after a kill too: the database is sound, and no number is given anew."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.clock import StandingClock
from pipeline.deals import open as opening
from pipeline.ledger.unit_of_work import Ledger
from pipeline.storage.engine import Storage
from pipeline.subjects import SUBJECTS
from tests.databases import SqliteFiles
from tests.pipeline.team import ANNA, START, Team, team_in
from tests.processes import kills_itself
from tests.scenarios.town import ROOT

LATER = 40  # deals opened after the copy was made
PAGE = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")


def told(heading: str) -> list[str]:
    """The commands that stand under this heading."""
    part = PAGE.split(f"\n### {heading}\n", 1)[1].split("\n#", 1)[0]
    return re.findall(r"^ {4}(\S.*)$", part, re.MULTILINE)


# What the page needs of the command `sqlite3`, for a machine that has only the library.
SHELL = """
import sqlite3, sys
database, asked = sys.argv[1:]
with sqlite3.connect(database) as connection:
    if asked.startswith(".backup "):
        connection.backup(sqlite3.connect(asked.removeprefix(".backup ")))
    else:
        connection.execute(asked)
"""


def as_here(command: str) -> str:
    """The command as this machine has it."""
    command = command.replace(".venv/bin/putki", f"{sys.executable} -m bot")
    if shutil.which("sqlite3") is None:
        command = re.sub(r"\bsqlite3 (?=putki)", f"{sys.executable} -c {shlex.quote(SHELL)} ", command)
    return command


def follow(folder: Path, command: str) -> str:
    """Do what the page says there, and see that it works; what it said."""
    done = subprocess.run(
        ["bash", "-ec", as_here(command)],
        cwd=folder,
        env={
            **{name: value for name, value in os.environ.items() if not name.startswith("PUTKI_")},
            "PYTHONPATH": str(ROOT),
            "PUTKI_DATABASE_URL": "sqlite:///putki.db",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


def _live_on_and_die(url: str, workspace_no: int) -> None:
    team = Team(Ledger(Storage.open(url), StandingClock(START), SUBJECTS), StandingClock(START), workspace_no)
    for number in range(LATER):
        opening.new(team.ledger, team.by(ANNA, f"later:{number}"), opening.NewDeal(f"Later {number}"))
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture
def folder(sqlite_files: SqliteFiles, tmp_path: Path) -> Path:
    (tmp_path / "putki.db").write_bytes(sqlite_files.template.read_bytes())
    return tmp_path


def test_a_copy_restored_after_a_kill_is_sound_and_gives_no_deal_the_number_of_one_that_is_gone(folder: Path) -> None:
    url = f"sqlite:///{folder / 'putki.db'}"
    storage = Storage.open(url)
    team = team_in(storage)
    kept = [team.new(f"Kept {number}") for number in range(3)]
    follow(folder, told("Backup")[0])
    assert (folder / "putki.db.copy").stat().st_mode & 0o777 == 0o600
    storage.close()
    assert kills_itself(_live_on_and_die, url, team.workspace_no)
    assert (folder / "putki.db-wal").stat().st_size > 0

    said = [follow(folder, command) for command in told("Restore")]

    assert "0 differences" in said[-1]
    with sqlite3.connect(folder / "putki.db") as connection:
        assert [no for (no,) in connection.execute("SELECT deal_no FROM deal ORDER BY deal_no")] == kept
    storage = Storage.open(url)
    afterwards = Team(Ledger(storage, team.clock, SUBJECTS), team.clock, team.workspace_no)
    assert afterwards.new("New") > max(kept) + LATER
    assert afterwards.is_sound()
    storage.close()
