"""Slash commands, from the keyboard to the answer."""

from __future__ import annotations

from typing import Any

import pytest

from bot.local_slack import ControlRefused, LocalSlackServer, Running
from tests.bot.local_slack.peer import SILENCE, Peer
from tests.bot.local_slack.things import AINO, GARY, JOHTO, MYYNTI, SOFIA, YHTEINEN, YLEINEN, actions, button


def test_a_command_reaches_the_app_with_who_where_and_what(slack: Running, peer: Peer) -> None:
    slack.type(AINO, "myynti", "/deal new Acme 12 500")
    payload = peer.last()
    assert (payload["command"], payload["text"]) == ("/deal", "new Acme 12 500")
    assert (payload["user_id"], payload["channel_id"], payload["team_id"]) == (AINO, MYYNTI, "TLOCAL00001")


def test_names_and_angle_brackets_are_escaped_as_slack_does(slack: Running, peer: Peer) -> None:
    slack.type(AINO, "myynti", "/deal new A&B <Oy> @matti. #myynti")
    assert peer.last()["text"] == "new A&amp;B &lt;Oy&gt; <@ULOCALMATTI|matti>. <#CLOCALMYYNT|myynti>"


def test_a_command_that_does_not_ask_for_escapes_gets_names_as_typed(manifest: dict[str, Any]) -> None:
    manifest["features"]["slash_commands"][0]["should_escape"] = False
    with LocalSlackServer.start(manifest=manifest) as slack, Peer(slack) as peer:
        slack.type(AINO, "myynti", "/deal show @matti")
        assert peer.last()["text"] == "show @matti"


def test_the_acknowledgement_is_the_answer_and_only_the_asker_sees_it(slack: Running, peer: Peer) -> None:
    peer.answers["slash_commands"] = lambda payload: {"text": "Avattu", "blocks": [actions(button())]}
    slack.type(AINO, "myynti", "/deal new Acme")
    (shown,) = slack.ephemerals(AINO)
    assert (shown["text"], shown["channel"]) == ("Avattu", MYYNTI)
    assert slack.messages("myynti") == []


def test_an_answer_in_channel_is_seen_by_everyone(slack: Running, peer: Peer) -> None:
    peer.answers["slash_commands"] = lambda payload: {"text": "Kaikille", "response_type": "in_channel"}
    slack.type(AINO, "myynti", "/deal board")
    assert [each["text"] for each in slack.messages("myynti")] == ["Kaikille"]


def test_a_command_works_where_the_app_is_no_member(slack: Running, peer: Peer) -> None:
    peer.answers["slash_commands"] = lambda payload: {"text": "Julkinen", "response_type": "in_channel"}
    slack.type(AINO, "yleinen", "/deal mine")
    assert peer.last()["channel_id"] == YLEINEN
    assert [each["text"] for each in slack.messages("yleinen")] == ["Julkinen"]


def test_slack_takes_no_commands_in_threads(slack: Running, peer: Peer) -> None:
    ts = peer.web.chat_postMessage(channel=MYYNTI, text="kortti")["ts"]
    answer = slack.type(AINO, "myynti", "/deal advance", thread_ts=ts)
    assert answer["failure"] == "not_in_threads"
    assert slack.state()["notices"][-1]["text"] == "/deal is not supported in threads. Sorry!"
    assert peer.received == []


def test_a_command_nobody_installed_is_not_valid(slack: Running, peer: Peer) -> None:
    assert slack.type(AINO, "myynti", "/kauppa")["failure"] == "invalid_command"
    assert slack.state()["notices"][-1]["text"].startswith("/kauppa is not a valid command.")


def test_people_of_another_workspace_do_not_have_the_app(slack: Running, peer: Peer) -> None:
    assert slack.type(SOFIA, YHTEINEN, "/deal mine")["failure"] == "invalid_command"
    assert peer.received == []


def test_a_guest_reaches_only_channels_they_are_in(slack: Running) -> None:
    with pytest.raises(ControlRefused, match="sees no channel"):
        slack.type(GARY, "myynti", "/deal mine")


def test_nobody_types_into_a_private_channel_from_outside(slack: Running) -> None:
    with pytest.raises(ControlRefused, match="sees no channel"):
        slack.type(AINO, JOHTO, "/deal mine")


def test_without_a_connection_the_dispatch_fails(slack: Running) -> None:
    assert slack.type(AINO, "myynti", "/deal mine")["failure"] == "dispatch_failed"
    assert slack.state()["notices"][-1]["text"] == '/deal failed with the error "dispatch_failed"'


def test_an_app_that_is_silent_for_three_seconds_did_not_respond(slack: Running, peer: Peer) -> None:
    peer.answers["slash_commands"] = lambda payload: SILENCE
    assert slack.type(AINO, "myynti", "/deal mine")["failure"] == "operation_timeout"
    assert slack.state()["notices"][-1]["text"].startswith("/deal failed because the app did not respond.")


def test_an_answer_slack_would_not_show_is_refused_and_the_person_told(slack: Running, peer: Peer) -> None:
    peer.answers["slash_commands"] = lambda payload: {"text": "x", "blocks": [{"type": "sparkles"}]}
    assert slack.type(AINO, "myynti", "/deal mine")["failure"] == "invalid_blocks"
    assert slack.ephemerals(AINO) == []
    assert slack.state()["refusals"][-1]["cites"].startswith("https://docs.slack.dev/")


def test_a_reload_takes_what_only_one_person_saw(slack: Running, peer: Peer) -> None:
    peer.answers["slash_commands"] = lambda payload: {"text": "Vain sinulle"}
    slack.type(AINO, "myynti", "/deal mine")
    slack.reload(AINO)
    assert slack.ephemerals(AINO) == []
