"""What is typed of a source, or of a reason for a loss: the entry that it surely names, and the words beside it."""

from __future__ import annotations

from bot.blocks.kinds import LOST_LABELS, SOURCE_LABELS
from bot.language.kind_words import (
    is_only_label,
    names_only_own,
    names_only_reason,
    read_lost_choice,
    says_only_unknown,
)
from bot.language.source_words import source_choice, source_name
from bot.language.voice import in_every_language
from pipeline.deals.choices import BUILT_IN, Lists
from pipeline.deals.events import LostKind, SourceKind
from pipeline.deals.fields import LostReason, Source


def typed_source(text: str, lists: Lists = BUILT_IN) -> Source:
    """The source that a text names; the words are kept as its name unless they only name the entry of the list."""
    choice, name = source_choice(text, lists), source_name(text)
    if choice is None:
        return Source(None, "" if says_only_unknown(text) else name)
    kind = SourceKind(choice.code)
    if choice.option_no is not None:
        return Source(kind, "" if names_only_own(text, choice) else name, choice.option_no)
    is_label = is_only_label(name, in_every_language(SOURCE_LABELS[kind]))
    return Source(kind, "" if is_label or says_only_unknown(text) else name)


def typed_reason(text: str, lists: Lists = BUILT_IN) -> LostReason:
    """The reason that a text names: "hinta", "because of the price"; words that say more than the entry are kept."""
    choice = read_lost_choice(text, lists)
    if choice is None:
        return LostReason(None, "" if names_only_reason(text) else text)
    kind = LostKind(choice.code)
    if choice.option_no is not None:
        return LostReason(kind, "" if names_only_own(text, choice) else text, option=choice.option_no)
    is_label = is_only_label(text, in_every_language(LOST_LABELS[kind]))
    return LostReason(kind, "" if is_label or names_only_reason(text) else text)
