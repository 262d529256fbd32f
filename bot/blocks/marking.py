"""Marks in blocks: every button, option and search that rests on the ledger gets one, wherever it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from bot.blocks import ids
from bot.blocks.elements import Block
from bot.blocks.ids import Basis

MarkOf = Callable[[Basis], str | None]
"""The mark of what a button rests on; None where the ledger has nothing of it."""


def bases(blocks: Any) -> Iterator[Basis]:
    """What the buttons, options and searches of these blocks rest on."""
    if isinstance(blocks, dict):
        here = _basis(blocks)  # type: ignore[arg-type]
        if not here.is_nothing:
            yield here
        blocks = blocks.values()
    elif not isinstance(blocks, list | tuple):
        return
    for each in blocks:
        yield from bases(each)


def marked(blocks: Any, mark_of: MarkOf) -> Any:
    """These blocks, with the mark of each button, option and search in its value or its id."""
    if isinstance(blocks, list | tuple):
        return type(blocks)(marked(each, mark_of) for each in blocks)  # type: ignore[call-arg]
    if not isinstance(blocks, dict):
        return blocks
    block: Block = {name: marked(each, mark_of) for name, each in blocks.items()}
    here = _basis(block)
    mark = mark_of(here) if not here.is_nothing else None
    if mark is None:
        return block
    if _is_search(block):
        return {**block, "action_id": ids.marked_search(block["action_id"], mark)}
    return {**block, "value": ids.marked(block["value"], mark)}


def _basis(block: Block) -> Basis:
    """What a button or a search rests on; of any other block: nothing."""
    if _is_search(block):
        return ids.basis_of_search(block["action_id"])
    value = block.get("value")
    return ids.basis(value) if isinstance(value, str) and value[:1] == "{" else Basis()


def _is_search(block: Block) -> bool:
    return block.get("type") == "external_select"
