"""Finds deals by words of their name (`/deal find`, and the deal of any command), without regard to accents and case.

A typed word is taken for a word of a name if it is that word, an inflected form of it, or that word with a slip. If it
is only the beginning of a word, or merely similar, another name may be meant, so the person is asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from typing import Any

from rapidfuzz.distance import JaroWinkler
from sqlalchemy import bindparam, select

from pipeline import errors
from pipeline.deals.events import DEAL
from pipeline.deals.tables import deal
from pipeline.finding import spelling
from pipeline.ledger.read_session import ReadSession
from pipeline.people.access import Act, require
from pipeline.queries.deal_lists import LIMIT, DealLine, Lines, deal_columns, lines
from pipeline.queries.names import named_deals
from pipeline.stages.events import StageKind
from pipeline.storage.schema import event

SIMILAR_FROM = 0.88  # the least Jaro-Winkler similarity of words that are worth asking about
TIE = 0.02  # similarities that differ by no more than this count as equal
MOST_WORDS = 8  # how many typed words are looked at
SHORTEST_PIECE = 3  # the fewest letters for which the beginning of a word counts as a piece of a name
LONGEST_NAME = 6  # the most words that a name at the beginning of a line may have
PREFIX_WEIGHT = 0.2  # of Jaro-Winkler; twice the usual, as inflected Finnish words keep their beginning

_NAMES = named_deals(deal.c.state, deal.c.owner, deal.c.pipeline_no).order_by(deal.c.deal_no.desc())
_LINES = named_deals(*deal_columns()).where(deal.c.deal_no.in_(bindparam("nos", expanding=True)))

_CHANGED = (
    select(event.c.subject_no)
    .where(event.c.workspace_no == bindparam("w"), event.c.member_no == bindparam("by"))
    .where(event.c.subject == DEAL, event.c.subject_no.in_(bindparam("nos", expanding=True)))
    .distinct()
)
_NUMBER = re.compile(r"(?:#|[dD]-)?([1-9][0-9]{0,8})")


def folded(text: str) -> str:
    """The text in lower case, without accents (å ä ö become a a o), and with spaces for punctuation."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each if each.isalnum() else " " for each in decomposed if not unicodedata.combining(each))


class Fit(IntEnum):
    """How well a typed word fits a name, from worst to best."""

    SIMILAR = 1  # similar to a word of the name, but perhaps meant for another
    PREFIX = 2  # the beginning of a word of the name
    INFLECTED = 3  # an inflected form of a word of the name, or that word mistyped
    WORD = 4  # a word of the name
    NAME = 5  # the whole name


SURE = Fit.INFLECTED  # the worst fit at which the name is taken as meant
LEGAL_FORMS = frozenset({"oy", "oyj", "ab", "ky", "ry", "tmi", "as", "ou", "ja", "ltd", "inc", "gmbh"})
WordFits = dict[str, tuple[Fit, float]]  # for each word of a name that a typed word fits: the fit, and the similarity


def _word_fits(word: str, tokens: Sequence[str]) -> WordFits:
    """How a typed word fits the words of names. Only those that begin with the same letter are looked at."""
    others = [other for other in tokens if other[0] == word[0]]
    inflected = spelling.matching_words(word, others)
    found: WordFits = {}
    for other in others:
        similarity = JaroWinkler.normalized_similarity(word, other, prefix_weight=PREFIX_WEIGHT)
        if (fit := _fit(word, other, is_inflected=other in inflected, similarity=similarity)) is not None:
            found[other] = (fit, similarity)
    return found


def _fit(word: str, other: str, *, is_inflected: bool, similarity: float) -> Fit | None:
    if word == other:
        return Fit.WORD
    if is_inflected:
        return Fit.INFLECTED
    if other.startswith(word):
        return Fit.PREFIX
    return Fit.SIMILAR if similarity >= SIMILAR_FROM else None


@dataclass(frozen=True, slots=True)
class _NamedDeal:
    """A deal with its names folded: `whole` are the customer's and the deal's name, `parts` the words of both."""

    deal_no: int
    owner: int
    pipeline_no: int
    is_own: bool
    is_open: bool
    whole: tuple[str, str]
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Match:
    """A deal that the typed words fit: how well, and how similar (0 to 1) its name is to them."""

    named: _NamedDeal
    fit: Fit
    similarity: float

    @property
    def rank(self) -> tuple[int, bool]:
        """The order of results: a name typed exactly before one that is not, then open deals before closed ones."""
        return min(self.fit, Fit.WORD), self.named.is_open


@dataclass(frozen=True)
class _SearchedDeals:
    """The deals among which to search."""

    deals: Sequence[_NamedDeal]
    _word_fits_cache: dict[str, WordFits] = field(default_factory=dict[str, WordFits])

    @cached_property
    def _tokens(self) -> list[str]:
        return sorted({part for each in self.deals for part in each.parts})

    def found(self, words: Sequence[str]) -> list[_Match]:
        """The deals whose names all of the words fit. One word that does not fit rules a deal out."""
        typed = _TypedName(words, [self._word_fits(word) for word in words])
        first = typed.fitting[0].keys()
        near = (typed.fit(each) for each in self.deals if not first.isdisjoint(each.parts))
        return [found for found in near if found is not None]

    def best(self, words: Sequence[str]) -> list[_Match]:
        """The deals that fit best, and those that fit as well."""
        return _best(self.found(words))

    def _word_fits(self, word: str) -> WordFits:
        if word not in self._word_fits_cache:
            self._word_fits_cache[word] = _word_fits(word, self._tokens)
        return self._word_fits_cache[word]


@dataclass(frozen=True, slots=True)
class _TypedName:
    """The words that were typed to name a deal, and for each word the words of names that it fits."""

    words: Sequence[str]
    fitting: Sequence[WordFits]

    def fit(self, named: _NamedDeal) -> _Match | None:
        """How the words fit this deal's name, or None if one of them does not."""
        if " ".join(self.words) in named.whole:
            return _Match(named, Fit.NAME, 1.0)
        best: list[tuple[Fit, float, str]] = []
        for fitting in self.fitting:
            fits = [(*fitting[part], part) for part in named.parts if part in fitting]
            if not fits:
                return None
            best.append(max(fits))
        fit = min(each for each, _similarity, _part in best)
        if fit < SURE and self._is_by_pieces(best):
            fit = SURE
        elif fit >= SURE and LEGAL_FORMS.issuperset(self.words):
            fit = Fit.SIMILAR
        return _Match(named, fit, min(similarity for _fit, similarity, _part in best))

    def _is_by_pieces(self, best: Sequence[tuple[Fit, float, str]]) -> bool:
        """Whether the beginnings of several words of one name were typed; then that name is taken as meant."""
        if any(fit < Fit.PREFIX for fit, _similarity, _part in best):
            return False
        pieces = {
            part
            for word, (_fit, _similarity, part) in zip(self.words, best, strict=True)
            if len(word) >= SHORTEST_PIECE
        }
        return len(pieces - LEGAL_FORMS) > 1


def _best(found: Sequence[_Match]) -> list[_Match]:
    """The deals that fit best, and those that fit as well; the viewer's own first, then the newest."""
    if not found:
        return []
    rank = max(each.rank for each in found)
    best = [each for each in found if each.rank == rank]
    fit, similarity = max(each.fit for each in best), max(each.similarity for each in best)
    if fit in (Fit.SIMILAR, Fit.INFLECTED):
        best = [each for each in best if each.similarity >= similarity - TIE]
    return sorted((each for each in best if each.fit is fit), key=_own_and_newest, reverse=True)


def _own_and_newest(found: _Match) -> tuple[bool, int]:
    return found.named.is_own, found.named.deal_no


def _all_deals(session: ReadSession) -> _SearchedDeals:
    """All deals with their names, read once per session, although a line is tried in several ways."""

    def load() -> _SearchedDeals:
        rows = session.connection.execute(_NAMES, {"w": session.by.workspace_no})
        return _SearchedDeals([_named_deal(row, session.by.member_no) for row in rows])

    return session.once("deals by name", load)


def _named_deal(row: Any, member_no: int | None) -> _NamedDeal:
    customer, name = _words(row.customer or ""), _words(row.deal_name or "")
    return _NamedDeal(
        deal_no=row.deal_no,
        owner=row.owner,
        pipeline_no=row.pipeline_no,
        is_own=row.owner == member_no,
        is_open=row.state == StageKind.OPEN.value,
        whole=(" ".join(customer), " ".join(name)),
        parts=tuple(dict.fromkeys((*customer, *name))),
    )


def _words(text: str) -> list[str]:
    """The words of a text, folded. An ending behind a colon ("Oy:lle") and an English 's are dropped."""
    return folded(_SUFFIX.sub("", text)).split()


_SUFFIX = re.compile(r"(?<=\w)(?::[a-zåäö]{1,6}|['’´]s)(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hits:
    """The deals that the words may mean, those that fit best.

    `is_sure` says that the words are their name, perhaps inflected or mistyped. Otherwise the name is only similar, and
    the person must be asked.
    """

    deals: tuple[DealLine, ...] = ()
    is_sure: bool = False


def which(session: ReadSession, text: str) -> Hits:
    """The deals that these words mean. A bare number may be a word of a name or the number of a deal."""
    require(session.connection, session.by, Act.SEE)
    words = _words(text)[:MOST_WORDS]
    hits = _hits(session, _all_deals(session).best(words)) if words else Hits()
    return _with_numbered(session, hits, text)


def which_first(session: ReadSession, text: str) -> tuple[Hits, str]:
    """The deals that the beginning of a line names, and the rest of the line.

    The beginning is as long as it can be while the words surely are a name, or else while they fit one.
    """
    require(session.connection, session.by, Act.SEE)
    typed, known = text.split(), _all_deals(session)
    found: list[tuple[list[_Match], int]] = []
    for count in range(min(LONGEST_NAME, len(typed)), 0, -1):
        if (words := _words(" ".join(typed[:count]))) and (best := known.best(words)):
            found.append((best, count))
    best, count = next((each for each in found if _is_sure(each[0])), found[0] if found else ([], 0))
    if not _is_sure(best) and typed and (numbered := _with_numbered(session, Hits(), typed[0])).is_sure:
        return numbered, " ".join(typed[1:])
    return _hits(session, best), " ".join(typed[count:])


def _is_sure(found: Sequence[_Match]) -> bool:
    return bool(found) and found[0].fit >= SURE


def _hits(session: ReadSession, found: Sequence[_Match]) -> Hits:
    return Hits(_lines(session, [each.named.deal_no for each in found[:LIMIT]]), _is_sure(found))


def _with_numbered(session: ReadSession, hits: Hits, text: str) -> Hits:
    """The hits, with the deal of that number first if `text` is the number of one."""
    number = _NUMBER.fullmatch(text.strip())
    if number is None or not (numbered := _lines(session, [int(number[1])])):
        return hits
    others = [each for each in hits.deals if hits.is_sure and each.deal_no != numbered[0].deal_no]
    return Hits((*numbered, *others), is_sure=True)


def by_number(session: ReadSession, deal_no: int) -> DealLine:
    """The deal of a number. Raises NoSuchDeal if the workspace has none."""
    require(session.connection, session.by, Act.SEE)
    found = _lines(session, [deal_no])
    if not found:
        raise errors.NoSuchDeal(number=deal_no)
    return found[0]


def by_numbers(session: ReadSession, nos: Sequence[int]) -> tuple[DealLine, ...]:
    """The deals of these numbers, in the same order, LIMIT at most. Numbers without a deal are left out."""
    require(session.connection, session.by, Act.SEE)
    return _lines(session, list(nos[:LIMIT]))


Possible = Callable[[int, int, bool], bool]  # from owner, pipeline, and whether it is open: whether to find such a deal


def find(session: ReadSession, text: str, *, possible: Possible | None = None, start: int = 0) -> Lines:
    """All deals, open or closed, whose name or number the text is, the best fit first, from `start` on.

    With `possible`, only the deals that it accepts.
    """
    require(session.connection, session.by, Act.SEE)
    words, known = _words(text)[:MOST_WORDS], _all_deals(session)
    if possible is not None:
        known = _SearchedDeals([each for each in known.deals if possible(each.owner, each.pipeline_no, each.is_open)])
    found = known.found(words) if words else []
    named = [each for each in found if each.fit > Fit.SIMILAR] or _best(found)
    nos = [each.named.deal_no for each in sorted(named, key=lambda each: (each.fit, *_own_and_newest(each)))[::-1]]
    if number := _NUMBER.fullmatch(text.strip()):
        numbered = [each.deal_no for each in known.deals if each.deal_no == int(number[1])]
        nos = [*numbered, *(no for no in nos if no not in numbered)]
    return Lines(len(nos), _lines(session, nos[start : start + LIMIT]), start)


def changed_by_me(session: ReadSession, nos: Sequence[int]) -> set[int]:
    """Those of these deals that the viewer has changed, so that there may be something to undo."""
    values = {"w": session.by.workspace_no, "by": session.by.member_no, "nos": list(nos)}
    return set(session.connection.scalars(_CHANGED, values))


def _lines(session: ReadSession, nos: list[int]) -> tuple[DealLine, ...]:
    if not nos:
        return ()
    rows = list(session.connection.execute(_LINES, {"w": session.by.workspace_no, "nos": nos}))
    order = {no: place for place, no in enumerate(nos)}
    return lines(session, sorted(rows, key=lambda row: order[row.deal_no]))
