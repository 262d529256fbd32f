"""Signed payloads that lack what each of their kind has, and events of nobody: answered and logged, never a crash."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Generator
from copy import deepcopy
from typing import Any
from urllib.parse import urlencode

import pytest
from structlog.testing import capture_logs

from bot.local_slack.delivery.http import signature
from tests.busy_machine import PATIENCE
from tests.databases import SqliteFiles
from tests.scenarios.town import CHANNEL, SELLER, Json, Town, playing

ROUTINE = {
    "card_sent",
    "message_sent",
    "message_not_sent",
    "message_will_be_retried",
    "listening",
}  # the bot's own work goes on meanwhile
SECRET = "salainen sana"  # what somebody typed
TEAM = {"id": "TLOCAL00001", "domain": "x"}
USER = {"id": SELLER, "username": "aino", "name": "aino", "team_id": TEAM["id"]}
TS = "1781500000.000100"


def _event(event: Json) -> Json:
    return {
        "type": "event_callback",
        "event_id": f"EvMALFORMED{time.monotonic_ns()}",
        "team_id": TEAM["id"],
        "event": {"event_ts": TS, **event},
    }


COMMAND: Json = {
    "command": "/deal",
    "text": f"siirrä {SECRET}",
    "user_id": SELLER,
    "user_name": "aino",
    "team_id": TEAM["id"],
    "channel_id": CHANNEL,
    "trigger_id": "1.2.malformed",
    "response_url": "http://127.0.0.1:9/",
}
PRESS: Json = {
    "type": "block_actions",
    "user": USER,
    "team": TEAM,
    "container": {"type": "message", "message_ts": TS, "channel_id": CHANNEL},
    "channel": {"id": CHANNEL},
    "trigger_id": "1.2.pressed",
    "response_url": "http://127.0.0.1:9/",
    "actions": [{"type": "button", "action_id": "show.1", "block_id": "b", "value": '{"deal":999}'}],
}
SUBMISSION: Json = {
    "type": "view_submission",
    "user": USER,
    "team": TEAM,
    "trigger_id": "1.2.submitted",
    "view": {
        "id": "VMALFORMED1",
        "type": "modal",
        "callback_id": "lost",
        "private_metadata": '{"deal":999}',
        "state": {"values": {"reason": {"reason": {"type": "plain_text_input", "value": SECRET}}}},
    },
}
SEARCH: Json = {
    "type": "block_suggestion",
    "user": USER,
    "team": TEAM,
    "action_id": "show.find",
    "block_id": "b",
    "value": SECRET,
    "container": {"type": "message", "message_ts": TS, "channel_id": CHANNEL},
}
SHORTCUT: Json = {
    "type": "message_action",
    "user": USER,
    "team": TEAM,
    "callback_id": "help.message.fi",  # of a word without one: no modal is opened with a trigger that Slack never gave
    "trigger_id": "1.2.picked",
    "response_url": "http://127.0.0.1:9/",
    "channel": {"id": CHANNEL, "name": "myynti"},
    "message_ts": TS,
    "message": {"type": "message", "ts": TS, "text": SECRET, "blocks": [{"type": "section"}], "attachments": [{}]},
}
MENTION = _event(
    {"type": "app_mention", "user": SELLER, "text": f"<@ULOCALBOT01> {SECRET}", "channel": CHANNEL, "ts": TS}
)
DIRECT = _event(
    {"type": "message", "user": SELLER, "text": SECRET, "channel": "DLOCAL1", "channel_type": "im", "ts": TS}
)
REACTION = _event(
    {
        "type": "reaction_added",
        "user": SELLER,
        "reaction": "eyes",
        "item": {"type": "message", "channel": CHANNEL, "ts": TS},
    }
)
HOME = _event({"type": "app_home_opened", "user": SELLER, "channel": "DLOCAL1", "tab": "home"})
PERSON = _event({"type": "user_change", "user": {"id": SELLER, "name": "aino", "team_id": TEAM["id"]}})
NEWCOMER = _event({"type": "team_join", "user": {"id": SELLER, "name": "aino", "team_id": TEAM["id"]}})
JOINED = _event({"type": "member_joined_channel", "user": "ULOCALBOT01", "channel": CHANNEL})
ARCHIVED = _event({"type": "channel_archive", "user": SELLER, "channel": CHANNEL})
REVOKED = _event({"type": "tokens_revoked", "tokens": {"oauth": [SELLER], "bot": []}})
UNARCHIVED = _event({"type": "channel_unarchive", "user": SELLER, "channel": CHANNEL})
SHARED = _event({"type": "channel_shared", "channel": CHANNEL, "connected_team_id": "T2"})

#: Each payload, and the paths to what is taken out of it, one at a time.
LACKING: dict[str, tuple[Json, list[str]]] = {
    "command": (COMMAND, ["user_id", "trigger_id", "text", "response_url", "team_id", "channel_id"]),
    "press": (
        PRESS,
        [
            "user", "user.id", "trigger_id", "actions", "actions.0", "actions.0.action_id", "actions.0.value",
            "container", "channel", "team",
        ],
    ),
    "submission": (
        SUBMISSION,
        [
            "user", "user.id", "trigger_id", "view", "view.id", "view.callback_id", "view.private_metadata",
            "view.state", "view.state.values", "view.state.values.reason", "view.type", "team",
        ],
    ),
    "shortcut": (
        SHORTCUT,
        [
            "user", "user.id", "team", "team.domain", "callback_id", "trigger_id", "channel", "channel.id",
            "message_ts", "message", "message.text", "message.blocks", "message.blocks.0", "message.attachments",
            "message.attachments.0",
        ],
    ),
    "search": (SEARCH, ["user", "user.id", "action_id", "value", "container", "team"]),
    "mention": (MENTION, ["event", "event_id", "event.user", "event.channel", "event.ts", "event.text", "team_id"]),
    "direct message": (
        DIRECT,
        ["event_id", "event.user", "event.channel", "event.ts", "event.text", "event.channel_type", "event.type"],
    ),
    "reaction": (
        REACTION,
        ["event_id", "event.user", "event.reaction", "event.item", "event.item.ts", "event.item.channel"],
    ),
    "home": (HOME, ["event_id", "event.user", "event.tab"]),
    "person": (PERSON, ["event.user", "event.user.id", "event.user.name"]),
    "newcomer": (NEWCOMER, ["event.user", "event.user.id"]),
    "joined": (JOINED, ["event.user", "event.channel"]),
    "archived": (ARCHIVED, ["event.user", "event.channel"]),
    "revoked": (REVOKED, ["event.tokens"]),
    "unarchived": (UNARCHIVED, ["event.user", "event.channel"]),
    "shared": (SHARED, ["event.channel", "event.connected_team_id"]),
}  # fmt: skip
WRONG: list[Any] = [None, "", [], {}, 7, ["x"], {"x": 1}]  # what may stand there instead
CASES = [(kind, path) for kind, (_, paths) in LACKING.items() for path in paths]


@pytest.fixture(scope="module")
def town(sqlite_files: SqliteFiles) -> Generator[Town]:
    with playing(sqlite_files.fresh(), over_http=True) as town:
        yield town


def _changed(payload: Json, path: str, change: Callable[[Any, Any], None]) -> Json:
    """A copy in which something was done to what stands at the path."""
    copied = deepcopy(payload)
    *before, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    where: Any = copied
    for part in before:
        where = where[part]
    change(where, last)
    return copied


def _without(payload: Json, path: str) -> Json:
    return _changed(payload, path, lambda where, last: where.pop(last))


def _with(payload: Json, path: str, value: Any) -> Json:
    return _changed(payload, path, lambda where, last: where.__setitem__(last, value))


def _post(town: Town, payload: Json) -> int:
    """Send it signed, as its kind is sent; the status."""
    if "command" in payload:
        fields = {name: value for name, value in payload.items() if isinstance(value, str)}
        body, content_type = urlencode(fields).encode(), "application/x-www-form-urlencoded"
    elif payload.get("type") == "event_callback":
        body, content_type = json.dumps(payload).encode(), "application/json"
    else:
        body, content_type = urlencode({"payload": json.dumps(payload)}).encode(), "application/x-www-form-urlencoded"
    stamp = str(int(time.time()))
    request = urllib.request.Request(
        f"http://127.0.0.1:{town.bot.config.port}/slack/events",
        data=body,
        headers={
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature(town.slack.signing_secret, stamp, body),
        },
        method="POST",
    )
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code


def _is_answered_cleanly(town: Town, payload: Json, caplog: pytest.LogCaptureFixture) -> None:
    caplog.clear()
    before = town.changes()
    with capture_logs() as logged:
        status = _post(town, payload)
    lines = [each for each in logged if each["event"] not in ROUTINE]
    others = [record.getMessage() for record in caplog.records if record.name.startswith(("slack", "putki", "uvicorn"))]
    assert status in (200, 401, 404), (status, lines, others)
    assert len(lines) + len(others) <= 1, (lines, others)
    assert not [each for each in lines if each["log_level"] not in ("debug", "info", "warning")], lines
    said = f"{lines} {others}"
    for personal in (SECRET, SELLER, "aino"):
        assert personal not in said
    assert town.changes() == before


@pytest.mark.parametrize("kind", LACKING)
def test_whole_payloads_are_answered(town: Town, kind: str) -> None:
    """What the others are made from: were it refused as a whole, they would show nothing."""
    assert _post(town, LACKING[kind][0]) == 200


@pytest.mark.parametrize(("kind", "path"), CASES)
def test_what_lacks_something_is_answered_and_logged_in_a_line(
    town: Town, caplog: pytest.LogCaptureFixture, kind: str, path: str
) -> None:
    _is_answered_cleanly(town, _without(LACKING[kind][0], path), caplog)


@pytest.mark.parametrize(("kind", "path"), [case for case in CASES if case[0] != "command"])
def test_what_has_something_else_there_is_too(
    town: Town, caplog: pytest.LogCaptureFixture, kind: str, path: str
) -> None:
    for value in WRONG:
        _is_answered_cleanly(town, _with(LACKING[kind][0], path, value), caplog)


@pytest.mark.parametrize("url", [7, [], {}, ["x"]])
def test_a_press_whose_response_url_is_none_is_answered(town: Town, caplog: pytest.LogCaptureFixture, url: Any) -> None:
    _is_answered_cleanly(town, _with(PRESS, "response_url", url), caplog)


NOBODYS: dict[str, Json] = {
    "a mention by a workflow": _without(MENTION, "event.user"),
    "a mention by a bot": _with(MENTION, "event.bot_id", "B2"),
    "a bot's message": _event({"type": "message", "subtype": "bot_message", "bot_id": "B2", "text": SECRET}),
    "a mention with a subtype": _with(_without(MENTION, "event.user"), "event.subtype", "bot_message"),
    "a reaction by a hidden user": _without(REACTION, "event.user"),
    "Home of nobody": _without(HOME, "event.user"),
    "a mention whose user is null": _with(MENTION, "event.user", None),
}


@pytest.mark.parametrize("kind", NOBODYS)
def test_an_event_that_no_person_sent_is_acknowledged_and_ignored(town: Town, kind: str) -> None:
    calls = _calls(town)
    with capture_logs() as logged:
        assert _post(town, NOBODYS[kind]) == 200
    assert [each for each in logged if each["log_level"] not in ("info", "debug")] == []
    assert _calls(town) == calls  # nobody was looked up, nothing was said


def _calls(town: Town) -> int:
    """How often Slack was called, but for the Homes of others, which are drawn anew whenever something has changed."""
    return sum(each["method"] != "views.publish" for each in town.slack.log())
