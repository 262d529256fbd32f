"""Socket Mode as Slack runs it, and every way its connection can break."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from bot.local_slack import ControlRefused, LocalSlackServer, Running
from tests.bot.local_slack.peer import NERVOUS, Peer
from tests.bot.local_slack.things import AINO, MYYNTI


@pytest.fixture
def peer(slack: Running) -> Iterator[Peer]:
    """One that notices soon that its connection is gone."""
    with Peer(slack, ping=NERVOUS) as app:
        yield app


def ticket(slack: Running) -> str:
    headers = {"Authorization": f"Bearer {slack.app_token}"}
    return httpx.post(f"{slack.api_url}apps.connections.open", headers=headers).json()["url"]


async def hello(url: str, **more: Any) -> dict[str, Any]:
    async with connect(url, **more) as socket:
        return json.loads(await socket.recv())


def test_a_connection_is_greeted(slack: Running) -> None:
    greeting = asyncio.run(hello(ticket(slack)))
    assert (greeting["type"], greeting["num_connections"]) == ("hello", 1)
    assert greeting["connection_info"] == {"app_id": "ALOCAL00001"}


def test_a_ticket_is_good_once(slack: Running) -> None:
    url = ticket(slack)
    asyncio.run(hello(url))
    with pytest.raises(InvalidStatus) as refused:
        asyncio.run(hello(url))
    assert refused.value.response.status_code == 401
    assert slack.state()["refusals"][-1]["error"] == "invalid_ticket"


def test_a_browser_page_gets_no_socket(slack: Running) -> None:
    with pytest.raises(InvalidStatus) as refused:
        asyncio.run(hello(ticket(slack), origin="http://evil.example"))
    assert refused.value.response.status_code == 403


def test_the_eleventh_connection_is_refused(slack: Running) -> None:
    async def eleven() -> None:
        sockets = [await connect(ticket(slack)) for _ in range(10)]
        for socket in sockets:
            await socket.recv()
        with pytest.raises(InvalidStatus) as refused:
            await connect(ticket(slack))
        assert refused.value.response.status_code == 429
        assert slack.state()["refusals"][-1]["error"] == "too_many_connections"
        for socket in sockets:
            await socket.close()

    asyncio.run(eleven())


def test_envelopes_say_what_slack_says(slack: Running) -> None:
    async def envelopes() -> list[dict[str, Any]]:
        found = []
        async with connect(ticket(slack)) as socket:
            await socket.recv()
            for text in ("/deal mine", "@putki hei"):
                typing = asyncio.create_task(asyncio.to_thread(slack.type, AINO, "myynti", text))
                found.append(json.loads(await socket.recv()))
                await socket.send(json.dumps({"envelope_id": found[-1]["envelope_id"]}))
                await typing
        return found

    command, event = asyncio.run(envelopes())
    assert (command["type"], command["accepts_response_payload"]) == ("slash_commands", True)
    assert set(command) == {"envelope_id", "payload", "type", "accepts_response_payload"}
    assert (event["type"], event["accepts_response_payload"]) == ("events_api", False)
    assert (event["retry_attempt"], event["retry_reason"]) == (0, "")


@pytest.mark.parametrize("kind", ["cut", "close", "reconnect"])
def test_the_client_comes_back_after(slack: Running, peer: Peer, kind: str) -> None:
    slack.fault(kind)
    slack.until(lambda state: not state["delivery"]["connected"]) if kind == "cut" else None
    slack.until_connected()
    assert slack.type(AINO, "myynti", "/deal mine")["acked"] is True


def test_a_silent_socket_is_neither_answered_nor_closed_and_the_client_comes_back(slack: Running, peer: Peer) -> None:
    slack.fault("silence", seconds=1)
    slack.until(lambda state: not state["delivery"]["connected"])
    slack.until_connected()
    assert slack.type(AINO, "myynti", "/deal mine")["acked"] is True


def test_what_is_sent_into_silence_is_lost(slack: Running, peer: Peer) -> None:
    slack.fault("silence", seconds=10)
    assert slack.type(AINO, "myynti", "/deal mine")["failure"] == "operation_timeout"
    assert peer.received == []


def test_slack_says_so_before_it_asks_to_reconnect(slack: Running) -> None:
    async def reasons() -> list[str]:
        async with connect(ticket(slack)) as socket:
            await socket.recv()
            await asyncio.to_thread(slack.fault, "warning")
            asking = asyncio.create_task(asyncio.to_thread(slack.fault, "reconnect"))
            found = [json.loads(await socket.recv())["reason"] for _ in range(2)]
            with pytest.raises(ConnectionClosed):
                await socket.recv()
            await asking
            return found

    assert asyncio.run(reasons()) == ["warning", "refresh_requested"]


def test_a_refused_connection_is_refused_so_often(slack: Running) -> None:
    slack.fault("refuse", n=1)
    headers = {"Authorization": f"Bearer {slack.app_token}"}
    answers = [httpx.post(f"{slack.api_url}apps.connections.open", headers=headers).json() for _ in range(2)]
    assert [each["ok"] for each in answers] == [False, True]


# --- Deliveries that go wrong ---------------------------------------------------------------------------------------


def test_a_delivery_comes_as_often_as_asked(slack: Running, peer: Peer) -> None:
    slack.fault("repeat", times=5)
    slack.type(AINO, "myynti", "/deal mine")
    slack.type(AINO, "myynti", "/deal board")
    texts = [each.payload["text"] for each in peer.wait_for(6)]
    assert texts == ["mine"] * 5 + ["board"]
    assert len({each.envelope_id for each in peer.received}) == 6
    assert len({each.payload["trigger_id"] for each in peer.received}) == 2


def test_a_lost_delivery_never_arrives(slack: Running, peer: Peer) -> None:
    slack.fault("lost", of="slash_commands")
    assert slack.type(AINO, "myynti", "/deal mine")["failure"] == "operation_timeout"
    assert slack.type(AINO, "myynti", "/deal board")["acked"] is True
    assert [each.payload["text"] for each in peer.received] == ["board"]


def test_a_late_delivery_finds_that_the_person_was_told_of_a_failure(slack: Running, peer: Peer) -> None:
    slack.fault("late", seconds=3.3)
    assert slack.type(AINO, "myynti", "/deal mine")["failure"] == "operation_timeout"
    assert peer.wait_for(1)[0].payload["text"] == "mine"


def test_a_local_slack_that_is_more_patient_waits_longer_for_what_a_person_asked(manifest: dict[str, Any]) -> None:
    with LocalSlackServer.start(manifest=manifest, patience=30) as slack, Peer(slack):
        slack.fault("late", seconds=3.3)
        assert slack.type(AINO, "myynti", "/deal mine")["acked"] is True


def test_a_lost_acknowledgement_shows_a_failure_for_what_was_done(slack: Running, peer: Peer) -> None:
    peer.answers["slash_commands"] = lambda payload: {"text": "tehty"}
    slack.fault("ack_lost")
    assert slack.type(AINO, "myynti", "/deal mine")["failure"] == "operation_timeout"
    assert len(peer.received) == 1
    assert slack.ephemerals(AINO) == []


def test_a_fault_nobody_knows_is_refused(slack: Running) -> None:
    with pytest.raises(ControlRefused, match="no fault is called"):
        slack.fault("gremlins")
    with pytest.raises(ControlRefused, match="no such part"):
        slack.fault("repeat", colour="red")


def test_waiting_faults_are_seen_and_can_be_cleared(slack: Running) -> None:
    slack.fault("ratelimited", method="chat.postMessage", n=3)
    (waiting,) = slack.state()["faults"]
    assert (waiting["kind"], waiting["left"], waiting["method"]) == ("ratelimited", 3, "chat.postMessage")
    slack.fault("clear")
    assert slack.state()["faults"] == []


def test_over_http_there_is_no_socket_to_break(manifest: dict[str, Any]) -> None:
    with (
        LocalSlackServer.start(manifest=manifest, deliver="http://127.0.0.1:9/slack/events") as slack,
        pytest.raises(ControlRefused, match="no socket"),
    ):
        slack.fault("cut")


# --- Answers that go wrong ------------------------------------------------------------------------------------------


def say(slack: Running, text: str) -> httpx.Response:
    headers = {"Authorization": f"Bearer {slack.bot_token}"}
    return httpx.post(f"{slack.api_url}chat.postMessage", headers=headers, json={"channel": MYYNTI, "text": text})


def test_an_answer_can_be_429_for_a_channel(slack: Running) -> None:
    slack.fault("ratelimited", method="chat.postMessage", channel=MYYNTI, retry_after=7)
    answer = say(slack, "x")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7")
    assert say(slack, "y").json()["ok"] is True


def test_an_answer_can_be_500_with_nothing_done(slack: Running) -> None:
    slack.fault("http_500", method="chat.postMessage")
    answer = say(slack, "x")
    assert (answer.status_code, answer.json()["error"]) == (500, "internal_error")
    assert slack.messages("myynti") == []


def test_an_answer_can_be_any_of_slacks_errors(slack: Running) -> None:
    slack.fault("error", method="chat.postMessage", error="token_revoked")
    assert say(slack, "x").json() == {"ok": False, "error": "token_revoked"}
    assert slack.messages("myynti") == []


def test_an_answer_can_be_lost_with_the_message_posted(slack: Running) -> None:
    slack.fault("answer_lost", method="chat.postMessage")
    with pytest.raises(httpx.TransportError):
        say(slack, "x")
    assert [each["text"] for each in slack.messages("myynti")] == ["x"]


def test_an_answer_can_be_no_json(slack: Running) -> None:
    slack.fault("invalid_json", method="chat.postMessage")
    with pytest.raises(ValueError, match="Expecting value"):
        say(slack, "x").json()
    assert [each["text"] for each in slack.messages("myynti")] == ["x"]


def test_an_answer_can_be_slow(slack: Running) -> None:
    slack.fault("slow", method="chat.postMessage", seconds=0.3)
    assert say(slack, "x").elapsed.total_seconds() >= 0.3
