"""Where an answer goes, as the core carries it without knowing: an opaque text that only this room writes and reads."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ByUrl:
    """A response URL: five posts within half an hour. `replace` puts the answer in place of what was pressed."""

    url: str
    replace: bool = False
    thread_ts: str | None = None


@dataclass(frozen=True, slots=True)
class InThread:
    """A message in a channel's thread (or beneath nothing, in the channel itself)."""

    channel: str
    thread_ts: str | None


@dataclass(frozen=True, slots=True)
class ToOne:
    """For one person's eyes in a channel, or a thread of it, where a response URL speaks to all, or there is none.

    `url`: where it goes should that not be.
    """

    channel: str
    user: str
    thread_ts: str | None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class InPlaceOf:
    """A message of ours that becomes what was done: its key in `slack_message`."""

    key: str


Address = ByUrl | InThread | ToOne | InPlaceOf
_COMPACT = json.JSONEncoder(separators=(",", ":")).encode
_KINDS: dict[str, type[Address]] = {"url": ByUrl, "thread": InThread, "one": ToOne, "message": InPlaceOf}


def written(address: Address) -> str:
    """As the outbox and a form carry it."""
    kind = next(name for name, each in _KINDS.items() if isinstance(address, each))
    return _COMPACT({kind: {name: getattr(address, name) for name in address.__slots__}})


def read(text: str) -> Address:
    """As it was written."""
    raw: dict[str, dict[str, Any]] = json.loads(text)
    ((kind, values),) = raw.items()
    return _KINDS[kind](**values)
