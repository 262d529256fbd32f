"""The limits of Block Kit in one table, each with the page of Slack's documentation that states it.

Where the documentation does not state a limit, what the table lacks is refused. No limit is taken from an app.
"""

from __future__ import annotations

from dataclasses import dataclass

from .. import sources


@dataclass(frozen=True, slots=True)
class Limit:
    """The least and the greatest number of characters of a text, or of items of a list."""

    most: int
    cites: str
    least: int = 0


def _block(kind: str, most: int, least: int = 1) -> Limit:
    return Limit(most, sources.block(kind), least)


def _element(page: str, most: int, least: int = 1) -> Limit:
    return Limit(most, f"{sources.ELEMENTS}/{page}", least)


def _object(page: str, most: int, least: int = 1) -> Limit:
    return Limit(most, f"{sources.OBJECTS}/{page}", least)


_SELECT = "select-menu-element"

LIMITS: dict[str, Limit] = {
    # Surfaces
    "message.blocks": Limit(50, sources.BLOCKS),
    "message.text": Limit(40_000, sources.method("chat.postMessage")),
    "message.markdown_total": _block("markdown", 12_000),
    "message.tables": _block("table", 1, 0),
    # Slack documents the error `metadata_too_large` but not the size; this guess is rather too small.
    "message.metadata": Limit(8_192, f"{sources.DOCS}/messaging/message-metadata"),
    "view.blocks": Limit(100, sources.VIEWS),
    "view.title": Limit(24, f"{sources.VIEWS}/modal-views", 1),
    "view.submit": Limit(24, f"{sources.VIEWS}/modal-views", 1),
    "view.close": Limit(24, f"{sources.VIEWS}/modal-views", 1),
    "view.private_metadata": Limit(3_000, sources.VIEWS),
    "view.callback_id": Limit(255, sources.VIEWS),
    "view.external_id": Limit(255, sources.VIEWS),
    "view.bytes": Limit(250_000, sources.method("views.open")),
    "view.stacked": Limit(3, sources.method("views.push")),
    # Composition objects
    "text": _object("text-object", 3_000),
    "option.text": _object("option-object", 75),
    "option.value": _object("option-object", 150),
    "option.description": _object("option-object", 75),
    "option.url": _object("option-object", 3_000),
    "option_group.label": _object("option-group-object", 75),
    "option_group.options": _object("option-group-object", 100),
    "confirm.title": _object("confirmation-dialog-object", 100),
    "confirm.text": _object("confirmation-dialog-object", 300),
    "confirm.confirm": _object("confirmation-dialog-object", 30),
    "confirm.deny": _object("confirmation-dialog-object", 30),
    # Every block and element
    "block_id": Limit(255, sources.BLOCKS, 1),
    "action_id": Limit(255, sources.ELEMENTS, 1),
    "placeholder": _element(_SELECT, 150),
    # Blocks
    "actions.elements": _block("actions", 25),
    "context.elements": _block("context", 10),
    "header.text": _block("header", 150),
    "image.image_url": _block("image", 3_000),
    "slack_file.id": _object("slack-file-object", 255),
    "image.alt_text": _block("image", 2_000),
    "image.title": _block("image", 2_000),
    "input.label": _block("input", 2_000),
    "input.hint": _block("input", 2_000),
    "markdown.text": _block("markdown", 12_000),
    "section.text": _block("section", 3_000),
    "section.fields": _block("section", 10),
    "section.field": _block("section", 2_000),
    "table.rows": _block("table", 100),
    "table.columns": _block("table", 20),
    "table.column_settings": _block("table", 20, 0),
    "table.characters": _block("table", 10_000, 0),
    # Elements
    "button.text": _element("button-element", 75),
    "button.value": _element("button-element", 2_000),
    "button.url": _element("button-element", 3_000),
    "button.accessibility_label": _element("button-element", 75),
    "checkboxes.options": _element("checkboxes-element", 10),
    "radio_buttons.options": _element("radio-button-group-element", 10),
    "overflow.options": _element("overflow-menu-element", 5),
    "select.options": _element(_SELECT, 100),
    "select.suggestions": _element(_SELECT, 100, 0),
    "select.option_groups": _element(_SELECT, 100),
    "plain_text_input.max_length": _element("plain-text-input-element", 3_000),
    "plain_text_input.min_length": _element("plain-text-input-element", 3_000, 0),
}
