"""Slack's side of Socket Mode: single-use tickets, envelopes, acknowledgements, and faults of the connections."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import uuid
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from .. import sources
from ..journal import Journal
from ..refusal import ApiRefusal
from ..world import World
from .envelope import DeliveryOutcome, Envelope

MOST_CONNECTIONS = 10
_CONNECTION_SECONDS = 18_060


class SocketMode:
    """A transport over the sockets of the app; deliveries take turns among the open ones."""

    mode = "socket"

    def __init__(self, world: World, journal: Journal) -> None:
        self._world, self._journal = world, journal
        self._tickets: set[str] = set()
        self._sockets: list[ServerConnection] = []
        self._silent: set[ServerConnection] = set()
        self._open: set[ServerConnection] = set()
        self._waiting: dict[str, asyncio.Future[Any]] = {}
        self._turn = 0
        self._server: Server | None = None
        self._later: set[asyncio.Task[None]] = set()
        self.port = 0

    @property
    def connected(self) -> bool:
        """Whether a socket is open that Slack has not given up."""
        return bool(self._sockets)

    async def start(self) -> None:
        """Listen on a free port of the loopback address."""
        self._server = await serve(
            self._serve, "127.0.0.1", 0, process_request=self._admit, ping_interval=None, close_timeout=1
        )
        self.port = next(iter(self._server.sockets)).getsockname()[1]

    async def stop(self) -> None:
        """Close every socket and stop listening."""
        for socket in [*self._open]:
            socket.transport.abort()
        if self._server is not None:
            self._server.close()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._server.wait_closed(), 2)

    def ticket(self) -> str:
        """Return a URL that opens one connection once."""
        ticket = secrets.token_urlsafe(18)
        self._tickets.add(ticket)
        return f"ws://127.0.0.1:{self.port}/link/?ticket={ticket}&app_id={self._world.app_id}"

    # --- A connection -------------------------------------------------------------------------------------------

    def _admit(self, connection: ServerConnection, request: Request) -> Response | None:
        host = urlsplit(f"//{request.headers.get('Host', '')}").hostname
        if host not in {"127.0.0.1", "localhost"} or request.headers.get("Origin"):
            return connection.respond(HTTPStatus.FORBIDDEN, "only local clients that are no browser\n")
        ticket = parse_qs(urlsplit(request.path).query).get("ticket", [""])[0]
        if ticket not in self._tickets:
            return self._refuse(connection, HTTPStatus.UNAUTHORIZED, "invalid_ticket", "it was used or never given")
        self._tickets.discard(ticket)
        if len(self._sockets) >= MOST_CONNECTIONS:
            said = f"{MOST_CONNECTIONS} connections are open"
            return self._refuse(connection, HTTPStatus.TOO_MANY_REQUESTS, "too_many_connections", said)
        return None

    def _refuse(self, connection: ServerConnection, status: HTTPStatus, error: str, why: str) -> Response:
        self._journal.refuse("socket", ApiRefusal(error, why, sources.SOCKET_MODE))
        return connection.respond(status, f"{error}: {why}\n")

    async def _serve(self, socket: ServerConnection) -> None:
        self._open.add(socket)
        try:
            await socket.send(json.dumps(self._hello()))
            self._sockets.append(socket)
            self._world.changed()
            async for frame in socket:
                self._received(frame)
        except ConnectionClosed:
            pass
        finally:
            self._forget(socket)

    def _hello(self) -> dict[str, Any]:
        return {
            "type": "hello",
            "num_connections": len(self._sockets) + 1,
            "debug_info": {
                "host": "local",
                "build_number": 1,
                "approximate_connection_time": _CONNECTION_SECONDS,
            },
            "connection_info": {"app_id": self._world.app_id},
        }

    def _received(self, frame: str | bytes) -> None:
        try:
            ack = json.loads(frame)
            envelope_id = ack["envelope_id"]
        except (ValueError, KeyError, TypeError):
            self._journal.note("socket", None, None, note="a frame that is no acknowledgement")
            return
        waiting = self._waiting.get(envelope_id)
        in_time = waiting is not None and not waiting.done()
        self._journal.note("ack", {"envelope_id": envelope_id}, ack.get("payload"), in_time=in_time)
        if waiting is not None and not waiting.done():
            waiting.set_result(ack.get("payload"))

    def _forget(self, socket: ServerConnection) -> None:
        self._silent.discard(socket)
        self._open.discard(socket)
        if socket in self._sockets:
            self._sockets.remove(socket)
            self._world.changed()

    # --- Delivering ---------------------------------------------------------------------------------------------

    async def send(self, envelope: Envelope) -> DeliveryOutcome:
        """Send an envelope on one socket and wait for its acknowledgement."""
        if not self._sockets:
            return DeliveryOutcome(failure="dispatch_failed")
        self._turn += 1
        socket = self._sockets[self._turn % len(self._sockets)]
        envelope_id = str(uuid.uuid4())
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = answer
        try:
            async with asyncio.timeout(envelope.ack_within):
                if socket not in self._silent:
                    await socket.send(json.dumps(_frame(envelope, envelope_id)))
                return DeliveryOutcome(payload=await answer)
        except (TimeoutError, ConnectionClosed):
            return DeliveryOutcome(failure="operation_timeout")
        finally:
            del self._waiting[envelope_id]

    # --- Breaking -----------------------------------------------------------------------------------------------

    def cut(self) -> None:
        """Cut every socket without a closing handshake."""
        for socket in [*self._sockets]:
            socket.transport.abort()

    async def close(self) -> None:
        """Close every socket with a closing handshake."""
        await asyncio.gather(*(socket.close() for socket in [*self._sockets]), return_exceptions=True)

    def silence(self, seconds: float) -> None:
        """Stop reading from and writing to every open socket without closing it; give them up after `seconds`."""
        for socket in self._sockets:
            self._silent.add(socket)
            socket.transport.pause_reading()
            self._in(seconds, socket)

    def _in(self, seconds: float, socket: ServerConnection) -> None:
        async def give_up() -> None:
            await asyncio.sleep(seconds)
            if socket in self._sockets:
                self._sockets.remove(socket)
                self._world.changed()

        task = asyncio.create_task(give_up())
        self._later.add(task)
        task.add_done_callback(self._later.discard)

    async def warn(self) -> None:
        """Send the warning that Slack sends some seconds before it closes a connection."""
        await self._disconnect("warning", self._sockets)

    async def ask_to_reconnect(self) -> None:
        """Ask every client to reconnect, and close the sockets."""
        sockets = [*self._sockets]
        for socket in sockets:
            self._forget(socket)
        await self._disconnect("refresh_requested", sockets)
        await asyncio.gather(*(socket.close() for socket in sockets), return_exceptions=True)

    async def _disconnect(self, reason: str, sockets: list[ServerConnection]) -> None:
        frame = json.dumps({"type": "disconnect", "reason": reason, "debug_info": {"host": "local"}})
        for socket in sockets:
            with contextlib.suppress(ConnectionClosed):
                await socket.send(frame)


def _frame(envelope: Envelope, envelope_id: str) -> dict[str, Any]:
    frame = {
        "envelope_id": envelope_id,
        "payload": envelope.payload,
        "type": envelope.kind,
        "accepts_response_payload": envelope.accepts_response,
    }
    if envelope.kind == "events_api":
        frame |= {"retry_attempt": envelope.retry_attempt, "retry_reason": envelope.retry_reason}
    return frame
