"""Finds a customer that exists among the words of a line, however Finnish bends its name: "Ylöjärven Betonille"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from sqlalchemy import Select, bindparam, select, union_all

from pipeline.customers import tables as customer_tables
from pipeline.customers.events import CUSTOMER
from pipeline.finding import spelling
from pipeline.finding.words import COMPANY_FORMS, folded
from pipeline.ledger.read_session import ReadSession
from pipeline.people.access import Act, require
from pipeline.storage import schema

MOST_STARTS = 4  # the first words of a line at which a name is looked for
MOST_NAMES = 2000  # the most names that are compared; with more of them the customer is not looked for
_SHARED = ((9, 5), (6, 3), (0, 2))  # letters that every form of a word of so many letters shares: joen, joki
_MOST_WORDS = 12
_VARIANTS = {"a": "aäå", "o": "oö", "u": "uü", "e": "eé"}
_MOST_VARIANTS = 6
_MOST_PREFIXES = 16
_CASE_ENDINGS = ("lle", "lta", "lla", "sta", "ssa", "tta", "ksi", "een", "aan", "oon", "uun", "iin", "n", "a")  # folded
_JOINING = frozenset({"ja", "sekä", "&", "+", "and", "och", "und", "et", "n'"})
_ENDING = re.compile(r"(?<=\w):[^\W\d_]{1,6}$")


@dataclass(frozen=True, slots=True)
class KnownCustomer:
    """A customer that exists: the number of the first word that names it, of the one after the last, and its name.

    It is not `is_sure` when the next word may belong to it, so that another name is meant. It `is_joined` when "ja",
    "&" or a hyphen joins it to the words behind it: then these are among its words, and all of them are one name or
    two customers.
    """

    start: int
    end: int
    name: str
    is_sure: bool = True
    is_joined: bool = False


@cache
def _names_in(ranges: int) -> Select[str]:
    """A query of the names of customers that are within one of so many ranges. Each range is a search of the index."""
    customer, name = customer_tables.customer.c, schema.name.c
    parts = [
        select(name.text)
        .join(
            customer_tables.customer,
            (customer.workspace_no == name.workspace_no)
            & (customer.customer_no == name.about_no)
            & (customer.name == name.no),
        )
        .where(name.workspace_no == bindparam("w"), name.folded.is_not(None), name.about == CUSTOMER)
        .where(name.folded >= bindparam(f"from{n}"), name.folded < bindparam(f"to{n}"))
        for n in range(ranges)
    ]
    return select(union_all(*parts).subquery().c.text).limit(MOST_NAMES + 1)


def known_customer(session: ReadSession, words: Sequence[str]) -> KnownCustomer | None:
    """Return the one customer that the words surely name, at the beginning of them or a little later, or None.

    A name without its company form is found; a name with another form is another customer. None stands for two
    customers that are named alike, too, and for words with which the names of too many customers begin.
    """
    require(session.connection, session.by, Act.SEE)
    prefixes = list(dict.fromkeys(each for word in words[:MOST_STARTS] for each in _prefixes(word)))[:_MOST_PREFIXES]
    if not prefixes:
        return None
    bounds: dict[str, object] = {"w": session.by.workspace_no}
    for n, prefix in enumerate(prefixes):
        bounds |= {f"from{n}": prefix, f"to{n}": prefix + "\uffff"}
    rows = session.connection.execute(_names_in(len(prefixes)), bounds)
    names = [row.text or "" for row in rows]
    return find_among(words, names) if len(names) <= MOST_NAMES else None


def _prefixes(word: str) -> Iterator[str]:
    """The ways in which a name's first letters may be written, with and without dots."""
    bare = re.sub(r"^\W+", "", _ENDING.sub("", word.casefold()[:100]))
    begun = bare[: next(shared for length, shared in _SHARED if len(bare) >= length)]
    choices = [_VARIANTS.get(letter, letter) for letter in begun]
    yield from ("".join(letters) for letters, _ in zip(product(*choices), range(_MOST_VARIANTS), strict=False))


def find_among(words: Sequence[str], names: Iterable[str]) -> KnownCustomer | None:
    """Return the one of these names that the words surely have in them: the first, and of those the longest."""
    places = [place for place, word in enumerate(words[:_MOST_WORDS]) if _bare(word)]  # "&" is no word
    typed = [_bare(words[place]) for place in places]
    by_name = {name: folded(name).split() for name in dict.fromkeys(names)}
    for start in range(min(MOST_STARTS, len(typed))):
        found = [(end, exact, name) for name, parts in by_name.items() for end, exact in _fit(typed, start, parts)]
        if not found:
            continue
        best = max((end, exact) for end, exact, _name in found)
        fitting = [name for end, exact, name in found if (end, exact) == best]
        if len(fitting) > 1:
            return None
        end = places[best[0] - 1] + 1
        joined = _end_of_joined(words, end)
        if joined > end:
            return KnownCustomer(places[start], joined, fitting[0], is_sure=False, is_joined=True)
        return KnownCustomer(places[start], end, fitting[0], is_sure=not _may_go_on(words, end, is_exact=best[1]))
    return None


def _end_of_joined(words: Sequence[str], end: int) -> int:
    """Return where the words end that "ja", "&" or a hyphen joins to a name: "Kone ja Terä", "Virtanen & pojat".

    Of words with small letters only the first is joined.
    """
    while end + 1 < len(words) and (words[end].casefold() in _JOINING or (words[end - 1].endswith("-") and words[end])):
        end += 1 if words[end].casefold() in _JOINING else 0
        is_capital = words[end][:1].isupper()
        end += 1
        while is_capital and end < len(words) and words[end][:1].isupper():
            end += 1
    return end


def _may_go_on(words: Sequence[str], end: int, *, is_exact: bool) -> bool:
    """Whether the next word may belong to the name: "Acme Huolto", or "leipomo" in "Virtasen leipomo"."""
    if end >= len(words):
        return False
    return words[end][:1].isupper() if is_exact else words[end - 1].casefold().endswith("n")


def _bare(word: str) -> str:
    return "".join(folded(_ENDING.sub("", word.strip(" ,.;:!?\"'"))).split())


def _fit(typed: Sequence[str], start: int, name: Sequence[str]) -> Iterator[tuple[int, bool]]:
    """Where the typed words end that are this name, and whether they are written exactly like it."""
    if typed[start : start + len(name)] == list(name):
        yield start + len(name), True
        return
    core = [part for part in name if part not in COMPANY_FORMS] or list(name)
    end = start + len(core)
    if end > len(typed) or not all(typed[start:end]):
        return
    exact = list(typed[start:end]) == core
    if not exact and not _is_bent(typed[start:end], core):
        return
    forms = {part for part in name if part in COMPANY_FORMS}
    if end < len(typed) and typed[end] in COMPANY_FORMS - {"as"}:
        if typed[end] not in forms or not exact:  # before a company form a name is not bent: "Sahan Oy" is another
            return
        end += 1
    yield end, exact


def _is_bent(typed: Sequence[str], core: Sequence[str]) -> bool:
    """Whether the typed words are the name's in some case: its last word, and with it those that agree with it.

    "Haapaveden Sahalle" is Haapaveden Saha. "Haapavesi Saha" and "Haapaveden Sahat" are other names.
    """
    ending = next((each for each in _CASE_ENDINGS if typed[-1].endswith(each)), None)
    if ending is None or not _is_word(typed[-1], core[-1]):
        return False
    rest = zip(typed[:-1], core[:-1], strict=True)
    return all(said == part or (said.endswith(ending) and _is_word(said, part)) for said, part in rest)


def _is_word(typed: str, word: str) -> bool:
    return bool(typed) and bool(spelling.matching_words(typed, [word]))
