"""Checks whole messages, modals and Homes: what they may contain, and how much."""

from __future__ import annotations

import json
from typing import Any

from .. import sources
from ..refusal import ApiRefusal
from .checking import Check, Findings, fields, flag, items, one_of, string
from .elements import ONLY_ON
from .identity import interactive
from .kinds import IN_MESSAGES, IN_VIEWS, block
from .limits import LIMITS
from .objects import option, option_group, text

_COMMON: dict[str, Check] = {
    "private_metadata": string("view.private_metadata"),
    "callback_id": string("view.callback_id"),
    "external_id": string("view.external_id"),
}
_MODAL: dict[str, Check] = {
    **_COMMON,
    "submit": text("view.submit", plain=True),
    "close": text("view.close", plain=True),
    "clear_on_close": flag,
    "notify_on_close": flag,
    "submit_disabled": flag,
}


def check_message(body: dict[str, Any], cites: str) -> None:
    """Raise ApiRefusal for a message that Slack would refuse."""
    if body.get("attachments"):
        raise ApiRefusal("invalid_attachments", "attachments are not served; use blocks", cites)
    words = body.get("text") or ""
    if not isinstance(words, str):
        raise ApiRefusal("invalid_arguments", "text is a string", cites)
    if not words and not body.get("blocks"):
        raise ApiRefusal("no_text", "a message has text or blocks", cites)
    if len(words) > LIMITS["message.text"].most:
        raise ApiRefusal("msg_too_long", f"{len(words)} characters; Slack would cut them", LIMITS["message.text"].cites)
    if body.get("blocks"):
        _check_blocks(body["blocks"])
    if "metadata" in body and body["metadata"] is not None:
        _check_metadata(body["metadata"])


def _check_blocks(blocks: Any) -> None:
    if not isinstance(blocks, list):
        raise ApiRefusal("invalid_blocks_format", "blocks is no array", sources.BLOCKS)
    found = Findings(sources.BLOCKS)
    items(block(IN_MESSAGES), "message.blocks")(blocks, "/blocks", found)
    if not found.complaints:
        _check_elements(blocks, "message", "/blocks", found)
        _check_totals(blocks, found)
    if found.complaints:
        errors = [str(each) for each in found.complaints]
        told = {"errors": errors, "response_metadata": {"messages": [f"[ERROR] {each}" for each in errors]}}
        raise ApiRefusal("invalid_blocks", errors[0], found.complaints[0].cites, told)


def _check_totals(blocks: list[dict[str, Any]], found: Findings) -> None:
    tables = sum(each["type"] == "table" for each in blocks)
    if tables > LIMITS["message.tables"].most:
        found.add("only one table allowed", "/blocks", LIMITS["message.tables"].cites)
    markdown = sum(len(each["text"]) for each in blocks if each["type"] == "markdown")
    if markdown > LIMITS["message.markdown_total"].most:
        limit = LIMITS["message.markdown_total"]
        found.add(f"must be less than {limit.most + 1} characters in total", "/blocks", limit.cites)


def _check_elements(blocks: list[dict[str, Any]], surface: str, at: str, found: Findings) -> None:
    """Check the rules that concern several blocks at once, and the elements that not every surface allows."""
    seen: set[str] = set()
    focused = 0
    for number, each in enumerate(blocks):
        block_id = each.get("block_id")
        if block_id in seen:
            found.add(f"`block_id` {block_id} already exists", f"{at}/{number}/block_id", sources.BLOCKS)
        seen.update([block_id] if block_id else [])
        focused += sum(bool(element.get("focus_on_load")) for element in interactive(each))
        _check_within(each, surface, f"{at}/{number}", found)
    if focused > 1:
        found.add("only one element can be focused on load", at, sources.ELEMENTS)


def _check_within(each: dict[str, Any], surface: str, at: str, found: Findings) -> None:
    actions: set[str] = set()
    for element in interactive(each):
        if surface not in ONLY_ON.get(element["type"], {surface}):
            found.add(f"unsupported type: {element['type']}", at, sources.ELEMENTS)
        action_id = element.get("action_id")
        if action_id in actions:
            found.add(f'`action_id` "{action_id}" already exists for another element', at, sources.ELEMENTS)
        actions.update([action_id] if action_id else [])


def _check_metadata(metadata: Any) -> None:
    limit = LIMITS["message.metadata"]
    ok = (
        isinstance(metadata, dict)
        and set(metadata) == {"event_type", "event_payload"}
        and isinstance(metadata["event_type"], str)
        and isinstance(metadata["event_payload"], dict)
    )
    if metadata == {}:
        return
    if not ok:
        raise ApiRefusal("invalid_metadata_format", "metadata is an event_type and an event_payload", limit.cites)
    if len(json.dumps(metadata)) > limit.most:
        raise ApiRefusal("metadata_too_large", f"more than {limit.most} bytes", limit.cites)


def check_view(view: Any, cites: str, kind: str) -> None:
    """Raise ApiRefusal for a view that Slack would refuse."""
    if not isinstance(view, dict):
        raise ApiRefusal("invalid_arguments", "a view is an object", cites)
    found = Findings(sources.VIEWS)
    blocks = items(block(IN_VIEWS), "view.blocks")
    required: dict[str, Check] = {"type": one_of(kind), "blocks": blocks}
    if kind == "modal":
        required["title"] = text("view.title", plain=True)
    fields(required, _MODAL if kind == "modal" else _COMMON, view, "/view", found)
    if not found.complaints:
        _check_elements(view["blocks"], kind, "/view/blocks", found)
        if kind == "modal" and any(each["type"] == "input" for each in view["blocks"]) and "submit" not in view:
            found.add("missing required field: submit", "/view", sources.MODALS)
    if found.complaints:
        messages = [f"[ERROR] {each}" for each in found.complaints]
        told = {"response_metadata": {"messages": messages}}
        raise ApiRefusal("invalid_arguments", messages[0], found.complaints[0].cites, told)
    size = len(json.dumps(view, ensure_ascii=False).encode())
    if size > LIMITS["view.bytes"].most:
        raise ApiRefusal("view_too_large", f"{size} bytes", LIMITS["view.bytes"].cites)


def check_suggestions(answer: dict[str, Any]) -> None:
    """Raise ApiRefusal for options of an external select that Slack would not show."""
    cites = LIMITS["select.options"].cites
    found = Findings(cites)
    optional: dict[str, Check] = {
        "options": items(option(plain=True), "select.suggestions"),
        "option_groups": items(option_group, "select.option_groups"),
    }
    fields({}, optional, answer, "", found)
    if ("options" in answer) == ("option_groups" in answer):
        found.add("must have either options or option_groups", "")
    if found.complaints:
        raise ApiRefusal("invalid_options", str(found.complaints[0]), found.complaints[0].cites)
