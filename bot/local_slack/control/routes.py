"""The routes of the control calls."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ..acts.installing import change_app
from ..acts.organizing import change_channel, change_group, change_person, reload
from ..acts.pressing import press
from ..acts.reacting import open_home, react
from ..acts.submitting import close_view, submit
from ..acts.suggesting import suggest
from ..acts.typing_in import type_in
from ..acts.using_shortcuts import use_shortcut
from ..clock import BadMoment, moment_of, step_of
from ..faults import SOCKET
from ..instance import LocalSlack
from ..refusal import Impossible
from ..world import iso
from .state import state_of

Act = Callable[[LocalSlack, dict[str, Any]], Awaitable[dict[str, Any]]]
_PATIENCE = 25.0
_BOT_PATIENCE = 120.0


def routes(slack: LocalSlack) -> list[Route]:
    """List the routes below /control."""
    acts: dict[str, Act] = {
        "type": type_in,
        "press": press,
        "shortcut": use_shortcut,
        "submit": submit,
        "close": close_view,
        "suggest": suggest,
        "react": react,
        "open_home": open_home,
        "reload": reload,
        "channel": change_channel,
        "group": change_group,
        "person": change_person,
        "app": change_app,
        "fault": _fault,
    }
    found = [Route(f"/control/{name}", _acting(slack, act), methods=["POST"]) for name, act in acts.items()]
    return [
        *found,
        Route("/control/clock", _move_clock(slack), methods=["POST"]),
        Route("/control/clock", _follow_clock(slack), methods=["GET"]),
        Route("/control/state", _state(slack), methods=["GET"]),
        Route("/control/log", _log(slack), methods=["GET"]),
    ]


async def _body(request: Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.body() or b"{}")
    except ValueError as problem:
        raise Impossible("the body is no JSON") from problem
    if not isinstance(body, dict):
        raise Impossible("the body is no object")
    return body


def _acting(slack: LocalSlack, act: Act) -> Callable[[Request], Awaitable[Response]]:
    async def serve(request: Request) -> Response:
        try:
            return JSONResponse({"ok": True, **await act(slack, await _body(request))})
        except Impossible as problem:
            return JSONResponse({"ok": False, "error": str(problem)}, 400)
        except KeyError as problem:
            return JSONResponse({"ok": False, "error": f"{problem} is missing"}, 400)

    return serve


async def _fault(slack: LocalSlack, asked: dict[str, Any]) -> dict[str, Any]:
    if asked.get("kind") == "clear":
        slack.faults.clear()
        slack.world.changed()
        return {}
    fault = slack.faults.add(asked)
    if asked["kind"] in SOCKET and asked["kind"] != "refuse":
        await _strike(slack, asked["kind"], fault.seconds, fault.times)
    slack.world.changed()
    return {}


async def _strike(slack: LocalSlack, kind: str, seconds: float, times: int) -> None:
    if kind == "pace":
        slack.pace.tighten(times)
        return
    if slack.courier.transport is not slack.socket:
        raise Impossible("deliveries go over HTTP; there is no socket to break")
    if kind == "cut":
        slack.socket.cut()
    elif kind == "close":
        await slack.socket.close()
    elif kind == "warning":
        await slack.socket.warn()
    elif kind == "silence":
        slack.socket.silence(seconds or 5.0)
    else:
        await slack.socket.ask_to_reconnect()


def _move_clock(slack: LocalSlack) -> Callable[[Request], Awaitable[Response]]:
    async def serve(request: Request) -> Response:
        try:
            asked = await _body(request)
            moment = moment_of(asked["to"]) if "to" in asked else slack.clock.now() + step_of(str(asked["by"]))
            moved = await slack.clock.move(moment, patience=float(asked.get("patience", _BOT_PATIENCE)))
        except (BadMoment, Impossible) as problem:
            return JSONResponse({"ok": False, "error": str(problem)}, 400)
        except KeyError:
            return JSONResponse({"ok": False, "error": "say {to} or {by}"}, 400)
        slack.world.changed()
        return JSONResponse({"ok": True, "version": moved.version, "now": iso(moved.now), "settled": moved.settled})

    return serve


def _follow_clock(slack: LocalSlack) -> Callable[[Request], Awaitable[Response]]:
    async def serve(request: Request) -> Response:
        after = request.query_params.get("after")
        following = asyncio.ensure_future(slack.clock.follow(int(after) if after else None, patience=_PATIENCE))
        await _first(following, request)
        if following.cancelled():
            return Response(status_code=499)
        version, now = following.result()
        return JSONResponse({"version": version, "now": iso(now)})

    return serve


async def _first(following: asyncio.Future[Any], request: Request) -> None:
    """Wait for the poll's answer; give up if the client disconnects."""
    leaving = asyncio.ensure_future(_left(request))
    await asyncio.wait({following, leaving}, return_when=asyncio.FIRST_COMPLETED)
    leaving.cancel()
    if not following.done():
        following.cancel()
        await asyncio.wait({following})


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        continue


def _state(slack: LocalSlack) -> Callable[[Request], Awaitable[Response]]:
    async def serve(request: Request) -> Response:
        if after := request.query_params.get("after"):
            await _first(asyncio.ensure_future(slack.world.until_after(int(after), _PATIENCE)), request)
        return JSONResponse(state_of(slack, since=request.query_params.get("since", "")))

    return serve


def _log(slack: LocalSlack) -> Callable[[Request], Awaitable[Response]]:
    async def serve(request: Request) -> Response:
        return JSONResponse({"entries": [*slack.journal.entries]})

    return serve
