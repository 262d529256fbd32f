"""Saying things in Slack: each call is made once, within a time, and ends as done, refused or not known.

The client has no retry handlers: a repeated post is a second message. What was said is never in a log, so the SDK's
own logger is silent.
"""

from __future__ import annotations

import json
import logging
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any, Protocol

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.blocks.elements import Block
from bot.slack.refusals import (
    AnswerLost,
    BlocksRefused,
    GiveUp,
    SlackRefused,
    TooLate,
    Unreachable,
    refusal,
    refusal_of_status,
)

TIMEOUT = 8.0  # seconds; below the ten in which a stopping process finishes
ENDED = frozenset({"expired_url", "used_url"})  # a response URL after half an hour, or five posts
NEWEST = 15  # messages read back: what a newer app outside the Marketplace is given at once
SAID = "putki_said"  # the event type of the metadata on what Putki posts
AS_IT_IS = {"unfurl_links": False, "unfurl_media": False}  # a customer called acme.fi is no link to be looked into
_CODE = re.compile(r"[a-z][a-z0-9_]*")
_SILENT = logging.getLogger("putki.slack_sdk")
_SILENT.setLevel(logging.CRITICAL + 1)


class SupportsRead(Protocol):
    """A body that can be read."""

    def read(self) -> bytes: ...  # noqa: D102


class Showable(Protocol):
    """What is shown: blocks, and a text that stands alone."""

    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def blocks(self) -> tuple[Block, ...]: ...  # noqa: D102


@dataclass(slots=True)
class Posting:
    """One workspace's door to Slack's posting methods. Every method raises a SlackRefused when it is not done."""

    token: str
    api_url: str = "https://slack.com/api/"
    timeout: float = TIMEOUT
    _client: WebClient = field(init=False)

    def __post_init__(self) -> None:
        self._client = WebClient(
            token=self.token,
            base_url=self.api_url,
            timeout=self.timeout,  # pyright: ignore[reportArgumentType]  urllib takes fractions of a second
            retry_handlers=[],
            logger=_SILENT,
        )

    def post(self, channel: str, shown: Showable, *, key: str, thread_ts: str | None = None) -> str:
        """Post a message, with the key of its occasion in the metadata; its timestamp."""
        metadata = {"event_type": SAID, "event_payload": {"key": key}}
        body = {"channel": channel, "metadata": metadata, **AS_IT_IS, **_body(shown)}
        if thread_ts is not None:
            body["thread_ts"] = thread_ts
        return _text(self._call("chat.postMessage", body), "ts")

    def update(self, channel: str, ts: str, shown: Showable) -> None:
        """Put this in place of a message of ours. Doing it twice does no harm."""
        blocks = {"blocks": []}  # a message that had blocks keeps them unless told otherwise
        self._call("chat.update", {"channel": channel, "ts": ts, **blocks, **_body(shown)})

    def open_direct(self, user_id: str) -> str:
        """The direct conversation with a person, opened if need be; its channel."""
        channel = self._call("conversations.open", {"users": user_id}).get("channel")
        return _text(channel if isinstance(channel, Mapping) else {}, "id")

    def respond(self, url: str, shown: Showable, *, replace: bool, thread_ts: str | None = None) -> None:
        """Answer at a response URL: in place of what was pressed, or for that person's eyes, or in a thread."""
        body = {**_body(shown), **AS_IT_IS, "replace_original": replace}
        if thread_ts is not None and not replace:
            body |= {"response_type": "in_channel", "thread_ts": thread_ts}
        elif not replace:
            body |= {"response_type": "ephemeral"}
        _asked(lambda: _respond(url, body, self.timeout))

    def whisper(self, channel: str, user_id: str, shown: Showable, *, thread_ts: str | None) -> None:
        """Say it in a channel, or a thread of it, for that person's eyes."""
        where = {"channel": channel, "user": user_id, **({"thread_ts": thread_ts} if thread_ts is not None else {})}
        self._call("chat.postEphemeral", {**where, **_body(shown)})

    def find(self, channel: str, key: str, *, thread_ts: str | None = None) -> str | None:
        """The timestamp of the message of this occasion among the newest; only where reading was granted."""
        method = "conversations.history" if thread_ts is None else "conversations.replies"
        asked = {"channel": channel, "ts": thread_ts, "limit": NEWEST, "include_all_metadata": True}
        given = {name: value for name, value in asked.items() if value is not None}
        messages = _asked(lambda: _answer(self._client, method, params=given)).get("messages")
        found = [each for each in messages if _key_of(each) == key] if isinstance(messages, list) else []
        return _text(found[0], "ts") if found else None

    def _call(self, method: str, body: dict[str, Any]) -> Mapping[str, Any]:
        return _asked(lambda: _answer(self._client, method, json=body))


def _body(shown: Showable) -> dict[str, Any]:
    return {"text": shown.text, "blocks": list(shown.blocks)} if shown.blocks else {"text": shown.text}


def _key_of(message: Any) -> str | None:
    """The key in the metadata of a message of ours."""
    match message:
        case {"metadata": {"event_type": "putki_said", "event_payload": {"key": str(key)}}}:
            return key
        case _:
            return None


def _text(answer: Mapping[str, Any], name: str) -> str:
    value = answer.get(name)
    if not isinstance(value, str):
        raise AnswerLost("bad_answer")
    return value


def _asked(ask: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
    """What a call gave; a failure of the connection becomes what it means.

    urllib wraps what fails before the request is out in URLError; what fails after it, while the answer is awaited,
    comes as it is.
    """
    try:
        return ask()
    except SlackRefused:
        raise
    except urllib.error.URLError as problem:
        raise Unreachable("unreachable") from problem
    except TimeoutError as problem:
        raise AnswerLost("timeout") from problem
    except (OSError, HTTPException) as problem:
        raise AnswerLost("connection_lost") from problem


def _answer(client: WebClient, method: str, **arguments: dict[str, Any]) -> Mapping[str, Any]:
    try:
        answer = client.api_call(method, **arguments)  # pyright: ignore[reportArgumentType]
    except SlackApiError as problem:
        raise _meaning(problem.response) from problem
    except (AttributeError, TypeError, ValueError) as problem:  # the SDK expects an object in UTF-8
        raise AnswerLost("bad_answer") from problem
    return answer.data if isinstance(answer.data, dict) else {}


def _meaning(response: SlackResponse) -> SlackRefused:
    data = response.data if isinstance(response.data, dict) else {}
    code = str(data.get("error", ""))
    known = code if _CODE.fullmatch(code) else None
    headers = {name.lower(): value for name, value in (response.headers or {}).items()}
    by_status = refusal_of_status(response.status_code, known, retry_after=headers.get("retry-after"))
    if by_status is not None:
        return by_status
    return AnswerLost("bad_answer") if known is None else refusal(known, retry_after=headers.get("retry-after"))


def _respond(url: str, body: dict[str, Any], timeout: float) -> Mapping[str, Any]:
    if not url.startswith(("https://", "http://")):
        raise GiveUp("bad_address")
    request = urllib.request.Request(
        url, data=json.dumps(body).encode(), headers={"Content-Type": "application/json; charset=utf-8"}, method="POST"
    )
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            code = _code_in(answer)
    except urllib.error.HTTPError as problem:
        raise _url_refusal(problem) from problem
    if code is not None:  # said with a 200
        raise _refused_at_url(code)
    return {}


def _url_refusal(problem: urllib.error.HTTPError) -> SlackRefused:
    by_status = refusal_of_status(problem.code, None, retry_after=problem.headers.get("Retry-After"))
    if by_status is not None:
        return by_status
    code = _code_in(problem) or f"http_{problem.code}"
    return TooLate(code) if problem.code in (404, 410) else _refused_at_url(code)


def _refused_at_url(code: str) -> SlackRefused:
    """A response URL that has ended; else blocks that are not taken, or what will never succeed."""
    if code in ENDED:
        return TooLate(code)
    meant = refusal(code)
    return meant if isinstance(meant, BlocksRefused) else GiveUp(code)


def _code_in(answer: SupportsRead) -> str | None:
    """Why not, in Slack's word; None where it does not say that it was not done. It has said "Expired url" too."""
    try:
        data = json.loads(answer.read())
    except (ValueError, OSError, HTTPException):
        return None
    if not isinstance(data, dict) or data.get("ok") is True:
        return None
    code = str(data.get("error", "")).lower().replace(" ", "_")
    return code if _CODE.fullmatch(code) else None
