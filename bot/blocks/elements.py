"""The only builder of Block Kit blocks. It builds plain dicts and keeps each within Slack's limits.

Text for mrkdwn has the type `SafeText`, which a `Voice` makes safe. What is too long is cut with "…", never refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Literal

from bot.blocks import limits
from bot.blocks.cutting import cut
from bot.blocks.picture import Picture
from bot.language.safe_text import SafeText, cleaned

Block = dict[str, Any]
Identity = tuple[str, str]
"""An action id and its value, as `ids.button` returns them."""

NOTHING = "–"  # Slack refuses empty texts


# --- Messages and views -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Message:
    """A message: its blocks, and a text for notifications and screen readers that has no need of the blocks."""

    text: str
    blocks: tuple[Block, ...] = ()
    picture: Picture | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", cut(self.text, limits.MESSAGE_TEXT) or NOTHING)
        object.__setattr__(self, "blocks", _fitting(self.blocks, limits.MESSAGE_BLOCKS))


@dataclass(frozen=True, slots=True)
class View:
    """A modal. `word` is its command word. Slack returns `carried` with the submission."""

    word: str
    title: str
    blocks: tuple[Block, ...]
    close: str
    submit: str | None = None
    carried: str = ""

    def payload(self) -> Block:
        """Return the view for `views.open` or a response action."""
        view: Block = {
            "type": "modal",
            "callback_id": cut(self.word, limits.CALLBACK_ID),
            "title": plain(self.title, limits.VIEW_TITLE),
            "close": plain(self.close, limits.VIEW_CLOSE),
            "private_metadata": self.carried,
        }
        if self.submit is not None:
            view["submit"] = plain(self.submit, limits.VIEW_SUBMIT)
        return _within_bytes(view, self.blocks)


@dataclass(frozen=True, slots=True)
class Home:
    """The Home tab of one person."""

    blocks: tuple[Block, ...]

    def payload(self) -> Block:
        """Return the view for `views.publish`."""
        return _within_bytes({"type": "home"}, self.blocks)


# --- Blocks -----------------------------------------------------------------------------------------------------------


def header(text: str) -> Block:
    """Return a header block. Its text is plain text."""
    return {"type": "header", "text": plain(text, limits.HEADER)}


def section(text: SafeText, accessory: Block | None = None) -> Block:
    """Return a section: a paragraph, with a button or a menu beside it if there is an `accessory`."""
    block: Block = {"type": "section", "text": _mrkdwn(text, limits.SECTION)}
    return block if accessory is None else {**block, "accessory": accessory}


def context(*texts: SafeText) -> Block:
    """Return a context block with small text. The last element joins the texts that are over Slack's limit."""
    shown = [*texts[: limits.CONTEXT - 1], SafeText("\n".join(texts[limits.CONTEXT - 1 :]))]
    return {"type": "context", "elements": [_mrkdwn(text, limits.CONTEXT_TEXT) for text in shown if text]}


def image(file_id: str, alt: str) -> Block:
    """Return an image block that shows a file of Slack."""
    return {"type": "image", "slack_file": {"id": file_id}, "alt_text": _cut_or_nothing(alt, limits.ALT_TEXT)}


def divider() -> Block:
    """Return a divider."""
    return {"type": "divider"}


def actions(*elements: Block | None) -> list[Block]:
    """Return the elements that are not None in rows of buttons; an empty list when there is none."""
    there = [element for element in elements if element is not None]
    return [{"type": "actions", "elements": list(some)} for some in _portions(there, limits.ACTIONS)]


# --- Elements ---------------------------------------------------------------------------------------------------------


def button(
    label: str,
    identity: Identity,
    *,
    style: Literal["primary", "danger"] | None = None,
    spoken: str | None = None,
    confirm: Block | None = None,
) -> Block:
    """Return a button. `spoken` is its label for screen readers, such as "Undo: Acme Oy"."""
    action_id, value = identity
    made: Block = {
        "type": "button",
        "text": plain(label, limits.BUTTON),
        "action_id": cut(action_id, limits.ACTION_ID),
        "value": cut(value, limits.BUTTON_VALUE),
    }
    if style is not None:
        made["style"] = style
    if spoken:
        made["accessibility_label"] = _cut_or_nothing(spoken, limits.ACCESSIBILITY_LABEL)
    if confirm is not None:
        made["confirm"] = confirm
    return made


def overflow(options: Sequence[Block], action_id: str) -> Block:
    """A menu behind three dots, of options that each act when chosen."""
    return {"type": "overflow", "action_id": action_id, "options": list(options[: limits.OVERFLOW])}


def menu(placeholder: str, action_id: str, options: Sequence[Block]) -> Block:
    """Return a menu in a message, of options that each act when chosen."""
    return {
        "type": "static_select",
        "action_id": cut(action_id, limits.ACTION_ID),
        "placeholder": plain(placeholder, limits.PLACEHOLDER),
        "options": list(options[: limits.SELECT]),
    }


def confirmation(*, title: str, text: SafeText, yes: str, no: str) -> Block:
    """Return the dialog that Slack shows before a destructive press."""
    return {
        "title": plain(title, limits.CONFIRM_TITLE),
        "text": _mrkdwn(text, limits.CONFIRM_TEXT),
        "confirm": plain(yes, limits.CONFIRM_BUTTON),
        "deny": plain(no, limits.CONFIRM_BUTTON),
        "style": "danger",
    }


def option(label: str, value: str, description: str | None = None) -> Block:
    """Return an option of a menu or of radio buttons."""
    made: Block = {"text": plain(label, limits.OPTION), "value": cut(value, limits.OPTION_VALUE)}
    return {**made, "description": plain(description, limits.OPTION_DESCRIPTION)} if description else made


def search(placeholder: str, action_id: str) -> Block:
    """Return a menu whose options Slack asks for while the person types."""
    return {
        "type": "external_select",
        "action_id": action_id,
        "min_query_length": 1,
        "placeholder": plain(placeholder, limits.PLACEHOLDER),
    }


# --- Fields of a form -------------------------------------------------------------------------------------------------


def text_field(
    name: str,
    label: str,
    *,
    initial: str = "",
    placeholder: str | None = None,
    hint: str | None = None,
    optional: bool = False,
    lines: bool = False,
    longest: int = limits.TYPED,
) -> Block:
    """Return a field for typed text, filled with `initial`."""
    element: Block = {"type": "plain_text_input", "action_id": name, "multiline": lines, "max_length": longest}
    kept = cut(cleaned(initial, lines=lines), longest)
    if kept:
        element["initial_value"] = kept
    if placeholder:
        element["placeholder"] = plain(placeholder, limits.PLACEHOLDER)
    return input_field(name, label, element, hint=hint, optional=optional)


def day_field(
    name: str,
    label: str,
    *,
    placeholder: str,
    initial: date | None = None,
    hint: str | None = None,
    optional: bool = False,
) -> Block:
    """Return a date picker."""
    element: Block = {"type": "datepicker", "action_id": name, "placeholder": plain(placeholder, limits.PLACEHOLDER)}
    if initial is not None:
        element["initial_date"] = initial.isoformat()
    return input_field(name, label, element, hint=hint, optional=optional)


def time_field(
    name: str,
    label: str,
    *,
    placeholder: str,
    initial: time | None = None,
    hint: str | None = None,
    optional: bool = False,
) -> Block:
    """Return a time picker, to the minute."""
    element: Block = {"type": "timepicker", "action_id": name, "placeholder": plain(placeholder, limits.PLACEHOLDER)}
    if initial is not None:
        element["initial_time"] = f"{initial:%H:%M}"
    return input_field(name, label, element, hint=hint, optional=optional)


def choice_field(
    name: str,
    label: str,
    options: Sequence[Block],
    *,
    chosen: str | None = None,
    hint: str | None = None,
    optional: bool = False,
) -> Block:
    """Return radio buttons for a few options."""
    shown = list(options[: limits.RADIOS])
    element: Block = {"type": "radio_buttons", "action_id": name, "options": shown}
    initial = next((each for each in shown if each["value"] == chosen), None)
    if initial is not None:
        element["initial_option"] = initial
    return input_field(name, label, element, hint=hint, optional=optional)


def menu_field(
    name: str,
    label: str,
    options: Sequence[Block],
    *,
    placeholder: str,
    chosen: str | None = None,
    hint: str | None = None,
    optional: bool = False,
) -> Block:
    """Return a menu of options that are known when the form opens."""
    shown = list(options[: limits.SELECT])
    element: Block = {
        "type": "static_select",
        "action_id": name,
        "options": shown,
        "placeholder": plain(placeholder, limits.PLACEHOLDER),
    }
    initial = next((each for each in shown if each["value"] == chosen), None)
    if initial is not None:
        element["initial_option"] = initial
    return input_field(name, label, element, hint=hint, optional=optional)


def ticks_field(
    name: str, label: str, options: Sequence[Block], *, ticked: bool | Sequence[Block], optional: bool = True
) -> Block:
    """Return boxes to tick, all of them ticked at first, none, or those given."""
    shown = list(options[: limits.CHECKBOXES])
    element: Block = {"type": "checkboxes", "action_id": name, "options": shown}
    initial = [each for each in shown if ticked is True or (ticked and each in ticked)]
    if initial:
        element["initial_options"] = initial
    return input_field(name, label, element, optional=optional)


def channel_field(
    name: str, label: str, *, placeholder: str, initial: str | None = None, hint: str | None = None
) -> Block:
    """Return a menu of the organisation's own channels by Slack id.

    Without `initial` it starts at the current channel.
    """
    element: Block = {
        "type": "conversations_select",
        "action_id": name,
        "filter": {"include": ["public", "private"], "exclude_external_shared_channels": True},
        "placeholder": plain(placeholder, limits.PLACEHOLDER),
    }
    if initial:
        element["initial_conversation"] = initial
    else:
        element["default_to_current_conversation"] = True
    return input_field(name, label, element, hint=hint)


def person_field(
    name: str,
    label: str,
    *,
    placeholder: str,
    initial: str | None = None,
    hint: str | None = None,
    optional: bool = False,
) -> Block:
    """Return a menu of people by Slack id."""
    element: Block = {"type": "users_select", "action_id": name, "placeholder": plain(placeholder, limits.PLACEHOLDER)}
    if initial:
        element["initial_user"] = initial
    return input_field(name, label, element, hint=hint, optional=optional)


def input_field(name: str, label: str, element: Block, *, hint: str | None = None, optional: bool = False) -> Block:
    """Return a field of a form: an element with its label."""
    block: Block = {
        "type": "input",
        "block_id": name,
        "label": plain(label, limits.LABEL),
        "element": element,
        "optional": optional,
    }
    return {**block, "hint": plain(hint, limits.HINT)} if hint else block


# --- Limits -----------------------------------------------------------------------------------------------------------


def _cut_or_nothing(text: str, limit: int) -> str:
    return cut(text, limit) if text.strip() else NOTHING


def plain(text: str, limit: int) -> Block:
    """Return a text without formatting, cut to the limit."""
    return {"type": "plain_text", "text": _cut_or_nothing(text, limit), "emoji": True}


def _mrkdwn(text: SafeText, limit: int) -> Block:
    return {"type": "mrkdwn", "text": _cut_or_nothing(text, limit)}


def _portions(things: Sequence[Any], size: int) -> Iterable[Sequence[Any]]:
    return (things[start : start + size] for start in range(0, len(things), size))


def _fitting(blocks: Iterable[Block], limit: int) -> tuple[Block, ...]:
    """Return at most `limit` blocks, without empty ones. Each action id occurs once."""
    there = [block for block in blocks if block.get("elements") != []]
    if len(there) > limit:
        there = [*there[: limit - 1], context(SafeText("…"))]
    taken: set[str] = set()
    return tuple(_with_own_ids(block, taken) for block in there)


def _with_own_ids(block: Block, taken: set[str]) -> Block:
    if block["type"] == "actions":
        return {**block, "elements": [_with_own_id(each, taken) for each in block["elements"]]}
    if "accessory" in block:
        return {**block, "accessory": _with_own_id(block["accessory"], taken)}
    return block


def _with_own_id(element: Block, taken: set[str]) -> Block:
    if "action_id" not in element:
        return element
    wanted = unique = element["action_id"]
    number = 2
    while unique in taken:
        unique, number = f"{wanted[: limits.ACTION_ID - 8]}.{number}", number + 1
    taken.add(unique)
    return {**element, "action_id": unique}


def _within_bytes(view: Block, blocks: tuple[Block, ...]) -> Block:
    shown = list(_fitting(blocks, limits.VIEW_BLOCKS))
    while len(json.dumps({**view, "blocks": shown}, ensure_ascii=True)) > limits.VIEW_BYTES:
        shown.pop()
    return {**view, "blocks": shown}
