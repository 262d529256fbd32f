"""Finding deals by words of their name (`/deal find`, the *which* of a command): accents, case and endings aside."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
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
PREFIX_WEIGHT = 0.2  # inflected Finnish names keep their beginning

_NAMES = named_deals(deal.c.state, deal.c.owner).order_by(deal.c.deal_no.desc())
_LINES = named_deals(*deal_columns()).where(deal.c.deal_no.in_(bindparam("nos", expanding=True)))


def folded(text: str) -> str:
    """Lower case without accents; å ä ö become a a o, as people type them in a hurry."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each if each.isalnum() else " " for each in decomposed if not unicodedata.combining(each))


def score(words: list[str], name: list[str]) -> float:
    """How well typed words fit a name's words: the mean over words of the best fit of each, 1 at most."""
    if not words or not name:
        return 0.0
    fits = process.cdist(
        words, name, scorer=JaroWinkler.normalized_similarity, scorer_kwargs={"prefix_weight": PREFIX_WEIGHT}
    )
    return float(fits.max(axis=1).mean())


def _fit(text: str, words: list[str], row: Any) -> float:
    """1 and more for the whole name, a whole word or a beginning; else how alike it is."""
    name = folded(f"{row.customer or ''} {row.deal_name or ''}")
    if text in (" ".join(folded(row.customer or "").split()), " ".join(folded(row.deal_name or "").split())):
        return 3.0
    parts = name.split()
    if all(word in parts for word in words):
        return 2.0
    if all(any(part.startswith(word) for part in parts) for word in words):
        return 1.5
    return score(words, parts)


def _matches(look: Look, text: str, *, only_open: bool) -> list[int]:
    """The deals that fit the text best, by number; all that fit equally well."""
    words = folded(text).split()[:8]
    if not words:
        return []
    asked = " ".join(words)
    rows = [
        row
        for row in look.connection.execute(_NAMES, {"w": look.by.workspace_no})
        if not only_open or row.state == Kind.OPEN.value
    ]
    fits = [(_fit(asked, words, row), row.owner == look.by.member_no, row.deal_no) for row in rows]
    good = sorted((fit for fit in fits if fit[0] >= NEAR), reverse=True)
    if not good:
        return []
    best = min(int(good[0][0] * 2), 6)
    return [no for fit, _own, no in good if (int(fit * 2) >= best if best >= 3 else fit >= good[0][0] - 0.02)]


def which(look: Look, text: str) -> tuple[DealLine, ...]:
    """The deals meant by these words: open ones first, closed ones when no open one fits. One: that is it."""
    require(look.connection, look.by, Act.SEE)
    found = _matches(look, text, only_open=True) or _matches(look, text, only_open=False)
    return _lines(look, found[:LIMIT])


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
    found = _matches(look, text, only_open=False)
    return Lines(len(found), _lines(look, found[:LIMIT]))


def _lines(look: Look, nos: list[int]) -> tuple[DealLine, ...]:
    if not nos:
        return ()
    rows = list(look.connection.execute(_LINES, {"w": look.by.workspace_no, "nos": nos}))
    order = {no: place for place, no in enumerate(nos)}
    return lines(look, sorted(rows, key=lambda row: order[row.deal_no]))
