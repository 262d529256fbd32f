"""Sources and reasons for a loss, as people read them and choose them in menus: built-in ones and the team's own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.blocks import elements as el
from bot.blocks import limits, phrases
from bot.blocks.elements import Block
from bot.language.kind_words import is_only_label
from bot.language.safe_text import SafeText
from bot.language.voice import Voice, in_every_language
from pipeline.deals.choice_changes import LABEL_LIMIT
from pipeline.deals.choices import ListEntry, ListName, token
from pipeline.deals.events import LostKind, SaidBy, SourceKind
from pipeline.deals.fields import LostReason, Source
from pipeline.months import first_of_month

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


def label(voice: Voice, name: ListName, choice: ListEntry) -> str:
    """Return what an entry of a list is called, as plain text: one of the team's own as they call it."""
    if (own := choice.label(voice.language)) != "":
        return voice.plain_name(own, LABEL_LIMIT)
    return voice.label(built_in_key(name, choice.code))


def built_in_key(name: ListName, code: str) -> str:
    """Return the key of a built-in entry's label."""
    return SOURCE_LABELS[SourceKind(code)] if name is ListName.SOURCE else LOST_LABELS[LostKind(code)]


def built_in_labels(name: ListName, code: str) -> tuple[str, ...]:
    """Return what a built-in entry is called, in every language."""
    return in_every_language(built_in_key(name, code))


def source_field(voice: Voice, name: str, known: Source, *, optional: bool = True, hint: str | None = None) -> Block:
    """Return the menu of where a deal came from: the team's list, with the hidden entry that the deal has."""
    chosen = token(known.kind.value, known.option) if known.kind is not None else None
    options, placeholder = _options(voice, ListName.SOURCE, chosen), voice.label("choose")
    return el.menu_field(
        name, voice.label("source"), options, placeholder=placeholder, chosen=chosen, hint=hint, optional=optional
    )


def lost_field(voice: Voice, name: str, known: LostReason, *, optional: bool = True) -> Block:
    """Return the choice of why a deal was lost: the team's list, as a menu where it has more than fit as a choice."""
    chosen = token(known.kind.value, known.option) if known.kind is not None else None
    options, shown = _options(voice, ListName.LOST, chosen), voice.label("reason")
    if len(options) > limits.RADIOS:
        placeholder = voice.label("choose")
        return el.menu_field(name, shown, options, placeholder=placeholder, chosen=chosen, optional=optional)
    return el.choice_field(name, shown, options, chosen=chosen, optional=optional)


def _options(voice: Voice, name: ListName, chosen: str | None) -> list[Block]:
    return [
        el.option(with_hidden(voice, label(voice, name, each), is_hidden=each.is_hidden), each.token)
        for each in voice.lists.shown(name, besides=chosen)
    ]


def with_hidden(voice: Voice, called: str, *, is_hidden: bool) -> str:
    """Return what an entry is called, and that it is hidden where it is."""
    return voice.label("choice_hidden", choice=SafeText(called)) if is_hidden else called


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


def source(voice: Voice, of: Source, limit: int = 200, *, says_hidden: bool = False) -> SafeText | None:
    """Return where a deal came from: the entry of the list, and the words beside it; None where neither is known.

    With `says_hidden` it says so of an entry that is hidden.
    """
    code = of.kind.value if of.kind is not None else None
    return _entry_and_words(voice, ListName.SOURCE, code, of.option, of.words, limit, says_hidden=says_hidden)


def reason(voice: Voice, of: LostReason, limit: int = 200, *, says_hidden: bool = False) -> SafeText | None:
    """Return why a deal was lost: the entry of the list, and the words beside it; None where neither is known.

    With `says_hidden` it says so of an entry that is hidden.
    """
    code = of.kind.value if of.kind is not None else None
    return _entry_and_words(voice, ListName.LOST, code, of.option, of.words, limit, says_hidden=says_hidden)


def named(voice: Voice, name: ListName, choice: ListEntry) -> SafeText:
    """Return what an entry of a list is called, for mrkdwn, as it stands in menus."""
    own = choice.label(voice.language)
    return voice.name(own, LABEL_LIMIT) if own else voice.say(built_in_key(name, choice.code))


def inline(voice: Voice, name: ListName, code: str, option_no: int | None) -> SafeText:
    """Return what an entry is called within a sentence: a built-in one without a capital, the team's own as it is."""
    choice = voice.lists.find(name, code, option_no)
    if (own := choice.label(voice.language)) != "":
        return voice.name(own, LABEL_LIMIT)
    kind = voice.say(built_in_key(name, code))
    return SafeText(kind[:1].lower() + kind[1:])


def _entry_and_words(
    voice: Voice, name: ListName, code: str | None, option_no: int | None, words: str, limit: int, *, says_hidden: bool
) -> SafeText | None:
    typed = voice.name(words, limit) if words else None
    if code is None:
        return typed
    choice, said = voice.lists.find(name, code, option_no), inline(voice, name, code, option_no)
    if says_hidden and choice.is_hidden:
        said = voice.say("choice_hidden", choice=said)
    labels = choice.labels or built_in_labels(name, code)
    return said if is_only_label(words, labels) else phrases.joined([said, typed])
