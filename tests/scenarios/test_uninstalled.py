"""The app is uninstalled: nothing is sent, one log line and the doctor say so, and all goes on later."""

from __future__ import annotations

import time
from collections.abc import Generator
from contextlib import contextmanager

import pytest
from slack_bolt import BoltRequest
from structlog.testing import capture_logs

from bot import doctor
from bot.local_slack import LocalSlackServer
from bot.local_slack.pace import PaceLimit
from bot.local_slack.server import Running
from pipeline.messages import attention
from tests.databases import SqliteFiles
from tests.scenarios.town import (
    ADMIN,
    CHANNEL,
    HASTE,
    MONDAY_MORNING,
    ROOT,
    SLACKS_PATIENCE,
    Town,
    hastened,
    plain,
    running,
    set_up,
)


@contextmanager
def bot_in(slack: Running, url: str) -> Generator[Town]:
    """The bot with the app's present token."""
    with running(slack, url, timing=hastened(HASTE)) as bot:
        yield Town(slack, bot)


def posts(town: Town) -> int:
    """How many calls to post or change a message Slack has got."""
    return len([each for each in town.slack.log() if each.get("method") in ("chat.postMessage", "chat.update")])


def parked(town: Town) -> list[str]:
    with town.bot.storage.read() as connection:
        return [each.key for each in attention.unsent_messages(connection, town.bot.services.directory.workspace_no)]


def uninstalled(town: Town) -> None:
    """Uninstall the app, and wait until the bot has heard of it."""
    town.slack.app("uninstall")
    town.until_bot(lambda _: town.bot.services.revocation.workspace_no is not None)


def test_nothing_is_sent_until_it_is_installed_again_and_then_all_that_waited(sqlite_files: SqliteFiles) -> None:
    url, pace = sqlite_files.fresh(), PaceLimit(lambda: HASTE * time.monotonic())
    with LocalSlackServer.start(
        manifest=ROOT / "manifest.yml", clock=MONDAY_MORNING, pace=pace, patience=SLACKS_PATIENCE
    ) as slack:
        with bot_in(slack, url) as town, capture_logs() as logged:
            set_up(town)
            town.card(town.new_deal())
            uninstalled(town)
            before, name = posts(town), town.new_deal()
            slack.clock(by="1h")  # the Monday post is due
            town.bot.tick()
            assert posts(town) == before
            assert parked(town) == []
            assert town.verified()
            found = {each.what: each for each in doctor.run_checks(town.bot.config)}

        assert [each["reason"] for each in logged if each["event"] == "sending_stopped"] in (
            ["tokens_revoked"],
            ["app_uninstalled"],
        )
        assert [each["event"] for each in logged if each["log_level"] == "error"] == ["sending_stopped"]
        assert "account_inactive: the app was uninstalled" in found["bot token"].says
        assert "Nothing is deleted" in found["bot token"].mend

        slack.bot_token = slack.app("install")["bot_token"]
        with bot_in(slack, url) as town:
            slack.channel(ADMIN, CHANNEL, "invite", who="@app")
            town.card(name)
            slack.until(lambda state: any("Ennuste" in plain(each) for each in state["messages"][CHANNEL]))
            assert town.deal_nos(name)


@pytest.mark.parametrize(("tokens", "stops"), [({"oauth": ["ULOCALAINO1"]}, False), ({"bot": ["ULOCALBOT01"]}, True)])
def test_only_a_revoked_token_of_the_bot_stops_it(own_town: Town, tokens: dict[str, list[str]], stops: bool) -> None:
    told = {"type": "event_callback", "event_id": "EvREVOKED1", "event": {"type": "tokens_revoked", "tokens": tokens}}

    assert own_town.bot.app.dispatch(BoltRequest(mode="socket_mode", body=told)).status == 200

    assert (own_town.bot.services.revocation.workspace_no is not None) is stops
