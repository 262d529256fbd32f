"""`putki import`: what came in, and what did not, is told to whoever runs it."""

from __future__ import annotations

import gzip
from collections.abc import Generator
from pathlib import Path

import pytest
import structlog
from typer.testing import CliRunner, Result

from bot import cli
from tests.databases import SqliteFiles
from tests.scenarios.town import Town, playing

HEADER = "case_id,seq,stage,entered_at,amount"
GOOD = "good{},1,offer,2026-01-05,500"


@pytest.fixture(scope="module")
def town(sqlite_files: SqliteFiles) -> Generator[Town]:
    with playing(sqlite_files.fresh()) as town:
        yield town


@pytest.fixture
def at_town(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    config = town.bot.config
    assert config.app_token is not None
    monkeypatch.setenv("PUTKI_DATABASE_URL", config.database_url)
    monkeypatch.setenv("PUTKI_BOT_TOKEN", config.bot_token.get_secret_value())
    monkeypatch.setenv("PUTKI_APP_TOKEN", config.app_token.get_secret_value())
    monkeypatch.setenv("PUTKI_SLACK_API_URL", config.slack_api_url)
    monkeypatch.setenv("PUTKI_CLOCK_URL", config.clock_url or "")


def _import(path: Path, content: bytes) -> Result:
    path.write_bytes(content)
    try:
        return CliRunner().invoke(cli.app, ["import", str(path)])
    finally:
        structlog.reset_defaults()  # the command logs from warnings on, and other tests look at what is below


def _rows(*rows: str) -> bytes:
    return "\n".join([HEADER, *rows]).encode()


@pytest.mark.usefixtures("at_town")
def test_a_whole_file_ends_well(tmp_path: Path) -> None:
    told = _import(tmp_path / "deals.csv", _rows(GOOD.format(1)))

    assert (told.exit_code, "line" in told.output) == (0, False), told.output


@pytest.mark.usefixtures("at_town")
def test_of_sixty_bad_rows_twenty_are_named_and_the_rest_counted(tmp_path: Path) -> None:
    told = _import(tmp_path / "deals.csv", _rows(GOOD.format(2), *(f"b{n},1,offer,then,5" for n in range(60))))

    assert told.exit_code == 1
    assert told.output.count("bad_time then") == 20
    assert "and 40 more" in told.output


@pytest.mark.usefixtures("at_town")
@pytest.mark.parametrize("stage", ["[/red]", "[red]", "[/]"])
def test_what_looks_like_markup_is_told_as_it_stands(tmp_path: Path, stage: str) -> None:
    told = _import(tmp_path / "deals.csv", _rows(f"x,1,{stage},2026-01-05,5"))

    assert (told.exit_code, f"line 2: unknown_stage {stage}" in told.output) == (1, True), told.output


@pytest.mark.usefixtures("at_town")
def test_a_packed_file_that_was_cut_short_is_told(tmp_path: Path) -> None:
    told = _import(tmp_path / "deals.csv.gz", gzip.compress(_rows(*(GOOD.format(n) for n in range(99))))[:-30])

    assert (told.exit_code, "broken_gzip deals.csv.gz" in told.output) == (1, True), told.output
