"""Composition objects: texts, options, option groups, confirmation dialogs, filters."""

from __future__ import annotations

from typing import Any

from .. import sources
from .checking import Check, Findings, anything, fields, flag, items, one_of, string


def text(limit: str = "text", *, plain: bool = False) -> Check:
    """Check a text object against a limit of the table; `plain` allows only plain_text."""

    def check(value: Any, at: str, found: Findings) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        if isinstance(value, dict) and kind not in ("plain_text", "mrkdwn"):
            found.add(f"unsupported type: {kind}", f"{at}/type")
            return
        if plain and kind == "mrkdwn":
            found.add("must be plain_text", f"{at}/type")
        optional = {"emoji": flag} if kind == "plain_text" else {"verbatim": flag}
        fields({"type": anything, "text": string(limit)}, optional, value, at, found)

    return check


def option(*, plain: bool, url: bool = False) -> Check:
    """Check an option; selects and overflow menus take plain_text only."""
    optional: dict[str, Check] = {"description": text("option.description", plain=plain)}
    if url:
        optional["url"] = string("option.url")

    def check(value: Any, at: str, found: Findings) -> None:
        fields({"text": text("option.text", plain=plain), "value": string("option.value")}, optional, value, at, found)

    return check


def option_group(value: Any, at: str, found: Findings) -> None:
    """Check a group of options."""
    required = {
        "label": text("option_group.label", plain=True),
        "options": items(option(plain=True), "option_group.options"),
    }
    fields(required, {}, value, at, found)


def confirm(value: Any, at: str, found: Findings) -> None:
    """Check a confirmation dialog."""
    required = {
        "title": text("confirm.title", plain=True),
        "text": text("confirm.text"),
        "confirm": text("confirm.confirm", plain=True),
        "deny": text("confirm.deny", plain=True),
    }
    fields(required, {"style": one_of("primary", "danger")}, value, at, found)


def conversation_filter(value: Any, at: str, found: Findings) -> None:
    """Check a filter of conversations."""

    def include(kinds: Any, where: str, into: Findings) -> None:
        if not isinstance(kinds, list) or not kinds:
            into.add("must be a non-empty array", where)
            return
        for number, kind in enumerate(kinds):
            one_of("im", "mpim", "private", "public")(kind, f"{where}/{number}", into)

    optional: dict[str, Check] = {
        "include": include,
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    }
    if fields({}, optional, value, at, found) and not value:
        found.add("must have at least one field", at)


def dispatch_config(value: Any, at: str, found: Findings) -> None:
    """Check a dispatch configuration, which says when typing into a text field sends an action."""

    def triggers(kinds: Any, where: str, into: Findings) -> None:
        if not isinstance(kinds, list) or not 1 <= len(kinds) <= 2:
            into.add("must be an array of one or two", where)
            return
        for number, kind in enumerate(kinds):
            one_of("on_enter_pressed", "on_character_entered")(kind, f"{where}/{number}", into)

    fields({"trigger_actions_on": triggers}, {}, value, at, found)


def same_option(one: Any, other: Any) -> bool:
    """Whether two options are equal to Slack, that is, in text and value."""
    if not isinstance(one, dict) or not isinstance(other, dict):
        return False
    texts = [each.get("text", {}).get("text") if isinstance(each.get("text"), dict) else None for each in (one, other)]
    return texts[0] == texts[1] and one.get("value") == other.get("value")


def slack_file(value: Any, at: str, found: Findings) -> None:
    """Check which file of Slack an image shows: it is named by its id or by its URL, not by both."""
    cites = f"{sources.OBJECTS}/slack-file-object"
    optional: dict[str, Check] = {"id": string("slack_file.id"), "url": string("image.image_url")}
    if fields({}, optional, value, at, found) and ("id" in value) == ("url" in value):
        found.add("must have either id or url", at, cites)


def one_picture(value: dict[str, Any], at: str, found: Findings) -> None:
    """Check that an image has either an address or a file of Slack."""
    if ("image_url" in value) == ("slack_file" in value):
        found.add("must have either image_url or slack_file", at)


PLACEHOLDER = text("placeholder", plain=True)
