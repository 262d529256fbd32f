"""`python -m bot.local_slack`: the local Slack as a process of its own."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import httpx

from bot.local_slack import Control
from tests.bot.local_slack.conftest import MANIFEST, MONDAY
from tests.busy_machine import PATIENCE


@contextmanager
def process(*more: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    line = [sys.executable, "-m", "bot.local_slack", "--port", "0", "--manifest", str(MANIFEST), *more]
    running = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=MANIFEST.parent)
    try:
        assert running.stdout is not None
        yield running, (running.stdout.readline().split() or [""])[-1]
    finally:
        running.kill()
        running.communicate()


def test_it_says_where_it_is_and_serves_the_demos_people_at_the_moment_asked_for() -> None:
    with process("--clock", MONDAY) as (_, url):
        state = Control(url).state()
        assert state["team"]["name"] == "Pohjanlahden Pumppu Oy"
        assert state["clock"].startswith("2026-06-01T05:00")


def test_it_says_why_it_cannot_start() -> None:
    with process("--host", "0.0.0.0") as (running, _):
        _, errors = running.communicate(timeout=PATIENCE)
        assert (running.returncode, "loopback" in errors, "Traceback" in errors) == (1, True, False)


def test_it_ends_at_once_and_well_also_while_someone_waits_for_news() -> None:
    with process() as (running, url):
        version = Control(url).state()["version"]

        def wait_for_news() -> None:
            with suppress(httpx.TransportError):
                httpx.get(f"{url}/control/state", params={"after": version}, timeout=PATIENCE)

        waiting = threading.Thread(target=wait_for_news, daemon=True)
        waiting.start()
        running.send_signal(signal.SIGTERM)
        _, errors = running.communicate(timeout=10)
        assert (running.returncode, errors) == (0, "")
