"""The HTTP server for Slack's signed requests. It refuses forged, stale and unsigned ones before it parses them."""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog
from slack_bolt import App, BoltRequest, BoltResponse
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

log = structlog.get_logger()

MAX_BODY_BYTES = 1_000_000  # bytes of a request body; Slack's are far smaller


def server(app: App, secret: str, problem: Callable[[], str | None]) -> Starlette:
    """Return the web application.

    `POST /slack/events` takes everything that Slack sends. `GET /healthz` answers while the process runs. `GET /readyz`
    answers 200, or 503 with the reason while `problem` returns one.
    """
    verifier = SignatureVerifier(secret)

    async def events(request: Request) -> Response:
        arrived = time.monotonic()
        try:
            body = await _body(request)
        except ClientDisconnect:
            return _reject(400, "connection closed")
        if body is None:
            return _reject(413, "too large")
        return await run_in_threadpool(serve, body, request, arrived)

    def serve(body: bytes, request: Request, arrived: float) -> Response:
        if not _is_signed(verifier, body, request):
            return _reject(401, "bad signature or too old")
        try:
            bolt = BoltRequest(
                body=body.decode(),
                query=str(request.url.query),
                headers=dict(request.headers),
                context={"arrived": arrived},
            )
        except (ValueError, TypeError, AttributeError, RecursionError):
            return _reject(401, "unreadable body")
        return _response(app.dispatch(bolt))

    async def healthz(_request: Request) -> Response:
        return JSONResponse({"ok": True})

    async def readyz(_request: Request) -> Response:
        reason = await run_in_threadpool(problem)
        if reason is None:
            return JSONResponse({"ready": True})
        return JSONResponse({"ready": False, "reason": reason}, status_code=503)

    return Starlette(
        routes=[
            Route("/slack/events", events, methods=["POST"]),
            Route("/healthz", healthz),
            Route("/readyz", readyz),
        ]
    )


async def _body(request: Request) -> bytes | None:
    """Return the request's body, or None as soon as it is larger than `BIGGEST`."""
    if int(request.headers.get("content-length", "0")) > MAX_BODY_BYTES:
        return None
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MAX_BODY_BYTES:
            return None
    return bytes(body)


def _is_signed(verifier: SignatureVerifier, body: bytes, request: Request) -> bool:
    """Whether Slack signed the request within the last five minutes.

    Headers that the verifier cannot parse do not count.
    """
    stamp, signature = (request.headers.get(f"x-slack-{name}") for name in ("request-timestamp", "signature"))
    try:
        return verifier.is_valid(body, stamp, signature)
    except (ValueError, TypeError, OverflowError):
        return False


def _reject(status: int, reason: str) -> Response:
    log.warning("http_request_rejected", reason=reason)
    return Response(status_code=status, headers={"connection": "close"} if status == 413 else None)


def _response(answered: BoltResponse) -> Response:
    headers = {name: ", ".join(values) for name, values in answered.headers.items() if name != "content-length"}
    return Response(content=answered.body, status_code=answered.status, headers=headers)
