"""The Socket Mode connection. The time limit of each request counts from its arrival."""

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

PING = 2  # seconds between pings; Putki notices a dead connection within ten seconds
WORKERS = 40
KEPT = 1000  # the largest number of arrival times; requests that are never handled leave theirs
READER_SECONDS = 0.05  # seconds in which the client's reading thread ends, or is told again


class Socket(SocketModeHandler):
    """Bolt's Socket Mode handler, which also passes the arrival time of each request to its listener."""

    def __init__(self, app: App, app_token: str, *, client: WebClient, logger: Logger) -> None:
        super().__init__(app, app_token, web_client=client, logger=logger, ping_interval=PING, concurrency=WORKERS)
        self._arrived: OrderedDict[str, float] = OrderedDict()
        self.client.on_message_listeners.append(self._note_arrival)

    def _note_arrival(self, message: str) -> None:
        """Note when a message arrived. The client calls this before the message waits for a worker thread."""
        try:
            envelope = json.loads(message).get("envelope_id")
        except (ValueError, AttributeError):
            return
        if envelope:
            self._arrived[envelope] = time.monotonic()
            while len(self._arrived) > KEPT:
                self._arrived.popitem(last=False)

    def handle(self, client: BaseSocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """Dispatch one request and acknowledge it with the response."""
        context: dict[str, Any] = {"arrived": self._arrived.pop(req.envelope_id, time.monotonic())}
        try:
            request = BoltRequest(mode="socket_mode", body=req.payload, headers=build_headers(req), context=context)
        # Slack would repeat it without an acknowledgement
        except (ValueError, TypeError, AttributeError) as unreadable:
            log.warning("payload_unreadable", kind=req.type, error=type(unreadable).__name__)
            send_response(client, req, BoltResponse(status=200, body=""), time.time())
            return
        send_response(client, req, self.app.dispatch(request), time.time())

    def finish(self) -> None:
        """Stop taking requests, finish and acknowledge those that are being handled, and close the connection."""
        self.client.auto_reconnect_enabled = False
        self.client.message_workers.shutdown(wait=True)
        self._stop_reading()
        self.close()

    def _stop_reading(self) -> None:
        """End the client's reading thread, and return when it has ended. `close` would wait for it without end.

        A thread that has just begun forgets that it was told to end, so it is told until it ends. A thread that waits
        for a message sees the connection break.
        """
        reader = self.client.current_session_runner
        reader.event.set()
        while reader.is_alive():
            self.client.current_session_state.terminated = True
            session = self.client.current_session
            if isinstance(session, Connection) and session.sock is not None:
                with suppress(OSError):
                    session.sock.shutdown(socket.SHUT_RDWR)
            reader.thread.join(READER_SECONDS)
