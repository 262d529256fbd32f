"""One local Slack for each test, with the manifest that ships, on a Monday morning."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.local_slack import LocalSlackServer, Running
from tests.bot.local_slack.peer import Peer

MANIFEST = Path(__file__).parents[3] / "manifest.yml"
MONDAY = "2026-06-01T08:00:00+03:00"


@pytest.fixture
def manifest() -> dict[str, Any]:
    return yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))


@pytest.fixture
def slack(manifest: dict[str, Any]) -> Iterator[Running]:
    with LocalSlackServer.start(manifest=manifest, clock=MONDAY) as running:
        yield running


@pytest.fixture
def peer(slack: Running) -> Iterator[Peer]:
    with Peer(slack) as app:
        yield app


@pytest.fixture
def generous(manifest: dict[str, Any]) -> Iterator[Running]:
    """A workspace that granted every scope and event a test may want."""
    manifest["oauth_config"]["scopes"]["bot"] += [
        "channels:history",
        "groups:history",
        "im:history",
        "im:read",
        "reactions:write",
        "team:read",
    ]
    manifest["settings"]["event_subscriptions"]["bot_events"] += [
        "channel_rename",
        "channel_unarchive",
        "message.channels",
        "message.groups",
        "message.im",
    ]
    with LocalSlackServer.start(manifest=manifest, clock=MONDAY) as running:
        yield running
