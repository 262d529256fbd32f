"""What the tests themselves rest on: skips that fail where forbidden, tables tried whole, the watch over workspaces."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from pipeline.storage.engine import Storage
from tests.databases import Databases
from tests.tables import each_row
from tests.tenancy import tables_without_workspace

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = ("skip('no')", "xfail('no')", "importorskip('no_such_library')")


def _run(file: Path, *, ci: str, plugin: str = "tests.nothing_left_out") -> int:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        plugin,
        "-c",
        "/dev/null",
        "--rootdir",
        file.parent,
    ]
    environment = {**os.environ, "CI": ci, "PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return subprocess.run([*command, file], cwd=file.parent, env=environment, stdout=subprocess.DEVNULL).returncode


def _some(folder: Path, *left_out: str) -> Path:
    """A file of tests: one that runs, and some that are left out."""
    tests = [f"def test_{number}(): pytest.{how}" for number, how in enumerate(left_out)]
    file = folder / "test_some.py"
    file.write_text("\n\n".join(["import pytest", "def test_run(): pass", *tests, ""]))
    return file


@pytest.mark.parametrize("left_out", LEFT_OUT)
def test_a_test_left_out_fails_the_run_where_that_is_forbidden(tmp_path: Path, left_out: str) -> None:
    assert _run(_some(tmp_path, left_out), ci="true") == pytest.ExitCode.TESTS_FAILED


def test_the_tests_here_are_run_so(tmp_path: Path) -> None:
    assert _run(_some(tmp_path, LEFT_OUT[0]), ci="true", plugin="tests.conftest") == pytest.ExitCode.TESTS_FAILED


def test_all_rows_of_a_table_are_tried_and_those_that_fail_are_told_together() -> None:
    tried: list[int] = []

    @each_row(("number", "is_even"), [(1, True), (2, True), (3, True)])
    def numbers_are_as_told(number: int, is_even: bool) -> None:
        tried.append(number)
        assert (number % 2 == 0) == is_even

    with pytest.raises(ExceptionGroup) as failed:
        numbers_are_as_told()

    assert tried == [1, 2, 3]
    assert [each.__notes__ for each in failed.value.exceptions] == [["the row: (1, True)"], ["the row: (3, True)"]]


def test_where_nothing_is_forbidden_tests_may_be_left_out(tmp_path: Path) -> None:
    assert _run(_some(tmp_path, *LEFT_OUT), ci="") == pytest.ExitCode.OK


def test_a_run_that_leaves_nothing_out_passes_where_that_is_forbidden(tmp_path: Path) -> None:
    assert _run(_some(tmp_path), ci="true") == pytest.ExitCode.OK


@pytest.mark.parametrize(
    ("statement", "open_tables"),
    [
        ("SELECT deal.name FROM deal WHERE deal.workspace_no = ?", ()),
        ("SELECT name FROM deal WHERE workspace_no = 1 AND deal_no = 2", ()),
        ("SELECT deal.workspace_no FROM deal WHERE deal.deal_no = ?", ("deal",)),
        ("SELECT 1 FROM deal JOIN stay AS s ON s.workspace_no = deal.workspace_no WHERE deal.workspace_no = ?", ()),
        ("SELECT 1 FROM deal JOIN stay AS s ON s.deal_no = deal.deal_no WHERE deal.workspace_no = ?", ("stay",)),
        ("SELECT 1 FROM deal, stay WHERE deal.workspace_no = ? AND stay.no = ?", ("stay",)),
        ("INSERT INTO deal (workspace_no, deal_no) VALUES (?, ?)", ()),
        ("UPDATE line SET event_no = ? WHERE line.workspace_no = ?", ()),
        ("DELETE FROM outbox WHERE outbox.due_at < ?", ("outbox",)),
        ("SELECT version FROM alembic_version", ()),
    ],
)
def test_a_statement_that_reaches_over_workspaces_is_seen(statement: str, open_tables: tuple[str, ...]) -> None:
    assert tables_without_workspace(statement) == open_tables


def test_each_test_gets_a_migrated_database_of_its_own(storage: Storage, databases: Databases) -> None:
    other = Storage.open(databases.fresh())
    insert = text("INSERT INTO inbox (workspace_no, key, answer, at) VALUES (1, 'k', '{}', '2026-06-01 00:00:00')")
    with storage.writer.begin() as connection:
        connection.execute(insert)
    with other.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM inbox WHERE workspace_no = 1")).scalar_one() == 0
    other.close()
