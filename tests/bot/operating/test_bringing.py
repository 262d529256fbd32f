"""`putki import`: what came in, whose it is, and what did not come, is told to whoever runs it."""

from __future__ import annotations

import gzip
import os
import sqlite3
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy import text
from typer.testing import CliRunner, Result

from bot import cli
from pipeline.storage.engine import Storage
from tests.busy_machine import PATIENCE
from tests.conftest import log_plainly
from tests.databases import SqliteFiles
from tests.scenarios.town import Town, playing

ROOT = Path(__file__).resolve().parents[3]
HEADER = "case_id,seq,stage,entered_at,amount,agent"
GOOD = "good{},1,offer,2026-01-05,500,Aino Virtanen"
ENGLISH = {"LC_ALL": "en_GB.UTF-8"}
FINNISH = {"LC_ALL": "fi_FI.UTF-8"}


@pytest.fixture(scope="module")
def town(sqlite_files: SqliteFiles) -> Generator[Town]:
    with playing(sqlite_files.fresh()) as town:
        assert town.bot.sender.drain(monotonic() + PATIENCE)  # else the bot logs into what a command prints
        yield town


@pytest.fixture
def at_town(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    config = town.bot.config
    assert config.app_token is not None
    monkeypatch.setenv("PUTKI_DATABASE_URL", config.database_url)
    monkeypatch.setenv("PUTKI_BOT_TOKEN", config.bot_token.get_secret_value())
    monkeypatch.setenv("PUTKI_SLACK_API_URL", config.slack_api_url)
    monkeypatch.setenv("PUTKI_CLOCK_URL", config.clock_url or "")
    for name, value in ENGLISH.items():
        monkeypatch.setenv(name, value)


def _import(path: Path, content: bytes, *options: str) -> Result:
    path.write_bytes(content)
    try:
        return CliRunner().invoke(cli.app, ["import", str(path), *options], env={"COLUMNS": "200"})
    finally:
        log_plainly()  # the command logs almost nothing, and other tests look at what is below


def _rows(*rows: str) -> bytes:
    return "\n".join([HEADER, *rows]).encode()


def _owners(town: Town, like: str) -> list[tuple[str, str]]:
    """The names of the deals like this, each with its owner's name, as the database has them."""
    storage = Storage.open(town.bot.config.database_url)
    query = text(
        "SELECT name.text, profile.name FROM deal"
        " JOIN name ON name.workspace_no = deal.workspace_no AND name.no = deal.name"
        " JOIN profile ON profile.workspace_no = deal.workspace_no AND profile.member_no = deal.owner"
        " WHERE deal.workspace_no = :w AND name.text LIKE :like ORDER BY name.text"
    )
    try:
        with storage.reader.connect() as connection:
            found = connection.execute(query, {"w": town.bot.services.directory.workspace_no, "like": like})
            return [(row[0], row[1]) for row in found]
    finally:
        storage.close()


# --- what came ---


@pytest.mark.usefixtures("at_town")
def test_a_whole_file_ends_well(tmp_path: Path) -> None:
    told = _import(tmp_path / "deals.csv", _rows(GOOD.format(1)))

    assert (told.exit_code, told.output) == (0, "Imported 1 deal: 1 open, 0 won, 0 lost.\n")


@pytest.mark.usefixtures("at_town")
def test_a_file_that_came_before_says_so(tmp_path: Path) -> None:
    _import(tmp_path / "deals.csv", _rows(GOOD.format("before")))
    told = _import(tmp_path / "deals.csv", _rows(GOOD.format("before")))

    assert told.exit_code == 0
    assert told.output == "Imported 0 deals: 0 open, 0 won, 0 lost.\n1 deal had been imported before.\n"


@pytest.mark.usefixtures("at_town")
def test_of_sixty_bad_rows_twenty_are_named_and_the_rest_counted(tmp_path: Path) -> None:
    rows = [f"b{n},1,offer,then,5,Aino Virtanen" for n in range(60)]
    told = _import(tmp_path / "deals.csv", _rows(GOOD.format(2), *rows))

    assert told.exit_code == 1
    assert told.output.count("entered_at “then” is not a day") == 20
    assert "… and 40 more." in told.output


@pytest.mark.usefixtures("at_town")
@pytest.mark.parametrize("stage", ["[/red]", "[red]", "[/]"])
def test_what_looks_like_markup_is_told_as_it_stands(tmp_path: Path, stage: str) -> None:
    told = _import(tmp_path / "deals.csv", _rows(f"x,1,{stage},2026-01-05,5,Aino Virtanen"))

    assert (told.exit_code, told.output) == (1, f"Line 2: unknown stage “{stage}”\n")


@pytest.mark.usefixtures("at_town")
def test_a_packed_file_that_was_cut_short_is_told(tmp_path: Path) -> None:
    told = _import(tmp_path / "deals.csv.gz", gzip.compress(_rows(*(GOOD.format(n) for n in range(99))))[:-30])

    assert told.exit_code == 1
    assert told.output == "deals.csv.gz is packed (gzip) and damaged. Pack it again, or import it unpacked.\n"


# --- whose it is ---


@pytest.mark.usefixtures("at_town")
@pytest.mark.parametrize(
    "written",
    ["Liisa Nieminen", "Nieminen, Liisa", "liisa nieminen", "NIEMINEN LIISA", "@liisa", "liisa", "Liisa  Nieminen "],
)
def test_an_owner_is_found_by_name_in_either_order_and_by_handle(town: Town, tmp_path: Path, written: str) -> None:
    key = written.encode().hex()
    told = _import(tmp_path / "deals.csv", _rows(f'{key},1,offer,2026-01-05,5,"{written}"'))

    assert told.exit_code == 0, told.output
    assert _owners(town, key) == [(key, "Liisa Nieminen")]


@pytest.mark.usefixtures("at_town")
def test_without_letters_dots_an_owner_is_found(town: Town, tmp_path: Path) -> None:
    told = _import(tmp_path / "deals.csv", _rows("dots,1,offer,2026-01-05,5,Makela Oskari"))

    assert told.exit_code == 0, told.output
    assert _owners(town, "dots") == [("dots", "Oskari Mäkelä")]


@pytest.mark.usefixtures("at_town")
def test_owners_whom_nobody_knows_are_listed_and_nothing_comes(town: Town, tmp_path: Path) -> None:
    rows = _rows(
        "w1,1,offer,2026-01-05,5,Pekka Poissa",
        "w2,1,offer,2026-01-05,5,Pekka Poissa",
        "w3,1,offer,2026-01-05,5,",
        "w4,1,offer,2026-01-05,5,Aino Virtanen",
    )
    told = _import(tmp_path / "deals.csv", rows)

    assert told.exit_code == 2
    # the town's bot may log that it has sent an earlier answer
    assert [line for line in told.output.splitlines() if " [info " not in line] == [
        "Slack does not know the owners of these deals:",
        "– Pekka Poissa: 2 deals",
        "– (no name in the file): 1 deal",
        'Nothing was imported. Say who gets these deals: `--owner "First Last"`',
    ]
    assert _owners(town, "w_") == []


@pytest.mark.usefixtures("at_town")
def test_they_go_to_whom_the_operator_says_and_the_others_to_their_own(town: Town, tmp_path: Path) -> None:
    rows = _rows("v1,1,offer,2026-01-05,5,Pekka Poissa", "v2,1,offer,2026-01-05,5,Aino Virtanen")
    told = _import(tmp_path / "deals.csv", rows, "--owner", "korhonen, matti")

    assert told.exit_code == 0, told.output
    assert _owners(town, "v_") == [("v1", "Matti Korhonen"), ("v2", "Aino Virtanen")]


@pytest.mark.usefixtures("at_town")
def test_an_operator_who_names_nobody_is_told_who_there_is(town: Town, tmp_path: Path) -> None:
    told = _import(tmp_path / "deals.csv", _rows("u1,1,offer,2026-01-05,5,"), "--owner", "Pekka")

    assert told.exit_code == 2
    assert "Nobody in Slack has the name, handle or e-mail Pekka." in told.output
    assert "Matti Korhonen" in told.output
    assert _owners(town, "u_") == []


# --- what would come ---


@pytest.mark.usefixtures("at_town")
def test_a_dry_run_says_what_would_come_and_writes_nothing(town: Town, tmp_path: Path) -> None:
    rows = _rows(
        'd1,1,offer,2026-01-05,"12,500.50",Virtanen Aino',
        "d2,1,contact,2026-01-05,$800,Pekka Poissa",
        "d2,2,won,2026-02-05,$800,Pekka Poissa",
        "d3,1,offer,2026-01-05,soon,Aino Virtanen",
        "d4,1,offer,2026-01-05,,Ai[/bar]no [red]",
    )
    told = _import(tmp_path / "deals.csv", rows, "--dry-run")

    said = told.output.replace("\xa0", " ")
    assert told.exit_code == 1
    assert "Dry run: nothing was saved." in said
    assert "3 deals would come: 2 open, 1 won, 0 lost." in said
    for row in (
        ["Offer", "2", "€12,500.50"],
        ["Sale", "1", "$800"],
        ["Virtanen Aino", "1", "Aino Virtanen"],
        ["Pekka Poissa", "1", "not found: --owner"],
        ["Ai[/bar]no [red]", "1", "not found: --owner"],
    ):
        assert row in [[cell.strip() for cell in line.split("│")[1:-1]] for line in said.splitlines()]
    assert "Line 5 (deal d3): the amount “soon” is unclear." in said
    assert _owners(town, "d_") == []


@pytest.mark.usefixtures("at_town")
def test_a_dry_run_knows_what_came_before(tmp_path: Path) -> None:
    _import(tmp_path / "deals.csv", _rows("e1,1,offer,2026-01-05,5,Aino Virtanen"))
    rows = _rows("e1,1,offer,2026-01-05,6,Aino Virtanen", "e2,1,offer,2026-01-05,5,Aino Virtanen")
    told = _import(tmp_path / "deals.csv", rows, "--dry-run")

    assert told.exit_code == 1
    assert "1 deal would come" in told.output
    assert "Line 2: deal e1 was imported before with other rows." in told.output


# --- without Slack ---


def _process(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`putki import` in a process of its own, with nothing in its environment but what is given."""
    path = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "bot", "import", *arguments],
        cwd=folder,
        env=path | {"PYTHONPATH": str(ROOT), "COLUMNS": "200"} | environment,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )


def test_a_dry_run_needs_no_token_no_network_and_no_database(tmp_path: Path) -> None:
    (tmp_path / "deals.csv").write_bytes(_rows(GOOD.format(1), "bad,1,offer,2026-01-05,5"))
    told = _process(tmp_path, "deals.csv", "--dry-run", PYTHONUTF8="1")

    assert (told.returncode, told.stderr) == (1, "")
    assert "1 deal would come: 1 open, 0 won, 0 lost." in told.stdout
    assert "Line 3 (deal bad): the row has only 5 columns, the header 6" in told.stdout
    assert [each.name for each in tmp_path.iterdir()] == ["deals.csv"]


def test_a_dry_run_reads_a_database_that_is_not_putkis_as_none(tmp_path: Path) -> None:
    (tmp_path / "deals.csv").write_bytes(_rows(GOOD.format(1)))
    sqlite3.connect(tmp_path / "putki.db").close()
    told = _process(tmp_path, "deals.csv", "--dry-run", PYTHONUTF8="1", **FINNISH)

    assert (told.returncode, told.stderr) == (0, "")
    assert "Työtilaa ei löytynyt tietokannasta" in told.stdout
    assert "Tulisi 1 diili: avoimia 1, voitettuja 0, hävittyjä 0." in told.stdout


def test_without_a_token_an_import_ends_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "deals.csv").write_bytes(_rows(GOOD.format(1)))
    told = _process(tmp_path, "deals.csv", PYTHONUTF8="1", **ENGLISH)

    assert (told.returncode, told.stderr) == (2, "")
    assert told.stdout.startswith("PUTKI_BOT_TOKEN is missing")
    assert "--dry-run" in told.stdout


def test_without_a_network_an_import_ends_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "deals.csv").write_bytes(_rows(GOOD.format(1)))
    nobody = {"PUTKI_BOT_TOKEN": "xoxb-1", "PUTKI_SLACK_API_URL": "http://127.0.0.1:9/api/"}
    told = _process(tmp_path, "deals.csv", PYTHONUTF8="1", **nobody, **FINNISH)

    assert (told.returncode, told.stderr) == (2, "")
    assert told.stdout.startswith("Slack ei vastaa, joten mitään ei tuotu.")


@pytest.mark.parametrize(
    ("header", "environment", "said"),
    [
        (
            "Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount",
            FINNISH,
            "Tiedostosta puuttuvat sarakkeet case_id, seq, stage, entered_at; siinä on: Record ID, Deal Name, Deal "
            "Stage, Close Date, Deal owner, Amount.",
        ),
        (
            '"OpportunityId","Opportunity.Name","StageName","CreatedDate"',
            ENGLISH,
            "The file lacks the columns case_id, seq, stage, entered_at; it has: OpportunityId, Opportunity.Name, "
            "StageName, CreatedDate.",
        ),
    ],
)
def test_another_systems_columns_are_told_in_one_sentence_before_anything_is_asked(
    tmp_path: Path, header: str, environment: dict[str, str], said: str
) -> None:
    (tmp_path / "export.csv").write_text(f"{header}\n1,2,3,4,5,6\n")
    told = _process(tmp_path, "export.csv", PYTHONUTF8="1", **environment)

    assert (told.returncode, told.stdout.strip(), told.stderr) == (1, said, "")


@pytest.mark.usefixtures("at_town")
@pytest.mark.parametrize(
    ("header", "said"),
    [
        (
            "Deal - ID;Deal - Title;Deal - Value;Deal - Stage;Deal - Owner",
            "The file lacks the columns case_id, seq, stage, entered_at; it has: Deal - ID, Deal - Title, Deal - "
            "Value, Deal - Stage, Deal - Owner.",
        ),
        ("case_id,stage,entered_at", "The file lacks the column seq; it has: case_id, stage, entered_at."),
    ],
)
def test_columns_that_lack_are_told_however_many(tmp_path: Path, header: str, said: str) -> None:
    told = _import(tmp_path / "export.csv", f"{header}\n1,2,3,4,5,6\n".encode())

    assert (told.exit_code, " ".join(told.output.split())) == (1, said)
