"""Decides whether a typed word is a word of a name, inflected as in Finnish or mistyped. Being similar is not enough.

Words come folded: in lower case, with a a o for å ä ö. A slip is forgiven only where it cannot make another name: in a
short word one other letter does, as in Väänänen and Väätänen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rapidfuzz.distance import OSA, Indel

SHORTEST = 3  # the fewest letters that a word without its ending may have
LONGEST = 100  # the most letters of a word in which endings are looked for: a note may be one long word
SLIPS_FROM, TWO_SLIPS_FROM = 5, 10  # the fewest letters of a word in which one slip is forgiven, and two
SOFT_FROM = 4  # the fewest letters of a word whose consonants may change, as in mäki, mäen

_VOWELS = "aeiouy"
_CASES = ("n", "t", "a", "na", "ta", "tta", "ksi", "ssa", "sta", "lla", "lta", "lle")  # after a vowel
_PLURALS = (
    "issa", "ista", "illa", "ilta", "ille", "iksi", "ina", "ihin", "iin", "iden", "itten", "ien", "ita", "ia",
)  # fmt: skip
_PLURALS_AFTER_VOWEL = ("jen", "ja", "en")
_STRONG_AND_WEAK = (
    "kk k", "pp p", "tt t", "p v", "t d", "nt nn", "lt ll", "rt rr", "mp mm", "nk ng", "ht hd", "lp lv", "rp rv",
    "rk rj", "lk lj", "hk hj", "lk l", "rk r", "hk h", "k ",
)  # fmt: skip
_GRADATIONS = frozenset(
    pair for strong, weak in (each.split(" ") for each in _STRONG_AND_WEAK) for pair in ((strong, weak), (weak, strong))
)
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_PLACES = {letter: (row, place) for row, letters in enumerate(_KEYS) for place, letter in enumerate(letters)}

_STEM = re.compile(r"(.*?)([^aeiouy]*)([aeiouy]?)", re.DOTALL)


class _Stem(NamedTuple):
    """A word without its ending: the part that never changes, the consonants that may, and the vowel after them."""

    head: str
    consonants: str
    vowel: (
        str  # "i" for both i and e, which alternate; "-" if the word has none; "" if a plural ending may have taken it
    )


def matching_words(typed: str, words: Iterable[str]) -> set[str]:
    """Those of the words that the typed word means: written exactly, inflected, or with a slip."""
    stems = _stems(typed)
    head = min((each.head for each in stems), key=len)
    begun = (word for word in words if word[:2] == typed[:2])
    return {word for word in begun if word == typed or is_slip(typed, word) or _is_inflected(typed, stems, head, word)}


def _is_inflected(typed: str, stems: frozenset[_Stem], head: str, word: str) -> bool:
    """Whether both are forms of one word. A long word may be inflected and have slips too."""
    shorter = min(len(typed), len(word))
    if shorter < SHORTEST:
        return False
    others = _stems(word) if word.startswith(head) else frozenset[_Stem]()
    if any(_is_same_word(one, other, is_soft=shorter >= SOFT_FROM) for other in others for one in stems):
        return True
    if shorter < TWO_SLIPS_FROM or word[:3] != typed[:3]:
        return False
    return any(is_slip("".join(one), "".join(other)) for other in _stems(word) for one in stems)


def _is_same_word(one: _Stem, other: _Stem, *, is_soft: bool) -> bool:
    """Whether both are stems of one Finnish word, as those of raitajarvi, raitajarvelle and raitajarven are."""
    if one.head != other.head:
        return False
    if one.vowel != other.vowel and one.vowel and other.vowel:
        return False
    pair = (one.consonants, other.consonants)
    return pair[0] == pair[1] or (is_soft and pair in _GRADATIONS)


def _stems(word: str) -> frozenset[_Stem]:
    """All stems of which the word may be a form. A word longer than LONGEST is only its own stem."""
    if len(word) > LONGEST:
        return frozenset({_Stem(word, "", "-")})
    stems = {stem for form in _without_case(word) for stem in _split(form)}
    return frozenset(stems | {stem for form in _without_plural(word) for stem in _split(form, is_plural=True)})


def _without_case(word: str) -> Iterator[str]:
    yield word
    for case in _CASES:
        rest = word.removesuffix(case)
        if rest != word and len(rest) >= SHORTEST and rest[-1] in _VOWELS:
            yield rest
            yield rest.removesuffix("i")  # Acmes, Acmesille
    if illative := re.fullmatch(r"(.*([aeiouy]))h?\2n", word):
        yield illative[1]
        yield illative[1].removesuffix("i")
    if illative := re.fullmatch(r"(.*([aeiouy])\2)seen", word):
        yield illative[1]
    if partitive := re.fullmatch(r"(.*[slrnt])ta", word):  # terästä, saarta, vettä, virtasta
        yield partitive[1]
        yield partitive[1] + "e"
    yield from _nominatives(word)


def _nominatives(word: str) -> Iterator[str]:
    """The stem from which the other cases of a nominative are made: virtase-, teräkse-, renkaa-, vete-, osuute-."""
    if word.endswith("nen"):
        yield word[:-3] + "se"
    if word.endswith("si"):
        yield word[:-2] + "te"
    if re.search(r"[aeiouy]s$", word):
        yield word[:-1] + "kse"
        yield word[:-1] + word[-2]
    if re.search(r"[uy]s$", word):
        yield word[:-1] + "te"


def _without_plural(word: str) -> Iterator[str]:
    for plural in (*_PLURALS, *_PLURALS_AFTER_VOWEL):
        rest = word.removesuffix(plural)
        if rest == word or len(rest) < SHORTEST or (plural in _PLURALS_AFTER_VOWEL and rest[-1] not in _VOWELS):
            continue
        yield rest
        if rest[-1] == "o":  # kala, kaloille
            yield rest[:-1] + "a"


def _split(form: str, *, is_plural: bool = False) -> Iterator[_Stem]:
    found = _STEM.fullmatch(form)
    assert found is not None
    head, consonants, vowel = found.groups()
    if not vowel:
        yield _Stem(head, consonants, "" if is_plural else "-")
        return
    yield _Stem(head, consonants, "i" if vowel == "e" else vowel)
    if len(form) > SHORTEST and form[-1] == form[-2]:
        yield from _split(form[:-1])


def is_slip(typed: str, word: str) -> bool:
    """Whether the typed word is the other word with a slip.

    A slip is a letter too many or too few, a neighbouring key, or two letters swapped. A long word may have two slips,
    and in it any wrong letter counts as one.
    """
    length = min(len(typed), len(word))
    allowed = 0 if length < SLIPS_FROM else 1 if length < TWO_SLIPS_FROM else 2
    if not allowed or typed[: allowed + 1] != word[: allowed + 1]:
        return False
    slips = OSA.distance(typed, word, score_cutoff=allowed)
    if slips > allowed:
        return False
    if allowed == 2:
        return Indel.distance(typed, word) <= 3
    return len(typed) != len(word) or _is_beside(typed, word)


def _is_beside(typed: str, word: str) -> bool:
    """Whether two letters are swapped, or one is typed as a neighbouring key; never a vowel for a vowel."""
    others = [(one, other) for one, other in zip(typed, word, strict=True) if one != other]
    if len(others) == 2:
        return True
    one, other = others[0]
    if one not in _PLACES or other not in _PLACES or (one in _VOWELS and other in _VOWELS):
        return False
    (row, place), (other_row, other_place) = _PLACES[one], _PLACES[other]
    return abs(row - other_row) <= 1 and abs(place - other_place) <= 1
