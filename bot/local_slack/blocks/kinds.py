"""Checks blocks by the fields of their type. Other types are refused, also newer ones that Slack is rolling out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import sources
from .checking import Check, Findings, anything, fields, flag, items, one_of, string
from .elements import IN_ACTIONS, IN_INPUT, IN_SECTION, element
from .limits import LIMITS
from .objects import one_picture, slack_file, text
from .rich_text import rich_text_elements

_Fields = Mapping[str, Check]
_ID: _Fields = {"block_id": string("block_id")}


def _context_part(value: Any, at: str, found: Findings) -> None:
    if isinstance(value, dict) and value.get("type") == "image":
        element({"image"})(value, at, found)
    else:
        text()(value, at, found)


def _cell(value: Any, at: str, found: Findings) -> None:
    kind = value.get("type") if isinstance(value, dict) else None
    if kind == "raw_text":
        fields({"type": anything, "text": string("text")}, {}, value, at, found)
    elif kind == "rich_text":
        fields({"type": anything, "elements": rich_text_elements}, dict(_ID), value, at, found)
    else:
        found.add(f"unsupported type: {kind}", f"{at}/type")


def _column(value: Any, at: str, found: Findings) -> None:
    if value is not None:
        fields({}, {"align": one_of("left", "center", "right"), "is_wrapped": flag}, value, at, found)


# For each type of block: the fields that it must have, and those that it may have.
BLOCKS: dict[str, tuple[_Fields, _Fields]] = {
    "actions": ({"type": anything, "elements": items(element(IN_ACTIONS), "actions.elements")}, _ID),
    "context": ({"type": anything, "elements": items(_context_part, "context.elements")}, _ID),
    "divider": ({"type": anything}, _ID),
    "header": ({"type": anything, "text": text("header.text", plain=True)}, _ID),
    "image": (
        {"type": anything, "alt_text": string("image.alt_text")},
        {
            "image_url": string("image.image_url"),
            "slack_file": slack_file,
            "title": text("image.title", plain=True),
            **_ID,
        },
    ),
    "input": (
        {"type": anything, "label": text("input.label", plain=True), "element": element(IN_INPUT)},
        {"dispatch_action": flag, "hint": text("input.hint", plain=True), "optional": flag, **_ID},
    ),
    "markdown": ({"type": anything, "text": string("markdown.text")}, _ID),
    "rich_text": ({"type": anything, "elements": rich_text_elements}, _ID),
    "section": (
        {"type": anything},
        {
            "text": text("section.text"),
            "fields": items(text("section.field"), "section.fields"),
            "accessory": element(IN_SECTION),
            "expand": flag,
            **_ID,
        },
    ),
    "table": (
        {"type": anything, "rows": items(items(_cell, "table.columns"), "table.rows")},
        {"column_settings": items(_column, "table.column_settings"), **_ID},
    ),
}
IN_MESSAGES = {*BLOCKS}
IN_VIEWS = {*BLOCKS} - {"markdown", "table"}


def block(allowed: set[str]) -> Check:
    """Return a check for a block that must be of one of these types."""

    def check(value: Any, at: str, found: Findings) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        if kind not in allowed:
            found.add(f"unsupported type: {kind}", f"{at}/type", sources.BLOCKS)
            return
        inside = Findings(sources.block(str(kind)), found.complaints)
        required, optional = BLOCKS[str(kind)]
        if fields(required, optional, value, at, inside):
            _check_combination(str(kind), value, at, inside)

    return check


def _check_combination(kind: str, value: dict[str, Any], at: str, found: Findings) -> None:
    if kind == "section" and "text" not in value and "fields" not in value:
        found.add("missing required field: text", at)
    if kind == "image":
        one_picture(value, at, found)
    if kind == "table" and characters_of(value) > LIMITS["table.characters"].most:
        most = LIMITS["table.characters"].most
        found.add(f"must be less than {most + 1} characters", f"{at}/rows", LIMITS["table.characters"].cites)


def characters_of(value: Any) -> int:
    """Count the characters of all `text` fields inside a value."""
    if isinstance(value, dict):
        return sum(len(v) if k == "text" and isinstance(v, str) else characters_of(v) for k, v in value.items())
    return sum(characters_of(each) for each in value) if isinstance(value, list) else 0
