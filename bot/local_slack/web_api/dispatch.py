"""The entry of the Web API: checks token, arguments, scopes, pace and faults, calls the method, and keeps a journal."""

from __future__ import annotations

import json
import time
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from .. import sources
from ..dropped import DropConnection
from ..faults import Fault
from ..instance import LocalSlack
from ..refusal import ApiRefusal
from ..spoiling import apply_before_call, apply_to_answer
from . import chat, conversations, files, reactions, usergroups, views, workspace
from .method import Method
from .places import require

METHODS: dict[str, Method] = {
    each.name: each
    for each in (
        *chat.METHODS,
        *conversations.METHODS,
        *files.METHODS,
        *reactions.METHODS,
        *usergroups.METHODS,
        *views.METHODS,
        *workspace.METHODS,
    )
}


async def serve(slack: LocalSlack, request: Request, drop: DropConnection) -> Response:
    """Answer one call of the Web API."""
    name = request.path_params["method"]
    began = time.monotonic()
    given: dict[str, Any] = {}
    fault: Fault | None = None
    try:
        given, is_json = await _arguments(request)
        fault = slack.faults.for_answer(name, str(given["channel"]) if given.get("channel") else None)
        answer, status, headers = _answer(slack, request, name, given, is_json, fault)
    except ApiRefusal as refusal:
        slack.journal.refuse(name, refusal)
        answer, status, headers = refusal.answer(), refusal.status, refusal.headers
    shown = {key: value for key, value in given.items() if key != "token"}
    slack.journal.note(
        name, shown, answer, ms=round((time.monotonic() - began) * 1000, 2), status=status, fault=fault and fault.kind
    )
    return await apply_to_answer(fault, JSONResponse(answer, status, headers), request, drop)


def _answer(
    slack: LocalSlack, request: Request, name: str, given: dict[str, Any], is_json: bool, fault: Fault | None
) -> tuple[dict[str, Any], int, dict[str, str]]:
    method = METHODS.get(name)
    if method is None:
        raise ApiRefusal("unknown_method", f"the local Slack has no {name}", f"{sources.DOCS}/reference/methods")
    _check_token(slack, method, request, given)
    if is_json and not method.json_body:
        raise method.invalid([f"[ERROR] {name} takes application/x-www-form-urlencoded"])
    require(slack, *method.scopes)
    slack.pace.call(name, method.a_minute)
    apply_before_call(fault, method.cites)
    return {"ok": True, **method.do(slack, method.read(given))}, 200, _scopes(slack, method)


def _scopes(slack: LocalSlack, method: Method) -> dict[str, str]:
    """Return the header that lists the scopes of the token."""
    return {"X-OAuth-Scopes": ",".join(sorted(slack.manifest.scopes)) if method.token == "bot" else "connections:write"}


def _check_token(slack: LocalSlack, method: Method, request: Request, given: dict[str, Any]) -> None:
    header = request.headers.get("authorization", "")
    token = header.removeprefix("Bearer ").strip() if header or method.token == "app" else str(given.get("token", ""))
    if not token:
        raise ApiRefusal("not_authed", "no token came with the call", sources.TOKENS)
    world, given_out = slack.world, range(1, slack.world.installations + 1)
    known = {slack.secrets.app_token: "app", **{slack.secrets.bot_token_of(no): "bot" for no in given_out}}
    if token not in known:
        raise ApiRefusal("invalid_auth", "no such token was given out", sources.TOKENS)
    is_current = world.has_bot_token and token == slack.secrets.bot_token_of(world.installations)
    if known[token] == "bot" and not is_current:
        raise ApiRefusal("account_inactive", "the app was uninstalled, or this token revoked", sources.REVOKED)
    if known[token] != method.token:
        raise ApiRefusal("not_allowed_token_type", f"{method.name} takes the {method.token} token", method.cites)


async def _arguments(request: Request) -> tuple[dict[str, Any], bool]:
    """Read the arguments. A token in the URL is ignored, as Slack does for apps created since 2021."""
    body = await request.body()
    given: dict[str, Any] = {key: value for key, value in request.query_params.items() if key != "token"}
    kind = request.headers.get("content-type", "").split(";")[0].strip()
    if not body or request.method == "GET":
        return given, False
    if kind == "application/x-www-form-urlencoded":
        return given | dict(parse_qsl(body.decode(), keep_blank_values=True)), False
    if kind != "application/json":
        raise ApiRefusal("invalid_post_type", f"a body of type {kind or 'nothing'!r}", sources.WEB_API)
    try:
        data = json.loads(body)
    except ValueError as problem:
        raise ApiRefusal("invalid_json", "the body is no JSON", sources.WEB_API) from problem
    if not isinstance(data, dict):
        raise ApiRefusal("json_not_object", "the body is JSON but no object", sources.WEB_API)
    return given | {key: value for key, value in data.items() if key != "token"}, True
