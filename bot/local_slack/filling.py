"""Input elements: which values a person can choose or type in each kind, and the state that Slack makes of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from .blocks.identity import Block, interactive
from .refusal import Impossible

State = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class FieldKind:
    """A kind of element with a state.

    `key` is the key of its value in the state, `initial` the field with its initial value, `holds` the type of value.
    """

    key: str
    initial: str
    holds: str = "one"


KINDS: dict[str, FieldKind] = {
    "plain_text_input": FieldKind("value", "initial_value", "text"),
    "number_input": FieldKind("value", "initial_value", "number"),
    "email_text_input": FieldKind("value", "initial_value", "email"),
    "url_text_input": FieldKind("value", "initial_value", "url"),
    "datepicker": FieldKind("selected_date", "initial_date", "date"),
    "timepicker": FieldKind("selected_time", "initial_time", "time"),
    "datetimepicker": FieldKind("selected_date_time", "initial_date_time", "moment"),
    "static_select": FieldKind("selected_option", "initial_option", "option"),
    "external_select": FieldKind("selected_option", "initial_option", "option"),
    "radio_buttons": FieldKind("selected_option", "initial_option", "option"),
    "checkboxes": FieldKind("selected_options", "initial_options", "options"),
    "multi_static_select": FieldKind("selected_options", "initial_options", "options"),
    "multi_external_select": FieldKind("selected_options", "initial_options", "options"),
    "users_select": FieldKind("selected_user", "initial_user", "id"),
    "multi_users_select": FieldKind("selected_users", "initial_users", "ids"),
    "conversations_select": FieldKind("selected_conversation", "initial_conversation", "id"),
    "multi_conversations_select": FieldKind("selected_conversations", "initial_conversations", "ids"),
    "channels_select": FieldKind("selected_channel", "initial_channel", "id"),
    "multi_channels_select": FieldKind("selected_channels", "initial_channels", "ids"),
}
_MANY = {"options", "ids"}


def initial_state(blocks: list[Block]) -> State:
    """Build the state of blocks as they are first shown."""
    state: State = {}
    for block in blocks:
        for element in interactive(block):
            if (kind := KINDS.get(element["type"])) is not None:
                value = element.get(kind.initial, [] if kind.holds in _MANY else None)
                if kind.holds == "number" and value is not None:
                    value = str(value)
                state.setdefault(block["block_id"], {})[element["action_id"]] = {
                    "type": element["type"],
                    kind.key: value,
                }
    return state


def carried_state(new: list[Block], filled: State) -> State:
    """Build the state of a changed view. An element with the same ids and type keeps what was filled in."""
    state = initial_state(new)
    for block_id, entries in state.items():
        for action_id, entry in entries.items():
            before = filled.get(block_id, {}).get(action_id)
            if before is not None and before["type"] == entry["type"]:
                entries[action_id] = before
    return state


def state_entry(element: Block, value: Any) -> dict[str, Any]:
    """Turn what a person chose or typed into an entry of the state. Raises Impossible if it is not allowed."""
    kind = KINDS.get(element["type"])
    if kind is None:
        raise Impossible(f"nothing can be filled into a {element['type']}")
    empty = value in (None, "", [])
    if empty:
        return {"type": element["type"], kind.key: [] if kind.holds in _MANY else None}
    return {"type": element["type"], kind.key: _READ[kind.holds](element, value)}


def is_empty(entry: dict[str, Any]) -> bool:
    """Whether an entry of the state is empty."""
    return entry.get(KINDS[entry["type"]].key) in (None, "", [])


def options_of(element: Block) -> list[Block]:
    """List the options of an element, those in groups included."""
    found = list(element.get("options", []))
    for group in element.get("option_groups", []):
        found += group["options"]
    return found


def option(element: Block, value: Any) -> Block:
    """Find an option of the element by its value or label. Raises Impossible if there is none."""
    for each in options_of(element):
        if value in (each.get("value"), each["text"]["text"]):
            return {key: each[key] for key in ("text", "value") if key in each}
    raise Impossible(
        f"{value!r} is no option there; there are {[each['text']['text'] for each in options_of(element)]}"
    )


def _options(element: Block, value: Any) -> list[Block]:
    wanted = value if isinstance(value, list) else [value]
    most = element.get("max_selected_items")
    if most is not None and len(wanted) > most:
        raise Impossible(f"at most {most} can be chosen")
    return [option(element, each) for each in wanted]


def _text(element: Block, value: Any) -> str:
    text = str(value)
    if not element.get("multiline") and "\n" in text:
        raise Impossible("the field has one line")
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if not least <= len(text) <= most:
        raise Impossible(f"the field takes {least} to {most} characters, not {len(text)}")
    return text


def _number(element: Block, value: Any) -> str:
    try:
        number = Decimal(str(value))
    except InvalidOperation as problem:
        raise Impossible(f"{value!r} is no number") from problem
    if not element["is_decimal_allowed"] and number != number.to_integral_value():
        raise Impossible("the field takes whole numbers")
    least, most = element.get("min_value"), element.get("max_value")
    if (least is not None and number < Decimal(str(least))) or (most is not None and number > Decimal(str(most))):
        raise Impossible(f"the field takes {least} to {most}")
    return str(value)


def _matching(pattern: str, what: str) -> Any:
    def read(element: Block, value: Any) -> str:
        if not re.fullmatch(pattern, str(value)):
            raise Impossible(f"{value!r} is no {what}")
        return str(value)

    return read


def _date(element: Block, value: Any) -> str:
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError as problem:
        raise Impossible(f"{value!r} is no day; a picker gives YYYY-MM-DD") from problem


def _time(element: Block, value: Any) -> str:
    try:
        return time.fromisoformat(str(value)).strftime("%H:%M")
    except ValueError as problem:
        raise Impossible(f"{value!r} is no time; a picker gives HH:MM") from problem


def _moment(element: Block, value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    try:
        return int(datetime.fromisoformat(str(value)).timestamp())
    except ValueError as problem:
        raise Impossible(f"{value!r} is no moment") from problem


def _id(element: Block, value: Any) -> str:
    if not re.fullmatch(r"[A-Z][A-Z0-9]+", str(value)):
        raise Impossible(f"{value!r} is no id of a person or channel")
    return str(value)


def _ids(element: Block, value: Any) -> list[str]:
    wanted = value if isinstance(value, list) else [value]
    most = element.get("max_selected_items")
    if most is not None and len(wanted) > most:
        raise Impossible(f"at most {most} can be chosen")
    return [_id(element, each) for each in wanted]


_READ: dict[str, Any] = {
    "text": _text,
    "number": _number,
    "email": _matching(r"[^@\s]+@[^@\s]+\.[^@\s]+", "e-mail address"),
    "url": _matching(r"https?://\S+", "address"),
    "date": _date,
    "time": _time,
    "moment": _moment,
    "option": option,
    "options": _options,
    "id": _id,
    "ids": _ids,
}
