"""The form of a win: what it came to, when, and what was promised."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bot.blocks import elements as el
from bot.blocks import kinds
from bot.blocks.cutting import length
from bot.blocks.elements import Block, View
from bot.blocks.forms import (
    ALSO,
    EMPTY,
    NOTE,
    NOTHING_CARRIED,
    PROMISED_DAY,
    SOURCE,
    SOURCE_KIND,
    FormSubject,
    FormValues,
    about_deal,
    day_field,
    modal,
    note_field,
    questions_of,
    required_fields,
    won_on_field,
)
from bot.blocks.ids import Carried, WordName
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.deals.deal import ALSO_LIMIT
from pipeline.deals.sources import NAME_LIMIT


def won_form(
    voice: Voice,
    asked: FormSubject,
    required: Collection[str],
    filled: FormValues = EMPTY,
    carried: Carried = NOTHING_CARRIED,
    *,
    asks: SafeText | None = None,
) -> View:
    """Build the form for a win: what it came to, when, what was promised, and where the deal came from if unknown.

    A promised day that its stage does not require may stay empty. `asks` is what is asked before the form is sent
    once more.
    """
    others = [token for token in required if token != PROMISED_DAY]
    fields = (
        *required_fields(voice, others, filled),
        won_on_field(voice, filled),
        _promise(voice, filled, optional=PROMISED_DAY not in required),
        also_field(voice, filled.also),
        *source_fields(voice, filled),
        note_field(voice, filled, hint=questions_of(voice, filled).get(NOTE)),
    )
    blocks = (about_deal(voice, asked), *((el.section(asks),) if asks else ()), *fields)
    return modal(voice, WordName.WON, "won_title", "won_submit", blocks, carried)


def accepted_form(
    voice: Voice,
    asked: FormSubject,
    lacking: Collection[str],
    filled: FormValues,
    carried: Carried,
    *,
    shown: SafeText,
    asks: SafeText | None = None,
) -> View:
    """Build the form for a win by an accepted offer: `shown` says which one, the fields hold only what is missing.

    `lacking` are the tokens of what is missing. `asks` is what is asked before the form is sent once more.
    """
    about = (about_deal(voice, asked), el.context(shown), *((el.section(asks),) if asks else ()))
    blocks = (*about, *required_fields(voice, lacking, filled), *source_fields(voice, filled))
    return modal(voice, WordName.OFFER, "won_title", "won_submit", blocks, carried)


def source_fields(voice: Voice, filled: FormValues) -> Iterator[Block]:
    """The fields for where the deal came from, if it is asked: the kind, and what it is called where that was typed."""
    if not filled.asks_source:
        return
    named, hint = filled.asks_source_name, questions_of(voice, filled).get(SOURCE_KIND)
    yield kinds.source_field(voice, SOURCE_KIND, filled.source, optional=not named, hint=hint)
    if named:
        label, longest = voice.label("details"), max(NAME_LIMIT, length(filled.source.words))
        yield el.text_field(SOURCE, label, initial=filled.source.words, optional=True, longest=longest)


def _promise(voice: Voice, filled: FormValues, *, optional: bool) -> Block:
    """The promised day; where it may stay empty it is said what follows from that."""
    hint = questions_of(voice, filled).get(PROMISED_DAY) or (voice.label("promised_day_hint") if optional else None)
    return day_field(voice, PROMISED_DAY, filled.promised_day, unsure=filled.unsure, optional=optional, hint=hint)


def also_field(voice: Voice, initial: str) -> Block:
    """Return the field for what else was promised with a win."""
    longest = max(ALSO_LIMIT, length(initial))
    return el.text_field(
        ALSO, voice.label(ALSO), initial=initial, hint=voice.label("also_hint"), optional=True, longest=longest
    )
