"""Values in the team's own fields: asked in the forms of deals, shown with a deal, and told of a change."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from bot.blocks import elements as el
from bot.blocks.elements import Block
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.deals.own_values import TEXT_LIMIT
from pipeline.fields.editing import CHOICE_LIMIT
from pipeline.fields.events import FieldType
from pipeline.fields.fields import OwnField
from pipeline.fields.values import NOTHING, OwnValue, OwnValues

_SHOWN = 200  # characters of a text where a deal is shown


def inputs(voice: Voice, known: OwnValues) -> Iterator[Block]:
    """The fields of a deal's form, in the team's order, filled with what the deal has in them."""
    for each in voice.own_fields.in_use:
        yield _input(voice, each, known.get(each.field_no, NOTHING))


def required(voice: Voice, field_no: int, known: OwnValue) -> Iterator[Block]:
    """The field of a form that has to be filled in, with what is known; none where nobody can be asked for it."""
    own = voice.own_fields.find(field_no)
    if own is not None and not own.is_hidden:
        yield _input(voice, own, known, optional=False)


def _input(voice: Voice, own: OwnField, known: OwnValue, *, optional: bool = True) -> Block:
    name, label = own.token, voice.plain_name(own.name)
    match own.type:
        case FieldType.DAY:
            placeholder = voice.label("day_placeholder")
            return el.day_field(name, label, placeholder=placeholder, initial=known.day, optional=optional)
        case FieldType.CHOICE:
            offered = own.offered(besides=known.option_no)
            options = [el.option(_choice_label(voice, own, each.option_no), str(each.option_no)) for each in offered]
            chosen, placeholder = str(known.option_no), voice.label("choose")
            return el.menu_field(name, label, options, placeholder=placeholder, chosen=chosen, optional=optional)
        case FieldType.NUMBER:
            initial = str(said(voice, own, known) or "")
            return el.text_field(name, label, initial=initial, optional=optional, longest=100)
        case FieldType.TEXT:
            return el.text_field(name, label, initial=known.text, optional=optional, longest=TEXT_LIMIT)


def _choice_label(voice: Voice, own: OwnField, option_no: int) -> str:
    choice = own.choice(option_no)
    name = voice.plain_name(choice.name if choice is not None else "", CHOICE_LIMIT)
    return voice.label("choice_hidden", choice=SafeText(name)) if choice is not None and choice.is_hidden else name


def said(voice: Voice, own: OwnField, known: OwnValue, limit: int = _SHOWN) -> SafeText | None:
    """Return a value as it is shown; None where there is none."""
    if known.number is not None:
        return voice.number(Decimal(known.number).scaleb(-(own.decimals or 0)))
    if known.day is not None:
        return voice.day(known.day)
    if known.option_no is not None:
        choice = own.choice(known.option_no)
        return voice.name(choice.name, CHOICE_LIMIT) if choice is not None and choice.name else None
    return voice.name(known.text, limit) if known.text else None


def details(voice: Voice, known: OwnValues) -> list[SafeText]:
    """Return a line for each field in use in which the deal has a value."""
    shown = ((each, said(voice, each, known.get(each.field_no, NOTHING))) for each in voice.own_fields.in_use)
    return [voice.say("field_value", field=voice.name(each.name), value=value) for each, value in shown if value]


def changes(voice: Voice, before: OwnValues, after: OwnValues) -> Iterator[SafeText]:
    """Return each field whose value changed, from what to what, the hidden ones among them."""
    for each in voice.own_fields.all:
        was, now = before.get(each.field_no, NOTHING), after.get(each.field_no, NOTHING)
        if was != now:
            nothing = voice.say("not_known")
            name = voice.name(each.name)
            field = voice.say("choice_hidden", choice=name) if each.is_hidden else name
            old, new = said(voice, each, was), said(voice, each, now)
            yield voice.say("edited_field", field=field, before=old or nothing, after=new or nothing)
