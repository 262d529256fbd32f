"""Delivery by signed HTTP, checked with the verifier of Slack's own library."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest
from slack_sdk.signature import SignatureVerifier

from bot.local_slack import LocalSlackServer, Running
from tests.bot.local_slack.conftest import MONDAY
from tests.bot.local_slack.peer import Peer
from tests.bot.local_slack.things import AINO, MYYNTI, actions, button


class App:
    """An HTTP server that keeps what it gets and answers as it is told."""

    def __init__(self) -> None:
        self.requests: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[tuple[int, bytes, str]] = []
        self._arrived = threading.Condition()
        app = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status, answer, kind = app.answers.pop(0) if app.answers else (200, b"", "text/plain")
                app.keep({key.lower(): value for key, value in self.headers.items()}, body)
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, format: str, *args: Any) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/slack/events"

    def keep(self, headers: dict[str, str], body: bytes) -> None:
        with self._arrived:
            self.requests.append((headers, body))
            self._arrived.notify_all()

    def wait_for(self, number: int) -> list[tuple[dict[str, str], bytes]]:
        with self._arrived:
            assert self._arrived.wait_for(lambda: len(self.requests) >= number, 10)
            return [*self.requests]


@pytest.fixture
def app() -> Iterator[App]:
    found = App()
    thread = threading.Thread(target=found.server.serve_forever, daemon=True)
    thread.start()
    yield found
    found.server.shutdown()
    found.server.server_close()


@pytest.fixture
def slack(manifest: dict[str, Any], app: App) -> Iterator[Running]:
    with LocalSlackServer.start(manifest=manifest, clock=MONDAY, deliver=app.url) as running:
        yield running


def test_a_command_is_a_signed_form(slack: Running, app: App) -> None:
    slack.type(AINO, "myynti", "/deal new Åland & Co")
    headers, body = app.requests[0]
    assert SignatureVerifier(slack.signing_secret).is_valid_request(body, headers)
    form = {key: values[0] for key, values in parse_qs(body.decode()).items()}
    assert (form["command"], form["text"], form["is_enterprise_install"]) == ("/deal", "new Åland &amp; Co", "false")


def test_the_answer_rides_in_the_response(slack: Running, app: App) -> None:
    app.answers = [(200, json.dumps({"text": "Avattu"}).encode(), "application/json"), (200, b"Pelkkiin", "text/plain")]
    slack.type(AINO, "myynti", "/deal new")
    slack.type(AINO, "myynti", "/deal mine")
    assert [each["text"] for each in slack.ephemerals(AINO)] == ["Avattu", "Pelkkiin"]


def test_a_press_is_a_form_with_one_payload(slack: Running, app: App) -> None:
    ts = Peer(slack).web.chat_postMessage(channel=MYYNTI, text="x", blocks=[actions(button())])["ts"]
    slack.press(AINO, "go", ts=ts)
    headers, body = app.requests[0]
    assert SignatureVerifier(slack.signing_secret).is_valid_request(body, headers)
    assert json.loads(parse_qs(body.decode())["payload"][0])["type"] == "block_actions"


def test_an_event_is_json_and_comes_again_after_an_error(slack: Running, app: App) -> None:
    app.answers = [(500, b"", "text/plain")]
    slack.type(AINO, "myynti", "@putki hei")
    first, again = app.wait_for(2)
    assert "x-slack-retry-num" not in first[0]
    assert (again[0]["x-slack-retry-num"], again[0]["x-slack-retry-reason"]) == ("1", "http_error")
    assert json.loads(first[1])["event_id"] == json.loads(again[1])["event_id"]
    assert SignatureVerifier(slack.signing_secret).is_valid_request(again[1], again[0])


def test_an_error_is_shown_to_the_person(slack: Running, app: App) -> None:
    app.answers = [(500, b"", "text/plain")]
    assert slack.type(AINO, "myynti", "/deal mine")["failure"] == "http_500"


def test_an_app_that_is_not_there_fails_the_dispatch(manifest: dict[str, Any]) -> None:
    with LocalSlackServer.start(manifest=manifest, deliver="http://127.0.0.1:9/slack/events") as slack:
        assert slack.type(AINO, "myynti", "/deal mine")["failure"] == "dispatch_failed"
