"""How an answer leaves: in an acknowledgement, as a modal, or on its way through the outbox."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import structlog
from slack_bolt import BoltResponse
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.blocks.elements import Message, View
from pipeline import errors

log = structlog.get_logger()
_AS_TYPED = json.JSONEncoder(ensure_ascii=False).encode
OPENING = 2  # seconds a modal may take to open
OPEN_ALREADY = {"trigger_exchanged", "exchanged_trigger_id"}  # the same request was delivered before


def nothing() -> BoltResponse:
    """An acknowledgement alone."""
    return BoltResponse(status=200, body="")


def ephemeral(message: Message) -> BoltResponse:
    """A command's answer, for the person's eyes only."""
    return _json({"response_type": "ephemeral", "text": message.text, "blocks": list(message.blocks)})


def under_fields(refused: Mapping[str, str]) -> BoltResponse:
    """A refused form: a sentence under each field; nothing typed is lost."""
    return _json({"response_action": "errors", "errors": dict(refused)})


def in_form(view: View) -> BoltResponse:
    """A form that becomes another."""
    return _json({"response_action": "update", "view": view.payload()})


def options(found: list[dict[str, Any]]) -> BoltResponse:
    """What a search field offers."""
    return _json({"options": found})


def again_later() -> BoltResponse:
    """Something broke: an event is delivered again."""
    return BoltResponse(status=500, body="")


def open_view(client: WebClient, trigger: str, view: View) -> None:
    """Open a modal within two seconds and without trying again; Busy when Slack would not."""
    _call(view, lambda: client.views_open(trigger_id=trigger, view=view.payload()))


def change_view(client: WebClient, view_id: str, view: View) -> None:
    """Let an open modal become another, in the same way."""
    _call(view, lambda: client.views_update(view_id=view_id, view=view.payload()))


def _call(view: View, send: Callable[[], object]) -> None:
    try:
        send()
    except SlackApiError as refused:
        if refused.response.get("error") in OPEN_ALREADY:
            return
        log.warning("modal_not_opened", error=refused.response.get("error"), word=view.word)
        raise errors.Busy from refused
    except (SlackClientError, OSError) as failed:
        log.warning("modal_not_opened", error=type(failed).__name__, word=view.word)
        raise errors.Busy from failed


def _json(body: Mapping[str, Any]) -> BoltResponse:
    return BoltResponse(status=200, body=_AS_TYPED(body), headers={"content-type": "application/json"})
