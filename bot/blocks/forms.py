"""The forms (modals): their fields, filled with what is known, and the field under which an error is shown.

A form's callback id is its word. A field's block id and action id are its name. A form keeps what was typed: after an
error it stays open, and it carries the values that have no field.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from types import MappingProxyType

from bot.blocks import elements as el
from bot.blocks import kinds, lists, own_values, phrases
from bot.blocks.cutting import length
from bot.blocks.elements import Block, Message, View
from bot.blocks.ids import Carried, WordName
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.customers.customers import NAME_LIMIT
from pipeline.deals import requirements
from pipeline.deals.deal import TEXT_LIMIT, FieldValue
from pipeline.deals.fields import LostReason, Source
from pipeline.deals.requirements import InputKind, Requirement
from pipeline.fields.values import NOTHING, OwnValue
from pipeline.money import Money
from pipeline.queries.deal_lists import DealLine
from pipeline.queries.names import StageLabel
from pipeline.stages.events import StageKind

# The names of the fields
CUSTOMER, NAME, AMOUNT, CLOSE_DAY, SOURCE = "customer", "name", "amount", "close_day", "source"
PROMISED_DAY, WON_ON, REASON, NOTE = "promised_day", "won_on", "reason", "note"
ALSO, WINS_FROM, UNANSWERED = "also_promised", "wins_from", "unanswered"
SOURCE_KIND, LOST_KIND, SAID_BY, RETURNS = "source_kind", "lost_kind", "said_by", "returns"
STEP, STEP_DAY, STEP_AT, UNTIL = "step", "step_day", "step_at", "until"
LANGUAGE, WORKSPACE_LANGUAGE, PLACE, LEAD = "language", "workspace_language", "place", "lead"
BUSINESS_ID = "business_id"
ZONE, COUNTRY, CURRENCY = "zone", "country", "currency"
REMINDERS_MOST, REMINDERS_AT = "reminders_most", "reminders_at"
FIRST_CHECK_IN, SECOND_CHECK_IN = "first_check_in", "second_check_in"
MERGE_CUSTOMER, MERGE_OTHER, MERGE_STAYS = "merge_customer", "merge_other", "merge_stays"


@dataclass(frozen=True, slots=True)
class Question:
    """A sentence under a field that asks about what was typed: its key, and the words that it is about."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class FormValues:
    """The known values of the fields when a form opens. An amount that could not be read stays as typed."""

    customer: str = ""
    name: str = ""
    amount: Money | str | None = None
    close_day: date | None = None
    source: Source = field(default_factory=Source)
    promised_day: date | None = None
    lost: LostReason = field(default_factory=LostReason)
    note: str = ""
    step: str = ""
    step_day: date | None = None
    until: date | None = None
    unsure: str = ""  # the words of a day that was read with doubt: the form says how it was read
    questions: Mapping[str, Question] = field(default_factory=dict[str, "Question"])  # by field, shown under it
    others: Mapping[str, FieldValue] = field(default_factory=dict[str, FieldValue])  # of requirements, by token
    won_on: date | None = None  # the day of a win; None: today
    unsure_win: str = ""  # likewise of the day of a win
    step_at: time | None = None
    also: str = ""  # what else was promised with a win
    asks_source: bool = False  # of a win: where the deal came from is not known
    asks_source_name: bool = False  # with it: what the source is called, and it takes the place of what is known
    business_id: str = ""  # of the customer of a new deal, where it was typed

    def required(self, token: str) -> FieldValue | None:
        """What is known of a requirement."""
        known: dict[str, Money | str | date | None] = {AMOUNT: self.amount, PROMISED_DAY: self.promised_day}
        return known[token] if token in known else self.others.get(token)


EMPTY = FormValues()
NOTHING_ASKED: Mapping[str, str] = MappingProxyType({})
WORDS_LIMIT = 200  # characters of the words beside a kind; what was kept longer may stay so
NOTHING_CARRIED = Carried()


@dataclass(frozen=True, slots=True)
class FormSubject:
    """The deal that a form is about and the stage that it would enter, both as the reader reads them."""

    deal: SafeText
    stage: StageLabel | None = None


# --- The forms --------------------------------------------------------------------------------------------------------


def name_field(voice: Voice, initial: str) -> Block:
    """Return the field for a deal's own name."""
    return el.text_field(
        NAME,
        voice.label("deal_name"),
        initial=initial,
        placeholder=voice.label("deal_name_placeholder"),
        hint=voice.label("deal_name_hint"),
        optional=True,
        longest=NAME_LIMIT,
    )


def new(
    voice: Voice,
    filled: FormValues = EMPTY,
    carried: Carried = NOTHING_CARRIED,
    alike: Sequence[DealLine] = (),
    above: Sequence[Block] = (),
    own: Iterable[Block] = (),
) -> View:
    """Build the form for a new deal, with the open deals that it may double, and the message that it is made of.

    `above` is what the form says first, `own` has the team's own fields.
    """
    asked = questions_of(voice, filled)
    blocks = (
        *above,
        *_of_message(voice, carried.link),
        *((el.section(lists.looks_like(voice, alike)),) if alike else ()),
        customer_field(voice, filled.customer, hint=asked.get(CUSTOMER)),
        *((_business_id(voice, filled.business_id),) if filled.business_id else ()),
        name_field(voice, filled.name),
        money_field(voice, AMOUNT, filled.amount, optional=True, hint=asked.get(AMOUNT)),
        day_field(voice, CLOSE_DAY, filled.close_day, unsure=filled.unsure, optional=True, hint=asked.get(CLOSE_DAY)),
        kinds.source_field(voice, SOURCE_KIND, filled.source),
        source_words_field(voice, filled.source.words),
        *own,
        note_field(voice, filled, hint=asked.get(NOTE)),
    )
    return modal(voice, WordName.NEW, "new_title", "create", blocks, carried)


def _of_message(voice: Voice, link: str) -> Iterator[Block]:
    """The message that a new deal is made of, if it is made of one."""
    if link:
        yield el.context(voice.say("from_message", link=SafeText(link.replace("&", "&amp;"))))


def missing(
    voice: Voice,
    word: WordName,
    asked: FormSubject,
    lacking: Collection[str],
    filled: FormValues = EMPTY,
    carried: Carried = NOTHING_CARRIED,
    *,
    asks: SafeText | None = None,
) -> View:
    """Build the form with the fields of the requirements that the deal lacks, by their tokens, for `word`.

    A note that was typed with the command is shown as well, so that the person sees that it is kept. `asks` is what
    is asked before the form is sent once more.
    """
    entering = asked.stage.kind if asked.stage is not None else StageKind.OPEN
    title, submit = _GOING_BACK if word is WordName.BACK else _ENTERING[entering]
    won_on = (won_on_field(voice, filled),) if entering is StageKind.WON else ()
    fields = (*required_fields(voice, lacking, filled), *won_on, *_note_given(voice, filled))
    blocks = (about_deal(voice, asked), *((el.section(asks),) if asks else ()), *fields)
    return modal(voice, word, title, submit, blocks, carried)


def lost(
    voice: Voice,
    asked: FormSubject,
    required: Collection[str],
    filled: FormValues = EMPTY,
    carried: Carried = NOTHING_CARRIED,
) -> View:
    """Build the form for a loss: why, whether its stage requires that or not, and what else the stage requires."""
    others = [token for token in required if token != REASON]
    why = lost_fields(voice, filled.lost, questions_of(voice, filled), optional=REASON not in required)
    blocks = (about_deal(voice, asked), *why, *required_fields(voice, others, filled), *_note_given(voice, filled))
    return modal(voice, WordName.LOST, "lost_title", "lost_submit", blocks, carried)


def step(
    voice: Voice,
    asked: FormSubject,
    filled: FormValues = EMPTY,
    carried: Carried = NOTHING_CARRIED,
    *,
    replaces: SafeText | None = None,
) -> View:
    """Build the form for the next step, its day, and the time of day if it has one.

    `replaces` says which step was saved after the form was opened, or asks
    whether the day is meant. An empty field means that the current step is done.
    """
    is_there = carried.step is not None
    blocks = (
        about_deal(voice, asked),
        el.text_field(
            STEP,
            voice.label("step"),
            initial=filled.step,
            placeholder=voice.label("step_placeholder"),
            hint=voice.label("step_done_hint") if is_there else None,
            optional=is_there,
        ),
        *((el.section(replaces),) if replaces else ()),
        day_field(voice, STEP_DAY, filled.step_day, unsure=filled.unsure, optional=is_there),
        el.time_field(
            STEP_AT,
            voice.label("step_at"),
            placeholder=voice.label("time_placeholder"),
            initial=filled.step_at,
            hint=voice.label("step_at_hint"),
            optional=True,
        ),
        *_note_given(voice, filled),
    )
    return modal(voice, WordName.STEP, "step_title", "save", blocks, carried)


def note(voice: Voice, asked: FormSubject, filled: FormValues = EMPTY, carried: Carried = NOTHING_CARRIED) -> View:
    """Build the form for a note alone."""
    field = el.text_field(NOTE, voice.label("note"), initial=filled.note, lines=True)
    return modal(voice, WordName.NOTE, "note_title", "save", (about_deal(voice, asked), field), carried)


def snooze(voice: Voice, asked: FormSubject, filled: FormValues = EMPTY, carried: Carried = NOTHING_CARRIED) -> View:
    """Build the form for a snooze: until when no reminders come."""
    day = day_field(voice, UNTIL, filled.until, unsure=filled.unsure, label="snooze_day")
    blocks = (about_deal(voice, asked), day, *_note_given(voice, filled))
    return modal(voice, WordName.SNOOZE, "snooze_title", "snooze_submit", blocks, carried)


def shown(voice: Voice, word: str, message: Message) -> View:
    """Build a modal that shows an answer, for a press in a place without messages, such as the Home tab."""
    return View(word, voice.label("putki_itself"), message.blocks, close=voice.label("close"))


# --- Fields -----------------------------------------------------------------------------------------------------------

_GOING_BACK = ("back_title", "back_submit")
_ENTERING = {
    StageKind.OPEN: ("advance_title", "move_submit"),
    StageKind.WON: ("won_title", "won_submit"),
    StageKind.LOST: ("lost_title", "lost_submit"),
}


def modal(voice: Voice, word: WordName, title: str, submit: str, blocks: tuple[Block, ...], carried: Carried) -> View:
    """Build a form of these blocks; `title` and `submit` are keys of labels."""
    return View(
        word=word,
        title=voice.label(title),
        blocks=blocks,
        close=voice.label("close"),
        submit=voice.label(submit),
        carried=carried.packed(),
    )


def about_deal(voice: Voice, asked: FormSubject) -> Block:
    """Return a section with the deal, and the stage that it would enter."""
    what = phrases.bold(asked.deal)
    to = SafeText(f" → {phrases.stage(voice, asked.stage)}") if asked.stage is not None else SafeText("")
    return el.section(SafeText(f"{what}{to}"))


def customer_field(voice: Voice, initial: str, *, hint: str | None = None) -> Block:
    """Return the field for a customer's name."""
    label, placeholder = voice.label("customer"), voice.label("customer_placeholder")
    return el.text_field(CUSTOMER, label, initial=initial, placeholder=placeholder, hint=hint, longest=NAME_LIMIT)


def _business_id(voice: Voice, initial: str) -> Block:
    """Return the field for the business id of a new deal's customer."""
    label, hint = voice.label("business_id"), voice.label("business_id_hint")
    return el.text_field(BUSINESS_ID, label, initial=initial, hint=hint, optional=True, longest=100)


def questions_of(voice: Voice, filled: FormValues) -> dict[str, str]:
    """The questions about what was typed, by field."""
    return {name: voice.label(each.key, text=each.text) for name, each in filled.questions.items()}


def required_fields(voice: Voice, tokens: Collection[str], filled: FormValues) -> Iterator[Block]:
    """The fields of these requirements, in their own order."""
    for each in requirements.named(tokens):
        yield from _fields(voice, each, filled)


def _fields(voice: Voice, requirement: Requirement, filled: FormValues) -> Iterator[Block]:
    """The fields of a requirement: here, and nowhere else, a kind of field becomes inputs of Slack's."""
    name, wanted, known = requirement.token, requirement.field, filled.required(requirement.token)
    if wanted is None:
        return
    text = known if isinstance(known, str) else ""
    match wanted.kind:
        case InputKind.MONEY:
            amount = known if isinstance(known, Money | str) else None
            yield money_field(voice, name, amount, label=wanted.label, hint=questions_of(voice, filled).get(name))
        case InputKind.DAY:
            day = known if isinstance(known, date) else None
            yield day_field(voice, name, day, unsure=filled.unsure, label=wanted.label)
        case InputKind.LOST_REASON:
            yield from lost_fields(voice, filled.lost, questions_of(voice, filled), optional=False)
        case InputKind.TEXT:
            yield el.text_field(name, voice.label(wanted.label), initial=text, longest=wanted.longest or TEXT_LIMIT)
        case InputKind.STEP:
            day = filled.others.get(STEP_DAY)
            placeholder = voice.label("step_placeholder")
            yield el.text_field(name, voice.label(wanted.label), initial=text, placeholder=placeholder)
            yield day_field(voice, STEP_DAY, day if isinstance(day, date) else None)
        case InputKind.OWN:
            own = known if isinstance(known, OwnValue) else NOTHING
            yield from own_values.required(voice, requirements.own_field_no(name) or 0, own)


def source_words_field(voice: Voice, words: str) -> Block:
    """Return the field for what the customer said of where they come from."""
    label, hint = voice.label("details"), voice.label("source_words_hint")
    return el.text_field(SOURCE, label, initial=words, hint=hint, optional=True)


def lost_fields(
    voice: Voice, lost: LostReason, asked: Mapping[str, str] = NOTHING_ASKED, *, optional: bool = True
) -> Iterator[Block]:
    """Return the fields of why a deal was lost: the kind, its words, who says so, and when to come back.

    `asked` has the questions about what was typed, by field. Without `optional` the kind has to be chosen.
    """
    yield kinds.lost_field(voice, LOST_KIND, lost, optional=optional)
    label, longest = voice.label("details"), min(max(WORDS_LIMIT, length(lost.words)), TEXT_LIMIT)
    yield el.text_field(REASON, label, initial=lost.words, optional=True, lines=True, longest=longest)
    yield kinds.said_by_field(voice, SAID_BY, lost.said_by)
    yield kinds.returns_field(voice, RETURNS, lost.returns, hint=asked.get(RETURNS))


def money_field(
    voice: Voice,
    name: str,
    amount: Money | str | None,
    *,
    label: str = "amount",
    optional: bool = False,
    hint: str | None = None,
) -> Block:
    """Return a field for an amount; one that could not be read stays as it was typed."""
    initial = voice.money(amount) if isinstance(amount, Money) else amount or ""
    hint = hint or voice.label("amount_hint")
    return el.text_field(name, voice.label(label), initial=initial, hint=hint, optional=optional, longest=100)


def day_field(
    voice: Voice,
    name: str,
    initial: date | None,
    *,
    unsure: str = "",
    optional: bool = False,
    label: str = "",
    hint: str | None = None,
) -> Block:
    """Return a date picker; `unsure` has the words of a day that was read with doubt, or not at all."""
    if unsure:
        hint = voice.label("date_unsure", text=unsure, day=initial) if initial else voice.label("pick_day", text=unsure)
    return el.day_field(
        name,
        voice.label(label or name),
        placeholder=voice.label("day_placeholder"),
        initial=initial,
        hint=hint,
        optional=optional,
    )


def won_on_field(voice: Voice, filled: FormValues) -> Block:
    """The day of a win: today, unless another was typed; one that could not be read is to be picked."""
    day = filled.won_on or (None if filled.unsure_win else voice.today)
    asked = questions_of(voice, filled).get(WON_ON)
    unsure = "" if asked is not None else filled.unsure_win
    return day_field(voice, WON_ON, day, unsure=unsure, optional=day is not None, hint=asked)


def note_field(voice: Voice, filled: FormValues, *, hint: str | None = None) -> Block:
    """Return the field for a note."""
    hint = hint or voice.label("note_hint")
    return el.text_field(NOTE, voice.label("note"), initial=filled.note, hint=hint, optional=True, lines=True)


def _note_given(voice: Voice, filled: FormValues) -> tuple[Block, ...]:
    """Return the note field if a note was typed with the command, so that the person sees that it is kept."""
    return (note_field(voice, filled, hint=questions_of(voice, filled).get(NOTE)),) if filled.note else ()
