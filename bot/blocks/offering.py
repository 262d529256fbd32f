"""The form of an offer: what is offered, until when, and which needs it answers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.blocks import elements as el
from bot.blocks import forms, phrases
from bot.blocks.elements import Block, View
from bot.blocks.forms import Question
from bot.blocks.ids import Carried, WordName
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.deals.deal import FieldValue
from pipeline.deals.needs import Need
from pipeline.money import Money
from pipeline.queries.names import StageLabel

# The names of the fields
DELIVERY, VALID, TERM, TERMS, LINK = "offer_delivery", "offer_valid", "offer_term", "offer_terms", "offer_link"
ANSWERS, MOVES = "offer_answers", "offer_moves"
YES = "yes"  # the value of a box that stands alone
DELIVERY_LIMIT, TERM_LIMIT, TERMS_LIMIT, LINK_LIMIT = 60, 60, 300, 500  # characters


@dataclass(frozen=True, slots=True)
class OfferValues:
    """The known values of the fields when the form opens. What could not be read stays as typed.

    `unsure` has the words of a last day that was read with doubt. `answers` are the numbers of the needs that are
    ticked, all of them where it is None.
    """

    amount: Money | str | None = None
    delivery: str = ""
    valid: date | None = None
    unsure: str = ""
    term: str = ""
    terms: str = ""
    link: str = ""
    answers: Collection[int] | None = None
    moves: bool = True
    note: str = ""
    required: Collection[str] = ()  # what the stage requires beside the offer, by the requirements' tokens
    others: Mapping[str, FieldValue] = field(default_factory=dict[str, FieldValue])  # what was given for them
    questions: Mapping[str, Question] = field(default_factory=dict[str, Question])


@dataclass(frozen=True, slots=True)
class OfferSubject:
    """The deal, its needs, and the stage to which it may be moved with the offer, if there is one ahead."""

    deal: SafeText
    needs: Sequence[Need] = ()
    stage: StageLabel | None = None


def form(
    voice: Voice, asked: OfferSubject, values: OfferValues, carried: Carried, *, asks: SafeText | None = None
) -> View:
    """Build the form; `asks` is what is said, or asked, before it is sent once more."""
    blocks = (
        forms.about_deal(voice, forms.FormSubject(asked.deal)),
        *_needs(voice, asked.needs),
        *((el.section(asks),) if asks else ()),
        *_fields(voice, values),
        *((forms.note_field(voice, forms.FormValues(note=values.note)),) if values.note else ()),
        *_ticks(voice, asked, values),
        *forms.required_fields(voice, values.required, forms.FormValues(others=values.others)),
        el.context(voice.say("offer_is_not_sent")),
    )
    return forms.modal(voice, WordName.OFFER, "offer_title", "offer_submit", blocks, carried)


def _needs(voice: Voice, needs: Sequence[Need]) -> list[Block]:
    texts = [voice.say("offer_need", need=voice.name(each.text)) for each in needs if each.text]
    return [el.context(phrases.lines(texts))] if texts else []


def _fields(voice: Voice, values: OfferValues) -> Iterator[Block]:
    hints = {name: voice.label(each.key, text=each.text) for name, each in values.questions.items()}
    yield forms.money_field(voice, forms.AMOUNT, values.amount, label="offer_amount", hint=hints.get(forms.AMOUNT))
    yield el.text_field(
        DELIVERY,
        voice.label("offer_delivery"),
        initial=values.delivery,
        placeholder=voice.label("offer_delivery_placeholder"),
        hint=hints.get(DELIVERY),
        optional=True,
        longest=DELIVERY_LIMIT,
    )
    yield forms.day_field(voice, VALID, values.valid, unsure=values.unsure, label="offer_valid", hint=hints.get(VALID))
    yield el.text_field(
        TERM,
        voice.label("offer_term"),
        initial=values.term,
        placeholder=voice.label("offer_term_placeholder"),
        hint=hints.get(TERM),
        optional=True,
        longest=TERM_LIMIT,
    )
    yield el.text_field(
        TERMS,
        voice.label("offer_terms"),
        initial=values.terms,
        hint=hints.get(TERMS),
        optional=True,
        lines=True,
        longest=max(TERMS_LIMIT, min(len(values.terms), 3000)),
    )
    yield el.text_field(LINK, voice.label("offer_link"), initial=values.link, optional=True, longest=LINK_LIMIT)


def _ticks(voice: Voice, asked: OfferSubject, values: OfferValues) -> Iterator[Block]:
    options = [el.option(voice.plain_name(each.text), str(each.no)) for each in asked.needs if each.text]
    if options:
        block = el.ticks_field(ANSWERS, voice.label("offer_answers"), options, ticked=True)
        wanted = {str(no) for no in values.answers} if values.answers is not None else None
        yield block if wanted is None else _ticked(block, [each for each in options if each["value"] in wanted])
    if asked.stage is not None:
        label = voice.label("offer_moves", stage=SafeText(phrases.plain_stage(voice, asked.stage)))
        yield el.ticks_field(MOVES, voice.label("offer_also"), [el.option(label, YES)], ticked=values.moves)


def _ticked(block: Block, options: Sequence[Block]) -> Block:
    """The boxes with these alone ticked."""
    element = {key: value for key, value in block["element"].items() if key != "initial_options"}
    return {**block, "element": element | ({"initial_options": list(options)} if options else {})}
