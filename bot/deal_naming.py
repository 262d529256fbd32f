"""How typed words name the deals that they fit: bent in the genitive, or by the whole name. Pure."""

from __future__ import annotations

from dataclasses import replace

from bot.language.deal_words import is_deal_word
from bot.language.folding import folded
from pipeline.finding.spelling import is_inflected
from pipeline.finding.words import keys_of, typed_words
from pipeline.queries import find
from pipeline.queries.deal_lists import DealLine


def says_deal(typed: str) -> bool:
    """Return whether a word that may name a stage says "deal" and not where to: "kauppa", but not "kauppaan"."""
    return is_deal_word(typed) and not folded(typed).endswith("an")


def is_genitive(text: str, hits: find.Hits) -> bool:
    """Return whether the words that name a deal are bent as in "acmen kauppa", and so say whose deal it is."""
    last = folded(text).split()[-1:]
    if not last or not last[0].endswith("n"):
        return False
    return bool(hits.deals) and all(last[0] not in keys_of(each.customer, each.name or "") for each in hits.deals)


def without_others_closed(hits: find.Hits, text: str) -> find.Hits:
    """The hits without closed deals, but for those whose name, or whose customer's, the text is whole.

    Where none is open they are left as they are, to be shown.
    """
    if not any(each.is_open for each in hits.deals):
        return hits
    return replace(hits, deals=tuple(each for each in hits.deals if each.is_open or _is_named_whole(text, each)))


def _is_named_whole(text: str, line: DealLine) -> bool:
    """Whether the text, however it is bent, is the deal's whole name or its customer's: no word is left out of it."""
    typed = typed_words(text)
    for words in (typed_words(line.customer), typed_words(line.name)):
        if len(words) == len(typed) and all(
            any(one == word or is_inflected(one, word) for word in words) for one in typed
        ):
            return True
    return False
