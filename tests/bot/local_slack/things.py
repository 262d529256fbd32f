"""Blocks, views and names that many tests use."""

from __future__ import annotations

from typing import Any

AINO, MATTI, KAISA, OSKARI = "ULOCALAINO1", "ULOCALMATTI", "ULOCALKAISA", "ULOCALOSKAR"
GARY, SOFIA, EMMA = "ULOCALGARY1", "ULOCALSOFIA", "ULOCALEMMA1"
MYYNTI, YLEINEN, JOHTO, PROJEKTIT, YHTEINEN = (
    "CLOCALMYYNT",
    "CLOCALYLEIN",
    "CLOCALJOHTO",
    "CLOCALPROJE",
    "CLOCALYHTEI",
)
BOT = "ULOCALBOT01"


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def section(text: str = "Hei", **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(action_id: str = "go", text: str = "Siirrä", **more: Any) -> dict[str, Any]:
    return {"type": "button", "action_id": action_id, "text": plain(text), **more}


def actions(*elements: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements), **more}


def option(text: str, value: str | None = None) -> dict[str, Any]:
    return {"text": plain(text), "value": text if value is None else value}


def field(label: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "input", "block_id": label.lower(), "label": plain(label), "element": element, **more}


def text_field(label: str = "Nimi", **more: Any) -> dict[str, Any]:
    return field(label, {"type": "plain_text_input", "action_id": "typed"}, **more)


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    found = list(blocks) or [text_field()]
    return {"type": "modal", "title": plain("Uusi"), "submit": plain("Tallenna"), "blocks": found, **more}


def home(*blocks: dict[str, Any]) -> dict[str, Any]:
    return {"type": "home", "blocks": list(blocks) or [section()]}
