"""A restored backup is noticed when Putki starts, and `putki restore` goes on with it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs
from typer.testing import CliRunner

from bot import cli, doctor, start
from bot.config import Config
from bot.restored import AnchorFile, LedgerLost
from pipeline.clock import StandingClock
from pipeline.ledger import anchor
from pipeline.ledger.unit_of_work import Ledger
from pipeline.storage.engine import Storage
from pipeline.subjects import SUBJECTS
from tests.databases import Databases
from tests.pipeline.team import START, Team, team_in

W = 1


@dataclass
class Installation:
    """A database to which a backup was restored, and the anchor from before that."""

    config: Config
    storage: Storage
    anchor: AnchorFile

    def putki(self, command: str) -> tuple[int, str]:
        """The exit code of a command of the operator's, and what it says."""
        ended = CliRunner().invoke(cli.app, [command])
        return ended.exit_code, " ".join(ended.stdout.split())

    @property
    def seen(self) -> int:
        """The newest event that the anchor has."""
        return (anchor.read(self.anchor.path) or {})[W].event_no


def team_on(storage: Storage, minutes: int) -> Team:
    clock = StandingClock(START + timedelta(minutes=minutes))
    return Team(Ledger(storage, clock, SUBJECTS), clock, W)


def config_of(url: str, seen_file: Path) -> Config:
    return Config(
        database_url=url,
        seen_file=seen_file,
        bot_token=SecretStr("xoxb-1"),
        app_token=SecretStr("xapp-1"),
        slack_api_url="http://127.0.0.1:9/api/",
    )


@pytest.fixture
def restored(databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    url = databases.fresh()
    storage = Storage.open(url)
    team_in(storage, StandingClock(START), W).new("Acme", 100)
    storage.close()
    copy = databases.copied(url)
    file = tmp_path / "seen"
    storage = Storage.open(url)
    team_on(storage, 1).advance(1)
    kept = AnchorFile.of(config_of(url, file), storage)
    assert kept is not None
    kept.keep()
    storage.close()
    monkeypatch.setenv("PUTKI_DATABASE_URL", copy)
    monkeypatch.setenv("PUTKI_SEEN_FILE", str(file))
    storage = Storage.open(copy)
    yield Installation(config_of(copy, file), storage, AnchorFile(file, storage))
    storage.close()
    databases.remove(url)
    databases.remove(copy)


def test_putki_does_not_start_on_a_database_that_lacks_changes(restored: Installation) -> None:
    said = r"ends with event \d+, but Putki has seen event \d+.*putki restore"
    with pytest.raises(LedgerLost, match=said), start.wired(restored.config, threading.Event()):
        pass


def test_verify_and_doctor_say_what_is_lacking_and_what_to_do(restored: Installation) -> None:
    code, said = restored.putki("verify")
    assert code == 1
    assert "0 differences The ledger of workspace 1 ends with event" in said
    assert "run `putki restore` once" in said
    found = {each.what: each for each in doctor.run_checks(restored.config)}
    assert not found["changes"].is_well
    assert "but Putki has seen event" in found["changes"].says
    assert "putki restore" in found["changes"].mend


def test_restore_goes_on_behind_what_was_seen_and_a_second_one_changes_nothing(restored: Installation) -> None:
    seen = restored.seen

    code, said = restored.putki("restore")

    assert code == 0
    assert said.startswith(
        f"Workspace 1 goes on with event {seen + 10_001}. The numbers {seen} to {seen + 10_000} stay"
    )
    restored.anchor.require()
    assert restored.seen == seen + 10_001
    assert restored.putki("restore") == (0, "Workspace 1 has all that Putki has seen of it. Nothing is changed.")
    code, said = restored.putki("verify")
    assert code == 0
    assert said.startswith("0 differences A backup was restored into workspace 1: it left out the event numbers")


def test_where_nothing_was_seen_restore_leaves_a_million_numbers_out(restored: Installation) -> None:
    restored.anchor.path.unlink()
    code, said = restored.putki("restore")
    assert code == 0
    assert "stay free" in said
    assert restored.seen > 1_000_000


def test_what_was_seen_is_kept_while_changes_are_lacking_and_that_is_logged_once(restored: Installation) -> None:
    seen = restored.seen
    with capture_logs() as logged:
        restored.anchor.keep()
        restored.anchor.keep()
    assert [each["event"] for each in logged] == ["ledger_lost_changes"]
    assert "putki restore" in logged[0]["fix"]
    assert restored.seen == seen


def test_what_is_seen_follows_the_ledger(restored: Installation) -> None:
    restored.putki("restore")
    team = team_on(restored.storage, 9)
    team.advance(1)
    restored.anchor.keep()
    assert restored.seen == team.last_event


def test_a_place_that_cannot_be_written_is_logged_and_ends_nothing(restored: Installation, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    nowhere = AnchorFile(tmp_path / "file" / "seen", restored.storage)
    with capture_logs() as logged:
        nowhere.keep()
    assert [each["event"] for each in logged] == ["anchor_not_kept"]


def test_beside_a_sqlite_file_the_anchor_has_its_name(sqlite_url: str) -> None:
    storage = Storage.open(sqlite_url)
    kept = AnchorFile.of(Config(database_url=sqlite_url), storage)
    assert kept is not None
    assert f"sqlite:///{kept.path}" == f"{sqlite_url}.seen"
    storage.close()


def test_on_postgresql_there_is_one_only_where_a_place_is_set(postgresql_url: str, tmp_path: Path) -> None:
    storage = Storage.open(postgresql_url)
    assert AnchorFile.of(Config(database_url=postgresql_url, seen_file=None), storage) is None
    assert AnchorFile.of(Config(database_url=postgresql_url, seen_file=tmp_path / "seen"), storage) is not None
    storage.close()
