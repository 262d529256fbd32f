"""The local Slack's web application: its routes, behind a guard that admits only this machine and its own page."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from . import sources
from .acts.answering import answer_url
from .control.routes import routes
from .dropped import DropConnection
from .faults import Fault
from .instance import LocalSlack
from .refusal import ApiRefusal
from .spoiling import apply_before_call, apply_to_answer
from .web_api import files
from .web_api.dispatch import serve as serve_method

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
OWN_SITE = {"same-origin", "none"}  # "none": typed into the address bar, or sent by a program that is no browser
_PAGE = Path(__file__).parent / "page"


class LocalOnly:
    """Middleware that admits requests to a loopback address, unless the page of another site sent them."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass an admitted request on, or answer 403."""
        if scope["type"] == "http" and not _is_local(Request(scope)):
            await PlainTextResponse("only from this machine\n", 403)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _is_local(request: Request) -> bool:
    host = request.headers.get("host", "")
    origin = request.headers.get("origin")
    if urlsplit(f"//{host}").hostname not in LOOPBACK:
        return False
    if request.url.path != "/" and request.headers.get("sec-fetch-site", "none") not in OWN_SITE:
        return False  # an image or a link on another site's page: such requests carry no Origin header
    return origin is None or urlsplit(origin).netloc == host


def build(slack: LocalSlack, drop: DropConnection) -> LocalOnly:
    """Build the application; `drop` aborts the connection of a request."""

    async def api(request: Request) -> Response:
        return await serve_method(slack, request, drop)

    async def response_url(request: Request) -> Response:
        return await _respond(slack, request, drop)

    async def upload(request: Request) -> Response:
        return await files.upload(slack, request)

    async def download(request: Request) -> Response:
        return files.download(slack, request)

    async def index(request: Request) -> Response:
        page = _PAGE / "index.html"
        return FileResponse(page) if page.exists() else PlainTextResponse("The page is not built.\n", 404)

    paths: list[Any] = [
        Route("/api/{method}", api, methods=["GET", "POST"]),
        Route("/upload/v1/{key}", upload, methods=["POST"]),
        Route("/files/{id}", download),
        Route("/response/{key:path}", response_url, methods=["POST"]),
        *routes(slack),
        Route("/", index),
    ]
    if _PAGE.is_dir():
        paths.append(Mount("/page", StaticFiles(directory=_PAGE)))
    return LocalOnly(Starlette(routes=paths))


async def _respond(slack: LocalSlack, request: Request, drop: DropConnection) -> Response:
    body: Any = None
    fault: Fault | None = None
    try:
        url = slack.reply_urls.find(request.path_params["key"])
        body = await _json(request)
        if url is None:
            raise ApiRefusal("no_such_url", "this URL was never given out", sources.INTERACTION, status=404)
        fault = slack.faults.for_answer("response_url", url.channel)
        apply_before_call(fault, sources.INTERACTION)
        answer_url(slack, url, body)
    except ApiRefusal as refusal:
        slack.journal.refuse("response_url", refusal)
        slack.journal.note("response_url", body, refusal.answer(), status=refusal.status)
        return JSONResponse(refusal.answer(), refusal.status, refusal.headers)
    slack.journal.note("response_url", body, "ok", status=200, fault=fault and fault.kind)
    return await apply_to_answer(fault, PlainTextResponse("ok"), request, drop)


async def _json(request: Request) -> Any:
    try:
        return await request.json()
    except ValueError as problem:
        raise ApiRefusal("invalid_payload", "the body is no JSON", sources.INTERACTION, status=400) from problem
