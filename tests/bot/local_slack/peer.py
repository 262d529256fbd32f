"""An app to test against: Slack's own client libraries, real sockets, and whatever the test wants it to answer."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Self

from slack_sdk import WebClient
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.local_slack import Running
from tests.busy_machine import PATIENCE

CALM, NERVOUS = 10.0, 0.5  # seconds between pings: after four without an answer the client connects anew
Answer = Callable[[dict[str, Any]], Any]
SILENCE = object()


class Peer:
    """Slack's Web client, and its Socket Mode client that answers each kind of envelope by a function."""

    def __init__(self, slack: Running, *, ping: float = CALM) -> None:
        self.slack = slack
        self.web: Any = WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])
        self.received: list[SocketModeRequest] = []
        self.answers: dict[str, Answer] = {}
        self._arrived = threading.Condition()
        self.socket = SocketModeClient(
            app_token=slack.app_token,
            web_client=WebClient(token=slack.app_token, base_url=slack.api_url),
            ping_interval=ping,
        )
        self.socket.socket_mode_request_listeners.append(self._serve)

    def __enter__(self) -> Self:
        self.socket.connect()
        self.slack.until_connected()
        return self

    def __exit__(self, *_: object) -> None:
        # Slack's client takes three seconds to stop its threads; no test needs to see them end.
        threading.Thread(target=self._close, daemon=True).start()

    def _close(self) -> None:
        # Its own threads may close the socket first, and then its close() trips over None.
        with suppress(AttributeError):
            self.socket.close()

    def _serve(self, client: Any, request: SocketModeRequest) -> None:
        with self._arrived:
            self.received.append(request)
            self._arrived.notify_all()
        answer = self.answers.get(request.payload.get("type") or request.type, lambda payload: None)(request.payload)
        if answer is not SILENCE:
            client.send_socket_mode_response(SocketModeResponse(request.envelope_id, answer))

    def wait_for(self, number: int, *, seconds: float = PATIENCE) -> list[SocketModeRequest]:
        """Wait until so many envelopes have arrived."""
        with self._arrived:
            assert self._arrived.wait_for(lambda: len(self.received) >= number, seconds), self.received
            return [*self.received]

    def last(self) -> dict[str, Any]:
        """Give the newest payload."""
        return self.received[-1].payload

    def events(self, kind: str) -> list[dict[str, Any]]:
        """List the events of a kind that arrived."""
        found = [each.payload["event"] for each in self.received if each.type == "events_api"]
        return [each for each in found if each["type"] == kind]
