"""Finds words that may be an amount which is written in an unusual way: "12k5", "60 00", "ten k", "pari sataa"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.folding import Unclear, folded
from bot.language.new_deal import number_words
from bot.language.new_deal.marked_parts import MarkedPart
from bot.language.new_deal.name_numbers import numbers_next

_LONGEST_WORD = 40
_SLANG = re.compile(
    r"satku(?:a|u|n)?|sata(?:sta|set|sen|nen)|hunt(?:ti|tia|tii|in)|thou|kilo(?:euro)?a?e?|donaa?|tonneja|kiloeuroa"
)
_SLANG_AT_END = frozenset("k large hundred sataa kymppia kymppii racks rahaa m".split())  # "10 large pumps" are pumps
_HUNDREDS = frozenset({"hundred", "sataa"})
_BEHIND_PRICE = frozenset("for of per plus budget budjetti".split())
_VAGUE = frozenset("pari parin muutama muutaman couple few some".split())
_DECIMALS = re.compile(r"[0-9]{1,6},[0-9]{2}|[0-9]{1,6}(?:[.,][0-9]{1,6}){0,4},[0-9]{1,6}(?:[.,][0-9]{1,6})+")
_WITHIN = re.compile(r"[0-9]{1,3}[ktKT][0-9]{1,3}")
_LED_BY_ZERO = re.compile(r"0[0-9]{3,8}")
_POSTAL_CODE = re.compile(r"[0-9]{5}")
_LETTERS_FOR_DIGITS = re.compile(r"(?=.*[0-9])(?=.*[OolI])[0-9OolI]{1,8}")
_GROUP = re.compile(r"[0-9Oo]{3}")
_FIGURES = re.compile(r"[0-9]{1,6}")


def asked(parts: Sequence[MarkedPart]) -> tuple[Unclear, ...]:
    """Return the question about the first of such words, if there are any.

    The words are claimed, unless they may be a product's name.
    """
    for part in parts:
        first = part.company[1] if part.company is not None else 0
        for place in range(first, len(part.words)):
            span = _span(part, place) if not part.is_claimed[place] else None
            if span is None or not part.is_free(*span) or span[0] < first:
                continue
            text = " ".join(part.words[span[0] : span[1]]).strip(".!?")
            if not (_WITHIN.fullmatch(text) or _LED_BY_ZERO.fullmatch(text)):
                part.claim(*span)
            return (Unclear(text, "amount_unclear"),)
    return ()


def _span(part: MarkedPart, place: int) -> tuple[int, int] | None:
    words, word = part.words, part.words[place].strip(".!?")
    if len(word) > _LONGEST_WORD or (place > 0 and numbers_next(words[place - 1])):
        return None
    bare, is_last = folded(word), place + 1 >= len(words) or part.is_claimed[place + 1]
    is_priced = bare in _HUNDREDS and not is_last and folded(words[place + 1][:_LONGEST_WORD]) in _BEHIND_PRICE
    if _SLANG.fullmatch(bare) or (bare in _SLANG_AT_END and is_last) or is_priced:
        start = number_words.start_of_numbers(words, place)
        start -= 1 if start == place and place > 0 and folded(words[place - 1]) in _VAGUE else 0
        return (start, place + 1) if start < place else None
    after = "" if is_last else words[place + 1].strip(".!?")
    if _LETTERS_FOR_DIGITS.fullmatch(word) and (_GROUP.fullmatch(after) or len(word) > 3):
        return place, place + 2 if _GROUP.fullmatch(after) else place + 1
    if _FIGURES.fullmatch(word) and _FIGURES.fullmatch(after):
        return place, number_words.end_of_numbers(words, place + 1)
    is_alone = is_last or not words[place + 1][:1].islower()
    if _WITHIN.fullmatch(word) or (_DECIMALS.fullmatch(word) and is_alone):
        return place, place + 1
    is_led = _LED_BY_ZERO.fullmatch(word) is not None and not (_POSTAL_CODE.fullmatch(word) and after[:1].isupper())
    return (place, place + 1) if is_led else None
