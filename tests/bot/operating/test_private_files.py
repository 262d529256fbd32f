"""The database, what lies beside it and its copies are their owner's alone; `putki doctor` names what is not."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

import pytest

from bot import doctor
from bot.config import Config
from bot.restored import AnchorFile
from bot.slack.schema import MIGRATIONS
from pipeline.storage import migrate
from pipeline.storage.engine import Storage
from pipeline.storage.file_lock import sqlite_lock
from pipeline.storage.health import try_to_write
from tests.pipeline.team import team_in


@pytest.fixture
def everybody_may() -> Generator[None]:
    """Files that say nothing of their mode may be read and written by everybody."""
    usual = os.umask(0)
    yield
    os.umask(usual)


def modes(folder: Path) -> dict[str, str]:
    return {each.name: oct(each.stat().st_mode & 0o777) for each in folder.iterdir()}


@pytest.mark.usefixtures("everybody_may")
def test_the_database_and_all_that_lies_beside_it_are_made_for_their_owner_alone(tmp_path: Path) -> None:
    config = Config(database_url=f"sqlite:///{tmp_path / 'putki.db'}")
    with sqlite_lock(config.database_url):
        migrate.upgrade(config.database_url, [MIGRATIONS])
        storage = Storage.open(config.database_url)
        team_in(storage).new()
        try_to_write(storage)
        kept = AnchorFile.of(config, storage)
        assert kept is not None
        kept.keep()
        made = modes(tmp_path)
        storage.close()

    assert made == dict.fromkeys(
        ["putki.db", "putki.db-wal", "putki.db-shm", "putki.db.lock", "putki.db.seen"], "0o600"
    )


def told(config: Config) -> tuple[bool, str, str]:
    """What the doctor says of the files."""
    found = next(each for each in doctor.run_checks(config) if each.what == "files")
    return found.is_well, found.says, found.mend


def test_the_doctor_names_the_files_that_others_may_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in (".env", "putki.db", "putki.db.copy", "notes.txt"):
        Path(name).touch(0o600)
    config = Config(database_url="sqlite:///putki.db", slack_api_url="http://127.0.0.1:9/api/")
    assert told(config) == (True, "only their owner may read them", "")

    for name, mode in ((".env", 0o640), ("putki.db.copy", 0o604), ("notes.txt", 0o644)):
        Path(name).chmod(mode)
    is_well, says, mend = told(config)

    assert not is_well
    assert says == "other users of this machine may read putki.db.copy, .env"
    assert "`chmod 600 putki.db.copy .env`" in mend


def test_with_a_server_the_file_of_the_newest_event_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    seen = tmp_path / "seen"
    seen.touch(0o644)
    address = "postgresql+psycopg://putki@127.0.0.1:9/putki"
    config = Config(database_url=address, seen_file=seen, slack_api_url="http://127.0.0.1:9/api/")

    assert told(config)[1] == f"other users of this machine may read {seen}"
