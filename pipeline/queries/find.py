"""Finding deals by words of their name (`/deal find`, the *which* of a command): accents, case and endings aside.

A name is meant by its words, bent or mistyped; its beginning, or a word merely like it, may be of another's name.
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
from pipeline.ledger.unit_of_work import ReadSession
from pipeline.people.access import Act, require
from pipeline.queries import spelling
from pipeline.queries.deal_lists import LIMIT, DealLine, Lines, deal_columns, lines
from pipeline.queries.names import named_deals
from pipeline.stages.events import StageKind
from pipeline.storage.schema import event

NEAR = 0.88  # alike enough to ask about, by Jaro-Winkler with the prefix counted double
ALIKE = 0.02  # what is that much less alike than the best is as good
MOST_WORDS = 8  # typed words that count
PIECE = 3  # letters of a name's beginning that say something
LONGEST_NAME = 6  # words of a name at the beginning of a line
PREFIX_WEIGHT = 0.2  # inflected Finnish names keep their beginning

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
    """Lower case without accents; å ä ö become a a o, as people type them in a hurry."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each if each.isalnum() else " " for each in decomposed if not unicodedata.combining(each))


class Fit(IntEnum):
    """How a typed word fits a name, the best last."""

    LIKE = 1  # alike, but perhaps another name
    BEGINS = 2  # a word of the name begins with it
    BENT = 3  # a word of the name, bent or mistyped
    WORD = 4  # a word of the name
    NAME = 5  # the whole name


SURE = Fit.BENT  # from here on the name is meant
LEGAL_FORMS = frozenset({"oy", "oyj", "ab", "ky", "ry", "tmi", "as", "ou", "ja", "ltd", "inc", "gmbh"})
Fitting = dict[str, tuple[Fit, float]]  # each word of a name that a typed word fits: how, and how alike they are


def _fitting(word: str, tokens: Sequence[str]) -> Fitting:
    """How a typed word fits those of the tokens that begin with the same letter."""
    others = [other for other in tokens if other[0] == word[0]]
    bent = spelling.same(word, others)
    found: Fitting = {}
    for other in others:
        alike = JaroWinkler.normalized_similarity(word, other, prefix_weight=PREFIX_WEIGHT)
        if (fit := _fit(word, other, is_bent=other in bent, alike=alike)) is not None:
            found[other] = (fit, alike)
    return found


def _fit(word: str, other: str, *, is_bent: bool, alike: float) -> Fit | None:
    if word == other:
        return Fit.WORD
    if is_bent:
        return Fit.BENT
    if other.startswith(word):
        return Fit.BEGINS
    return Fit.LIKE if alike >= NEAR else None


@dataclass(frozen=True, slots=True)
class _Named:
    """A deal by its names, folded."""

    deal_no: int
    owner: int
    pipeline_no: int
    is_own: bool
    is_open: bool
    whole: tuple[str, str]
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """A deal that fits: how, and how alike its name is to what was typed."""

    named: _Named
    fit: Fit
    alike: float

    @property
    def rank(self) -> tuple[int, bool]:
        """A name as it is comes before one that is only like it, then open deals before closed ones."""
        return min(self.fit, Fit.WORD), self.named.is_open


@dataclass(frozen=True)
class _Searched:
    """The deals among which words are sought."""

    deals: Sequence[_Named]
    _fittings: dict[str, Fitting] = field(default_factory=dict[str, Fitting])

    @cached_property
    def _tokens(self) -> list[str]:
        return sorted({part for each in self.deals for part in each.parts})

    def found(self, words: Sequence[str]) -> list[_Found]:
        """The deals whose names every word fits: a word too many makes it another deal."""
        typed = _Typed(words, [self._fitting(word) for word in words])
        first = typed.fitting[0].keys()
        near = (typed.fit(each) for each in self.deals if not first.isdisjoint(each.parts))
        return [found for found in near if found is not None]

    def best(self, words: Sequence[str]) -> list[_Found]:
        """Those of them that fit best."""
        return _best(self.found(words))

    def _fitting(self, word: str) -> Fitting:
        if word not in self._fittings:
            self._fittings[word] = _fitting(word, self._tokens)
        return self._fittings[word]


@dataclass(frozen=True, slots=True)
class _Typed:
    """The words that name a deal, and what each fits."""

    words: Sequence[str]
    fitting: Sequence[Fitting]

    def fit(self, named: _Named) -> _Found | None:
        """How they fit this deal's name, if all of them do."""
        if " ".join(self.words) in named.whole:
            return _Found(named, Fit.NAME, 1.0)
        best: list[tuple[Fit, float, str]] = []
        for fitting in self.fitting:
            fits = [(*fitting[part], part) for part in named.parts if part in fitting]
            if not fits:
                return None
            best.append(max(fits))
        fit = min(each for each, _alike, _part in best)
        if fit < SURE and self._is_by_pieces(best):
            fit = SURE
        elif fit >= SURE and LEGAL_FORMS.issuperset(self.words):
            fit = Fit.LIKE
        return _Found(named, fit, min(alike for _fit, alike, _part in best))

    def _is_by_pieces(self, best: Sequence[tuple[Fit, float, str]]) -> bool:
        """Whether the beginnings of several words of one name were typed: who means another would not."""
        if any(fit < Fit.BEGINS for fit, _alike, _part in best):
            return False
        pieces = {part for word, (_fit, _alike, part) in zip(self.words, best, strict=True) if len(word) >= PIECE}
        return len(pieces - LEGAL_FORMS) > 1


def _best(found: Sequence[_Found]) -> list[_Found]:
    """The best and those as good; one's own first, then the newest."""
    if not found:
        return []
    rank = max(each.rank for each in found)
    best = [each for each in found if each.rank == rank]
    fit, alike = max(each.fit for each in best), max(each.alike for each in best)
    if fit in (Fit.LIKE, Fit.BENT):
        best = [each for each in best if each.alike >= alike - ALIKE]
    return sorted((each for each in best if each.fit is fit), key=_own_and_newest, reverse=True)


def _own_and_newest(found: _Found) -> tuple[bool, int]:
    return found.named.is_own, found.named.deal_no


def _known(session: ReadSession) -> _Searched:
    """All deals by their names, read once however many ways a line is tried."""

    def load() -> _Searched:
        rows = session.connection.execute(_NAMES, {"w": session.by.workspace_no})
        return _Searched([_named(row, session.by.member_no) for row in rows])

    return session.once("deals by name", load)


def _named(row: Any, member_no: int | None) -> _Named:
    customer, name = _words(row.customer or ""), _words(row.deal_name or "")
    return _Named(
        deal_no=row.deal_no,
        owner=row.owner,
        pipeline_no=row.pipeline_no,
        is_own=row.owner == member_no,
        is_open=row.state == StageKind.OPEN.value,
        whole=(" ".join(customer), " ".join(name)),
        parts=tuple(dict.fromkeys((*customer, *name))),
    )


def _words(text: str) -> list[str]:
    """The words, folded; what is bent behind a colon ("Oy:lle") or an English 's is no word of its own."""
    return folded(_BEHIND.sub("", text)).split()


_BEHIND = re.compile(r"(?<=\w)(?::[a-zåäö]{1,6}|['’´]s)(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hits:
    """The deals that words mean: open ones before closed ones, a name as it is before one only like it.

    `is_sure`: it is their name, as it is, bent or mistyped; else they are merely like it, and one has to ask.
    """

    deals: tuple[DealLine, ...] = ()
    is_sure: bool = False


def which(session: ReadSession, text: str) -> Hits:
    """The deals meant by these words. One that is sure: that is it. A bare number may be a deal's, too."""
    require(session.connection, session.by, Act.SEE)
    words = _words(text)[:MOST_WORDS]
    hits = _hits(session, _known(session).best(words)) if words else Hits()
    return _with_numbered(session, hits, text)


def which_first(session: ReadSession, text: str) -> tuple[Hits, str]:
    """The deals that a line begins with, by as many of its words as are sure, or else fit; and the rest of the line."""
    require(session.connection, session.by, Act.SEE)
    typed, known = text.split(), _known(session)
    found: list[tuple[list[_Found], int]] = []
    for count in range(min(LONGEST_NAME, len(typed)), 0, -1):
        if (words := _words(" ".join(typed[:count]))) and (best := known.best(words)):
            found.append((best, count))
    best, count = next((each for each in found if _is_sure(each[0])), found[0] if found else ([], 0))
    if not _is_sure(best) and typed and (numbered := _with_numbered(session, Hits(), typed[0])).is_sure:
        return numbered, " ".join(typed[1:])
    return _hits(session, best), " ".join(typed[count:])


def _is_sure(found: Sequence[_Found]) -> bool:
    return bool(found) and found[0].fit >= SURE


def _hits(session: ReadSession, found: Sequence[_Found]) -> Hits:
    return Hits(_lines(session, [each.named.deal_no for each in found[:LIMIT]]), _is_sure(found))


def _with_numbered(session: ReadSession, hits: Hits, text: str) -> Hits:
    """The deal of that bare number, if there is one, with those of that very name."""
    number = _NUMBER.fullmatch(text.strip())
    if number is None or not (numbered := _lines(session, [int(number[1])])):
        return hits
    others = [each for each in hits.deals if hits.is_sure and each.deal_no != numbered[0].deal_no]
    return Hits((*numbered, *others), is_sure=True)


def by_number(session: ReadSession, deal_no: int) -> DealLine:
    """The deal of a number; NoSuchDeal when there is none here."""
    require(session.connection, session.by, Act.SEE)
    found = _lines(session, [deal_no])
    if not found:
        raise errors.NoSuchDeal(number=deal_no)
    return found[0]


def by_numbers(session: ReadSession, nos: Sequence[int]) -> tuple[DealLine, ...]:
    """The deals of these numbers, in this order; those that are not here are left out."""
    require(session.connection, session.by, Act.SEE)
    return _lines(session, list(nos[:LIMIT]))


Possible = Callable[[int, int, bool], bool]  # whether a deal of that owner, in that pipeline, open or not, is wanted


def find(session: ReadSession, text: str, *, possible: Possible | None = None, start: int = 0) -> Lines:
    """All deals, open or closed, whose names fit the words, or of that number; the best first, from `start` on."""
    require(session.connection, session.by, Act.SEE)
    words, known = _words(text)[:MOST_WORDS], _known(session)
    if possible is not None:
        known = _Searched([each for each in known.deals if possible(each.owner, each.pipeline_no, each.is_open)])
    found = known.found(words) if words else []
    named = [each for each in found if each.fit > Fit.LIKE] or _best(found)
    nos = [each.named.deal_no for each in sorted(named, key=lambda each: (each.fit, *_own_and_newest(each)))[::-1]]
    if number := _NUMBER.fullmatch(text.strip()):
        numbered = [each.deal_no for each in known.deals if each.deal_no == int(number[1])]
        nos = [*numbered, *(no for no in nos if no not in numbered)]
    return Lines(len(nos), _lines(session, nos[start : start + LIMIT]), start)


def changed_by_me(session: ReadSession, nos: Sequence[int]) -> set[int]:
    """Those of these deals that the viewer has changed, and so may take something back of."""
    values = {"w": session.by.workspace_no, "by": session.by.member_no, "nos": list(nos)}
    return set(session.connection.scalars(_CHANGED, values))


def _lines(session: ReadSession, nos: list[int]) -> tuple[DealLine, ...]:
    if not nos:
        return ()
    rows = list(session.connection.execute(_LINES, {"w": session.by.workspace_no, "nos": nos}))
    order = {no: place for place, no in enumerate(nos)}
    return lines(session, sorted(rows, key=lambda row: order[row.deal_no]))
