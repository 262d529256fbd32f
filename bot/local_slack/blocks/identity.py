"""Gives ids to blocks and elements that have none, as Slack does."""

from __future__ import annotations

import secrets
from typing import Any

Block = dict[str, Any]


def with_ids(blocks: list[Block]) -> list[Block]:
    """Return the blocks with a block_id for each block and an action_id for each interactive element."""
    return [_with_ids(block) for block in blocks]


def interactive(block: Block) -> list[Block]:
    """List the elements of a block with which a person can interact."""
    found = [block[key] for key in ("accessory", "element") if isinstance(block.get(key), dict)]
    if block["type"] == "actions":
        found += block["elements"]
    return [each for each in found if each["type"] != "image"]


def _with_ids(block: Block) -> Block:
    block = {**block, "block_id": block.get("block_id") or secrets.token_urlsafe(4)}
    for key in ("accessory", "element"):
        if key in block:
            block[key] = _with_action_id(block[key])
    if block["type"] == "actions":
        block["elements"] = [_with_action_id(each) for each in block["elements"]]
    return block


def _with_action_id(element: Block) -> Block:
    if element.get("type") == "image" or element.get("action_id"):
        return element
    return {**element, "action_id": secrets.token_urlsafe(4)}
