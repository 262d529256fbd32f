"""Payloads and answers have the keys and types of Slack's published samples, and no others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.local_slack import Running
from tests.bot.local_slack.peer import Peer
from tests.bot.local_slack.things import (
    AINO,
    GARY,
    MYYNTI,
    PROJEKTIT,
    SOFIA,
    YHTEINEN,
    actions,
    button,
    field,
    home,
    modal,
    option,
    section,
)

SHAPES = json.loads((Path(__file__).parents[2] / "slack" / "payload_shapes.json").read_text(encoding="utf-8"))
TYPES: dict[str, type | tuple[type, ...]] = {"string": str, "bool": bool, "int": int}
# What the samples lack and the documentation has, with the page.
DOCUMENTED = {
    "view.blocks": "https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload",
    "event.view.blocks": "https://docs.slack.dev/reference/events/app_home_opened",
    "response_urls": "https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload",
    "actions.selected_options": "https://docs.slack.dev/reference/interaction-payloads/block_actions-payload",
    "channel.user": "https://docs.slack.dev/reference/objects/conversation-object",
    "channel.is_user_deleted": "https://docs.slack.dev/reference/objects/conversation-object",
    "channel.is_open": "https://docs.slack.dev/reference/objects/conversation-object",
    "channel.priority": "https://docs.slack.dev/reference/objects/conversation-object",
    "members.is_stranger": "https://docs.slack.dev/reference/objects/user-object",
}


def differences(value: Any, shape: Any, at: str = "") -> list[str]:
    """List what is in a value and not in its shape, or of another type."""
    if value is None or at in DOCUMENTED:
        return []
    if isinstance(shape, str):
        if shape.startswith("<"):
            return [] if isinstance(value, dict | list) else [f"{at} is no {shape}"]
        kind = TYPES[shape]
        is_it = isinstance(value, kind) and not (kind is int and isinstance(value, bool))
        return [] if is_it else [f"{at} is {value!r}, not {shape}"]
    if isinstance(shape, list):
        if not isinstance(value, list):
            return [f"{at} is no list"]
        return [each for item in value for each in differences(item, shape[0], at)] if shape else []
    if not isinstance(value, dict):
        return [f"{at} is no object"]
    if not shape:
        return []
    found = []
    for key, held in value.items():
        where = f"{at}.{key}".lstrip(".")
        if key in shape:
            found += differences(held, shape[key], where)
        elif where not in DOCUMENTED:
            found.append(f"{where} is not in the samples")
    return found


def assert_answers(name: str, answer: Any) -> None:
    assert differences(answer.data, SHAPES["web_api"][name]) == []
    assert answer.data["ok"] is True


def test_the_checker_finds_what_does_not_belong() -> None:
    shape = {"a": "string", "b": [{"c": "int"}]}
    assert differences({"a": 1, "b": [{"c": True, "d": 1}], "e": 2}, shape) == [
        "a is 1, not string",
        "b.c is True, not int",
        "b.d is not in the samples",
        "e is not in the samples",
    ]


def test_answers_of_the_methods(generous: Running) -> None:
    peer = Peer(generous)
    web = peer.web
    posted = web.chat_postMessage(
        channel=MYYNTI,
        text="x",
        blocks=[section()],
        metadata={"event_type": "card", "event_payload": {"k": "1"}},
    )
    assert_answers("chat.postMessage", posted)
    ts = posted["ts"]
    assert_answers("chat.postMessage", web.chat_postMessage(channel=MYYNTI, text="y", thread_ts=ts))
    web.reactions_add(channel=MYYNTI, timestamp=ts, name="eyes")
    assert_answers("reactions.get", web.reactions_get(channel=MYYNTI, timestamp=ts))
    assert_answers("chat.update", web.chat_update(channel=MYYNTI, ts=ts, text="z"))
    assert_answers("chat.postEphemeral", web.chat_postEphemeral(channel=MYYNTI, user=AINO, text="x"))
    assert_answers("chat.getPermalink", web.chat_getPermalink(channel=MYYNTI, message_ts=ts))
    assert_answers("auth.test", web.auth_test())
    assert_answers("team.info", web.team_info())
    assert_answers("users.info", web.users_info(user=AINO, include_locale=True))
    assert_answers("users.info", web.users_info(user=SOFIA))
    assert_answers("users.list", web.users_list(limit=3, include_locale=True))
    assert_answers("bots.info", web.bots_info(bot="BLOCAL00001"))
    assert_answers("conversations.open", web.conversations_open(users=AINO))
    assert_answers("conversations.open", web.conversations_open(users=AINO, return_im=True))
    for channel in (MYYNTI, PROJEKTIT, YHTEINEN, web.conversations_open(users=AINO)["channel"]["id"]):
        assert_answers("conversations.info", web.conversations_info(channel=channel, include_num_members=True))
    assert_answers("conversations.list", web.conversations_list(types="public_channel,private_channel,im"))
    assert_answers("conversations.members", web.conversations_members(channel=MYYNTI, limit=2))
    assert_answers("conversations.history", web.conversations_history(channel=MYYNTI, include_all_metadata=True))
    assert_answers("conversations.replies", web.conversations_replies(channel=MYYNTI, ts=ts))
    assert_answers("views.publish", web.views_publish(user_id=AINO, view=home()))
    assert_answers("chat.delete", web.chat_delete(channel=MYYNTI, ts=ts))
    assert_answers("apps.connections.open", peer.socket.web_client.apps_connections_open(app_token=generous.app_token))


def test_answers_of_the_views(slack: Running, peer: Peer) -> None:
    answers: list[Any] = []
    peer.answers["slash_commands"] = lambda payload: answers.append(
        peer.web.views_open(trigger_id=payload["trigger_id"], view=modal(actions(button())))
    )
    slack.type(AINO, "myynti", "/deal new")
    assert_answers("views.open", answers[0])
    view_id = answers[0]["view"]["id"]
    assert_answers("views.update", peer.web.views_update(view_id=view_id, view=modal(actions(button()))))
    peer.answers["block_actions"] = lambda payload: answers.append(
        peer.web.views_push(trigger_id=payload["trigger_id"], view=modal())
    )
    slack.press(AINO, "go", view_id=view_id)
    slack.until(lambda state: len(state["views"]) == 2)
    assert_answers("views.push", answers[-1])


def test_refusals_have_the_shape_of_an_answer(slack: Running) -> None:
    headers = {"Authorization": f"Bearer {slack.bot_token}"}
    for method, body in {
        "chat.postMessage": {"channel": MYYNTI, "text": "x", "blocks": [{"type": "sparkles"}]},
        "views.open": {"trigger_id": "x", "view": {"type": "modal"}},
        "reactions.add": {"name": "eyes"},
    }.items():
        answer = httpx.post(f"{slack.api_url}{method}", headers=headers, json=body).json()
        assert differences(answer, SHAPES["web_api"][method]) == []


def test_a_command_comes_in_its_documented_shape(slack: Running, peer: Peer) -> None:
    slack.type(AINO, "myynti", "/deal new")
    assert differences(peer.last(), SHAPES["interactions"]["slash_command"]) == []


@pytest.mark.parametrize(
    ("element", "value"),
    [
        (button(value="1", style="danger"), None),
        ({"type": "static_select", "action_id": "go", "options": [option("a")]}, "a"),
        ({"type": "datepicker", "action_id": "go"}, "2026-06-03"),
        ({"type": "timepicker", "action_id": "go"}, "08:00"),
        ({"type": "checkboxes", "action_id": "go", "options": [option("a")]}, ["a"]),
        ({"type": "users_select", "action_id": "go"}, AINO),
    ],
)
def test_presses_on_a_message(slack: Running, peer: Peer, element: dict[str, Any], value: Any) -> None:
    ts = peer.web.chat_postMessage(channel=MYYNTI, text="x", blocks=[actions(element)])["ts"]
    slack.react(AINO, "myynti", ts, "eyes")
    slack.press(AINO, "go", ts=ts, value=value)
    payload = next(each.payload for each in reversed(peer.received) if each.type == "interactive")
    shape = SHAPES["interactions"]["block_actions"]
    # The samples were made of presses on messages nobody had reacted to with names on show.
    payload["message"].pop("reactions", None)
    assert differences(payload, shape) == []


def test_presses_elsewhere_come_in_their_documented_shapes(slack: Running, peer: Peer) -> None:
    shape = SHAPES["interactions"]["block_actions"]
    peer.web.chat_postEphemeral(channel=MYYNTI, user=AINO, text="x", blocks=[actions(button())])
    slack.press(AINO, "go", ts=slack.ephemerals(AINO)[0]["ts"])
    assert differences(peer.last(), shape) == []
    peer.web.views_publish(user_id=AINO, view=home(actions(button())))
    slack.press(AINO, "go", view_id="home")
    assert differences(peer.last(), shape) == []


def test_submissions_and_closings(slack: Running, peer: Peer) -> None:
    views: list[str] = []
    view = modal(field("Nimi", {"type": "plain_text_input", "action_id": "n"}), notify_on_close=True)
    peer.answers["slash_commands"] = lambda payload: views.append(
        peer.web.views_open(trigger_id=payload["trigger_id"], view=view)["view"]["id"]
    )
    slack.type(AINO, "myynti", "/deal new")
    slack.submit(AINO, views[-1], {"Nimi": "Acme"})
    assert differences(peer.last(), SHAPES["interactions"]["view_submission"]) == []
    slack.type(AINO, "myynti", "/deal new")
    slack.close(AINO, views[-1])
    assert differences(peer.last(), SHAPES["interactions"]["view_closed"]) == []


def test_events_come_in_their_documented_shapes(generous: Running) -> None:
    with Peer(generous) as peer:
        ts = peer.web.chat_postMessage(channel=MYYNTI, text="x")["ts"]
        peer.web.views_publish(user_id=AINO, view=home())
        generous.type(AINO, "myynti", "@putki hei", thread_ts=ts)
        generous.react(AINO, "myynti", ts, "eyes")
        generous.react(AINO, "myynti", ts, "eyes")
        generous.open_home(AINO)
        generous.person("ULOCALPEKKA", real_name="Pekka Peltola")
        generous.person(AINO, locale="en-GB")
        generous.channel("oskari", "myynti", "invite", who=GARY)
        generous.channel("oskari", "myynti", "rename", name="tiimi")
        generous.channel("oskari", "tiimi", "archive")
        generous.channel("oskari", "tiimi", "unarchive")
        generous.channel("kaisa", PROJEKTIT, "archive")
        for request in peer.wait_for(12):
            name = "".join(part.title() for part in request.payload["event"]["type"].split("_"))
            assert differences(request.payload, SHAPES["events"][name]) == [], name


def test_typed_messages_come_in_their_documented_shape(generous: Running) -> None:
    with Peer(generous) as peer:
        ts = generous.type(AINO, "myynti", "huomenta")["ts"]
        generous.type(AINO, "myynti", "taas", thread_ts=ts)
        for request in peer.wait_for(2):
            assert differences(request.payload, SHAPES["events"]["Message"]) == []


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        ("slash_command", {"command", "text", "user_id", "team_id", "channel_id", "trigger_id", "response_url"}),
        ("block_actions", {"type", "user", "team", "actions", "container", "trigger_id", "response_url", "channel"}),
    ],
)
def test_the_keys_that_apps_read_are_there(slack: Running, peer: Peer, kind: str, keys: set[str]) -> None:
    ts = peer.web.chat_postMessage(channel=MYYNTI, text="x", blocks=[actions(button())])["ts"]
    if kind == "slash_command":
        slack.type(AINO, "myynti", "/deal new")
    else:
        slack.press(AINO, "go", ts=ts)
    assert keys <= set(peer.last())
