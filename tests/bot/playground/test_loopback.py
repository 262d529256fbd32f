"""The local Slack serves this machine alone, and no other site's page."""

from __future__ import annotations

import httpx
import pytest

from bot.playground import DEMO_WORLD, Running
from bot.playground.server import Playground, Wanted
from tests.bot.playground.conftest import MANIFEST


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.7", "putki.example"])
def test_it_binds_to_the_loopback_only(host: str) -> None:
    with pytest.raises(ValueError, match="loopback"):
        Playground(Wanted(DEMO_WORLD, MANIFEST, host=host))


@pytest.mark.parametrize("path", ["/", "/control/state", "/api/auth.test", "/page/main.js"])
def test_a_request_for_another_host_is_refused(slack: Running, path: str) -> None:
    assert httpx.get(f"{slack.url}{path}", headers={"Host": "evil.example"}).status_code == 403


def test_another_sites_page_can_do_nothing(slack: Running) -> None:
    headers = {"Origin": "https://evil.example"}
    answer = httpx.post(f"{slack.url}/control/type", headers=headers, json={})
    assert answer.status_code == 403


def test_its_own_page_can(slack: Running) -> None:
    answer = httpx.post(f"{slack.url}/control/reload", headers={"Origin": slack.url}, json={"user": "aino"})
    assert answer.json() == {"ok": True}


def test_a_call_that_is_malformed_says_what_is_missing(slack: Running) -> None:
    answer = httpx.post(f"{slack.url}/control/type", json={"user": "aino"})
    assert (answer.status_code, answer.json()["error"]) == (400, "'channel' is missing")
    assert httpx.post(f"{slack.url}/control/type", content=b"{").status_code == 400
    assert httpx.post(f"{slack.url}/control/type", json=[1]).status_code == 400
