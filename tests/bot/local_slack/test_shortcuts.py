"""Shortcuts: those of a message and global ones, as the manifest declares them and Slack offers them."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.webhook import WebhookClient

from bot.local_slack import ControlRefused, LocalSlackServer, Running
from bot.local_slack.manifest import Manifest
from tests.bot.local_slack.peer import SILENCE, Peer
from tests.bot.local_slack.test_shapes import SHAPES, differences
from tests.bot.local_slack.things import AINO, GARY, MATTI, MYYNTI, SOFIA, YHTEINEN, YLEINEN, modal

ON_MESSAGE, GLOBAL = "new.message.fi", "new.global.en"


def said(slack: Running, text: str = "Acme Oy, 12 500 €", **more: Any) -> str:
    return slack.type(MATTI, "myynti", text, **more)["ts"]


def test_a_message_shortcut_brings_the_message_in_its_documented_shape(slack: Running, peer: Peer) -> None:
    first = said(slack)
    ts = said(slack, "vastaus", thread_ts=first)
    slack.shortcut(AINO, ON_MESSAGE, channel="myynti", ts=ts)
    payload = peer.last()
    assert differences(payload, SHAPES["interactions"]["message_action"]) == []
    assert (payload["type"], payload["callback_id"]) == ("message_action", ON_MESSAGE)
    assert (payload["user"]["id"], payload["message"]["user"]) == (AINO, MATTI)
    assert (payload["message"]["text"], payload["message"]["thread_ts"], payload["message_ts"]) == (
        "vastaus",
        first,
        ts,
    )
    assert payload["channel"] == {"id": MYYNTI, "name": "myynti"}
    assert payload["response_url"].startswith("http")
    assert payload["trigger_id"]


def test_a_global_shortcut_names_no_channel_and_has_no_response_url(slack: Running, peer: Peer) -> None:
    slack.shortcut(AINO, GLOBAL)
    payload = peer.last()
    assert (payload["type"], payload["callback_id"], payload["user"]["id"]) == ("shortcut", GLOBAL, AINO)
    assert payload.keys().isdisjoint({"channel", "message", "message_ts", "response_url"})


def test_a_shortcuts_trigger_opens_one_modal(slack: Running, peer: Peer) -> None:
    peer.answers["message_action"] = lambda payload: (
        peer.web.views_open(trigger_id=payload["trigger_id"], view=modal()) and None
    )
    slack.shortcut(AINO, ON_MESSAGE, channel="myynti", ts=said(slack))
    view = slack.view_of(AINO)
    assert view is not None
    assert view["view"]["type"] == "modal"


def test_an_answer_at_the_response_url_is_for_that_person_alone(slack: Running, peer: Peer) -> None:
    slack.shortcut(AINO, ON_MESSAGE, channel="myynti", ts=said(slack))
    WebhookClient(peer.last()["response_url"]).send(text="Luotu")
    assert [each["text"] for each in slack.ephemerals(AINO)] == ["Luotu"]


@pytest.mark.parametrize("callback_id", ["sell", "new", ""])
def test_slack_knows_only_the_shortcuts_of_the_manifest(slack: Running, peer: Peer, callback_id: str) -> None:
    with pytest.raises(ControlRefused, match="no shortcut"):
        slack.shortcut(AINO, callback_id, channel="myynti", ts=said(slack))
    assert peer.received == []


def test_a_shortcut_is_offered_where_its_kind_belongs(slack: Running) -> None:
    with pytest.raises(ControlRefused, match="missing"):
        slack.shortcut(AINO, ON_MESSAGE)
    with pytest.raises(ControlRefused, match="concerns no message"):
        slack.shortcut(AINO, GLOBAL, channel="myynti", ts=said(slack))


def test_a_message_is_picked_only_by_those_in_whose_channel_it_stands(slack: Running, peer: Peer) -> None:
    ts = said(slack)
    with pytest.raises(ControlRefused, match="sees no channel"):
        slack.shortcut(GARY, ON_MESSAGE, channel="myynti", ts=ts)
    with pytest.raises(ControlRefused, match="does not have the app"):
        slack.shortcut(SOFIA, ON_MESSAGE, channel=YHTEINEN, ts=ts)
    with pytest.raises(ControlRefused, match="no message"):
        slack.shortcut(AINO, ON_MESSAGE, channel=YLEINEN, ts=ts)
    slack.channel("oskari", "myynti", "archive")
    with pytest.raises(ControlRefused, match="archived"):
        slack.shortcut(AINO, ON_MESSAGE, channel="myynti", ts=ts)


def test_what_only_one_person_sees_has_no_shortcuts(slack: Running, peer: Peer) -> None:
    peer.web.chat_postEphemeral(channel=MYYNTI, user=AINO, text="vain sinulle")
    with pytest.raises(ControlRefused, match="no message"):
        slack.shortcut(AINO, ON_MESSAGE, channel="myynti", ts=slack.ephemerals(AINO)[0]["ts"])


def test_a_shortcut_that_nobody_acknowledges_in_three_seconds_had_trouble(slack: Running, peer: Peer) -> None:
    peer.answers["shortcut"] = lambda payload: SILENCE
    assert slack.shortcut(AINO, GLOBAL)["failure"] == "operation_timeout"
    assert "trouble" in slack.state()["notices"][-1]["text"]


def test_an_acknowledgement_of_a_shortcut_carries_no_answer(slack: Running, peer: Peer) -> None:
    peer.answers["message_action"] = lambda payload: {"text": "Luotu"}
    assert slack.shortcut(AINO, ON_MESSAGE, channel="myynti", ts=said(slack))["failure"] == "invalid_response"
    assert slack.state()["refusals"][-1]["error"] == "invalid_response"
    assert slack.ephemerals(AINO) == []


def test_without_the_scope_for_commands_there_are_no_shortcuts(manifest: dict[str, Any]) -> None:
    assert Manifest.read(manifest).shortcut(ON_MESSAGE) is not None
    manifest["oauth_config"]["scopes"]["bot"].remove("commands")
    with LocalSlackServer.start(manifest=manifest) as slack:
        assert slack.state()["shortcuts"] == []
        with pytest.raises(ControlRefused, match="no shortcut"):
            slack.shortcut(AINO, GLOBAL)
