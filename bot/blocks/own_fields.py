"""The team's own fields: their list and form, as an admin edits them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.blocks import buttons, ids, phrases
from bot.blocks import elements as el
from bot.blocks.answers import Done
from bot.blocks.elements import Block, Message, View
from bot.blocks.forms import modal
from bot.blocks.ids import Carried, Remainder, WordName
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.fields.editing import CHOICE_LIMIT, NAME_LIMIT
from pipeline.fields.events import FieldType
from pipeline.fields.fields import MOST_IN_USE, OwnField
from pipeline.messages.field_notices import FieldAct, FieldSaved

NAME, TYPE, CHOICES = "own_field_name", "own_field_type", "own_field_choices"
"""The fields of the form."""

TYPES = {
    "text": "field_type_text",
    "number.0": "field_type_number",
    "number.1": "field_type_number_1",
    "number.2": "field_type_number_2",
    "day": "field_type_day",
    "choice": "field_type_choice",
}
"""What a field may be, a number by its decimals, with the key of what it is called."""

_PRESS = re.compile(r"=(list|add|edit|hide|show|up|down)(?:\.(\d{1,15}))?(?:@(\d{1,18}))?")
_SAID = {
    FieldAct.ADDED: "field_said_added",
    FieldAct.CHANGED: "field_said_changed",
    FieldAct.HIDDEN: "field_said_hidden",
    FieldAct.SHOWN: "field_said_shown",
    FieldAct.MOVED: "field_said_moved",
}
_SHOWN = 200  # characters of a text where a deal is shown
_CHOICES_SHOWN = 8  # choices that the list names
_LONGEST = 3000  # characters that a field of Slack's takes


@dataclass(frozen=True, slots=True)
class FieldPress:
    """What a button, an option or a form is about: a field, and its newest event when the form was opened."""

    what: str
    field_no: int = 0
    seen: int | None = None


def press(what: str, field_no: int = 0, seen: int | None = None) -> str:
    """Return what a button, an option or a form carries; nobody types it."""
    return f"={what}{f'.{field_no}' if field_no else ''}{f'@{seen}' if seen is not None else ''}"


def read_press(text: str) -> FieldPress | None:
    """Return what a button, an option or a form carried; None for what a person typed."""
    found = _PRESS.fullmatch(text)
    return FieldPress(found[1], int(found[2] or 0), int(found[3]) if found[3] else None) if found else None


# --- The list ---------------------------------------------------------------------------------------------------------


def listed(voice: Voice) -> Message:
    """Build the list, each field with its menu; where as many are in use as may be, that is said."""
    there = voice.own_fields.all
    rows = [el.section(_said(voice, each), _menu(voice, there, each)) for each in there]
    is_full = len(voice.own_fields.in_use) >= MOST_IN_USE
    about = voice.say("fields_full", n=MOST_IN_USE) if is_full else voice.say("fields_intro", n=MOST_IN_USE)
    none = [] if there else [el.section(voice.say("fields_none"))]
    add = [] if is_full else el.actions(_opens(voice, "add", "add_field_button"))
    heard = phrases.lines([voice.say("fields_title"), *(_said(voice, each) for each in there), about])
    blocks = (el.header(voice.label("fields_title")), *none, *rows, *add, el.context(about))
    return Message(heard.replace("*", ""), blocks)


def _said(voice: Voice, own: OwnField) -> SafeText:
    """A field: what it is called, what it is, its first choices, and whether it is hidden."""
    offered = [voice.name(each.name, CHOICE_LIMIT) for each in own.offered()]
    more = [voice.say("field_more_choices", n=len(offered) - _CHOICES_SHOWN)] if len(offered) > _CHOICES_SHOWN else []
    choices = phrases.joined([*offered[:_CHOICES_SHOWN], *more], ", ") if offered else None
    hidden = voice.say("choice_is_hidden") if own.is_hidden else None
    return phrases.joined([phrases.bold(voice.name(own.name)), voice.say(TYPES[_type(own)]), choices, hidden])


def _type(own: OwnField) -> str:
    return f"number.{own.decimals or 0}" if own.type is FieldType.NUMBER else own.type.value


def _menu(voice: Voice, there: Sequence[OwnField], own: OwnField) -> Block:
    at = there.index(own)
    acts = [("edit", "edit_field"), ("show", "show_choice") if own.is_hidden else ("hide", "hide_choice")]
    acts += [("up", "choice_up")] if at else []
    acts += [("down", "choice_down")] if at < len(there) - 1 else []
    options = [
        el.option(voice.label(key), ids.typed_choice(WordName.FIELDS, press(what, own.field_no))) for what, key in acts
    ]
    return el.overflow(options, f"{WordName.FIELDS}.{own.field_no}")


def _opens(voice: Voice, what: str, key: str) -> Block:
    action_id, value = ids.button(WordName.FIELDS, more=Remainder(press(what)))
    return el.button(voice.label(key), (f"{action_id}.{what}", value))


def saved(done: Done[FieldSaved]) -> Message:
    """Return what was changed, with the way back, above the list as it is now."""
    notice, voice = done.notice, done.voice
    own = voice.own_fields.find(notice.field)
    key = "field_said_same" if notice.change is None else _SAID[FieldAct(notice.act)]
    said = voice.say(key, field=voice.name(own.name if own is not None else ""))
    undo = buttons.undo_settings(voice, notice.change) if notice.change is not None else None
    return Message(said, (el.section(said), *el.actions(undo), *listed(voice).blocks))


# --- The form of a field ----------------------------------------------------------------------------------------------


def form(voice: Voice, own: OwnField | None, typed: str, carried: Carried) -> View:
    """Build the form of a field, a new one where `own` is None; `typed` is the name of a new one, where it was typed.

    The type of a field that is there is said, and cannot be changed.
    """
    name = own.name if own is not None else typed
    blocks = [el.text_field(NAME, voice.label("field_name"), initial=name, longest=NAME_LIMIT)]
    if own is None:
        options = [el.option(voice.label(key), value) for value, key in TYPES.items()]
        label, placeholder, hint = (voice.label(each) for each in ("field_type", "choose", "field_type_hint"))
        blocks.append(el.menu_field(TYPE, label, options, placeholder=placeholder, hint=hint))
    else:
        blocks.append(el.context(voice.say("field_type_is", type=voice.say(TYPES[_type(own)]))))
    if own is None or own.type is FieldType.CHOICE:
        blocks.append(_choices(voice, own))
    act = press("add") if own is None else press("edit", own.field_no, own.last_no)
    title = "field_add_title" if own is None else "field_edit_title"
    return modal(voice, WordName.FIELDS, title, "save", tuple(blocks), replace(carried, act=act))


def _choices(voice: Voice, own: OwnField | None) -> Block:
    initial = "\n".join(each.name for each in own.offered()) if own is not None else ""
    hint = voice.label("field_choices_hint_add" if own is None else "field_choices_hint")
    label, is_new = voice.label("field_choices"), own is None
    return el.text_field(CHOICES, label, initial=initial, hint=hint, optional=is_new, lines=True, longest=_LONGEST)
