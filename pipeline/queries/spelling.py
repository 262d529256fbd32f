"""Whether a typed word is a word of a name, bent as Finnish bends it or mistyped; a likeness alone makes it none.

Words come folded: lower case, å ä ö as a a o. Only what a wrong answer cannot follow from is forgiven: in a short word
another letter makes another name, as in Väänänen and Väätänen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rapidfuzz.distance import OSA, Indel

SHORTEST = 3  # letters of a word that endings are looked for in
LONGEST = 100  # letters of such a word: a note may come without a space
SLIPS_FROM, TWO_SLIPS_FROM = 5, 10  # letters of a word from which one slip, and two, are forgiven
SOFT_FROM = 4  # letters of a word whose consonants may change: mäki, mäen

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
_CHANGES = frozenset(
    pair for strong, weak in (each.split(" ") for each in _STRONG_AND_WEAK) for pair in ((strong, weak), (weak, strong))
)
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_PLACES = {letter: (row, place) for row, letters in enumerate(_KEYS) for place, letter in enumerate(letters)}

_PARTS = re.compile(r"(.*?)([^aeiouy]*)([aeiouy]?)", re.DOTALL)


class _Stem(NamedTuple):
    """A word without its ending: what stays, the consonants that change, the vowel after them."""

    head: str
    consonants: str
    vowel: str  # i for i and e, which change places; "-" where there is none, empty where a plural took it


def same(typed: str, words: Iterable[str]) -> set[str]:
    """Those words of names that the typed word is: as they are, bent, or with a slip of the finger."""
    stems = _stems(typed)
    head = min((each.head for each in stems), key=len)
    begun = (word for word in words if word[:2] == typed[:2])
    return {word for word in begun if word == typed or is_slip(typed, word) or _is_bent(typed, stems, head, word)}


def _is_bent(typed: str, stems: frozenset[_Stem], head: str, word: str) -> bool:
    """Whether both are forms of one word; a long one may be bent and have slips as well."""
    shorter = min(len(typed), len(word))
    if shorter < SHORTEST:
        return False
    others = _stems(word) if word.startswith(head) else frozenset[_Stem]()
    if any(_is_one(one, other, is_soft=shorter >= SOFT_FROM) for other in others for one in stems):
        return True
    if shorter < TWO_SLIPS_FROM or word[:3] != typed[:3]:
        return False
    return any(is_slip("".join(one), "".join(other)) for other in _stems(word) for one in stems)


def _is_one(one: _Stem, other: _Stem, *, is_soft: bool) -> bool:
    """Whether both are stems of one Finnish word: raitajarvi, raitajarvelle, raitajarven."""
    if one.head != other.head:
        return False
    if one.vowel != other.vowel and one.vowel and other.vowel:
        return False
    pair = (one.consonants, other.consonants)
    return pair[0] == pair[1] or (is_soft and pair in _CHANGES)


def _stems(word: str) -> frozenset[_Stem]:
    """All that the word may be a form of; one longer than any name's is no form of anything."""
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
    """What other forms are made of where that is not the word itself: virtase-, teräkse-, renkaa-, vete-, osuute-."""
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
    found = _PARTS.fullmatch(form)
    assert found is not None
    head, consonants, vowel = found.groups()
    if not vowel:
        yield _Stem(head, consonants, "" if is_plural else "-")
        return
    yield _Stem(head, consonants, "i" if vowel == "e" else vowel)
    if len(form) > SHORTEST and form[-1] == form[-2]:
        yield from _split(form[:-1])


def is_slip(typed: str, word: str) -> bool:
    """Whether the typed word is that word with a letter too many, too few, or beside the right key, or two swapped.

    A long word may have two slips, and any other letter for one of its own.
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
    """Whether two letters are swapped, or one is the neighbour of the right one on the keys; no vowel for a vowel."""
    others = [(one, other) for one, other in zip(typed, word, strict=True) if one != other]
    if len(others) == 2:
        return True
    one, other = others[0]
    if one not in _PLACES or other not in _PLACES or (one in _VOWELS and other in _VOWELS):
        return False
    (row, place), (other_row, other_place) = _PLACES[one], _PLACES[other]
    return abs(row - other_row) <= 1 and abs(place - other_place) <= 1
