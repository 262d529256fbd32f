"""Socket Mode: requests come over a connection of our own, and each one's time counts from its arrival."""

from __future__ import annotations

import json
import socket
import time
from collections import OrderedDict
from contextlib import suppress
from logging import Logger
from typing import Any

import structlog
from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.socket_mode.internals import build_headers, send_response
from slack_sdk import WebClient
from slack_sdk.socket_mode.builtin.connection import Connection
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

log = structlog.get_logger()

PING = 2  # seconds: a cut that nobody tells of is noticed within ten
WORKERS = 40
KEPT = 1000  # arrivals of requests that were never handled


class Socket(SocketModeHandler):
    """Bolt's own handler, with the arrival of each request told to its listener."""

    def __init__(self, app: App, app_token: str, *, client: WebClient, logger: Logger) -> None:
        super().__init__(app, app_token, web_client=client, logger=logger, ping_interval=PING, concurrency=WORKERS)
        self._arrived: OrderedDict[str, float] = OrderedDict()
        self.client.on_message_listeners.append(self._note_arrival)

    def _note_arrival(self, message: str) -> None:
        """Called when a message is read from the socket, before it queues for a thread."""
        try:
            envelope = json.loads(message).get("envelope_id")
        except (ValueError, AttributeError):
            return
        if envelope:
            self._arrived[envelope] = time.monotonic()
            while len(self._arrived) > KEPT:
                self._arrived.popitem(last=False)

    def handle(self, client: BaseSocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """Dispatch one request, and send back what a 200 carries."""
        context: dict[str, Any] = {"arrived": self._arrived.pop(req.envelope_id, time.monotonic())}
        try:
            request = BoltRequest(mode="socket_mode", body=req.payload, headers=build_headers(req), context=context)
        except (ValueError, TypeError, AttributeError) as unreadable:  # acknowledged, or it comes again
            log.warning("payload_not_whole", kind=req.type, lacks=type(unreadable).__name__)
            send_response(client, req, BoltResponse(status=200, body=""), time.time())
            return
        send_response(client, req, self.app.dispatch(request), time.time())

    def finish(self) -> None:
        """Stop taking requests, finish and acknowledge those in flight, then close."""
        self.client.auto_reconnect_enabled = False
        self.client.message_workers.shutdown(wait=True)
        session = self.client.current_session
        if isinstance(session, Connection) and session.sock is not None:
            with suppress(OSError):
                session.sock.shutdown(socket.SHUT_RDWR)  # else closing waits seconds for the reader to look up
        self.close()
