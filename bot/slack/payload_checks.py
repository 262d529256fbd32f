"""Checks that a payload has the fields that its kind needs, and recognises events that no person caused.

Slack signs and documents what it sends. If a payload lacks a field all the same, Putki writes one log line and does
nothing. A crash would make Slack send the payload again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Shape = Mapping[str, Callable[[Any], bool]]


def _text(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def _maybe_text(value: Any) -> bool:
    return value is None or isinstance(value, str)


def _object(value: Any) -> bool:
    return isinstance(value, Mapping) and bool(value)


def _maybe_object(value: Any) -> bool:
    return value is None or isinstance(value, Mapping)


def _actions(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)


def _state(value: Any) -> bool:
    """Whether this is the state of a form: values by block id and action id."""
    if value is None:
        return True
    blocks = value.get("values", {}) if isinstance(value, Mapping) else None
    return isinstance(blocks, Mapping) and all(
        isinstance(elements, Mapping) and all(isinstance(each, Mapping) for each in elements.values())
        for elements in blocks.values()
    )


_BY_PERSON: Shape = {"user": _object, "user.id": _text, "user.team_id": _maybe_text}
_BY_SHORTCUT: Shape = {**_BY_PERSON, "callback_id": _text, "trigger_id": _text}
_IN_CONTAINER: Shape = {
    "container": _maybe_object,
    **{f"container.{name}": _maybe_text for name in ("channel_id", "message_ts", "thread_ts")},
    "view": _maybe_object,
    "view.id": _maybe_text,
}
_PROFILE: Shape = {
    "user": _object,
    "user.id": _text,
    **{f"user.{name}": _maybe_text for name in ("name", "real_name", "tz", "locale", "team_id")},
    "user.profile": _maybe_object,
    "user.profile.real_name": _maybe_text,
    "user.profile.display_name": _maybe_text,
}
_OF_CHANNEL: Shape = {"channel": _text}
_ON_ITEM: Shape = {
    "user": _text,
    "reaction": _text,
    "item": _object,
    "item.channel": _maybe_text,
    "item.ts": _maybe_text,
}

INTERACTIONS: Mapping[str, Shape] = {
    "block_actions": {
        **_BY_PERSON,
        **_IN_CONTAINER,
        "trigger_id": _text,
        "response_url": _maybe_text,
        "actions": _actions,
        "actions.0.action_id": _text,
        "actions.0.value": _maybe_text,
        "actions.0.selected_option": _maybe_object,
    },
    "view_submission": {
        **_BY_PERSON,
        "trigger_id": _maybe_text,
        "view": _object,
        "view.id": _text,
        "view.type": _text,
        "view.callback_id": _text,
        "view.private_metadata": _maybe_text,
        "view.state": _state,
    },
    "message_action": {
        **_BY_SHORTCUT,
        "response_url": _maybe_text,
        "team": _maybe_object,
        "team.domain": _maybe_text,
        "channel": _object,
        "channel.id": _text,
        "message_ts": _text,
        "message": _object,
        "message.text": _maybe_text,
        "message.thread_ts": _maybe_text,
    },
    "shortcut": _BY_SHORTCUT,
    "block_suggestion": {**_BY_PERSON, "action_id": _text, "value": _maybe_text},
}
COMMAND: Shape = {"user_id": _text, "trigger_id": _text}
EVENTS: Mapping[str, Shape] = {
    "app_mention": {"user": _text, "channel": _text, "ts": _text, "text": _maybe_text, "thread_ts": _maybe_text},
    "message": {"user": _text, "channel": _text, "ts": _text, "text": _text, "thread_ts": _maybe_text},
    "reaction_added": _ON_ITEM,
    "reaction_removed": _ON_ITEM,
    "app_home_opened": {"user": _text},
    "member_joined_channel": {**_OF_CHANNEL, "user": _text},
    "member_left_channel": {**_OF_CHANNEL, "user": _text},
    "subteam_members_changed": {"subteam_id": _text},
    "subteam_updated": {"subteam": _object, "subteam.id": _text},
    "channel_archive": _OF_CHANNEL,
    "channel_unarchive": _OF_CHANNEL,
    "group_archive": _OF_CHANNEL,
    "group_unarchive": _OF_CHANNEL,
    "channel_shared": _OF_CHANNEL,
    "channel_unshared": _OF_CHANNEL,
    "tokens_revoked": {"tokens": _object},
    "team_join": _PROFILE,
    "user_change": _PROFILE,
}
OF_A_PERSON = frozenset({"app_mention", "message", "reaction_added", "reaction_removed", "app_home_opened"})


def kind_of(body: Mapping[str, Any]) -> str:
    """Return the kind of a payload: "command", or the type of the interaction or event. Empty if it has none."""
    if "command" in body:
        return "command"
    event = body.get("event")
    kind = event.get("type") if isinstance(event, Mapping) else body.get("type")
    return kind if isinstance(kind, str) else ""


def is_without_person(body: Mapping[str, Any]) -> bool:
    """Whether this is an event that normally has a person, caused by a workflow, a bot or a hidden user."""
    event = body.get("event")
    if not isinstance(event, Mapping) or kind_of(body) not in OF_A_PERSON:
        return False
    return not event.get("user") or bool(event.get("bot_id")) or event.get("subtype") == "bot_message"


_TYPED = (None, "file_share", "me_message", "thread_broadcast")  # the subtypes of what a person types themselves
_DIRECT = "im"  # Slack's word for the kind of a direct conversation


def is_not_said_to_us(body: Mapping[str, Any]) -> bool:
    """Whether this is the event of a message that no person typed to Putki just now.

    A bot wrote it, Putki itself as a rule, or it was changed or deleted, stands in a channel, has no text, such as a
    file alone, or tells of the conversation.
    """
    event = body.get("event")
    if not isinstance(event, Mapping) or kind_of(body) != "message":
        return False
    text = event.get("text")
    is_typed = event.get("subtype") in _TYPED and not event.get("hidden") and event.get("channel_type") == _DIRECT
    return not is_typed or bool(event.get("bot_id")) or not isinstance(text, str) or not text.strip()


def missing_field(body: Mapping[str, Any]) -> str | None:
    """Return the path of the first required field that is missing or wrong; None if the payload is complete."""
    kind = kind_of(body)
    if kind == "command":
        return _first_wrong_path(body, COMMAND)
    if body.get("type") != "event_callback":
        return _first_wrong_path(body, INTERACTIONS.get(kind, {}))
    event = body.get("event")
    if not isinstance(event, Mapping) or not kind:
        return "event"
    wrong = _first_wrong_path(event, EVENTS.get(kind, {}))
    if wrong is not None:
        return f"event.{wrong}"
    return None if _text(body.get("event_id")) else "event_id"


def _first_wrong_path(of: Mapping[str, Any], shape: Shape) -> str | None:
    return next((path for path, is_right in shape.items() if not is_right(_value_at(of, path))), None)


def _value_at(of: Mapping[str, Any], path: str) -> Any:
    """Return the value at a path, or None if there is none."""
    found: Any = of
    for part in path.split("."):
        if isinstance(found, Mapping):
            found = found.get(part)
        elif isinstance(found, list) and part.isdigit() and int(part) < len(found):
            found = found[int(part)]
        else:
            return None
    return found
