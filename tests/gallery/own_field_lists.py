"""The team's own fields as an admin edits them, and their values in a deal's form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from bot.blocks import own_fields, own_values, phrases, refusals
from bot.blocks.answers import Done
from bot.blocks.elements import Message, View
from bot.blocks.forms import NOTHING_CARRIED, FormSubject, FormValues, missing, new
from bot.blocks.ids import WordName
from bot.language.voice import Voice
from pipeline import field_errors
from pipeline.deals.own_values import TEXT_LIMIT
from pipeline.fields.editing import CHOICE_LIMIT, MOST_CHOICES, NAME_LIMIT
from pipeline.fields.events import FieldType
from pipeline.fields.fields import MOST_IN_USE, FieldChoice, OwnField, OwnFields
from pipeline.fields.values import OwnValue
from pipeline.messages.field_notices import FieldSaved
from tests.gallery.deals import ACME, LONG, NAMES, NASTY

_SIZES = (FieldChoice(1, "pieni"), FieldChoice(2, "keskikokoinen", is_hidden=True), FieldChoice(3, "suuri"))
_OWN = OwnFields(
    (
        OwnField(1, FieldType.TEXT, "Toimiala"),
        OwnField(2, FieldType.NUMBER, "Laitteita", decimals=1),
        OwnField(3, FieldType.DAY, "Huoltosopimus alkaa", is_hidden=True),
        OwnField(4, FieldType.CHOICE, "Koko", choices=_SIZES),
    )
)
_LONG = tuple(FieldChoice(no, f"{NASTY}{LONG}"[: CHOICE_LIMIT - 3] + f" {no}") for no in range(1, MOST_CHOICES + 1))
_FULL = OwnFields(
    tuple(
        OwnField(no, FieldType.CHOICE if no % 2 else FieldType.TEXT, f"{NASTY}{LONG}"[:NAME_LIMIT], choices=_LONG)
        for no in range(1, MOST_IN_USE + 1)
    )
)
_VALUES = {
    1: OwnValue(text="metsäteollisuus"),
    2: OwnValue(number=12505),
    3: OwnValue(day=date(2026, 9, 1)),
    4: OwnValue(option_no=2),
}
_LONG_VALUES = {no: OwnValue(option_no=no) if no % 2 else OwnValue(text=LONG[:TEXT_LIMIT]) for no in range(1, 11)}


def with_fields(voice: Voice, fields: OwnFields = _OWN) -> Voice:
    """The voice of a reader in a team with fields of its own."""
    return replace(voice, own_fields=fields)


def answers(voice: Voice) -> Iterator[tuple[str, Message]]:
    """The list: empty, as it comes, full; each answer; each refusal."""
    own, full = with_fields(voice), with_fields(voice, _FULL)
    yield "fields-none", own_fields.listed(voice)
    yield "fields", own_fields.listed(own)
    yield "fields-full", own_fields.listed(full)
    for act in ("added", "changed", "hidden", "shown", "moved"):
        yield f"fields-{act}", own_fields.saved(Done(own, NAMES, FieldSaved(act=act, field=4, change=41)))
    yield "fields-same", own_fields.saved(Done(own, NAMES, FieldSaved(act="hidden", field=3)))
    for refused in (
        field_errors.FieldNameTaken(text="Toimiala"),
        field_errors.TooManyFields(limit=MOST_IN_USE),
        field_errors.FieldEditedMeanwhile(field=1),
        field_errors.FieldGone(),
        field_errors.FieldInUse(),
    ):
        yield f"refused-{refused.key.replace('_', '-')}", refusals.plain(voice, NAMES, refused)


def forms(voice: Voice) -> Iterator[tuple[str, View]]:
    """The form of a field, and the form of a deal that asks for the team's own."""
    own, full = with_fields(voice), with_fields(voice, _FULL)
    yield "form-field-add", own_fields.form(own, None, "Toimiala", NOTHING_CARRIED)
    yield "form-field-edit", own_fields.form(own, _OWN.all[3], "", NOTHING_CARRIED)
    yield "form-field-long", own_fields.form(full, _FULL.all[0], "", NOTHING_CARRIED)
    subject = FormSubject(phrases.deal(own, ACME), ACME.stage)
    required, known = [each.token for each in _OWN.in_use], {"field.2": OwnValue(number=125)}
    yield "form-missing-own-fields", missing(own, WordName.ADVANCE, subject, required, FormValues(others=known))
    yield "form-new-own-fields", new(own, own=own_values.inputs(own, _VALUES))
    yield "form-new-own-fields-full", new(full, own=own_values.inputs(full, _LONG_VALUES))
