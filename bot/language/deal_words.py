"""Words for a deal that people say beside its name or number, and that are no part of it: "acmen diili", "nro 521"."""

from __future__ import annotations

import re

from bot.language.folding import folded

_NOUNS = re.compile(
    r"(?:diili|deali|keissi)(?:n|a|in|t|lle|lla|lta|ssa|sta|ksi)?|deal|case"
    r"|kaup(?:pa|paa|paan|an|alle|alla|alta|assa|asta)"
)
_ARTICLE = "the"
_NUMBER_SIGN = r"(?:#|d-|(?:nro|numero|number|no|nr|n:o)(?:\.|:)?\s*#?)"
_NOUN_TYPED = r"(?:the\s+)?(?:diili(?:n|ä|a)?|deali?(?:n|a)?|keissi(?:n|ä|a)?|kaupan?|kauppa|case)"
NUMBER = re.compile(
    rf"(?:{_NOUN_TYPED}\s+{_NUMBER_SIGN}?|{_NUMBER_SIGN})(\d{{1,9}})(?!\S)(?:\s+(?:diili|deal|keissi|case)\b)?",
    re.IGNORECASE,
)
"""A deal's number at the beginning of a line, with the sign of one: "#521", "D-521", "diili 521", "nro 521"."""


def is_deal_word(word: str) -> bool:
    """Whether a typed word says "deal", in whatever case."""
    return _NOUNS.fullmatch(folded(word).rstrip(",.:;")) is not None


def without_deal_words(text: str) -> str:
    """Return the text without such words in front of it and behind it; the text as it is where nothing else is left."""
    left = without_first_deal_words(text).split()
    while left and is_deal_word(left[-1]):
        left.pop()
    return " ".join(left) or text


def without_first_deal_words(text: str) -> str:
    """Return the text without such words, and "the", in front of it; "" where nothing else is left."""
    left = text.split()
    while left and (is_deal_word(left[0]) or folded(left[0]) == _ARTICLE):
        left.pop(0)
    return " ".join(left) if len(left) < len(text.split()) else text
