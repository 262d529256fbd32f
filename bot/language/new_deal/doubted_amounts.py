"""Tells when a number that reads like an amount may be less, more, or something else: "halli 2 150 000"."""

from __future__ import annotations

import re

from bot.language.new_deal import number_words
from bot.language.new_deal.amount_phrases import AmountPhrase, Mark
from bot.language.new_deal.marked_parts import MarkedPart
from bot.language.new_deal.name_numbers import numbers_next
from pipeline.money import Money

_MILLIONS_IN_GROUPS = re.compile(r"[0-9]{1,3}(?: [0-9]{3}){2,}(?![0-9])")
_TONS = re.compile(r"[0-9]+(?:[.,][0-9]+)? ?tonni(?:n|[ai]|lla)?", re.IGNORECASE)
_GRAND = re.compile(r"[0-9]+ grand", re.IGNORECASE)  # "2 grand pianos"
_PLURAL = re.compile(r"[a-z]{3,}s")
_MASS = re.compile(r"[^\W\d_]+(?:aa|ää|ta|tä|ua|yä|ia|iä|oa|öä|ea|eä)")
_YEAR = re.compile(r"20[2-4][0-9]")


def touching(part: MarkedPart, phrase: AmountPhrase) -> tuple[int, int]:
    """Return the first word of an amount and the one after the last, with the numbers that touch it.

    A day, a number in a company's name and the number of something ("vaihe 2") do not count.
    """
    start = number_words.start_of_numbers(part.words, phrase.start)
    end = number_words.end_of_numbers(part.words, phrase.end)
    while start < phrase.start and _is_other(part, start, phrase):
        start += 1
    while end > phrase.end and _is_other(part, end - 1, phrase):
        end -= 1
    return start, end


def _is_other(part: MarkedPart, place: int, phrase: AmountPhrase) -> bool:
    if any(day.start <= place < day.end for day in part.days):
        return True
    if part.company is not None and part.company[0] <= place < part.company[1]:
        return True
    is_marked = phrase.mark is not Mark.BARE
    if is_marked and _YEAR.fullmatch(part.words[place]):
        return True
    return 0 < place < phrase.start and numbers_next(part.words[place - 1])


def has_number_of_name(part: MarkedPart, phrase: AmountPhrase) -> bool:
    """Whether the first group of the digits may be the number of the word before it: "halli 2 150 000"."""
    digits = re.search(r"[0-9].*", phrase.text)
    if digits is None or phrase.text[:1] != digits[0][:1] or not _MILLIONS_IN_GROUPS.match(digits[0]):
        return False
    before = phrase.start - 1
    if before < 1 or part.is_claimed[before] or not part.words[before][:1].isalpha():
        return before == 0 and numbers_next(part.words[0])
    return part.company is None or before >= part.company[1]


def may_be_weight(part: MarkedPart, phrase: AmountPhrase) -> bool:
    """Whether thousands may be tons, or a kind of thing: "30 tonnin kaivuri", "nosturi 5 tonnia", "2 grand pianos"."""
    if _is_of_plural(part, phrase):
        return True
    if _TONS.fullmatch(phrase.text.rstrip(".!?")) is None:
        return False
    return _is_before_noun(part, phrase) or _word_before(part, phrase) != ""


def is_weight_alone(part: MarkedPart, phrase: AmountPhrase) -> bool:
    """Whether thousands may be tons where the line has no other amount: "100 tonnin nosturi", "soraa 300 tonnia"."""
    if _is_of_plural(part, phrase):
        return True
    if _TONS.fullmatch(phrase.text.rstrip(".!?")) is None:
        return False
    return _is_before_noun(part, phrase) or _MASS.fullmatch(_word_before(part, phrase)) is not None


def _is_of_plural(part: MarkedPart, phrase: AmountPhrase) -> bool:
    is_free = phrase.end < len(part.words) and not part.is_claimed[phrase.end]
    return (
        is_free and _GRAND.fullmatch(phrase.text) is not None and _PLURAL.fullmatch(part.words[phrase.end]) is not None
    )


def is_more(one: AmountPhrase, other: AmountPhrase) -> bool:
    """Whether both are amounts and the first is more than the other."""
    return isinstance(one.found, Money) and isinstance(other.found, Money) and one.found.minor > other.found.minor


def _is_before_noun(part: MarkedPart, phrase: AmountPhrase) -> bool:
    is_genitive = phrase.text.casefold().endswith("tonnin")
    return is_genitive and phrase.end < len(part.words) and not part.is_claimed[phrase.end]


def _word_before(part: MarkedPart, phrase: AmountPhrase) -> str:
    before = phrase.start - 1
    if before < 0 or part.is_claimed[before] or (part.company is not None and before < part.company[1]):
        return ""
    return part.words[before]
