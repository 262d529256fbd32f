"""Finds what has all the typed words in its names: the best fit first, and whether the list is whole."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.finding.fits import SURE, Fit, WordFits
from pipeline.finding.vocabulary import Meanings
from pipeline.finding.word_index import CLOSED, MOST, MOST_COMMON, OPEN, Asking, Occurrence

TIE = 0.02  # similarities that differ by no more than this count as equal
SHORTEST_PIECE = 3  # the fewest letters for which the beginning of a word counts as a piece of a name
MOST_OF_ONE_FIT = 300  # words of names asked for at once, where one word was typed
LEVELS = {Fit.INFLECTED: 30, Fit.HELD: 60, Fit.SIMILAR: 100}  # how many words of names each typed word may mean, by fit
FEW = 50  # so few left are looked at one by one
DEAR = 3_000  # look-ups of a word for a number, over which it is cheaper to read the names

WordsOf = Callable[[Collection[int]], Mapping[int, Collection[str]]]
"""The words of the names of these subjects, by number."""


@dataclass(frozen=True, slots=True)
class Match:
    """A deal or customer that all typed words fit: how well, how similar (0 to 1), and whether that is enough."""

    no: int
    is_open: bool
    fit: Fit
    similarity: float
    is_sure: bool


@dataclass(slots=True)
class Matches:
    """What was found at one level of fit. `is_cut` says that there may be more."""

    found: list[Match] = field(default_factory=list[Match])
    is_cut: bool = False


def matches(asking: Asking, typed: Sequence[str], meanings: Sequence[Meanings], words_of: WordsOf) -> Iterator[Matches]:
    """Yield what has all the typed words, level by level from the best; a later level may repeat an earlier one's."""
    if not typed or not all(each.fits for each in meanings):
        return
    if len(typed) == 1:
        yield from _of_one_word(asking, meanings[0])
    else:
        yield from _of_several(asking, typed, meanings, words_of)


# --- One word ---------------------------------------------------------------------------------------------------------


def _of_one_word(asking: Asking, meanings: Meanings) -> Iterator[Matches]:
    by_fit: dict[Fit, list[str]] = {}
    for word, (fit, _similarity) in meanings.fits.items():
        by_fit.setdefault(fit, []).append(word)
    for fit in sorted(by_fit, reverse=True):
        words = sorted(by_fit[fit], key=lambda word: -meanings.fits[word][1])
        found = Matches(is_cut=len(words) > MOST_OF_ONE_FIT or (meanings.is_cut and fit < SURE))
        for state in (OPEN, CLOSED):
            rows = asking.newest(words[:MOST_OF_ONE_FIT], state)
            found.is_cut = found.is_cut or len(rows) == asking.most
            best: dict[int, float] = {}
            for row in rows:
                best[row.no] = max(best.get(row.no, 0.0), meanings.fits[row.word][1])
            found.found += [Match(no, state == OPEN, fit, alike, fit >= SURE) for no, alike in best.items()]
        if found.found:
            yield found


# --- Several words ----------------------------------------------------------------------------------------------------


def _of_several(
    asking: Asking, typed: Sequence[str], meanings: Sequence[Meanings], words_of: WordsOf
) -> Iterator[Matches]:
    """Look first for words as they are, bent or mistyped, then also for beginnings and ends, then for likenesses."""
    before: list[int] = []
    for level, most in LEVELS.items():
        fitting = [_best_words(each.fits, level, most) for each in meanings]
        counts = [len(each) for each in fitting]
        if not all(counts) or counts == before:
            continue
        before = counts
        found = _Crossing(asking, typed, fitting, words_of).found()
        found.is_cut = found.is_cut or any(
            _count(each.fits, level) > most or (each.is_cut and level < SURE) for each in meanings
        )
        if found.found:
            yield found


def _best_words(fits: WordFits, level: Fit, most: int) -> WordFits:
    good = sorted(((fit, word) for word, fit in fits.items() if fit[0] >= level), reverse=True)
    return {word: fit for fit, word in good[:most]}


def _count(fits: WordFits, level: Fit) -> int:
    return sum(fit >= level for fit, _similarity in fits.values())


@dataclass(slots=True)
class _Crossing:
    """The search for what has a word of each of several sets. Who has a rare word is asked first."""

    asking: Asking
    typed: Sequence[str]
    fitting: Sequence[WordFits]
    words_of: WordsOf
    is_cut: bool = False
    _words: dict[int, set[str]] = field(default_factory=dict[int, set[str]])
    _closed: dict[int, int] = field(default_factory=dict[int, int])

    def found(self) -> Matches:
        whole, nos = self._crossed()
        if not nos:
            return Matches(is_cut=self.is_cut)
        open_first = sorted(nos, key=lambda no: (self._closed[no], -no))
        if left := [place for place in range(len(self.typed)) if place not in whole]:
            open_first = self._cut(open_first, MOST_COMMON)
            self._look_up({word for place in left for word in self.fitting[place]}, open_first)
        found = [match for no in open_first if (match := self._match(no)) is not None]
        return Matches(found, self.is_cut)

    def _crossed(self) -> tuple[set[int], set[int]]:
        """The places of the typed words whose postings were read whole, and the numbers that all of these have."""
        whole: set[int] = set()
        nos: set[int] | None = None
        for place in sorted(range(len(self.typed)), key=lambda place: -len(self.typed[place])):
            rows = self.asking.some(self.fitting[place])
            if not rows:
                return whole, set()
            if len(rows) > MOST:
                continue
            whole.add(place)
            mine = {row.no for row in rows}
            nos = mine if nos is None else nos & mine
            self._note(rows, nos)
            if len(nos) <= FEW:
                break
        return whole, self._common() if nos is None else nos

    def _common(self) -> set[int]:
        """The newest that have the two words with the fewest meanings, where each word is common."""
        one, other = sorted(range(len(self.typed)), key=lambda place: len(self.fitting[place]))[:2]
        common = self.asking.common(self.fitting[one], self.fitting[other])
        self.is_cut = self.is_cut or len(common) > MOST_COMMON
        self._closed |= common
        return set(common)

    def _note(self, rows: Iterable[Occurrence], nos: Collection[int]) -> None:
        for row in rows:
            if row.no in nos:
                self._words.setdefault(row.no, set()).add(row.word)
                self._closed[row.no] = row.closed

    def _cut(self, nos: list[int], most: int) -> list[int]:
        self.is_cut = self.is_cut or len(nos) > most
        return nos[:most]

    def _look_up(self, words: Collection[str], nos: Sequence[int]) -> None:
        if len(words) * len(nos) > DEAR:
            for no, named in self.words_of(nos).items():
                self._words.setdefault(no, set()).update(named)
        else:
            self._note(self.asking.among(words, nos), set(nos))

    def _match(self, no: int) -> Match | None:
        """How well the typed words fit this one's names; None where one of them does not."""
        best: list[tuple[Fit, float, str]] = []
        for fits in self.fitting:
            mine = [(*fits[word], word) for word in self._words.get(no, ()) if word in fits]
            if not mine:
                return None
            best.append(max(mine))
        fit, similarity = min(each[0] for each in best), min(each[1] for each in best)
        return Match(no, not self._closed[no], fit, similarity, fit >= SURE or self._is_by_pieces(best))

    def _is_by_pieces(self, best: Sequence[tuple[Fit, float, str]]) -> bool:
        """Whether beginnings of several words of one name were typed, or an end beside words that are sure."""
        fits = [fit for fit, _similarity, _word in best]
        if min(fits) == Fit.HELD:
            return all(fit >= SURE or fit == Fit.HELD for fit in fits) and max(fits) >= SURE
        if min(fits) < Fit.PREFIX:
            return False
        pieces = {
            word
            for typed, (_fit, _similarity, word) in zip(self.typed, best, strict=True)
            if len(typed) >= SHORTEST_PIECE
        }
        return len(pieces) > 1


# --- The best ---------------------------------------------------------------------------------------------------------


def best_of(found: Iterable[Match]) -> list[Match]:
    """Return those that fit best, and those that fit as well, open or closed."""
    listed = list(found)
    if not listed:
        return []
    is_sure, fit = max(map(_rank, listed))
    best = [each for each in listed if _rank(each) == (is_sure, fit)]
    if fit in (Fit.SIMILAR, Fit.INFLECTED):
        similarity = max(each.similarity for each in best)
        best = [each for each in best if each.similarity >= similarity - TIE]
    return best


def _rank(match: Match) -> tuple[bool, Fit]:
    """The order of matches. Names that are sure by pieces of theirs are all as near."""
    return match.is_sure, max(match.fit, Fit.PREFIX) if match.is_sure else match.fit
