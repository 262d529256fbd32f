"""The local Slack's clock: it jumps, the bot follows, and the jump is over when the bot has polled again."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from bot.local_slack import ControlRefused, Running
from bot.local_slack.clock import BadMoment, step_of
from tests.bot.local_slack.conftest import MONDAY
from tests.busy_machine import PATIENCE


def poll(slack: Running, after: int | None = None) -> dict[str, Any]:
    query = {} if after is None else {"after": after}
    return httpx.get(f"{slack.url}/control/clock", params=query, timeout=PATIENCE).json()


def test_it_starts_where_it_is_told(slack: Running) -> None:
    now = datetime.fromisoformat(poll(slack)["now"])
    assert now - datetime.fromisoformat(MONDAY).astimezone(UTC) < timedelta(seconds=10)


def test_a_poll_waits_for_the_jump_and_the_next_poll_ends_it(slack: Running) -> None:
    followed: list[str] = []
    version = poll(slack)["version"]

    def follow() -> None:
        moved = poll(slack, version)
        followed.append(moved["now"])
        with suppress(httpx.TransportError):
            poll(slack, moved["version"])

    bot = threading.Thread(target=follow, daemon=True)
    bot.start()
    moved = slack.clock(by="1w")
    assert moved["settled"] is True
    assert followed[0].startswith("2026-06-08T05:00")


def test_without_a_bot_it_does_not_wait(slack: Running) -> None:
    moved = slack.clock(to="2026-06-03T12:00:00+03:00")
    assert (moved["settled"], moved["now"][:16]) == (False, "2026-06-03T09:00")


def test_a_bot_that_is_at_work_is_waited_for_only_so_long(slack: Running) -> None:
    poll(slack)
    assert slack.clock(by="1d", patience=0.2)["settled"] is False


def test_a_bot_that_is_behind_gets_the_jump_at_once(slack: Running) -> None:
    version = poll(slack)["version"]
    with ThreadPoolExecutor(2) as pool:
        moving = pool.submit(slack.clock, by="1d", patience=10)
        moved = poll(slack, version)
        following = pool.submit(poll, slack, moved["version"])
        assert moving.result()["settled"] is True
        slack.clock(by="1h", patience=0.1)
        assert following.result()["version"] == version + 2


def test_time_does_not_go_back(slack: Running) -> None:
    with pytest.raises(ControlRefused, match="does not go back"):
        slack.clock(to="2026-05-01T12:00:00+03:00")


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("3d", timedelta(days=3)),
        ("1w 2h", timedelta(weeks=1, hours=2)),
        ("90min", timedelta(minutes=90)),
        ("5m", timedelta(minutes=5)),
        ("10s", timedelta(seconds=10)),
    ],
)
def test_a_step_is_read(text: str, step: timedelta) -> None:
    assert step_of(text) == step


@pytest.mark.parametrize("text", ["", "soon", "3", "-1d", "3d later"])
def test_what_is_no_step_is_refused(text: str) -> None:
    with pytest.raises(BadMoment):
        step_of(text)


@pytest.mark.parametrize("asked", [{}, {"to": "Monday"}, {"by": "soon"}])
def test_a_jump_to_nowhere_is_refused(slack: Running, asked: dict[str, str]) -> None:
    assert httpx.post(f"{slack.url}/control/clock", json=asked).status_code == 400
