"""The local Slack's README names every control call and every fault."""

from __future__ import annotations

from pathlib import Path

import bot.local_slack
from bot.local_slack.control.routes import routes
from bot.local_slack.faults import ANSWER, DELIVERY, SOCKET
from bot.local_slack.server import DEMO_WORLD, LocalSlackServer, ServerOptions
from tests.bot.local_slack.conftest import MANIFEST

README = (Path(bot.local_slack.__file__).parent / "README.md").read_text(encoding="utf-8")


def test_every_fault_is_named() -> None:
    assert [kind for kind in (*DELIVERY, *ANSWER, *SOCKET) if f"`{kind}`" not in README] == []


def test_every_control_call_is_named() -> None:
    server = LocalSlackServer(ServerOptions(DEMO_WORLD, MANIFEST))
    server.stop()
    found = routes(server.slack)
    paths = {(method, route.path) for route in found for method in route.methods or () if method != "HEAD"}
    assert len(paths) > 12
    assert sorted(f"{method} {path}" for method, path in paths if f"`{method} {path}" not in README) == []
