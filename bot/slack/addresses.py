"""The address of an answer, as a text that the core stores without reading it. Only this room writes and parses it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ResponseUrl:
    """A response URL, which takes five posts within half an hour.

    `replace`: the answer replaces the pressed message.
    """

    url: str
    replace: bool = False
    thread_ts: str | None = None


@dataclass(frozen=True, slots=True)
class ThreadAddress:
    """A thread of a channel, or the channel itself if `thread_ts` is None."""

    channel: str
    thread_ts: str | None


@dataclass(frozen=True, slots=True)
class EphemeralAddress:
    """A message in a channel or thread that only one person can see.

    It serves where there is no response URL, or where an answer at the URL would be visible to all. `url` is the
    response URL to use if this call is refused.
    """

    channel: str
    user: str
    thread_ts: str | None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class MessageAddress:
    """A message of ours that the answer replaces. `key` is its key in `slack_message`."""

    key: str


Address = ResponseUrl | ThreadAddress | EphemeralAddress | MessageAddress
_COMPACT = json.JSONEncoder(separators=(",", ":")).encode
_KINDS: dict[str, type[Address]] = {
    "url": ResponseUrl,
    "thread": ThreadAddress,
    "one": EphemeralAddress,
    "message": MessageAddress,
}


def dump(address: Address) -> str:
    """Return the address as the outbox and forms store it."""
    kind = next(name for name, each in _KINDS.items() if isinstance(address, each))
    return _COMPACT({kind: {name: getattr(address, name) for name in address.__slots__}})


def replaced_message(text: str | None) -> str | None:
    """Return the key of our message whose place an answer to this address takes, if it takes one's."""
    address = parse(text) if text else None
    return address.key if isinstance(address, MessageAddress) else None


def parse(text: str) -> Address:
    """Parse an address that `written` returned."""
    raw: dict[str, dict[str, Any]] = json.loads(text)
    ((kind, values),) = raw.items()
    return _KINDS[kind](**values)
