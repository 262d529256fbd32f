"""Decides whether a typed word is a word of a name, inflected as in Finnish or mistyped. Being similar is not enough.

Words come folded: in lower case, with a a o for å ä ö. A slip is forgiven only where it cannot make another name: in a
short word one other letter does, as in Väänänen and Väätänen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from string import ascii_lowercase, digits
from typing import NamedTuple

from rapidfuzz.distance import OSA, Indel

SHORTEST = 3  # the fewest letters that a word without its ending may have
LONGEST = 100  # the most letters of a word in which endings are looked for: a note may be one long word
SLIPS_FROM, TWO_SLIPS_FROM = 5, 10  # the fewest letters of a word in which one slip is forgiven, and two
SHARED = 3  # the first letters that forms of one word share, though what follows may change
MOST_SLIPS = 2  # of a long word
SOFT_FROM = 4  # the fewest letters of a word whose consonants may change, as in mäki, mäen

_VOWELS = "aeiouy"
_CASES = ("n", "t", "a", "na", "ta", "tta", "ksi", "ssa", "sta", "lla", "lta", "lle")  # after a vowel
_PLURALS = (
    "issa", "ista", "illa", "ilta", "ille", "iksi", "ina", "ihin", "iin", "iden", "itten", "ien", "ita", "ia",
)  # fmt: skip
_PLURALS_AFTER_VOWEL = ("jen", "ja", "en")
_ALL_PLURALS = (*_PLURALS, *_PLURALS_AFTER_VOWEL)
_CONSONANTS = "".join(sorted(set(ascii_lowercase + digits) - set("aeiouy")))
_LIQUIDS = "lnr"
_BENT_INSIDE = "lr"  # last letters of words whose consonants may change before the last vowel: taival, penger
_BEFORE_PARTITIVE = frozenset("slrnt")
_STRONG_AND_WEAK = (
    "kk k", "pp p", "tt t", "p v", "t d", "nt nn", "lt ll", "rt rr", "mp mm", "nk ng", "ht hd", "lp lv", "rp rv",
    "rk rj", "lk lj", "hk hj", "lk l", "rk r", "hk h", "k ",
    *(f"{one}{two}{two} {one}{two}" for one in "lmnr" for two in "kpt"),  # pankki, pankin; kortti, kortin
)  # fmt: skip
_PAIRS = tuple((strong, weak) for strong, _space, weak in (each.partition(" ") for each in _STRONG_AND_WEAK))
_GRADATIONS = frozenset(pair for strong, weak in _PAIRS for pair in ((strong, weak), (weak, strong)))
_PARTNERS: dict[str, list[str]] = {}  # the consonants that others may change into
for _one, _other in _GRADATIONS:
    _PARTNERS.setdefault(_one, []).append(_other)
_IN_NOMINATIVES = {"s": "n", "k": "s", "t": "s", "m": "n"}  # virtase-, virtanen; terakse-, teras; vete-, vesi; puhelin
_STRONG: dict[str, list[str]] = {}  # for consonants in the weak grade those in the strong grade
for _one, _other in _PAIRS:
    _STRONG.setdefault(_other, []).append(_one)
# The endings in front of which a k vanishes altogether: joen, joella; never joea, so that "raita" is no form of "rake".
_WEAKENING = ("n", "t", "ksi", "ssa", "sta", "lla", "lta", "lle", "tta", "e")
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_PLACES = {letter: (row, place) for row, letters in enumerate(_KEYS) for place, letter in enumerate(letters)}

_ILLATIVE = re.compile(r"(.*([aeiouy]))h?\2n")
_LONG_ILLATIVE = re.compile(r"(.*([aeiouy])\2)seen")
_BEFORE_LIQUID = re.compile(r"(.*?)([^aeiouy]*)([aeouy][lnr])")


class _Stem(NamedTuple):
    """A word without its ending: the part that never changes, the consonants that may, and the vowel after them."""

    head: str
    consonants: str
    vowel: (
        str  # "i" for both i and e, which alternate; "-" if the word has none; "" if a plural ending may have taken it
    )


class TypedWord:
    """A word as it was typed, to be compared with many words of names: its stems are taken once."""

    def __init__(self, text: str) -> None:
        """`text` is folded."""
        self.text = text
        self._stems = _stems(text)
        self._by_head: dict[str, list[_Stem]] = {}
        for stem in self._stems:
            self._by_head.setdefault(stem.head, []).append(stem)
        self._shortest = min(("".join(stem) for stem in self._stems), key=len)
        self._starts = tuple(_starts(self._stems))

    def forms_among(self, words: Iterable[str]) -> list[str]:
        """Return the words that are forms of the same word as this one, and this one."""
        starts, start, is_bent_inside = self._starts, self.text[:SHARED], self.text[-1] in _BENT_INSIDE
        return [
            word
            for word in words
            if (word.startswith(starts) or (word.startswith(start) and (is_bent_inside or word[-1] in _BENT_INSIDE)))
            and (word == self.text or self.is_form_of(word))
        ]

    def is_form_of(self, word: str) -> bool:
        """Whether both are forms of one Finnish word, without any slip."""
        if not self._may_be_form_of(word):
            return False
        is_soft = min(len(self.text), len(word)) >= SOFT_FROM
        return any(
            _is_same_word(mine, other, is_soft=is_soft) and _may_vanish(mine, other, self.text, word)
            for other in _stems(word)
            for mine in self._by_head.get(other.head, ())
        )

    def _may_be_form_of(self, word: str) -> bool:
        """Whether it is worth taking the word's stems: the two begin alike."""
        if min(len(self.text), len(word)) < SHORTEST:
            return False
        if word.startswith(self._starts):
            return True
        return word[:SHARED] == self.text[:SHARED] and (word[-1] in _BENT_INSIDE or self.text[-1] in _BENT_INSIDE)

    def is_mistyped_form_of(self, word: str) -> bool:
        """Whether both are forms of one long word, one of them with slips."""
        shorter = min(len(self.text), len(word))
        if shorter < TWO_SLIPS_FROM or word[:SHARED] != self.text[:SHARED]:
            return False
        most = MOST_SLIPS + 1  # what a stem's last consonants may differ by, beside the slips
        if OSA.distance(self._shortest, word[: len(self._shortest)], score_cutoff=most) > most:
            return False
        others = {"".join(each) for each in _stems(word)}
        return any(is_slip("".join(mine), other) for other in others for mine in self._stems)


def _starts(stems: Iterable[_Stem]) -> set[str]:
    """How words begin that may have one of these stems, but for a few such as taival, taipaleen.

    That is the part that never changes, and the letter after it, as it may be in any form.
    """
    found: set[str] = set()
    for head, consonants, _vowel in stems:
        letters = {each[:1] for each in (consonants, *_PARTNERS.get(consonants, ()))}
        letters |= {other for letter in letters for other in _IN_NOMINATIVES.get(letter, "")}
        if "" in letters:
            letters |= set(_VOWELS)
        found |= {head + letter for letter in letters if letter}
    return found


def matching_words(typed: str, words: Iterable[str]) -> set[str]:
    """Those of the words that the typed word means: written exactly, inflected, or with a slip."""
    it = TypedWord(typed)
    begun = (word for word in words if word[:2] == typed[:2])
    return {
        word
        for word in begun
        if word == typed or is_slip(typed, word) or it.is_form_of(word) or it.is_mistyped_form_of(word)
    }


def is_inflected(typed: str, word: str) -> bool:
    """Whether both are forms of one Finnish word, without any slip."""
    return TypedWord(typed).is_form_of(word)


def _is_same_word(one: _Stem, other: _Stem, *, is_soft: bool) -> bool:
    """Whether both are stems of one Finnish word, as those of raitajarvi, raitajarvelle and raitajarven are."""
    if one.vowel != other.vowel and one.vowel and other.vowel:
        return False
    pair = (one.consonants, other.consonants)
    return pair[0] == pair[1] or (is_soft and pair in _GRADATIONS)


def _may_vanish(one: _Stem, other: _Stem, typed: str, word: str) -> bool:
    """Whether the words differ in more than a k that is gone, or have an ending in front of which it is gone."""
    if {one.consonants, other.consonants} != {"", "k"}:
        return True
    return (word if one.consonants else typed).endswith(_WEAKENING)


def _stems(word: str) -> set[_Stem]:
    """All stems of which the word may be a form. A word longer than LONGEST is only its own stem."""
    if len(word) > LONGEST:
        return {_Stem(word, "", "-")}
    stems: set[_Stem] = set()
    for form in _without_case(word):
        _add_stems(form, "-", stems)
    for form in _without_plural(word):
        _add_stems(form, "", stems)
    return stems


def _without_case(word: str) -> set[str]:
    found = {word, *_nominatives(word)}
    if word.endswith(_CASES):
        for case in _CASES:
            if word.endswith(case) and len(word) - len(case) >= SHORTEST and word[-len(case) - 1] in _VOWELS:
                rest = word[: -len(case)]
                found |= {rest, rest.removesuffix("i")}  # Acmes, Acmesille
    if word[-1] == "n":
        if illative := _ILLATIVE.fullmatch(word):
            found |= {illative[1], illative[1].removesuffix("i")}
        if illative := _LONG_ILLATIVE.fullmatch(word):
            found.add(illative[1])
    if word.endswith("ta") and word[-3:-2] in _BEFORE_PARTITIVE:  # terästä, saarta, vettä, virtasta
        found |= {word[:-2], word[:-2] + "e"}
    return found - {""}  # iin is no case of i


def _nominatives(word: str) -> Iterator[str]:
    """The stem from which the other cases of a nominative are made: virtase-, teräkse-, renkaa-, vete-, osuute-."""
    if len(word) > 1 and word[-1] == "s" and word[-2] in _VOWELS:
        yield word[:-1] + "kse"
        yield word[:-1] + word[-2]
        if word[-2] in "uy":
            yield word[:-1] + "te"
    elif word[-2:] == "si":
        yield word[:-2] + "te"
    elif word[-1] in _LIQUIDS:
        if word[-3:] == "nen":
            yield word[:-3] + "se"
        if word[-2:] == "in":  # puhelin, puhelimen
            yield word[:-1] + "me"
        if parts := _BEFORE_LIQUID.fullmatch(word):  # siemen, siemenen; taival, taipaleen
            yield word + "e"
            head, consonants, last = parts.groups()
            yield from (f"{head}{strong}{last}e" for strong in _STRONG.get(consonants, ()) if head)


def _without_plural(word: str) -> Iterator[str]:
    if not word.endswith(_ALL_PLURALS):
        return
    for plural in _ALL_PLURALS:
        rest = word[: -len(plural)]
        if not word.endswith(plural) or len(rest) < SHORTEST:
            continue
        if plural in _PLURALS_AFTER_VOWEL and rest[-1] not in _VOWELS:
            continue
        yield rest
        if rest[-1] == "o":  # kala, kaloille
            yield rest[:-1] + "a"


def _add_stems(form: str, without_vowel: str, stems: set[_Stem]) -> None:
    """Add the stem of a form without its ending, and where that has a long vowel also the one with a short vowel.

    `without_vowel` is the stem's vowel where the form ends in a consonant.
    """
    while True:
        vowel = form[-1] if form[-1] in _VOWELS else ""
        before = form[:-1] if vowel else form
        head = before.rstrip(_CONSONANTS)
        shown = without_vowel if not vowel else "i" if vowel == "e" else vowel
        stems.add(_Stem(head, before[len(head) :], shown))
        if not vowel or len(form) <= SHORTEST or form[-2] != vowel:
            return
        form = form[:-1]


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
