"""Pressing and choosing on messages, ephemerals and Home, and the response URL it gives."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from bot.local_slack import ControlRefused, Running
from tests.bot.local_slack.peer import SILENCE, Peer
from tests.bot.local_slack.things import (
    AINO,
    GARY,
    MATTI,
    MYYNTI,
    PROJEKTIT,
    SOFIA,
    YHTEINEN,
    actions,
    button,
    home,
    option,
    section,
)

CARD = [section("Acme"), actions(button("advance", "Eteen", value="7:3"), button("undo", "Kumoa"), block_id="acts")]


@pytest.fixture
def card(peer: Peer) -> str:
    return str(peer.web.chat_postMessage(channel=MYYNTI, text="Acme", blocks=CARD)["ts"])


def post(url: str, **body: Any) -> httpx.Response:
    return httpx.post(url, json=body)


def test_a_press_carries_the_button_the_message_and_who(slack: Running, peer: Peer, card: str) -> None:
    slack.press(MATTI, "Eteen", ts=card)
    payload = peer.last()
    (action,) = payload["actions"]
    assert (action["action_id"], action["value"], action["block_id"]) == ("advance", "7:3", "acts")
    assert (payload["user"]["id"], payload["channel"]["id"]) == (MATTI, MYYNTI)
    assert payload["container"] == {
        "type": "message",
        "message_ts": card,
        "channel_id": MYYNTI,
        "is_ephemeral": False,
    }
    assert payload["message"]["ts"] == card


@pytest.mark.parametrize(
    ("user", "what"),
    [(GARY, "Eteen"), (MATTI, "Poista"), (SOFIA, "Eteen")],
)
def test_nobody_presses_what_is_not_before_them(slack: Running, card: str, user: str, what: str) -> None:
    with pytest.raises(ControlRefused):
        slack.press(user, what, ts=card)


def test_a_stranger_in_a_shared_channel_can_press(slack: Running, peer: Peer) -> None:
    ts = str(peer.web.chat_postMessage(channel=YHTEINEN, text="Acme", blocks=CARD)["ts"])
    slack.press(SOFIA, "Eteen", ts=ts)
    assert peer.last()["user"]["team_id"] == peer.last()["team"]["id"] == "TNABOLAGET1"


def test_like_buttons_are_told_apart_by_block_or_value(slack: Running, peer: Peer) -> None:
    rows = [actions(button("move", "Siirrä", value=str(n)), block_id=f"row{n}") for n in (1, 2)]
    ts = str(peer.web.chat_postMessage(channel=MYYNTI, text="Taulu", blocks=rows)["ts"])
    with pytest.raises(ControlRefused, match="2 things"):
        slack.press(AINO, "Siirrä", ts=ts)
    slack.press(AINO, "Siirrä", ts=ts, block_id="row2")
    assert peer.last()["actions"][0]["value"] == "2"
    slack.press(AINO, "Siirrä", ts=ts, value="1")
    assert peer.last()["actions"][0]["value"] == "1"


def test_a_button_has_the_value_the_app_gave_it(slack: Running, card: str) -> None:
    with pytest.raises(ControlRefused, match="the value the app gave"):
        slack.press(AINO, "Eteen", ts=card, value="8:1")


def test_a_dialog_that_is_declined_sends_nothing(slack: Running, peer: Peer) -> None:
    words = {"type": "plain_text", "text": "Varmasti?"}
    sure = {"title": words, "text": words, "confirm": words, "deny": words}
    blocks = [actions(button("lost", "Hävitty", confirm=sure))]
    ts = str(peer.web.chat_postMessage(channel=MYYNTI, text="Acme", blocks=blocks)["ts"])
    assert slack.press(AINO, "Hävitty", ts=ts, confirm=False)["dispatched"] is False
    assert slack.press(AINO, "Hävitty", ts=ts)["dispatched"] is True


@pytest.mark.parametrize(
    ("element", "value", "chosen"),
    [
        ({"type": "static_select", "options": [option("Tarjous", "3")]}, "Tarjous", {"selected_option": "3"}),
        ({"type": "overflow", "options": [option("Huominen", "1d")]}, "Huominen", {"selected_option": "1d"}),
        ({"type": "radio_buttons", "options": [option("Kyllä", "y")]}, "y", {"selected_option": "y"}),
        ({"type": "checkboxes", "options": [option("a"), option("b")]}, ["a", "b"], {"selected_options": ["a", "b"]}),
        ({"type": "datepicker"}, "2026-06-03", {"selected_date": "2026-06-03"}),
        ({"type": "timepicker"}, "08:30", {"selected_time": "08:30"}),
        ({"type": "users_select"}, MATTI, {"selected_user": MATTI}),
        ({"type": "channels_select"}, MYYNTI, {"selected_channel": MYYNTI}),
        ({"type": "conversations_select"}, MYYNTI, {"selected_conversation": MYYNTI}),
    ],
)
def test_what_is_chosen_arrives_as_slack_names_it(
    slack: Running, peer: Peer, element: dict[str, Any], value: Any, chosen: dict[str, Any]
) -> None:
    blocks = [actions({"action_id": "choose", **element})]
    ts = str(peer.web.chat_postMessage(channel=MYYNTI, text="x", blocks=blocks)["ts"])
    slack.press(AINO, "choose", ts=ts, value=value)
    action = peer.last()["actions"][0]
    ((key, expected),) = chosen.items()
    held = action[key]
    if isinstance(held, dict):
        held = held["value"]
    elif isinstance(held, list):
        held = [each["value"] for each in held]
    assert held == expected


def test_a_press_the_app_never_acknowledges_shows_trouble(slack: Running, peer: Peer, card: str) -> None:
    peer.answers["block_actions"] = lambda payload: SILENCE
    assert slack.press(AINO, "Eteen", ts=card)["failure"] == "operation_timeout"
    assert slack.state()["notices"][-1]["user"] == AINO


def test_home_is_published_opened_and_pressed(slack: Running, peer: Peer) -> None:
    view: dict[str, Any] = peer.web.views_publish(user_id=AINO, view=home(actions(button("mine", "Omat"))))["view"]
    assert slack.state()["homes"][AINO]["id"] == view["id"]
    slack.press(AINO, "Omat", view_id="home")
    payload = peer.last()
    assert (payload["container"], payload["view"]["type"]) == ({"type": "view", "view_id": view["id"]}, "home")
    assert "channel" not in payload
    assert "response_url" not in payload


def test_home_published_with_an_old_hash_is_a_conflict(slack: Running, peer: Peer) -> None:
    view: dict[str, Any] = peer.web.views_publish(user_id=AINO, view=home())["view"]
    peer.web.views_publish(user_id=AINO, view=home(), hash=view["hash"])
    with pytest.raises(Exception, match="hash_conflict"):
        peer.web.views_publish(user_id=AINO, view=home(), hash=view["hash"])


# --- The response URL -----------------------------------------------------------------------------------------------


def test_a_response_url_takes_five_posts(slack: Running, peer: Peer, card: str) -> None:
    slack.press(AINO, "Eteen", ts=card)
    url = peer.last()["response_url"]
    assert [post(url, text=str(n)).status_code for n in range(6)] == [200] * 5 + [404]
    assert [each["text"] for each in slack.ephemerals(AINO)] == ["0", "1", "2", "3", "4"]
    assert slack.state()["refusals"][-1]["error"] == "used_url"


def test_a_response_url_lives_thirty_minutes(slack: Running, peer: Peer, card: str) -> None:
    slack.press(AINO, "Eteen", ts=card)
    slack.clock(by="29min")
    assert post(peer.last()["response_url"], text="ajoissa").status_code == 200
    slack.clock(by="2min")
    answer = post(peer.last()["response_url"], text="myöhässä")
    assert (answer.status_code, answer.json()["error"]) == (404, "expired_url")


def test_a_response_url_replaces_or_removes_the_message_it_came_from(slack: Running, peer: Peer, card: str) -> None:
    slack.press(AINO, "Eteen", ts=card)
    post(peer.last()["response_url"], text="siirretty", replace_original=True)
    (message,) = slack.messages("myynti")
    assert (message["text"], message["ts"], "blocks" in message) == ("siirretty", card, False)
    post(peer.last()["response_url"], delete_original=True)
    assert slack.messages("myynti") == []


def test_what_was_pressed_is_replaced_also_after_an_answer(slack: Running, peer: Peer, card: str) -> None:
    slack.press(AINO, "Eteen", ts=card)
    url = peer.last()["response_url"]
    post(url, text="vain sinulle")
    post(url, text="siirretty", replace_original=True)
    assert [each["text"] for each in slack.messages("myynti")] == ["siirretty"]
    assert [each["text"] for each in slack.ephemerals(AINO)] == ["vain sinulle"]


def test_an_ephemeral_is_replaced_through_the_url_of_its_button(slack: Running, peer: Peer) -> None:
    peer.answers["slash_commands"] = lambda payload: {"text": "Acme", "blocks": CARD}
    slack.type(AINO, "myynti", "/deal show Acme")
    (shown,) = slack.ephemerals(AINO)
    slack.press(AINO, "Kumoa", ts=shown["ts"])
    payload = peer.last()
    assert payload["container"]["is_ephemeral"] is True
    assert "message" not in payload
    post(payload["response_url"], text="kumottu", replace_original=True)
    (shown,) = slack.ephemerals(AINO)
    assert shown["text"] == "kumottu"


def test_an_ephemeral_that_was_reloaded_away_is_not_brought_back(slack: Running, peer: Peer) -> None:
    peer.answers["slash_commands"] = lambda payload: {"text": "Acme", "blocks": CARD}
    slack.type(AINO, "myynti", "/deal show Acme")
    url = peer.last()["response_url"]
    slack.reload(AINO)
    assert post(url, text="kumottu", replace_original=True).status_code == 200
    assert slack.ephemerals(AINO) == []


def test_a_command_without_an_answer_is_answered_later(slack: Running, peer: Peer) -> None:
    slack.type(AINO, "myynti", "/deal show Acme")
    post(peer.last()["response_url"], text="Acme", replace_original=True)
    assert [each["text"] for each in slack.ephemerals(AINO)] == ["Acme"]


def test_an_ephemeral_is_pressed_only_by_who_sees_it(slack: Running, peer: Peer) -> None:
    peer.web.chat_postEphemeral(channel=MYYNTI, user=AINO, text="Acme", blocks=CARD)
    (shown,) = slack.ephemerals(AINO)
    with pytest.raises(ControlRefused, match="sees no message"):
        slack.press(MATTI, "Kumoa", ts=shown["ts"])


def test_an_answer_lands_in_a_thread_only_with_all_three_words(slack: Running, peer: Peer, card: str) -> None:
    slack.press(AINO, "Eteen", ts=card)
    url = peer.last()["response_url"]
    post(url, text="kanavaan", response_type="in_channel", thread_ts=card)
    post(url, text="ketjuun", response_type="in_channel", thread_ts=card, replace_original=False)
    threads = {each["text"]: each.get("thread_ts") for each in slack.messages("myynti")}
    assert (threads["kanavaan"], threads["ketjuun"]) == (None, card)


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"text": "x", "colour": "red"}, "invalid_payload"),
        ({"text": "x", "response_type": "loud"}, "invalid_payload"),
        ({}, "no_text"),
        ({"blocks": [{"type": "sparkles"}]}, "invalid_blocks"),
    ],
)
def test_a_response_url_refuses_what_is_no_message(
    slack: Running, peer: Peer, card: str, body: dict[str, Any], error: str
) -> None:
    slack.press(AINO, "Eteen", ts=card)
    assert post(peer.last()["response_url"], **body).json()["error"] == error
    refusal = slack.state()["refusals"][-1]
    assert refusal["method"] == "response_url"
    assert refusal["cites"].startswith("https://docs.slack.dev/")


def test_a_response_urls_answer_can_go_wrong_too(slack: Running, peer: Peer, card: str) -> None:
    slack.press(AINO, "Eteen", ts=card)
    url = peer.last()["response_url"]
    slack.fault("ratelimited", method="response_url", retry_after=2)
    assert post(url, text="x").headers["Retry-After"] == "2"
    slack.fault("http_500", method="response_url", channel=MYYNTI)
    assert post(url, text="x").status_code == 500
    assert slack.ephemerals(AINO) == []
    slack.fault("answer_lost", method="response_url")
    with pytest.raises(httpx.TransportError):
        post(url, text="x")
    assert [each["text"] for each in slack.ephemerals(AINO)] == ["x"]


def test_a_url_nobody_gave_out_takes_nothing(slack: Running) -> None:
    answer = post(f"{slack.url}/response/TLOCAL00001/1/x", text="x")
    assert (answer.status_code, answer.json()["error"]) == (404, "no_such_url")


def test_a_guest_presses_where_they_are(slack: Running, peer: Peer) -> None:
    ts = str(peer.web.chat_postMessage(channel=PROJEKTIT, text="Acme", blocks=CARD)["ts"])
    slack.press(GARY, "Eteen", ts=ts)
    assert peer.last()["user"]["id"] == GARY
    with pytest.raises(ControlRefused):
        slack.press("emma", "Eteen", ts=ts)
