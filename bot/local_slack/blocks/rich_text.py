"""Checks rich text: sections, lists, quotes, preformatted parts, and the elements in them."""

from __future__ import annotations

from typing import Any

from .. import sources
from .checking import Check, Findings, anything, count, fields, flag, one_of, string

_CITES = sources.block("rich_text")


def _style(value: Any, at: str, found: Findings) -> None:
    names = ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink")
    fields({}, dict.fromkeys(names, flag), value, at, found)


_STYLE: dict[str, Check] = {"style": _style}
_LEAVES: dict[str, tuple[dict[str, Check], dict[str, Check]]] = {
    "text": ({"text": string("text")}, _STYLE),
    "link": ({"url": string()}, {"text": string(), "unsafe": flag, **_STYLE}),
    "emoji": ({"name": string()}, {"unicode": string(), **_STYLE}),
    "user": ({"user_id": string()}, _STYLE),
    "usergroup": ({"usergroup_id": string()}, _STYLE),
    "channel": ({"channel_id": string()}, _STYLE),
    "broadcast": ({"range": one_of("here", "channel", "everyone")}, {}),
    "date": ({"timestamp": count, "format": string()}, {"url": string(), "fallback": string(), **_STYLE}),
    "color": ({"value": string()}, {}),
}
_TYPE: dict[str, Check] = {"type": anything}


def _leaves(value: Any, at: str, found: Findings) -> None:
    if not isinstance(value, list):
        found.add("must be an array", at)
        return
    for number, leaf in enumerate(value):
        kind = leaf.get("type") if isinstance(leaf, dict) else None
        if kind not in _LEAVES:
            found.add(f"unsupported type: {kind}", f"{at}/{number}/type")
            continue
        required, optional = _LEAVES[str(kind)]
        fields(_TYPE | required, optional, leaf, f"{at}/{number}", found)


def _sections(value: Any, at: str, found: Findings) -> None:
    if not isinstance(value, list):
        found.add("must be an array", at)
        return
    for number, part in enumerate(value):
        if not isinstance(part, dict) or part.get("type") != "rich_text_section":
            found.add("must be rich_text_section", f"{at}/{number}/type")
            continue
        fields(_TYPE | {"elements": _leaves}, {}, part, f"{at}/{number}", found)


def _border(value: Any, at: str, found: Findings) -> None:
    if value not in (0, 1):
        found.add("must be 0 or 1", at)


_PARTS: dict[str, tuple[dict[str, Check], dict[str, Check]]] = {
    "rich_text_section": ({"elements": _leaves}, {}),
    "rich_text_quote": ({"elements": _leaves}, {"border": _border}),
    "rich_text_preformatted": ({"elements": _leaves}, {"border": _border, "language": string()}),
    "rich_text_list": (
        {"elements": _sections, "style": one_of("bullet", "ordered")},
        {"indent": count, "offset": count, "border": _border},
    ),
}


def rich_text_elements(value: Any, at: str, found: Findings) -> None:
    """Check the elements of a rich text block."""
    inside = Findings(_CITES, found.complaints)
    if not isinstance(value, list):
        inside.add("must be an array", at)
        return
    for number, part in enumerate(value):
        kind = part.get("type") if isinstance(part, dict) else None
        if kind not in _PARTS:
            inside.add(f"unsupported type: {kind}", f"{at}/{number}/type")
            continue
        required, optional = _PARTS[str(kind)]
        fields(_TYPE | required, optional, part, f"{at}/{number}", inside)
