"""Applies faults to Web API calls: before the call is carried out, and to its answer afterwards."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import Response

from .dropped import DropConnection
from .faults import Fault
from .pace import ratelimited
from .refusal import ApiRefusal

_WHY = "a fault was asked for"


def apply_before_call(fault: Fault | None, cites: str) -> None:
    """Raise ApiRefusal for a fault that refuses the call before it is carried out."""
    if fault is None:
        return
    if fault.kind == "ratelimited":
        raise ratelimited(fault.retry_after, _WHY)
    if fault.kind == "error":
        raise ApiRefusal(fault.error, _WHY, cites)
    if fault.kind == "http_500":
        raise ApiRefusal("internal_error", _WHY, cites, status=500)


async def apply_to_answer(fault: Fault | None, response: Response, request: Request, drop: DropConnection) -> Response:
    """Delay, drop or garble the answer of a call that was carried out."""
    if fault is None:
        return response
    if fault.kind in {"slow", "answer_lost"}:
        await asyncio.sleep(fault.seconds)
    if fault.kind == "answer_lost":
        drop(request)
    if fault.kind == "invalid_json":
        return Response(b"<html>upstream error", 200, media_type="application/json")
    return response
