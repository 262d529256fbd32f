"""Which deal a sentence is about: a number, the thread's deal, or the first words in it that surely name one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.deal_lookup import LONGEST_NUMBER, For, fitting_several, hits_of
from bot.deal_naming import without_others_closed
from bot.language.acts import is_filler
from bot.slack.requests import Request
from pipeline.ledger.read_session import ReadSession
from pipeline.queries import find

_MOST_STARTS = 6  # words of a sentence at which a deal's name may begin
_MOST_ALIKE = 3  # words that may be a badly typed name: more are a sentence
_NUMBER = re.compile(r"(?<!\S)(?:#|D-)(\d{1,9})(?::?[^\W\d_]{0,4})?(?=[\s,.;:!?]|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DealInLine:
    """The deal of a sentence, None where none is named, and what else was said."""

    deal: int | None
    tail: str


def deal_in(
    session: ReadSession, request: Request, text: str, sought: For, *, is_public: bool, of_open: bool
) -> DealInLine:
    """Return the deal that a sentence names, or that of the thread.

    Raises Ambiguous where several fit, OnlyAlike where a short text is like some names, and NoSuchDeal for a number
    that no deal has. With `of_open` closed deals are left out of the question, unless one of them is named whole. Where
    others read the answer, nothing is told of deals that are merely alike.
    """
    if found := _NUMBER.search(text):
        deal_no = find.by_number(session, int(found[1])).deal_no
        return DealInLine(deal_no, _joined(text[: found.start()], text[found.end() :]))
    if request.deal is not None:
        return DealInLine(request.deal, text)
    words = text.split()
    starts = [n for n, word in enumerate(words) if not is_filler(word) and not _is_number(word)]
    if len(words) == 1 and _is_number(words[0]):
        return DealInLine(find.by_number(session, int(words[0])).deal_no, "")
    for start in starts[:_MOST_STARTS]:
        hits, tail = find.which_first(session, " ".join(words[start:]))
        if hits.is_sure and hits.deals:
            return _only(hits, words, start, tail, sought, of_open=of_open)
    if not is_public and 0 < len(starts) <= _MOST_ALIKE:
        _ask_of_alike(session, " ".join(words[n] for n in starts), sought, of_open=of_open)
    return DealInLine(None, text)


def _only(hits: find.Hits, words: list[str], start: int, tail: str, sought: For, *, of_open: bool) -> DealInLine:
    """The one deal that begins at this word; of several it is asked which."""
    behind = tail.split()
    named = " ".join(words[start : len(words) - len(behind)])
    hits = without_others_closed(hits, named) if of_open else hits
    first, *others = hits.deals
    if others or hits.is_cut:
        raise fitting_several(hits, named, sought)
    return DealInLine(first.deal_no, _joined(" ".join(words[:start]), tail))


def _ask_of_alike(session: ReadSession, text: str, sought: For, *, of_open: bool) -> None:
    hits = hits_of(session, text)
    hits = without_others_closed(hits, text) if of_open else hits
    if hits.deals:
        raise fitting_several(hits, text, sought)


def _joined(before: str, after: str) -> str:
    return " ".join(part for part in (before.strip(" ,"), after.strip(" ,")) if part)


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) <= LONGEST_NUMBER
