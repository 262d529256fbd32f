"""The local Slack's README names every control call and every fault."""

from __future__ import annotations

from pathlib import Path

import bot.playground
from bot.playground.control.routes import routes
from bot.playground.faults import ANSWER, DELIVERY, SOCKET
from bot.playground.server import DEMO_WORLD, Playground, Wanted
from tests.bot.playground.conftest import MANIFEST

README = (Path(bot.playground.__file__).parent / "README.md").read_text(encoding="utf-8")


def test_every_fault_is_named() -> None:
    assert [kind for kind in (*DELIVERY, *ANSWER, *SOCKET) if f"`{kind}`" not in README] == []


def test_every_control_call_is_named() -> None:
    playground = Playground(Wanted(DEMO_WORLD, MANIFEST))
    playground.stop()
    found = routes(playground.slack)
    paths = {(method, route.path) for route in found for method in route.methods or () if method != "HEAD"}
    assert len(paths) > 12
    assert sorted(f"{method} {path}" for method, path in paths if f"`{method} {path}" not in README) == []
