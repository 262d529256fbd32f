"""Of the messages that Slack tells of, only what a person typed to Putki itself is read."""

from __future__ import annotations

from typing import Any

import pytest

from bot.slack.payload_checks import is_not_said_to_us, missing_field

TYPED = {"type": "message", "user": "U1", "text": "omat", "channel": "D1", "channel_type": "im", "ts": "1.0"}


def body(**changed: Any) -> dict[str, Any]:
    return {"type": "event_callback", "event_id": "Ev1", "event": {**TYPED, **changed}}


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"thread_ts": "0.5"},
        {"subtype": "file_share", "files": [{"id": "F1"}]},
        {"subtype": "thread_broadcast", "thread_ts": "0.5"},
        {"subtype": "me_message"},
    ],
)
def test_what_a_person_typed_is_read(changed: dict[str, Any]) -> None:
    assert not is_not_said_to_us(body(**changed))
    assert missing_field(body(**changed)) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"bot_id": "B1"},
        {"subtype": "bot_message", "user": None},
        {"subtype": "message_changed", "hidden": True, "message": TYPED, "user": None, "text": None},
        {"subtype": "message_deleted", "hidden": True, "previous_message": TYPED, "user": None, "text": None},
        {"subtype": "file_share", "text": "", "files": [{"id": "F1"}]},
        {"subtype": "file_share", "text": None, "files": [{"id": "F1"}]},
        {"text": " \n "},
        {"subtype": "channel_join"},
        {"subtype": ["x"]},
        {"channel_type": "channel"},
        {"channel_type": "mpim"},
        {"channel_type": None},
    ],
)
def test_all_else_is_not(changed: dict[str, Any]) -> None:
    assert is_not_said_to_us(body(**changed))


def test_other_events_are_not_judged_by_it() -> None:
    assert not is_not_said_to_us(body(type="app_mention"))
    assert not is_not_said_to_us({"command": "/deal"})
