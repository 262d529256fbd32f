"""Dropping an HTTP connection in the middle: no answer, as when the network ate it."""

from __future__ import annotations

from collections.abc import Callable

import uvicorn
from starlette.requests import Request

DropConnection = Callable[[Request], None]


def dropper(server: uvicorn.Server) -> DropConnection:
    """Make the function that cuts the connection a request came on."""

    def drop(request: Request) -> None:
        for connection in [*server.server_state.connections]:
            if request.client is not None and getattr(connection, "client", None) == tuple(request.client):
                transport = getattr(connection, "transport", None)
                if transport is not None:
                    transport.abort()

    return drop
