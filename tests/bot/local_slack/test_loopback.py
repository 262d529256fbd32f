"""The local Slack serves this machine alone, and no other site's page."""

from __future__ import annotations

import httpx
import pytest

from bot.local_slack import DEMO_WORLD, Running
from bot.local_slack.server import LocalSlackServer, ServerOptions
from tests.bot.local_slack.conftest import MANIFEST
from tests.bot.local_slack.things import MYYNTI


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.7", "putki.example"])
def test_it_binds_to_the_loopback_only(host: str) -> None:
    with pytest.raises(ValueError, match="loopback"):
        LocalSlackServer(ServerOptions(DEMO_WORLD, MANIFEST, host=host))


@pytest.mark.parametrize("path", ["/", "/control/state", "/api/auth.test", "/page/main.js"])
def test_a_request_for_another_host_is_refused(slack: Running, path: str) -> None:
    assert httpx.get(f"{slack.url}{path}", headers={"Host": "evil.example"}).status_code == 403


def test_another_sites_page_can_do_nothing(slack: Running) -> None:
    headers = {"Origin": "https://evil.example"}
    answer = httpx.post(f"{slack.url}/control/type", headers=headers, json={})
    assert answer.status_code == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("mode", ["no-cors", "navigate"])
def test_another_sites_page_cannot_write_by_asking_for_a_picture(slack: Running, site: str, mode: str) -> None:
    forged = {"token": slack.bot_token, "channel": MYYNTI, "text": "forged"}
    seen = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode}

    answer = httpx.get(f"{slack.url}/api/chat.postMessage", params=forged, headers=seen)

    assert answer.status_code == 403
    assert slack.messages(MYYNTI) == []


def test_a_token_in_an_address_is_none(slack: Running) -> None:
    forged = {"token": slack.bot_token, "channel": MYYNTI, "text": "forged"}

    answer = httpx.get(f"{slack.url}/api/chat.postMessage", params=forged)

    assert answer.json()["error"] == "not_authed"
    assert slack.messages(MYYNTI) == []


@pytest.mark.parametrize("site", ["none", "same-origin", "cross-site"])
def test_the_page_opens_from_the_address_bar_and_from_a_link(slack: Running, site: str) -> None:
    assert httpx.get(slack.url, headers={"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate"}).status_code == 200


def test_its_own_page_can(slack: Running) -> None:
    answer = httpx.post(f"{slack.url}/control/reload", headers={"Origin": slack.url}, json={"user": "aino"})
    assert answer.json() == {"ok": True}


def test_a_call_that_is_malformed_says_what_is_missing(slack: Running) -> None:
    answer = httpx.post(f"{slack.url}/control/type", json={"user": "aino"})
    assert (answer.status_code, answer.json()["error"]) == (400, "'channel' is missing")
    assert httpx.post(f"{slack.url}/control/type", content=b"{").status_code == 400
    assert httpx.post(f"{slack.url}/control/type", json=[1]).status_code == 400
