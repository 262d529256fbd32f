"""Aborts an HTTP connection before the answer is sent, as a failing network does."""

from __future__ import annotations

from collections.abc import Callable

import uvicorn
from starlette.requests import Request

DropConnection = Callable[[Request], None]


def connection_dropper(server: uvicorn.Server) -> DropConnection:
    """Return a function that aborts the connection of a request."""

    def drop(request: Request) -> None:
        for connection in [*server.server_state.connections]:
            if request.client is not None and getattr(connection, "client", None) == tuple(request.client):
                transport = getattr(connection, "transport", None)
                if transport is not None:
                    transport.abort()

    return drop
