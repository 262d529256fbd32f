"""What comes over the socket and is no payload is acknowledged: else Slack would send it again and again."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.server.socket import Socket


class Acknowledging(BaseSocketModeClient):
    """A connection that keeps what is sent back."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.logger = logging.getLogger("test")

    def send_socket_mode_response(self, response: Any) -> None:
        assert isinstance(response, SocketModeResponse)
        self.sent.append(response.envelope_id)


def authorized(**_: Any) -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id="T1")


@pytest.mark.parametrize("payload", [{"user": 7}, {"team": 7}])
def test_what_bolt_cannot_read_is_acknowledged(payload: dict[str, Any]) -> None:
    app = App(authorize=authorized, request_verification_enabled=False)
    socket = Socket(app, "xapp-1", client=WebClient(), logger=logging.getLogger("test"))
    client = Acknowledging()

    socket.handle(client, SocketModeRequest(type="interactive", envelope_id="1", payload=payload))

    assert client.sent == ["1"]
