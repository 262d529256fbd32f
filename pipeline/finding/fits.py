"""Judges how well a typed word fits words of names. Pure: the words to judge are given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from pipeline.finding.spelling import MOST_SLIPS, TWO_SLIPS_FROM, TypedWord, is_slip

SIMILAR_FROM = 0.88  # the least Jaro-Winkler similarity of words that are worth asking about
PREFIX_WEIGHT = 0.2  # of Jaro-Winkler; twice the usual, as inflected Finnish words keep their beginning
SHORTEST_COMPARED = 3  # the fewest letters of a word that may be bent, mistyped or similar
LONGEST_ENDING = 5  # the letters by which an end of a word may be longer than what was typed, when it is bent
SHORTEST_HIDDEN = 2  # the fewest letters in front of what was typed, where that is an end or a middle
ONE_SLIP_SIMILARITY = 0.95  # what counts as the similarity of a word with a slip in its first two letters
HALF = 0.5


class Fit(IntEnum):
    """How well a typed word fits a word of a name, from worst to best."""

    SIMILAR = 1  # similar to the word, but perhaps meant for another
    HELD = 2  # an end or a middle of the word, perhaps bent: pumppu of lietepumppu
    PREFIX = 3  # the beginning of the word
    INFLECTED = 4  # an inflected form of the word, or the word mistyped
    WORD = 5  # the word


SURE = Fit.INFLECTED  # the worst fit of all typed words at which a name is taken as meant

WordFits = dict[str, tuple[Fit, float]]
"""For each word that a typed word fits: the fit, and the similarity from 0 to 1."""


def beginning_fits(typed: str, words: Sequence[str]) -> WordFits:
    """Judge words that begin with the same two letters as the typed one, or with the one letter that was typed."""
    if len(typed) < SHORTEST_COMPARED:
        return {
            word: (Fit.WORD, 1.0) if word == typed else (Fit.PREFIX, len(typed) / len(word))
            for word in words
            if word.startswith(typed)
        }
    found: WordFits = {}
    for word, similarity in _meant(typed, words).items():
        found[word] = (Fit.WORD if word == typed else Fit.INFLECTED, similarity)
    begun = {
        word: (Fit.PREFIX, _similarity(typed, word)) for word in words if word not in found and word.startswith(typed)
    }
    if begun:  # what begins another word is as likely left unfinished as mistyped
        mistyped = [word for word, (_fit, similarity) in found.items() if similarity < 1.0]
        found |= {word: (Fit.PREFIX, found[word][1]) for word in mistyped}
    found |= begun
    similar = process.extract(
        typed,
        words,
        scorer=JaroWinkler.normalized_similarity,
        scorer_kwargs={"prefix_weight": PREFIX_WEIGHT},
        score_cutoff=SIMILAR_FROM,
        limit=None,
    )
    for word, similarity, _place in similar:
        if len(word) >= SHORTEST_COMPARED:
            found.setdefault(word, (Fit.SIMILAR, similarity))
    return found


def _meant(typed: str, words: Sequence[str]) -> dict[str, float]:
    """The words that the typed one means, each with its similarity.

    That of forms of one word is 1, whatever their letters: joen is as near to Joki as to Joke.
    """
    it = TypedWord(typed)
    found = dict.fromkeys(it.forms_among(words), 1.0)
    near = process.extract(typed, words, scorer=OSA.distance, score_cutoff=MOST_SLIPS, limit=None)
    for word, _distance, _place in near:
        if word not in found and is_slip(typed, word):
            found[word] = _similarity(typed, word)
    if len(typed) >= TWO_SLIPS_FROM:
        for word in words:
            if word not in found and it.is_mistyped_form_of(word):
                found[word] = _similarity(typed, word)
    return _with_forms_of_mistyped(found, words)


def _with_forms_of_mistyped(found: dict[str, float], words: Sequence[str]) -> dict[str, float]:
    """Add the other forms of words that were mistyped: "karumaan" may be Karhumaan, and so it may be Karhumaa."""
    forms = {
        word: similarity
        for mistyped, similarity in found.items()
        if similarity < 1.0
        for word in TypedWord(mistyped).forms_among(words)
    }
    return forms | found


def _similarity(typed: str, word: str) -> float:
    return JaroWinkler.normalized_similarity(typed, word, prefix_weight=PREFIX_WEIGHT)


def hidden_fits(typed: str, tails: Iterable[tuple[str, str]]) -> WordFits:
    """Judge words by their ends, given as (end, word): those in which the typed word stands at the end or within."""
    longest = len(typed) + LONGEST_ENDING
    listed = [(tail, word) for tail, word in tails if len(word) - len(tail) >= SHORTEST_HIDDEN]
    it = TypedWord(typed)
    bent = {tail for tail in {tail for tail, _word in listed} if len(tail) <= longest and it.is_form_of(tail)}
    found: WordFits = {}
    for tail, word in listed:
        if tail.startswith(typed):
            found[word] = (Fit.HELD, len(typed) / len(word))
        elif tail in bent:
            found.setdefault(word, (Fit.HELD, HALF))
    return found


def slip_fits(typed: str, words: Iterable[str]) -> WordFits:
    """Judge words that may have been meant with one slip in the first two letters: such are only ever asked about."""
    return {
        word: (Fit.SIMILAR, ONE_SLIP_SIMILARITY) for word in words if OSA.distance(typed, word, score_cutoff=1) <= 1
    }


def better_of(one: WordFits, other: WordFits) -> WordFits:
    """Return the words of both, each with its better fit."""
    return one | {word: max(fit, one.get(word, fit)) for word, fit in other.items()}
