"""Signed HTTP instead of the socket: the same bot; what is forged, stale or unsigned gets 401, a log line, no more."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Generator, Mapping
from urllib.parse import urlencode

import httpx
import pytest
from structlog.testing import capture_logs

from bot.local_slack.delivery.http import signature
from bot.server.http import MAX_BODY_BYTES
from tests.busy_machine import PATIENCE
from tests.databases import SqliteFiles
from tests.pipeline.storage.test_trouble import may_write
from tests.scenarios.test_ailing import writer_of
from tests.scenarios.test_busy import held, late_mentions
from tests.scenarios.town import ADMIN, CHANNEL, SELLER, Newcomer, Town, plain, playing

SECRET_OF_ANOTHER = "0123456789abcdef0123456789abcdef"


@pytest.fixture(scope="module")
def _http_town(sqlite_files: SqliteFiles) -> Generator[Town]:
    with playing(sqlite_files.fresh(), over_http=True, haste=1) as town:
        yield town


@pytest.fixture
def http_town(_http_town: Town) -> Generator[Town]:
    """A town whose Slack sends signed requests."""
    yield _http_town
    _http_town.begin_anew()


@pytest.fixture
def web(http_town: Town) -> Newcomer:
    """A new seller there."""
    return http_town.newcomer()


def _post(
    town: Town, body: bytes, headers: Mapping[str, str], *, kind: str = "application/x-www-form-urlencoded"
) -> int:
    """Send it to the bot; the status."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{town.bot.config.port}/slack/events",
        data=body,
        headers={"Content-Type": kind, **headers},
        method="POST",
    )
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code


def _signed(town: Town, body: bytes, *, at: float | None = None, secret: str | None = None) -> dict[str, str]:
    stamp = str(int(at if at is not None else time.time()))
    return {
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature(secret or town.slack.signing_secret, stamp, body),
    }


def _move(name: str) -> bytes:
    """The command that moves that deal, as Slack sends it."""
    return urlencode(
        {
            "command": "/deal",
            "text": f"siirrä {name}",
            "user_id": SELLER,
            "team_id": "TLOCAL00001",
            "channel_id": CHANNEL,
            "trigger_id": f"1.2.{name}",
            "response_url": "http://127.0.0.1:9/",
        }
    ).encode()


def test_commands_forms_buttons_and_mentions_work(web: Newcomer) -> None:
    name = web.new_deal()
    assert "Tunnistaminen → Yhteydenotto" in web.type(f"/diili siirrä {name}")
    web.press("Peru", "Tunnistaminen → Yhteydenotto")
    web.told("on taas vaiheessa Tunnistaminen")
    card = web.town.card(name)
    assert "→ Yhteydenotto" in str(web.town.mention(web.user, "siirrä", card["ts"], "→ Yhteydenotto"))
    web.press_card("Voitettu…", name)
    web.fill(promised_day="2026-07-01")
    web.told("voitettu, 12 500 €")
    assert web.town.stage(name) == "sale"
    assert web.town.verified()


def test_a_late_mention_is_told_once_that_it_is_tried_again(web: Newcomer) -> None:
    thread = web.town.thread_of(web)

    with capture_logs() as logged, held(web.town):
        thread.says("siirrä", "Pyyntö käsitellään muutaman minuutin kuluessa")
        web.town.until_bot(lambda _: late_mentions(logged) >= 2)
    web.town.slack.clock(by="1m")  # when Slack brings it for the third time

    thread.shows("Tunnistaminen → Yhteydenotto")
    assert len([each for each in thread.replies() if "Pyyntö käsitellään" in plain(each)]) == 1


def test_searching_in_a_picker_works(web: Newcomer) -> None:
    names = [web.new_deal() for _ in range(11)]
    web.type("/deal siirrä")

    there = web.town.told(web.user, "Mikä diili?")
    offered = web.town.slack.suggest(web.user, "Hae diiliä", names[0], ts=there["ts"])

    assert names[0] in str(offered["options"])


@pytest.mark.parametrize(
    "kind", ["forged", "stale", "from the future", "unsigned", "half signed", "changed on the way"]
)
def test_what_is_not_slacks_gets_401_and_one_log_line_and_nothing_else(http_town: Town, kind: str) -> None:
    name = http_town.new_deal()
    body = _move(name)
    headers = {
        "forged": _signed(http_town, body, secret=SECRET_OF_ANOTHER),
        "stale": _signed(http_town, body, at=time.time() - 301),
        "from the future": _signed(http_town, body, at=time.time() + 301),
        "unsigned": {},
        "half signed": {"X-Slack-Request-Timestamp": str(int(time.time()))},
        "changed on the way": _signed(http_town, body + b"x"),
    }[kind]
    before = http_town.changes()

    with capture_logs() as logged:
        assert _post(http_town, body, headers) == 401

    refused = [
        each for each in logged if each["event"] not in ("card_sent", "message_sent")
    ]  # the bot's own work goes on
    assert refused == [{"event": "http_request_rejected", "reason": "bad signature or too old", "log_level": "warning"}]
    assert http_town.changes() == before
    assert http_town.stage(name) == "identification"


@pytest.mark.parametrize("body", [b"command=%2Fdeal", b"[" * 200_000, b"ssl_check=1", b"payload=%7B", b"\xff"])
@pytest.mark.parametrize(
    ("stamp", "signed"),
    [
        (None, "v0=\u00e4\u00f6"),
        ("abc", "v0=0"),
        ("9" * 5000, "v0=0"),
        ("9" * 400, "v0=0"),
        (None, None),
    ],
    ids=["signature beyond ASCII", "no number", "5000 digits", "400 digits", "unsigned"],
)
def test_headers_that_cannot_be_slacks_get_401_and_one_log_line_whatever_the_body(
    http_town: Town, capfd: pytest.CaptureFixture[str], stamp: str | None, signed: str | None, body: bytes
) -> None:
    headers = {"X-Slack-Request-Timestamp": stamp or str(int(time.time()))}
    if signed is not None:
        headers["X-Slack-Signature"] = signed
    capfd.readouterr()

    with capture_logs() as logged:
        assert _post(http_town, body, headers) == 401
        assert _post(http_town, body, headers, kind="application/json") == 401

    refused = [each for each in logged if each["event"] not in ("card_sent", "message_sent")]
    assert (
        refused
        == [{"event": "http_request_rejected", "reason": "bad signature or too old", "log_level": "warning"}] * 2
    )
    assert "Traceback" not in capfd.readouterr().err


def test_a_request_that_breaks_off_is_one_log_line(http_town: Town, capfd: pytest.CaptureFixture[str]) -> None:
    capfd.readouterr()
    with capture_logs() as logged:
        with socket.create_connection(("127.0.0.1", http_town.bot.config.port), timeout=PATIENCE) as half:
            half.sendall(b"POST /slack/events HTTP/1.1\r\nHost: putki\r\nContent-Length: 100\r\n\r\nhalf")
        end = time.monotonic() + PATIENCE
        while not (reasons := [each["reason"] for each in logged if each["event"] == "http_request_rejected"]):
            assert time.monotonic() < end
            threading.Event().wait(0.02)

    assert reasons == ["connection closed"]
    assert "Traceback" not in capfd.readouterr().err


def test_the_same_signed_request_again_has_one_effect(http_town: Town) -> None:
    name = http_town.new_deal()
    body = _move(name)
    headers = _signed(http_town, body)

    assert [_post(http_town, body, headers) for _ in range(3)] == [200, 200, 200]

    assert http_town.stage(name) == "contact"


def test_deliveries_repeated_at_once_have_one_effect(web: Newcomer) -> None:
    name = web.new_deal()
    before = web.town.changes()

    web.town.slack.fault("repeat", of="slash_commands", times=5)
    assert "Tunnistaminen → Yhteydenotto" in web.type(f"/deal siirrä {name}")

    web.type("/deal ohje")
    assert web.town.changes() == before + 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"payload=%7B",
        b"command=%2Fdeal",
        b'{"type":"event_callback"}',
        b"\xff\xfe\x00",
        b"payload=null",
        b"[" * 200_000,
    ],
)
def test_signed_nonsense_does_not_break_it(http_town: Town, body: bytes) -> None:
    assert _post(http_town, body, _signed(http_town, body)) in (200, 401, 404)

    assert http_town.type(ADMIN, "/deal omat")


@pytest.mark.parametrize("body", [b"", b"{", b"payload=null", b"payload=%7B", b"\xff"])
def test_unsigned_nonsense_gets_401_too(http_town: Town, body: bytes) -> None:
    assert _post(http_town, body, {}) == 401
    assert _post(http_town, body, {}, kind="application/json") == 401


def test_a_request_that_says_it_is_huge_is_refused_unread(http_town: Town) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", http_town.bot.config.port, timeout=PATIENCE)
    connection.putrequest("POST", "/slack/events")
    connection.putheader("Content-Length", str(MAX_BODY_BYTES + 1))
    connection.endheaders()

    assert connection.getresponse().status == 413
    connection.close()


def test_a_request_that_turns_out_to_be_huge_is_refused(http_town: Town) -> None:
    parts = (b"x" * 100_000 for _ in range(MAX_BODY_BYTES // 100_000 + 1))

    answered = httpx.post(f"http://127.0.0.1:{http_town.bot.config.port}/slack/events", content=parts, timeout=PATIENCE)

    assert answered.status_code == 413
    assert http_town.type(ADMIN, "/deal omat")


def test_a_bots_mention_is_nobodys(http_town: Town) -> None:
    body = json.dumps(
        {
            "type": "event_callback",
            "event_id": "EvBOT1",
            "team_id": "TLOCAL00001",
            "event": {
                "type": "app_mention",
                "user": http_town.bot.services.directory.bot_user_id,
                "bot_id": "BLOCAL00001",
                "text": "<@ULOCALBOT01> omat",
                "channel": CHANNEL,
                "ts": "1781500000.000100",
            },
        }
    ).encode()

    assert _post(http_town, body, _signed(http_town, body), kind="application/json") == 200

    http_town.type(ADMIN, "/deal omat")
    assert not [each for each in http_town.slack.messages(CHANNEL) if each.get("thread_ts") == "1781500000.000100"]


def test_it_says_whether_it_lives_and_can_serve(http_town: Town) -> None:
    for path in ("healthz", "readyz"):
        with urllib.request.urlopen(f"http://127.0.0.1:{http_town.bot.config.port}/{path}", timeout=PATIENCE) as answer:
            assert answer.status == 200


def readiness(town: Town) -> tuple[int, Mapping[str, object]]:
    """What a probe is answered."""
    answered = httpx.get(f"http://127.0.0.1:{town.bot.config.port}/readyz", timeout=PATIENCE)
    return answered.status_code, answered.json()


def test_it_is_not_ready_while_nothing_can_be_saved(web: Newcomer) -> None:
    town, name, writer = web.town, web.new_deal(), writer_of(web.town)
    may_write(writer, False)
    assert "tietokantaan ei voi nyt kirjoittaa" in web.type(f"/deal siirrä {name}")
    assert readiness(town) == (503, {"ready": False, "reason": "read_only"})

    may_write(writer, True)
    town.bot.tick()
    assert readiness(town) == (200, {"ready": True})
