"""What is typed of a source, or of a reason for a loss: the kind that it surely names, and the words beside it."""

from __future__ import annotations

from bot.blocks.kinds import LOST_LABELS, SOURCE_LABELS
from bot.language.kind_words import is_only_label, names_only_reason, read_lost_kind, says_only_unknown
from bot.language.source_words import source_kind, source_name
from bot.language.voice import in_every_language
from pipeline.deals.fields import LostReason, Source


def typed_source(text: str) -> Source:
    """The source that a text names; the words are kept as its name unless they only name the kind."""
    kind, name = source_kind(text), source_name(text)
    is_label = kind is not None and is_only_label(name, in_every_language(SOURCE_LABELS[kind]))
    return Source(kind, "" if is_label or says_only_unknown(text) else name)


def typed_reason(text: str) -> LostReason:
    """The reason that a text names: "hinta", "because of the price"; words that say more than the kind are kept."""
    kind = read_lost_kind(text)
    is_label = kind is not None and is_only_label(text, in_every_language(LOST_LABELS[kind]))
    return LostReason(kind, "" if is_label or names_only_reason(text) else text)
