"""Editing a deal: the form with today's values, and the answer that says what changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.blocks import buttons, forms, kinds, needs, own_values, phrases
from bot.blocks import elements as el
from bot.blocks.answers import Done
from bot.blocks.elements import Block, Message, View
from bot.blocks.forms import FormValues, Question
from bot.blocks.ids import Carried, WordName
from bot.blocks.won_form import also_field
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.deals.fields import EditableFields, LostReason
from pipeline.messages.change_notices import DealEdited
from pipeline.queries.edited import Edited
from pipeline.stages.events import StageKind

_SHOWN = 100  # characters of a text in the answer


@dataclass(frozen=True, slots=True)
class EditValues:
    """What the form shows when it opens: the deal's fields, with what was typed in their place.

    `amount` is one that could not be read. `unsure` has the words of a day that was read with doubt, by field.
    `corrects_win`: another day of the win was typed. `pipeline` is the field of the pipeline, where it may be chosen.
    """

    fields: EditableFields
    state: StageKind
    amount: str = ""
    note: str = ""
    unsure: Mapping[str, str] = field(default_factory=dict[str, str])
    questions: Mapping[str, Question] = field(default_factory=dict[str, Question])
    corrects_win: bool = False
    pipeline: tuple[Block, ...] = ()


def form(
    voice: Voice, asked: forms.FormSubject, values: EditValues, carried: Carried, asks: SafeText | None = None
) -> View:
    """Build the form; `asks` is what is asked before it is sent once more."""
    blocks = (
        forms.about_deal(voice, asked),
        *((el.section(asks),) if asks else ()),
        *_of_any_deal(voice, values),
        *_of_win(voice, values),
        *_of_loss(voice, values),
        *own_values.inputs(voice, values.fields.own),
        *values.pipeline,
        *_note(voice, values),
        *(el.actions(buttons.merge(voice, carried.deal), buttons.delete(voice, carried.deal)) if carried.deal else ()),
    )
    return forms.modal(voice, WordName.EDIT, "edit_title", "save", blocks, carried)


def _of_any_deal(voice: Voice, values: EditValues) -> Iterator[Block]:
    known = values.fields
    yield forms.customer_field(voice, known.customer, hint=_hint(voice, values, forms.CUSTOMER))
    yield forms.name_field(voice, known.name)
    is_won = values.state is StageKind.WON
    amount, hint = values.amount or known.amount, _hint(voice, values, forms.AMOUNT)
    yield forms.money_field(voice, forms.AMOUNT, amount, optional=not is_won, hint=hint)
    unsure = values.unsure.get(forms.CLOSE_DAY, "")
    yield forms.day_field(voice, forms.CLOSE_DAY, known.close_day, unsure=unsure, optional=True)
    yield from needs.fields(voice, known.needs)
    yield kinds.source_field(voice, forms.SOURCE_KIND, known.source)
    yield forms.source_words_field(voice, known.source.words)


def _of_win(voice: Voice, values: EditValues) -> Iterator[Block]:
    known, unsure = values.fields, values.unsure
    if values.state is not StageKind.WON:
        return
    if values.corrects_win:
        yield forms.day_field(voice, forms.WON_ON, known.won_on, unsure=unsure.get(forms.WON_ON, ""), optional=True)
    promised = unsure.get(forms.PROMISED_DAY, "")
    yield forms.day_field(voice, forms.PROMISED_DAY, known.promised_day, unsure=promised, optional=True)
    yield also_field(voice, known.also)


def _of_loss(voice: Voice, values: EditValues) -> Iterator[Block]:
    if values.state is not StageKind.LOST:
        return
    hint = _hint(voice, values, forms.RETURNS)
    asked = {forms.RETURNS: hint} if hint is not None else {}
    yield from forms.lost_fields(voice, values.fields.lost or LostReason(), asked)


def _note(voice: Voice, values: EditValues) -> tuple[Block, ...]:
    """Return the note field where there is something for it: a note, or words that fit no field."""
    if not values.note:
        return ()
    return (forms.note_field(voice, FormValues(note=values.note), hint=_hint(voice, values, forms.NOTE)),)


def _hint(voice: Voice, values: EditValues, name: str) -> str | None:
    asked = values.questions.get(name)
    return voice.label(asked.key, text=asked.text) if asked is not None else None


# --- The answer -------------------------------------------------------------------------------------------------------


def edited(done: Done[DealEdited], found: Edited | None, pipeline: SafeText | None = None) -> Message:
    """Return what changed, each field from what to what; that nothing did where all of it was so already.

    `pipeline` is the name of the one to which the deal went, if it went to another one.
    """
    voice, notice = done.voice, done.notice
    deal = done.deal(notice.deal)
    if found is None:
        text, shown = voice.say("edited_nothing", deal=deal), voice.say("edited_nothing", deal=phrases.bold(deal))
    else:
        to = voice.say("edited_pipeline", pipeline=pipeline) if pipeline is not None else None
        listed = phrases.joined([*_changes(voice, found), _entered(voice, found), _moved(voice, found), to])
        text = voice.say("edited", deal=deal, changes=listed)
        shown = voice.say("edited", deal=phrases.bold(deal), changes=listed)
    undo = None
    if notice.change is not None:
        undo = buttons.undo(voice, notice.change, deal=notice.deal, of=done.plain_deal(notice.deal))
    blocks: list[Block] = [el.section(shown)]
    if done.by is not None:
        said = voice.say("by_whom", who=done.by.who, at=done.by.at)
        blocks.append(el.context(said))
        text = phrases.joined([text, said])
    return Message(text, (*blocks, *el.actions(undo)))


def _changes(voice: Voice, found: Edited) -> Iterator[SafeText]:
    before, after = _texts(voice, found.before), _texts(voice, found.after)
    was_renamed_with_customer = found.before.customer != found.after.customer and not found.after.name
    for key, now in after.items():
        earlier = before.get(key)
        if now == earlier or (key == "edit_name" and was_renamed_with_customer and earlier is None):
            continue
        unknown = voice.say("not_known")
        yield voice.say("edited_field", field=voice.say(key), before=earlier or unknown, after=now or unknown)
    yield from own_values.changes(voice, found.before.own, found.after.own)


def _texts(voice: Voice, of: EditableFields) -> dict[str, SafeText | None]:
    """Each field as it is shown, by the key of what it is called; a deal without a name has its customer's."""
    lost = of.lost or LostReason()
    return {
        "edit_customer": voice.name(of.customer),
        "edit_name": voice.name(of.name) if of.name else None,
        "edit_amount": voice.money(of.amount) if of.amount is not None else None,
        "edit_close_day": voice.day(of.close_day) if of.close_day is not None else None,
        "edit_source": kinds.source(voice, of.source, _SHOWN),
        "edit_needs": phrases.joined((voice.name(each, _SHOWN) for each in of.needs), ", ") or None,
        "edit_won_on": voice.day(of.won_on) if of.won_on is not None else None,
        "edit_promised_day": voice.day(of.promised_day) if of.promised_day is not None else None,
        "edit_also": voice.name(of.also, _SHOWN) if of.also else None,
        "edit_reason": kinds.reason(voice, lost, _SHOWN),
        "edit_how_known": voice.say(kinds.SAID_BY_LABELS[lost.said_by]) if lost.said_by is not None else None,
        "edit_come_back": voice.month(lost.returns) if lost.returns is not None else None,
    }


def _entered(voice: Voice, found: Edited) -> SafeText | None:
    """The day on which the deal entered a stage, or was lost, from what to what."""
    it = found.entered
    if it is None:
        return None
    field = voice.say("edit_lost_on") if it.is_loss else phrases.stage(voice, it.stage)
    return voice.say("edited_field", field=field, before=it.before, after=it.after)


def _moved(voice: Voice, found: Edited) -> SafeText | None:
    """What was brought to the same day with it."""
    if found.moves_opening:
        return voice.say("won_opening_moved")
    return voice.say("won_stages_moved") if found.moves_stages else None
