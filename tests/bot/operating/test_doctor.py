"""`putki doctor`, `putki outbox`, `putki tick --at`: what the one who looks after the bot is told."""

from __future__ import annotations

from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from pydantic import SecretStr
from sqlalchemy import func, select, update
from typer.testing import CliRunner

from bot import cli, doctor, outbox_command
from bot.config import Config
from bot.slack.directory import MixedInstallation, install
from pipeline.clock import SystemClock
from pipeline.storage.engine import Storage
from pipeline.storage.schema import outbox
from tests.databases import SqliteFiles
from tests.pipeline.team import team_in
from tests.scenarios.town import ADMIN, CHANNEL, GUEST, ROOT, SELLER, Town, playing


@pytest.fixture(scope="module")
def town(sqlite_files: SqliteFiles) -> Generator[Town]:
    with playing(sqlite_files.fresh()) as town:
        yield town


def config_of(town: Town, **changes: object) -> Config:
    return town.bot.config.model_copy(update=changes)


def findings(config: Config) -> dict[str, doctor.Finding]:
    return {each.what: each for each in doctor.run_checks(config)}


def test_a_bot_that_is_well_is_told_so(town: Town) -> None:
    found = findings(config_of(town))

    of_slack = {"bot token", "scopes", "clock", "app token", "channel"}
    of_the_database = {"database", "writing", "times", "workspace", "ledger", "changes", "messages", "files"}
    assert set(found) == {"settings"} | of_the_database | of_slack
    assert [each.what for each in found.values() if not each.is_well] == []


def test_whose_clock_holidays_and_money_count_is_told_and_how_the_channel_is(town: Town) -> None:
    found = findings(config_of(town))

    assert found["workspace"].says == "Europe/Helsinki, holidays of FI, amounts in EUR"
    assert found["channel"].says == "#myynti: Putki is in it"


def test_a_workspace_that_nobody_has_set_up_is_told(sqlite_files: SqliteFiles) -> None:
    with playing(sqlite_files.fresh(), is_set_up=False) as town:
        found = findings(config_of(town))

    assert not found["workspace"].is_well
    assert "/deal settings" in found["workspace"].mend
    assert "channel" not in found


def test_what_is_wrong_with_the_channel_is_told_with_what_to_do(town: Town) -> None:
    def told() -> tuple[bool, str, str]:
        it = findings(config_of(town))["channel"]
        return it.is_well, it.says, it.mend

    town.slack.channel(ADMIN, CHANNEL, "archive")
    assert told() == (False, "#myynti: archived", "Unarchive it, or choose another channel in /deal settings.")
    town.slack.channel(ADMIN, CHANNEL, "unarchive")

    town.slack.channel(ADMIN, CHANNEL, "remove", who="@app")
    assert told() == (False, "#myynti: Putki is not in it", "Type /invite @Putki in that channel.")
    town.slack.channel(ADMIN, CHANNEL, "invite", who="@app")

    town.slack.channel(ADMIN, CHANNEL, "invite", who=GUEST)
    assert told() == (True, "#myynti: Putki is in it, read by 1 guest(s)", "")

    town.slack.channel(ADMIN, CHANNEL, "share")
    assert "another organisation reads it" in told()[1]
    town.slack.channel(ADMIN, CHANNEL, "unshare")
    town.slack.until(lambda _: told()[0])  # Putki has heard of it too

    town.slack.fault("http_500", method="conversations.info")
    assert "Slack did not answer about it" in told()[1]


def test_a_clock_that_ran_ahead_is_told_with_since_when_and_until_when(storage: Storage) -> None:
    team = team_in(storage)
    team.new()
    now = team.clock.now()
    assert [each.is_well for each in doctor.check_times(storage, [team.workspace_no], now)] == [True]

    team.clock.move_to(now + timedelta(days=7))
    first = team.last_event + 1
    deal = team.new()
    team.clock.move_to(now + timedelta(hours=1))
    team.advance(deal)  # at the moment of the change before: the order of changes is that of their times
    (told,) = doctor.check_times(storage, [team.workspace_no], team.clock.now())

    assert not told.is_well
    assert told.says == (
        "a change made now is recorded at 2026-03-09 08:00 UTC, 7.0 days ahead of this machine's clock; this began "
        f"with event {first}, the event before it is of 2026-03-02 08:00 UTC"
    )
    assert "right again from 2026-03-09 08:00 UTC on" in told.mend

    team.clock.move_to(now + timedelta(days=7))
    assert [each.is_well for each in doctor.check_times(storage, [team.workspace_no], team.clock.now())] == [True]


def test_a_refused_token_is_told_with_what_to_do(town: Town) -> None:
    found = findings(config_of(town, bot_token=SecretStr("xoxb-of-somebody-else")))

    assert not found["bot token"].is_well
    assert "PUTKI_BOT_TOKEN" in found["bot token"].mend
    assert "xoxb" not in found["bot token"].says


def test_missing_settings_are_named(town: Town) -> None:
    found = findings(config_of(town, app_token=None, signing_secret=None))

    assert "PUTKI_APP_TOKEN" in found["settings"].says


def test_a_server_that_is_not_there_is_told(town: Town) -> None:
    found = findings(config_of(town, slack_api_url="http://127.0.0.1:9/api/"))

    assert not found["slack"].is_well


def test_the_scopes_looked_for_are_those_of_the_manifest() -> None:
    manifest = yaml.safe_load((ROOT / "manifest.yml").read_text())

    assert sorted(doctor.SCOPES) == sorted(manifest["oauth_config"]["scopes"]["bot"])


def _park(town: Town, state: str = "parked", reason: str = "not_in_channel") -> str:
    name = town.new_deal()
    town.type(SELLER, f"/deal siirrä {name}")
    with town.bot.storage.writer.begin() as connection:
        key = connection.scalar(select(func.min(outbox.c.key)).where(outbox.c.workspace_no == 1))
        connection.execute(
            update(outbox).where(outbox.c.workspace_no == 1, outbox.c.key == key).values(state=state, reason=reason)
        )
    assert key is not None
    return key


def test_what_is_parked_is_listed_and_can_be_skipped(town: Town) -> None:
    key = _park(town)

    (listed,) = outbox_command.settle_and_list(config_of(town), retry=None, skip=None)
    assert key in listed
    assert "not_in_channel" in listed
    assert not findings(config_of(town))["messages"].is_well

    assert outbox_command.settle_and_list(config_of(town), retry=None, skip=key) == []


def outbox_told(town: Town, monkeypatch: pytest.MonkeyPatch, *options: str) -> tuple[int, str]:
    """How `putki outbox` ended, and what it said."""
    monkeypatch.setenv("PUTKI_DATABASE_URL", town.bot.config.database_url)
    told = CliRunner().invoke(cli.app, ["outbox", *options])
    return told.exit_code, " ".join(told.output.split())


def test_a_reason_that_looks_like_markup_is_shown_as_it_is(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    key = _park(town, reason="[/red]")

    code, said = outbox_told(town, monkeypatch)
    assert (code, "[/red]" in said) == (0, True)
    assert outbox_told(town, monkeypatch, "--skip", key)[0] == 0


def test_what_was_done_about_a_parked_message_is_said(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    key = _park(town)
    code, said = outbox_told(town, monkeypatch, "--retry", key)
    assert (code, f"{key} will be sent again." in said) == (0, True)
    sent = select(outbox.c.state == "sent").where(outbox.c.workspace_no == 1, outbox.c.key == key)
    town.until_bot(lambda look: bool(look.connection.scalar(sent)))  # or it would be sent while it is parked anew

    key = _park(town)
    code, said = outbox_told(town, monkeypatch, "--skip", key)
    assert (code, f"{key} will not be sent." in said) == (0, True)


@pytest.mark.parametrize("way", ["--retry", "--skip"])
@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("nothing:1", "has the key nothing:1"),
        ("card:99999", "has the key card:99999"),
        ("card:abc", "a card's key is card: and the deal's number"),
    ],
)
def test_what_is_not_there_cannot_be_sent_again_or_skipped(
    town: Town, monkeypatch: pytest.MonkeyPatch, way: str, key: str, why: str
) -> None:
    code, said = outbox_told(town, monkeypatch, way, key)

    assert code == 1
    assert why in said


def test_an_unsure_message_is_not_sent_again_but_skipped(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    key = _park(town, state="unsure")
    assert "--skip KEY" in findings(config_of(town))["messages"].mend

    code, said = outbox_told(town, monkeypatch, "--retry", key)
    assert (code, "is unsure" in said, "--skip" in said) == (1, True, True)
    assert outbox_told(town, monkeypatch, "--skip", key)[0] == 0
    code, said = outbox_told(town, monkeypatch)  # beside what the bot, in this process too, may log meanwhile
    assert (code, "Nothing is parked or unsure." in said) == (0, True)


def test_a_tick_foreseen_writes_nothing(town: Town) -> None:
    name = town.new_deal()
    assert name

    def rows() -> int:
        with town.bot.storage.read() as connection:
            return connection.scalar(select(func.count()).select_from(outbox).where(outbox.c.workspace_no == 1)) or 0

    before = rows()
    foreseen = outbox_command.preview(config_of(town), datetime(2026, 7, 13, 6, 0, tzinfo=UTC))

    assert any(says == "monday" for _w, _key, says, _to in foreseen)
    assert any(says == "stalled" for _w, _key, says, _to in foreseen)
    assert rows() == before


def test_the_local_slack_is_refused_on_a_database_of_a_real_installation(sqlite_files: SqliteFiles) -> None:
    storage = Storage.open(sqlite_files.fresh())
    real = {"team_id": "T0123ABCD", "user_id": "U0123ABCD", "team": "Real Ltd"}
    install(storage, SystemClock(), real)

    with pytest.raises(MixedInstallation):
        install(storage, SystemClock(), {"team_id": "TLOCAL00001", "user_id": "ULOCALBOT01"})
    storage.close()


@pytest.mark.parametrize("command", [["verify"], ["outbox"], ["tick", "--at", "2026-06-15"]])
def test_a_database_that_is_not_there_yet_is_said_in_a_sentence(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUTKI_DATABASE_URL", f"sqlite:///{tmp_path / 'putki.db'}")

    told = CliRunner().invoke(cli.app, command)

    assert told.exit_code == 2
    assert "putki run" in told.output
