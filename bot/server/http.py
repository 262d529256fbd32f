"""Signed HTTP: Slack posts its requests here; Bolt refuses what is forged, stale or unsigned."""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog
from slack_bolt import App, BoltRequest, BoltResponse
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

log = structlog.get_logger()

BIGGEST = 1_000_000  # bytes of a request: Slack's are far smaller, and nobody has signed for it yet


def server(app: App, is_ready: Callable[[], bool]) -> Starlette:
    """`POST /slack/events` for everything Slack sends; `/healthz` lives, `/readyz` can serve."""

    async def events(request: Request) -> Response:
        arrived = time.monotonic()
        body = await _body(request)
        if body is None:
            log.warning("request_refused", reason="size")
            return Response(status_code=413, headers={"connection": "close"})
        answered = await run_in_threadpool(_answered, app, body.decode("utf-8", "replace"), request, arrived)
        if answered.status == 401:
            log.warning("request_refused", reason="signature or age")
        return _response(answered)

    async def healthz(_request: Request) -> Response:
        return JSONResponse({"ok": True})

    async def readyz(_request: Request) -> Response:
        ready = await run_in_threadpool(is_ready)
        return JSONResponse({"ready": ready}, status_code=200 if ready else 503)

    return Starlette(
        routes=[
            Route("/slack/events", events, methods=["POST"]),
            Route("/healthz", healthz),
            Route("/readyz", readyz),
        ]
    )


async def _body(request: Request) -> bytes | None:
    """What was posted; None as soon as it is known to be too much."""
    if int(request.headers.get("content-length", "0")) > BIGGEST:
        return None
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > BIGGEST:
            return None
    return bytes(body)


def _answered(app: App, body: str, request: Request, arrived: float) -> BoltResponse:
    try:
        bolt = BoltRequest(
            body=body, query=str(request.url.query), headers=dict(request.headers), context={"arrived": arrived}
        )
    except (ValueError, TypeError, AttributeError):  # Bolt reads the body before it asks who signed it
        return BoltResponse(status=401, body="")
    return app.dispatch(bolt)


def _response(answered: BoltResponse) -> Response:
    headers = {name: ", ".join(values) for name, values in answered.headers.items() if name != "content-length"}
    return Response(content=answered.body, status_code=answered.status, headers=headers)
