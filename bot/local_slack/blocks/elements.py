"""Checks block elements (buttons, menus, pickers, inputs, images): which fields each has, and where it is allowed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from .. import sources
from .checking import Check, Findings, anything, count, fields, flag, items, of_type, one_of, string
from .limits import LIMITS
from .objects import (
    PLACEHOLDER,
    confirm,
    conversation_filter,
    dispatch_config,
    one_picture,
    option,
    option_group,
    same_option,
    slack_file,
    text,
)

_Fields = Mapping[str, Check]
_BASE: _Fields = {"type": anything, "action_id": string("action_id")}
_CONFIRM: _Fields = {"confirm": confirm}
_FOCUS: _Fields = {"focus_on_load": flag}
_PLACEHOLDER: _Fields = {"placeholder": PLACEHOLDER}
_DISPATCH: _Fields = {"dispatch_action_config": dispatch_config}


def _ids(value: Any, at: str, found: Findings) -> None:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        found.add("must be an array of ids", at)


def _day(value: Any, at: str, found: Findings) -> None:
    try:
        date.fromisoformat(value if re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)) else "")
    except ValueError:
        found.add("must be in the format YYYY-MM-DD", at)


def _clock(value: Any, at: str, found: Findings) -> None:
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", str(value)):
        found.add("must be in the format HH:mm", at)


def _moment(value: Any, at: str, found: Findings) -> None:
    if not isinstance(value, int) or len(str(value)) != 10:
        found.add("must be a UNIX timestamp of 10 digits", at)


def _at_least_one(value: Any, at: str, found: Findings) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        found.add("must be at least 1", at)


def _length(limit: str) -> Check:
    def check(value: Any, at: str, found: Findings) -> None:
        bounds = LIMITS[limit]
        if not isinstance(value, int) or isinstance(value, bool) or not bounds.least <= value <= bounds.most:
            found.add(f"must be between {bounds.least} and {bounds.most}", at, bounds.cites)

    return check


def _url(limit: str) -> Check:
    def check(value: Any, at: str, found: Findings) -> None:
        string(limit)(value, at, found)
        if isinstance(value, str) and not re.match(r"https?://", value):
            found.add("must be a valid URL", at)

    return check


_OPTIONS: _Fields = {
    "options": items(option(plain=True), "select.options"),
    "option_groups": items(option_group, "select.option_groups"),
}
_BOXES = option(plain=False)
_MANY: _Fields = {"max_selected_items": _at_least_one}
_CONVERSATIONS: _Fields = {
    "default_to_current_conversation": flag,
    "filter": conversation_filter,
}
_MENU: _Fields = {**_CONFIRM, **_FOCUS, **_PLACEHOLDER}
_TYPED: _Fields = {**_FOCUS, **_PLACEHOLDER, **_DISPATCH}
_NUMERIC = of_type((str, int, float), "number")

# For each type of element: the fields that it must have, and those that it may have.
ELEMENTS: dict[str, tuple[_Fields, _Fields]] = {
    "button": (
        {"type": anything, "text": text("button.text", plain=True)},
        {
            "action_id": string("action_id"),
            "value": string("button.value"),
            "url": _url("button.url"),
            "style": one_of("primary", "danger"),
            "accessibility_label": string("button.accessibility_label"),
            **_CONFIRM,
        },
    ),
    "checkboxes": (
        {"type": anything, "options": items(_BOXES, "checkboxes.options")},
        {"initial_options": items(_BOXES, "checkboxes.options"), **_BASE, **_CONFIRM, **_FOCUS},
    ),
    "radio_buttons": (
        {"type": anything, "options": items(_BOXES, "radio_buttons.options")},
        {"initial_option": _BOXES, **_BASE, **_CONFIRM, **_FOCUS},
    ),
    "overflow": (
        {"type": anything, "options": items(option(plain=True, url=True), "overflow.options")},
        {**_BASE, **_CONFIRM},
    ),
    "datepicker": ({"type": anything}, {"initial_date": _day, **_BASE, **_MENU}),
    "timepicker": ({"type": anything}, {"initial_time": _clock, "timezone": string(), **_BASE, **_MENU}),
    "datetimepicker": ({"type": anything}, {"initial_date_time": _moment, **_BASE, **_CONFIRM, **_FOCUS}),
    "static_select": ({"type": anything}, {**_OPTIONS, "initial_option": option(plain=True), **_BASE, **_MENU}),
    "multi_static_select": (
        {"type": anything},
        {**_OPTIONS, "initial_options": items(option(plain=True), "select.options"), **_BASE, **_MENU, **_MANY},
    ),
    "external_select": (
        {"type": anything},
        {"min_query_length": count, "initial_option": option(plain=True), **_BASE, **_MENU},
    ),
    "multi_external_select": (
        {"type": anything},
        {
            "min_query_length": count,
            "initial_options": items(option(plain=True), "select.options"),
            **_BASE,
            **_MENU,
            **_MANY,
        },
    ),
    "users_select": ({"type": anything}, {"initial_user": string(), **_BASE, **_MENU}),
    "multi_users_select": ({"type": anything}, {"initial_users": _ids, **_BASE, **_MENU, **_MANY}),
    "conversations_select": (
        {"type": anything},
        {"initial_conversation": string(), "response_url_enabled": flag, **_CONVERSATIONS, **_BASE, **_MENU},
    ),
    "multi_conversations_select": (
        {"type": anything},
        {"initial_conversations": _ids, **_CONVERSATIONS, **_BASE, **_MENU, **_MANY},
    ),
    "channels_select": (
        {"type": anything},
        {"initial_channel": string(), "response_url_enabled": flag, **_BASE, **_MENU},
    ),
    "multi_channels_select": ({"type": anything}, {"initial_channels": _ids, **_BASE, **_MENU, **_MANY}),
    "plain_text_input": (
        {"type": anything},
        {
            "initial_value": string(),
            "multiline": flag,
            "min_length": _length("plain_text_input.min_length"),
            "max_length": _length("plain_text_input.max_length"),
            **_BASE,
            **_TYPED,
        },
    ),
    "number_input": (
        {"type": anything, "is_decimal_allowed": flag},
        {"initial_value": string(), "min_value": _NUMERIC, "max_value": _NUMERIC, **_BASE, **_TYPED},
    ),
    "email_text_input": ({"type": anything}, {"initial_value": string(), **_BASE, **_TYPED}),
    "url_text_input": ({"type": anything}, {"initial_value": string(), **_BASE, **_TYPED}),
    "image": (
        {"type": anything, "alt_text": string("image.alt_text")},
        {"image_url": _url("image.image_url"), "slack_file": slack_file},
    ),
}

_PAGES = {
    "datepicker": "date-picker-element",
    "timepicker": "time-picker-element",
    "datetimepicker": "datetime-picker-element",
    "overflow": "overflow-menu-element",
    "radio_buttons": "radio-button-group-element",
    "plain_text_input": "plain-text-input-element",
    "number_input": "number-input-element",
    "email_text_input": "email-input-element",
    "url_text_input": "url-input-element",
}
_SELECTS = {"static_select", "external_select", "users_select", "conversations_select", "channels_select"}
_MULTI = {f"multi_{each}" for each in _SELECTS}
_PICKERS = {"datepicker", "timepicker"}
_TYPED_IN = {"plain_text_input", "number_input", "email_text_input", "url_text_input"}

# In which blocks and on which surfaces each is allowed, by the table of
# https://docs.slack.dev/reference/block-kit/block-elements
IN_ACTIONS = {"button", "checkboxes", "radio_buttons", "overflow", "datetimepicker"} | _SELECTS | _MULTI | _PICKERS
IN_SECTION = {"button", "checkboxes", "radio_buttons", "overflow", "image"} | _SELECTS | _MULTI | _PICKERS
IN_INPUT = {"checkboxes", "radio_buttons", "datetimepicker"} | _SELECTS | _MULTI | _PICKERS | _TYPED_IN
ONLY_ON = {
    "email_text_input": {"modal"},
    "number_input": {"modal"},
    "url_text_input": {"modal"},
    "datetimepicker": {"modal", "message"},
}


def page_of(kind: str) -> str:
    """Return the page of the documentation that describes an element."""
    if kind in _SELECTS | _MULTI:
        return f"{sources.ELEMENTS}/{'multi-' if kind in _MULTI else ''}select-menu-element"
    return f"{sources.ELEMENTS}/{_PAGES.get(kind, kind.replace('_', '-') + '-element')}"


def element(allowed: set[str]) -> Check:
    """Return a check for an element that must be of one of these types."""

    def check(value: Any, at: str, found: Findings) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        if kind not in ELEMENTS or kind not in allowed:
            found.add(f"unsupported type: {kind}", f"{at}/type")
            return
        inside = Findings(page_of(str(kind)), found.complaints)
        required, optional = ELEMENTS[str(kind)]
        if fields(required, optional, value, at, inside):
            _check_combination(str(kind), value, at, inside)

    return check


def _check_combination(kind: str, value: dict[str, Any], at: str, found: Findings) -> None:
    """Check the rules that concern several fields of an element at once."""
    if kind in ("static_select", "multi_static_select"):
        if ("options" in value) == ("option_groups" in value):
            found.add("must have either options or option_groups", at)
        _initial(value, _offered(value), at, found)
    if kind == "image":
        one_picture(value, at, found)
    if kind in ("checkboxes", "radio_buttons"):
        _initial(value, value.get("options"), at, found)
    if kind == "plain_text_input" and _known(value, "min_length") > _known(value, "max_length", 3000):
        found.add("min_length must not be more than max_length", at)


def _known(value: dict[str, Any], name: str, otherwise: int = 0) -> int:
    held = value.get(name)
    return held if isinstance(held, int) else otherwise


def _offered(value: dict[str, Any]) -> Any:
    if "options" in value:
        return value["options"]
    groups = value.get("option_groups")
    if not isinstance(groups, list):
        return None
    return [each for group in groups if isinstance(group, dict) for each in group.get("options") or []]


def _initial(value: dict[str, Any], offered: Any, at: str, found: Findings) -> None:
    initial = value.get("initial_options") or [value.get("initial_option")]
    if not isinstance(offered, list) or not isinstance(initial, list):
        return
    for each in initial:
        if each is not None and not any(same_option(each, one) for one in offered):
            found.add("initial option must be one of the options", at)
