"""Slack's side of signed HTTP: sends requests with v0 signatures to the app's address and waits three seconds."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode

from ..journal import Journal
from .envelope import DeliveryOutcome, Envelope

_FORM = "application/x-www-form-urlencoded"


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Sign a request as Slack does."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


class SignedHttp:
    """A transport that sends commands, interactions and events to one address."""

    mode = "http"
    connected = True

    def __init__(self, address: str, secret: str, journal: Journal) -> None:
        self._address, self._secret, self._journal = address, secret, journal
        self._threads = ThreadPoolExecutor(max_workers=64, thread_name_prefix="deliver")

    async def send(self, envelope: Envelope) -> DeliveryOutcome:
        """Send a request and read the answer."""
        loop = asyncio.get_running_loop()
        outcome = await loop.run_in_executor(self._threads, self._post, envelope)
        self._journal.note("ack", {"kind": envelope.kind}, outcome.payload, in_time=outcome.acked)
        return outcome

    def stop(self) -> None:
        """Stop the threads, and drop requests that have not begun."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _post(self, envelope: Envelope) -> DeliveryOutcome:
        body, kind = _body(envelope)
        timestamp = str(int(time.time()))
        headers = {
            "Content-Type": kind,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self._secret, timestamp, body),
        }
        if envelope.retry_attempt:
            headers |= {
                "X-Slack-Retry-Num": str(envelope.retry_attempt),
                "X-Slack-Retry-Reason": envelope.retry_reason,
            }
        request = urllib.request.Request(self._address, data=body, headers=headers, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=envelope.ack_within) as answer:
                return DeliveryOutcome(payload=_read(answer.read(), answer.headers.get("Content-Type", "")))
        except urllib.error.HTTPError as problem:
            return DeliveryOutcome(failure=f"http_{problem.code}")
        except TimeoutError:
            return DeliveryOutcome(failure="operation_timeout")
        except OSError as problem:
            late = isinstance(getattr(problem, "reason", None), TimeoutError)
            return DeliveryOutcome(failure="operation_timeout" if late else "dispatch_failed")


def _body(envelope: Envelope) -> tuple[bytes, str]:
    if envelope.kind == "slash_commands":
        return urlencode({key: _formed(value) for key, value in envelope.payload.items()}).encode(), _FORM
    if envelope.kind == "interactive":
        return urlencode({"payload": json.dumps(envelope.payload)}).encode(), _FORM
    return json.dumps(envelope.payload).encode(), "application/json"


def _formed(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _read(body: bytes, kind: str) -> Any:
    if not body:
        return None
    if "json" in kind:
        try:
            return json.loads(body)
        except ValueError:
            return body.decode(errors="replace")
    return body.decode(errors="replace")
