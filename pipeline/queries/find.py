"""Finding deals by words of their name (`/deal find`, the *which* of a command): accents, case and endings aside."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler
from sqlalchemy import bindparam

from pipeline import errors
from pipeline.ledger.events import Kind
from pipeline.ledger.work import Look
from pipeline.people.access import Act, require
from pipeline.queries.day import LIMIT, DealLine, Lines, deal_columns, lines
from pipeline.queries.names import named_deals
from pipeline.storage.schema import deal

NEAR = 0.88  # how alike a word and a name's word must be, as Jaro-Winkler with the prefix counted double
ALIKE = 0.02  # what is that much less alike than the best is as good
MOST_WORDS = 8  # typed words that count
LONGEST_NAME = 6  # words of a name at the beginning of a line
PREFIX_WEIGHT = 0.2  # inflected Finnish names keep their beginning

_NAMES = named_deals(deal.c.state, deal.c.owner).order_by(deal.c.deal_no.desc())
_LINES = named_deals(*deal_columns()).where(deal.c.deal_no.in_(bindparam("nos", expanding=True)))


def folded(text: str) -> str:
    """Lower case without accents; å ä ö become a a o, as people type them in a hurry."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each if each.isalnum() else " " for each in decomposed if not unicodedata.combining(each))


def _alike(word: str, others: Sequence[str]) -> dict[str, float]:
    """How alike a word is to each of the others that begin with the same letter."""
    same = [other for other in others if other[0] == word[0]]
    if not same:
        return {}
    likeness = process.cdist(
        [word], same, scorer=JaroWinkler.normalized_similarity, scorer_kwargs={"prefix_weight": PREFIX_WEIGHT}
    )
    return dict(zip(same, likeness[0].tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class _Named:
    """A deal by its names, folded."""

    deal_no: int
    is_own: bool
    whole: tuple[str, str]
    parts: tuple[str, ...]

    def fit(self, words: Sequence[str]) -> float:
        """3 for the whole name, 2 for whole words, 1.5 for beginnings, else 0."""
        if " ".join(words) in self.whole:
            return 3.0
        if all(word in self.parts for word in words):
            return 2.0
        return 1.5 if all(any(part.startswith(word) for part in self.parts) for word in words) else 0.0


@dataclass(frozen=True)
class _Known:
    """The deals among which words are sought."""

    deals: Sequence[_Named]

    @cached_property
    def _tokens(self) -> list[str]:
        return sorted({part for each in self.deals for part in each.parts})

    def named(self, words: Sequence[str]) -> list[int]:
        """The deals of that very name, or with these words or their beginnings in it; those that fit equally well."""
        return _best([(fit, each.is_own, each.deal_no) for each in self.deals if (fit := each.fit(words))])

    def alike(self, words: Sequence[str], *, by_each_word: bool = True) -> list[int]:
        """The deals whose names are most like the words, in spite of endings and slips."""
        return _best(self._alike(words, by_each_word=by_each_word), within=ALIKE)

    def _alike(self, words: Sequence[str], *, by_each_word: bool) -> list[tuple[float, bool, int]]:
        """Deals with names like the words; with `by_each_word` no word may be there that fits ill."""
        of_words = [_alike(word, self._tokens) for word in words]
        of_each = sorted(({part for part, fit in each.items() if fit >= NEAR} for each in of_words), key=len)
        of_any = {part for some in of_each for part in some}  # whose mean is NEAR has a word that is
        near = of_each if by_each_word else [of_any]
        found: list[tuple[float, bool, int]] = []
        for each in self.deals:
            if any(some.isdisjoint(each.parts) for some in near):
                continue
            fits = [max(likeness.get(part, 0.0) for part in each.parts) for likeness in of_words]
            fit = min(fits) if by_each_word else sum(fits) / len(fits)
            if fit >= NEAR:
                found.append((fit, each.is_own, each.deal_no))
        return found


def _best(fits: list[tuple[float, bool, int]], within: float = 0.0) -> list[int]:
    """The best and those as good; one's own first, then the newest."""
    least = max((fit for fit, _own, _no in fits), default=0.0) - within
    return [no for fit, _own, no in sorted(fits, reverse=True) if fit >= least]


def _meant(open_ones: _Known, closed: _Known, words: Sequence[str]) -> list[int]:
    """Open ones before closed ones, but a name as it is before one that is only like it."""
    return open_ones.named(words) or closed.named(words) or open_ones.alike(words) or closed.alike(words)


def _known(look: Look) -> tuple[_Known, _Known]:
    """The open deals, and the closed ones."""
    rows = list(look.connection.execute(_NAMES, {"w": look.by.workspace_no}))
    named = [(row.state == Kind.OPEN.value, _named(row, look.by.member_no)) for row in rows]
    return _Known([each for is_open, each in named if is_open]), _Known(
        [each for is_open, each in named if not is_open]
    )


def _named(row: Any, member_no: int | None) -> _Named:
    customer, name = _words(row.customer or ""), _words(row.deal_name or "")
    whole = (" ".join(customer), " ".join(name))
    return _Named(row.deal_no, row.owner == member_no, whole, tuple(dict.fromkeys((*customer, *name))))


def _words(text: str) -> list[str]:
    return folded(text).split()


def which(look: Look, text: str) -> tuple[DealLine, ...]:
    """The deals meant by these words: open ones first, closed ones when no open one fits. One: that is it.

    Each word must fit the name, if not exactly: a word too many makes it another deal.
    """
    require(look.connection, look.by, Act.SEE)
    words = _words(text)[:MOST_WORDS]
    if not words:
        return ()
    open_ones, closed = _known(look)
    return _lines(look, _meant(open_ones, closed, words)[:LIMIT])


def which_first(look: Look, text: str) -> tuple[tuple[DealLine, ...], str]:
    """The deals that a line begins with, by as many of its words as fit one; and the rest of the line."""
    require(look.connection, look.by, Act.SEE)
    typed = text.split()
    open_ones, closed = _known(look)
    for count in range(min(LONGEST_NAME, len(typed)), 0, -1):
        if not (words := _words(" ".join(typed[:count]))):
            continue
        found = _meant(open_ones, closed, words)
        if found:
            return _lines(look, found[:LIMIT]), " ".join(typed[count:])
    return (), text


def by_number(look: Look, deal_no: int) -> DealLine:
    """The deal of a number; NoSuchDeal when there is none here."""
    require(look.connection, look.by, Act.SEE)
    found = _lines(look, [deal_no])
    if not found:
        raise errors.NoSuchDeal(number=deal_no)
    return found[0]


def by_numbers(look: Look, nos: Sequence[int]) -> tuple[DealLine, ...]:
    """The deals of these numbers, in this order; those that are not here are left out."""
    require(look.connection, look.by, Act.SEE)
    return _lines(look, list(nos[:LIMIT]))


def find(look: Look, text: str) -> Lines:
    """All deals, open or closed, whose names fit the words; the best first."""
    require(look.connection, look.by, Act.SEE)
    words = _words(text)[:MOST_WORDS]
    open_ones, closed = _known(look)
    all_of_them = _Known([*open_ones.deals, *closed.deals])
    found = (all_of_them.named(words) or all_of_them.alike(words, by_each_word=False)) if words else []
    return Lines(len(found), _lines(look, found[:LIMIT]))


def _lines(look: Look, nos: list[int]) -> tuple[DealLine, ...]:
    if not nos:
        return ()
    rows = list(look.connection.execute(_LINES, {"w": look.by.workspace_no, "nos": nos}))
    order = {no: place for place, no in enumerate(nos)}
    return lines(look, sorted(rows, key=lambda row: order[row.deal_no]))
