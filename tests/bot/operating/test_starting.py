"""`putki run` starts, or says in a sentence why it does not: whoever started it can mend that."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from bot import start
from bot.cli import main
from bot.config import Config, Misconfigured
from bot.local_slack import LocalSlackServer, Running
from bot.slack.directory import install
from pipeline import errors
from pipeline.clock import SystemClock
from pipeline.storage import file_lock
from pipeline.storage.engine import Deadline, Storage
from tests.busy_machine import PATIENCE
from tests.databases import SqliteFiles
from tests.pipeline.storage.test_trouble import may_write
from tests.processes import begun, exit_code
from tests.scenarios.town import ROOT


@pytest.fixture(scope="module")
def slack() -> Generator[Running]:
    with LocalSlackServer.start(manifest=ROOT / "manifest.yml", port=0) as running:
        yield running


@dataclass(frozen=True, slots=True)
class Ended:
    """A command that has ended."""

    code: int
    said: str


def putki(*command: str, folder: Path, **settings: str) -> Ended:
    """The command in that folder, with these settings and no others, in a process that had loaded it already."""
    with tempfile.TemporaryDirectory() as elsewhere:
        said = Path(elsewhere) / "said"
        code = exit_code(begun(_putki, command, folder, settings, said))
        assert code is not None, "it does not end"
        return Ended(code, said.read_text())


def _putki(command: tuple[str, ...], folder: Path, settings: dict[str, str], said: Path) -> None:
    for name in [name for name in os.environ if name.startswith("PUTKI_")]:
        del os.environ[name]
    os.environ.update(settings, COLUMNS="200")
    os.chdir(folder)
    written = os.open(said, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    os.dup2(written, sys.stdout.fileno())
    os.dup2(written, sys.stderr.fileno())
    sys.argv = ["putki", *command]
    main()


def putki_from_nothing(*command: str, folder: Path, **settings: str) -> Ended:
    """The same, as a person starts it."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("PUTKI_")}
    ended = subprocess.run(
        [sys.executable, "-c", "from bot.cli import main; main()", *command],
        cwd=folder,
        env={**others, "PYTHONPATH": str(ROOT), "COLUMNS": "200", **settings},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    return Ended(ended.returncode, ended.stdout + ended.stderr)


def settings_for(slack: Running, **changes: str) -> dict[str, str]:
    return {
        "PUTKI_SLACK_API_URL": slack.api_url,
        "PUTKI_BOT_TOKEN": slack.bot_token,
        "PUTKI_APP_TOKEN": slack.app_token,
        **changes,
    }


def test_a_refused_app_token_ends_it_with_what_to_do(slack: Running, tmp_path: Path) -> None:
    ended = putki_from_nothing("run", folder=tmp_path, **settings_for(slack, PUTKI_APP_TOKEN="xapp-of-another-app"))

    assert ended.code == 2
    assert "connections:write" in ended.said
    assert "invalid_auth" in ended.said
    assert "listening" not in ended.said
    assert "Traceback" not in ended.said
    assert "xapp-of" not in ended.said
    *logged, _sentence = ended.said.splitlines()
    assert "putki.socket" in [json.loads(line).get("logger") for line in logged]  # a library's own line, as all are


def test_a_refused_bot_token_ends_it_with_what_to_do(slack: Running, tmp_path: Path) -> None:
    ended = putki("run", folder=tmp_path, **settings_for(slack, PUTKI_BOT_TOKEN="xoxb-of-another-app"))

    assert ended.code == 2
    assert "PUTKI_BOT_TOKEN" in ended.said
    assert "Traceback" not in ended.said


@pytest.fixture
def config(slack: Running, sqlite_files: SqliteFiles) -> Config:
    return Config(
        database_url=sqlite_files.fresh(),
        bot_token=SecretStr(slack.bot_token),
        app_token=SecretStr(slack.app_token),
        slack_api_url=slack.api_url,
    )


def test_a_scope_that_was_not_granted_is_named(slack: Running, config: Config) -> None:
    slack.fault("error", method="users.list", error="missing_scope")

    with pytest.raises(Misconfigured, match="missing_scope"), start.wired(config, threading.Event()):
        pass


@pytest.mark.parametrize("kind", ["http_500", "ratelimited", "answer_lost", "invalid_json"])
@pytest.mark.parametrize("method", ["auth.test", "users.list"])
def test_it_starts_once_slack_answers(slack: Running, config: Config, method: str, kind: str) -> None:
    slack.fault(kind, method=method)

    with start.wired(config, threading.Event()) as bot:
        assert bot.services.directory.member_numbers()


def test_what_it_writes_when_it_starts_has_more_time_than_a_request(config: Config) -> None:
    """Thousands of people are written down at the first start, and nobody waits for an answer yet."""
    storage = Storage.open(config.database_url)
    with closing(storage):
        bot = start.wire(config, storage, threading.Event(), patience=0)

        assert bot.services.directory.member_numbers()
        with pytest.raises(errors.Busy):
            bot.services.directory.save_people([{"id": "UNEW", "real_name": "Uusi"}])


def test_told_to_stop_it_waits_for_slack_no_more(slack: Running, config: Config) -> None:
    stop = threading.Event()
    stop.set()
    slack.fault("http_500", method="users.list")

    with pytest.raises(Misconfigured, match="Stopped"), start.wired(config, stop):
        pass


def test_a_port_that_is_taken_ends_it_with_what_to_do(slack: Running, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        over_http = {"PUTKI_APP_TOKEN": "", "PUTKI_SIGNING_SECRET": slack.signing_secret, "PUTKI_PORT": port}
        ended = putki("run", folder=tmp_path, **settings_for(slack, **over_http))

    assert ended.code == 2
    assert f"port {port}" in ended.said
    assert "PUTKI_PORT" in ended.said
    assert "listening" not in ended.said
    assert "Traceback" not in ended.said


@contextmanager
def serving(bot: start.Bot, stop: threading.Event) -> Generator[threading.Thread]:
    """The bot at work; afterwards nothing of it is."""
    others = threading.enumerate()  # another test's bot may be at work in this process
    thread = threading.Thread(target=start.serve, args=(bot, stop))
    thread.start()
    try:
        yield thread
    finally:
        stop.set()
        thread.join(PATIENCE)
    assert not thread.is_alive()
    left = [each for each in threading.enumerate() if each not in others]
    assert [each.name for each in left if each.name.startswith("sending")] == []


def test_a_database_that_is_locked_when_it_starts_keeps_nobody_from_being_heard(slack: Running, config: Config) -> None:
    stop = threading.Event()
    with start.wired(config, stop) as bot:
        file = bot.storage.file
        assert file is not None
        with closing(sqlite3.connect(file, isolation_level=None)) as another:
            another.execute("BEGIN IMMEDIATE")
            with serving(bot, stop):
                slack.until_connected(seconds=PATIENCE)
                assert another.in_transaction
                another.execute("ROLLBACK")


def test_a_first_tick_that_the_database_refuses_is_told_and_made_good_by_a_later_one(config: Config) -> None:
    stop = threading.Event()
    with start.wired(config, stop) as bot, capture_logs() as logged:
        with bot.storage.write(Deadline.after(PATIENCE)) as connection:
            writer = connection.connection.driver_connection
        assert isinstance(writer, sqlite3.Connection)
        may_write(writer, False)
        with serving(bot, stop) as at_work:
            bot.tick()
            assert at_work.is_alive()
            may_write(writer, True)
            bot.tick()

    told = [each["event"] for each in logged if each.get("reason") == "read_only"]
    assert told == ["database_write_failed", "database_writable_again"]


@pytest.mark.parametrize("called", ["link.db", "putki.db?timeout=3", "folder/../putki.db"])
def test_a_second_one_does_not_start_on_the_same_file_by_another_name(
    tmp_path: Path, called: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "link.db").symlink_to("putki.db")

    with (
        file_lock.sqlite_lock("sqlite:///putki.db"),
        pytest.raises(file_lock.AlreadyRunning),
        file_lock.sqlite_lock(f"sqlite:///{called}"),
    ):
        pass


# --- The database -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["verify", "outbox", "tick --at 2026-06-15", "doctor"])
def test_a_database_that_is_not_there_is_named_and_not_made(slack: Running, tmp_path: Path, command: str) -> None:
    ended = putki(*command.split(), folder=tmp_path, **settings_for(slack))

    assert ended.code == (1 if command == "doctor" else 2)
    assert "putki run" in ended.said
    assert "Traceback" not in ended.said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["run", "verify"])
@pytest.mark.parametrize(
    "url", ["postgresql+psycopg://putki:hush@127.0.0.1:9/putki", "sqlite:///no-database.txt", "mysql://x", "sqlite://"]
)
def test_a_database_that_cannot_be_used_is_named(slack: Running, tmp_path: Path, url: str, command: str) -> None:
    (tmp_path / "no-database.txt").write_text("A list of what to buy.\n" * 100)

    ended = putki(command, folder=tmp_path, **settings_for(slack, PUTKI_DATABASE_URL=url))

    assert ended.code == 2
    assert "PUTKI_DATABASE_URL" in ended.said
    assert "Traceback" not in ended.said
    assert "hush" not in ended.said


@pytest.mark.parametrize("command", ["run", "verify", "outbox", "tick --at 2026-06-15", "doctor"])
def test_a_database_of_a_newer_program_is_left_alone(
    slack: Running, sqlite_files: SqliteFiles, tmp_path: Path, command: str
) -> None:
    url = sqlite_files.fresh()
    storage = Storage.open(url)
    with storage.write(Deadline.after(5)) as connection:
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES ('of_next_year')")
    storage.close()

    ended = putki(*command.split(), folder=tmp_path, **settings_for(slack, PUTKI_DATABASE_URL=url))

    assert ended.code == (1 if command == "doctor" else 2)
    assert "migrated by a newer program (of_next_year)" in ended.said
    assert "older" not in ended.said
    assert "Traceback" not in ended.said


def test_the_local_slack_on_a_real_installations_database_is_said(
    slack: Running, sqlite_files: SqliteFiles, tmp_path: Path
) -> None:
    url = sqlite_files.fresh()
    storage = Storage.open(url)
    install(storage, SystemClock(), {"team_id": "T0123ABCD", "user_id": "U0123ABCD", "team": "Real Ltd"})
    storage.close()

    ended = putki("run", folder=tmp_path, **settings_for(slack, PUTKI_DATABASE_URL=url))

    assert ended.code == 2
    assert "database" in ended.said
    assert "Traceback" not in ended.said


@pytest.mark.parametrize(("name", "value"), [("PUTKI_PORT", "many"), ("PUTKI_LOG_LEVEL", "loud")])
def test_a_setting_that_cannot_be_read_is_named(slack: Running, tmp_path: Path, name: str, value: str) -> None:
    ended = putki("run", folder=tmp_path, **settings_for(slack, **{name: value}))

    assert ended.code == 2
    assert name in ended.said
    assert "Traceback" not in ended.said


def test_a_lock_of_another_process_is_said_by_a_command(sqlite_files: SqliteFiles, tmp_path: Path) -> None:
    url = sqlite_files.fresh()
    storage = Storage.open(url)
    assert storage.file is not None
    with closing(sqlite3.connect(storage.file, isolation_level=None)) as another:
        another.execute("BEGIN IMMEDIATE")
        ended = putki("outbox", "--skip", "card:1", folder=tmp_path, PUTKI_DATABASE_URL=url)
    storage.close()

    assert ended.code == 2
    assert "another process holds a lock on the database" in ended.said
    assert "Traceback" not in ended.said
