"""Posts and changes messages in Slack. Each call is made once, within a time limit, and is done, refused or unsure.

The client has no retry handlers, because a repeated post would be a second message. The SDK's logger is silent, because
messages must not be in a log.
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

TIMEOUT = 8.0  # seconds; less than the ten seconds that a stopping process has
ENDED = frozenset({"expired_url", "used_url"})  # errors of a response URL after half an hour or five posts
NEWEST = 15  # messages in one read; a newer app outside the Marketplace gets no more
METADATA_TYPE = "putki_said"  # the event type in the metadata of Putki's messages
NO_LINK_PREVIEWS = {
    "unfurl_links": False,
    "unfurl_media": False,
}  # no link previews: a customer called acme.fi is not a link
_CODE = re.compile(r"[a-z][a-z0-9_]*")
_SILENT = logging.getLogger("putki.slack_sdk")
_SILENT.setLevel(logging.CRITICAL + 1)


class SupportsRead(Protocol):
    """A response body that can be read."""

    def read(self) -> bytes: ...  # noqa: D102


class Showable(Protocol):
    """A message: its blocks, and a text that can stand without them."""

    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def blocks(self) -> tuple[Block, ...]: ...  # noqa: D102


@dataclass(slots=True)
class Posting:
    """The methods with which Putki posts in one workspace. Each raises a SlackRefused when the call is not done."""

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
        """Post a message and return its timestamp. Its metadata has the outbox key."""
        metadata = {"event_type": METADATA_TYPE, "event_payload": {"key": key}}
        body = {"channel": channel, "metadata": metadata, **NO_LINK_PREVIEWS, **_body(shown)}
        if thread_ts is not None:
            body["thread_ts"] = thread_ts
        return _text(self._call("chat.postMessage", body), "ts")

    def update(self, channel: str, ts: str, shown: Showable) -> None:
        """Replace a message of ours. It is safe to call this twice."""
        blocks = {"blocks": []}  # without this, a message keeps the blocks that it had
        self._call("chat.update", {"channel": channel, "ts": ts, **blocks, **_body(shown)})

    def delete(self, channel: str, ts: str) -> None:
        """Take a message of ours away. Raises MessageGone where it is not there."""
        self._call("chat.delete", {"channel": channel, "ts": ts})

    def open_direct(self, user_id: str) -> str:
        """Return the channel of the direct conversation with a person. Slack opens it if there is none."""
        channel = self._call("conversations.open", {"users": user_id}).get("channel")
        return _text(channel if isinstance(channel, Mapping) else {}, "id")

    def respond(self, url: str, shown: Showable, *, replace: bool, thread_ts: str | None = None) -> None:
        """Answer at a response URL.

        With `replace` the answer replaces the message that was pressed. With `thread_ts` it goes to that thread, else
        only the person who asked can see it.
        """
        body = {**_body(shown), **NO_LINK_PREVIEWS, "replace_original": replace}
        if thread_ts is not None and not replace:
            body |= {"response_type": "in_channel", "thread_ts": thread_ts}
        elif not replace:
            body |= {"response_type": "ephemeral"}
        _classify_errors(lambda: _respond(url, body, self.timeout))

    def post_ephemeral(self, channel: str, user_id: str, shown: Showable, *, thread_ts: str | None) -> None:
        """Post a message in a channel or thread that only this person can see."""
        where = {"channel": channel, "user": user_id, **({"thread_ts": thread_ts} if thread_ts is not None else {})}
        self._call("chat.postEphemeral", {**where, **_body(shown)})

    def find(self, channel: str, key: str, *, thread_ts: str | None = None) -> str | None:
        """Return the timestamp of the message with this outbox key, if it is among the newest.

        Raises TellAdmin when the app may not read the channel.
        """
        method = "conversations.history" if thread_ts is None else "conversations.replies"
        asked = {"channel": channel, "ts": thread_ts, "limit": NEWEST, "include_all_metadata": True}
        given = {name: value for name, value in asked.items() if value is not None}
        messages = _classify_errors(lambda: _answer(self._client, method, params=given)).get("messages")
        found = [each for each in messages if _key_of(each) == key] if isinstance(messages, list) else []
        return _text(found[0], "ts") if found else None

    def upload(self, name: str, content: bytes) -> str:
        """Upload a file that nobody but the app sees until a message shows it, and return its id.

        The file has no alt text of its own: Slack's client has lost files that had one (slackapi/python-slack-sdk,
        issue 1818). The block that shows it has the text.
        """
        answer = _classify_errors(
            lambda: _told(lambda: self._client.files_upload_v2(filename=name, title=name, content=content))
        )
        match answer.get("files"):
            case [{"id": str(file_id)}, *_]:
                return file_id
            case _:
                raise AnswerLost("bad_answer")

    def look(self) -> None:
        """Call the simplest method, which changes nothing, to see whether Slack answers."""
        self._call("auth.test", {})

    def _call(self, method: str, body: dict[str, Any]) -> Mapping[str, Any]:
        return _classify_errors(lambda: _answer(self._client, method, json=body))


def _body(shown: Showable) -> dict[str, Any]:
    return {"text": shown.text, "blocks": list(shown.blocks)} if shown.blocks else {"text": shown.text}


def _key_of(message: Any) -> str | None:
    """Return the outbox key in the metadata of a message of ours, or None."""
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


def _classify_errors(ask: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return the answer of a call. An error of the connection becomes the SlackRefused that describes it.

    urllib wraps an error in URLError if the request did not go out. An error while it waits for the answer is not
    wrapped.
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
    return _told(lambda: client.api_call(method, **arguments))  # pyright: ignore[reportArgumentType]


def _told(ask: Callable[[], SlackResponse]) -> Mapping[str, Any]:
    try:
        answer = ask()
    except SlackApiError as problem:
        raise _refusal_in(problem.response) from problem
    except (AttributeError, TypeError, ValueError) as problem:  # the SDK expects a JSON object in UTF-8
        raise AnswerLost("bad_answer") from problem
    return answer.data if isinstance(answer.data, dict) else {}


def _refusal_in(response: SlackResponse) -> SlackRefused:
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
    if code is not None:  # an error with status 200
        raise _refusal_of_url_code(code)
    return {}


def _url_refusal(problem: urllib.error.HTTPError) -> SlackRefused:
    by_status = refusal_of_status(problem.code, None, retry_after=problem.headers.get("Retry-After"))
    if by_status is not None:
        return by_status
    code = _code_in(problem) or f"http_{problem.code}"
    return TooLate(code) if problem.code in (404, 410) else _refusal_of_url_code(code)


def _refusal_of_url_code(code: str) -> SlackRefused:
    """Return what an error at a response URL means: the URL has ended, the blocks are wrong, or it can
    never succeed.
    """
    if code in ENDED:
        return TooLate(code)
    meant = refusal(code)
    return meant if isinstance(meant, BlocksRefused) else GiveUp(code)


def _code_in(answer: SupportsRead) -> str | None:
    """Return the error code in the body, or None if there is none. Slack has also written a code as "Expired url"."""
    try:
        data = json.loads(answer.read())
    except (ValueError, OSError, HTTPException):
        return None
    if not isinstance(data, dict) or data.get("ok") is True:
        return None
    code = str(data.get("error", "")).lower().replace(" ", "_")
    return code if _CODE.fullmatch(code) else None
