"""The kinds of sources and of reasons for a loss, as people read them and choose them in menus."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.blocks import elements as el
from bot.blocks import phrases
from bot.blocks.elements import Block
from bot.language.kind_words import is_only_label
from bot.language.safe_text import SafeText
from bot.language.voice import Voice, in_every_language
from pipeline.deals.events import LostKind, SaidBy, SourceKind
from pipeline.deals.fields import LostReason, Source

SOURCE_LABELS: Mapping[SourceKind, str] = {
    SourceKind.REFERRAL: "source_referral",
    SourceKind.THEY_CONTACTED: "source_they_contacted",
    SourceKind.EVENT: "source_event",
    SourceKind.WE_CONTACTED: "source_we_contacted",
    SourceKind.CAMPAIGN: "source_campaign",
    SourceKind.PARTNER: "source_partner",
    SourceKind.EXISTING: "source_existing",
    SourceKind.OTHER: "source_other",
    SourceKind.UNKNOWN: "kind_unknown",
}
LOST_LABELS: Mapping[LostKind, str] = {
    LostKind.WENT_SILENT: "lost_went_silent",
    LostKind.NO_DECISION: "lost_no_decision",
    LostKind.COMPETITOR: "lost_competitor",
    LostKind.PRICE: "lost_price",
    LostKind.NO_NEED: "lost_no_need",
    LostKind.COULD_NOT: "lost_could_not",
    LostKind.UNKNOWN: "kind_unknown",
}
SAID_BY_LABELS: Mapping[SaidBy, str] = {SaidBy.GUESS: "said_by_guess", SaidBy.CUSTOMER: "said_by_customer"}
MONTHS = 12  # how many months ahead one may come back to a customer


def source_field(voice: Voice, name: str, kind: SourceKind | None, *, optional: bool = True) -> Block:
    """Return the menu of where a deal came from."""
    options = [el.option(voice.label(key), each.value) for each, key in SOURCE_LABELS.items()]
    chosen, placeholder = kind.value if kind is not None else None, voice.label("choose")
    return el.menu_field(
        name, voice.label("source"), options, placeholder=placeholder, chosen=chosen, optional=optional
    )


def lost_field(voice: Voice, name: str, kind: LostKind | None, *, optional: bool = True) -> Block:
    """Return the choice of why a deal was lost."""
    options = [el.option(voice.label(key), each.value) for each, key in LOST_LABELS.items()]
    chosen = kind.value if kind is not None else None
    return el.choice_field(name, voice.label("reason"), options, chosen=chosen, optional=optional)


def said_by_field(voice: Voice, name: str, said_by: SaidBy | None) -> Block:
    """Return the choice of who says why a deal was lost."""
    options = [el.option(voice.label(key), each.value) for each, key in SAID_BY_LABELS.items()]
    chosen = (said_by or SaidBy.GUESS).value
    return el.choice_field(name, voice.label("how_known"), options, chosen=chosen, optional=True)


def returns_field(voice: Voice, name: str, month: date | None, *, hint: str | None = None) -> Block:
    """Return the menu of the months in which to come back: the next ones, and the one chosen before."""
    months = [first_of_month(voice.today, ahead) for ahead in range(1, MONTHS + 1)]
    shown = sorted({*months, month} if month is not None else months)
    options = [el.option(voice.month(each, leading=True), each.isoformat()) for each in shown]
    chosen, placeholder = month.isoformat() if month is not None else None, voice.label("choose")
    label = voice.label("come_back")
    return el.menu_field(name, label, options, placeholder=placeholder, chosen=chosen, hint=hint, optional=True)


def first_of_month(today: date, ahead: int) -> date:
    """The first day of the month that is so many months ahead."""
    months = today.year * 12 + today.month - 1 + ahead
    return date(months // 12, months % 12 + 1, 1)


def source(voice: Voice, of: Source, limit: int = 200) -> SafeText | None:
    """Return where a deal came from: the kind, and the words beside it; None where neither is known."""
    return _kind_and_words(voice, SOURCE_LABELS[of.kind] if of.kind is not None else None, of.words, limit)


def reason(voice: Voice, of: LostReason, limit: int = 200) -> SafeText | None:
    """Return why a deal was lost: the kind, and the words beside it; None where neither is known."""
    return _kind_and_words(voice, LOST_LABELS[of.kind] if of.kind is not None else None, of.words, limit)


def _kind_and_words(voice: Voice, key: str | None, words: str, limit: int) -> SafeText | None:
    typed = voice.name(words, limit) if words else None
    if key is None:
        return typed
    kind = voice.say(key)
    inline = SafeText(kind[:1].lower() + kind[1:])
    return inline if is_only_label(words, in_every_language(key)) else phrases.joined([inline, typed])
