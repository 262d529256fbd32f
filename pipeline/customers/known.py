"""Which customer a name is of: the same one, one that is surely meant, or some that are alike and are asked about.

Customers whose names differ by case, dots or spaces alone are the same. A name without a company form is the one
customer that has it with some form, or with none. Names with different forms (Oy, Tmi, Ab) are alike, never the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from rapidfuzz.distance import OSA
from sqlalchemy import Select, bindparam, select

from pipeline.customers.tables import customer
from pipeline.finding.fits import SURE, WordFits
from pipeline.finding.spelling import SLIPS_FROM, TWO_SLIPS_FROM, is_inflected
from pipeline.finding.tables import customer_word
from pipeline.finding.vocabulary import Vocabulary
from pipeline.finding.word_index import Asking, WordIndex
from pipeline.finding.words import company_forms, tight, typed_words, without_form
from pipeline.ledger.session import Session
from pipeline.storage import schema

MOST = 10  # customers that are alike are given
MOST_READ = 50  # customers whose names are compared with what was typed
MOST_MEANINGS = 30  # words of names that one typed word may mean
_CHUNK = 500  # keys named in one statement

CUSTOMER_WORDS = WordIndex.of(customer_word, "customer_no")
_HAVING = (
    select(customer_word.c.word, customer_word.c.customer_no)
    .where(customer_word.c.workspace_no == bindparam("w"), customer_word.c.word.in_(bindparam("keys", expanding=True)))
    .order_by(customer_word.c.customer_no)
)
_NAMES: Select[*tuple[Any, ...]] = (
    select(customer.c.customer_no, schema.name.c.text)
    .join(schema.name, (schema.name.c.workspace_no == customer.c.workspace_no) & (schema.name.c.no == customer.c.name))
    .where(customer.c.workspace_no == bindparam("w"), schema.name.c.workspace_no == bindparam("w"))
    .where(customer.c.customer_no.in_(bindparam("nos", expanding=True)))
)


class Likeness(IntEnum):
    """How near a customer's name is to what was typed, from worst to best."""

    ALIKE = 1  # a slip, a word more or another company form lies between them: it is asked whether they are the same
    INFLECTED = 2  # each word of the one is a word of the other, perhaps inflected: Ylöjärven Betonille
    SAME = 3  # the names are of one customer


@dataclass(frozen=True, slots=True)
class NearCustomer:
    """A customer that there is, with its name as it is kept."""

    customer_no: int
    name: str
    likeness: Likeness


def near_customers(session: Session, text: str) -> tuple[NearCustomer, ...]:
    """Return the customers that these words mean or are like, the nearest first, MOST at most."""
    same = SameCustomers.of(session, [text])
    number = same.number_of(text)
    first = [number] if number is not None else []
    nos = dict.fromkeys([*first, *same.with_any_form(text), *_by_words(session, text)])
    found: list[NearCustomer] = []
    for no, name in names_of(session, list(nos)[:MOST_READ]).items():
        likeness = Likeness.SAME if no == number else _likeness(text, name)
        if likeness is not None:
            found.append(NearCustomer(no, name, likeness))
    return tuple(sorted(found, key=lambda each: (-each.likeness, each.customer_no))[:MOST])


def _likeness(text: str, name: str) -> Likeness | None:
    """How near a name is whose words are like those that were typed; None where it has too much else."""
    found = [_likeness_of_words(typed_words(text, cut=cut), typed_words(name, cut=cut)) for cut in (False, True)]
    likeness = max((each for each in found if each is not None), default=None)
    forms = company_forms(text)
    return Likeness.ALIKE if likeness is not None and forms and forms != company_forms(name) else likeness


def _likeness_of_words(typed: Sequence[str], named: Sequence[str]) -> Likeness | None:
    if not typed or not all(any(_is_near(mine, other) for other in named) for mine in typed):
        return None
    if _all_are_forms(typed, named) and _all_are_forms(named, typed):
        return Likeness.INFLECTED
    more = [other for other in named if not any(_is_near(mine, other) for mine in typed)]
    return Likeness.ALIKE if len(more) < min(len(typed), 2) else None


def _all_are_forms(words: Sequence[str], of: Sequence[str]) -> bool:
    return all(any(one == other or is_inflected(one, other) for other in of) for one in words)


def _is_near(one: str, other: str) -> bool:
    """Whether two words are forms of one, or few slips lie between them, anywhere in them."""
    if one == other or is_inflected(one, other):
        return True
    shorter = min(len(one), len(other))
    allowed = 0 if shorter < SLIPS_FROM else 1 if shorter < TWO_SLIPS_FROM else 2
    return OSA.distance(one, other, score_cutoff=allowed) <= allowed


def _by_words(session: Session, text: str) -> list[int]:
    """The customers whose names have all the typed words, inflected or with slips."""
    workspace_no = session.by.workspace_no
    vocabulary = Vocabulary(session.connection, workspace_no)
    asking = Asking(CUSTOMER_WORDS, session.connection, workspace_no)
    nos: set[int] | None = None
    typed = typed_words(text)
    for word in sorted(typed, key=len, reverse=True):
        near = _near_words(word, vocabulary.meanings(word).fits)
        mine = {
            row.no for row in (asking.some(near) if nos is None or len(nos) > MOST_READ else asking.among(near, nos))
        }
        nos = mine if nos is None else nos & mine
        if not nos:
            return []
    return sorted(nos or ())


def _near_words(typed: str, fits: WordFits) -> list[str]:
    near = [word for word, (fit, _similarity) in fits.items() if fit >= SURE or _is_near(typed, word)]
    return sorted(near, key=lambda word: fits[word], reverse=True)[:MOST_MEANINGS]


def names_of(session: Session, nos: Collection[int]) -> dict[int, str]:
    """Return the names of customers by their numbers."""
    if not nos:
        return {}
    rows = session.connection.execute(_NAMES, {"w": session.by.workspace_no, "nos": list(nos)})
    return {row.customer_no: row.text or "" for row in rows}


def customers_with_any_form(session: Session, names: Iterable[str]) -> list[int]:
    """Return the numbers of the customers of exactly one of these names, with whatever company form, or without."""
    listed = list(names)
    same = SameCustomers.of(session, listed)
    return [number for name in listed for number in same.with_any_form(name)]


class SameCustomers:
    """Which names are of one customer, among those that there are and those added since."""

    def __init__(self, known: Iterable[tuple[str, int]]) -> None:
        """`known` are keys of customers' names, as in `customer_word`, each with the number; the oldest first."""
        self._by_key: dict[str, list[int]] = {}
        for key, number in known:
            self._by_key.setdefault(key, []).append(number)

    @classmethod
    def of(cls, session: Session, names: Iterable[str]) -> SameCustomers:
        """Read the customers whose names are the same as one of these, or the same but for their company form."""
        keys = sorted({key for name in names for key in _keys(name)})
        found: list[tuple[str, int]] = []
        for start in range(0, len(keys), _CHUNK):
            values = {"w": session.by.workspace_no, "keys": keys[start : start + _CHUNK]}
            found += [(row.word, row.customer_no) for row in session.connection.execute(_HAVING, values)]
        return cls(found)

    def number_of(self, name: str) -> int | None:
        """Return the number of the customer that this name is of; None where there is none, or it is not sure."""
        if same := self._by_key.get(_same_key(name)):
            return same[0]
        alike = self.with_any_form(name)
        return alike[0] if len(alike) == 1 and not company_forms(name) else None

    def with_any_form(self, name: str) -> list[int]:
        """Return the numbers of the customers of this name with whatever company form, or without."""
        return self._by_key.get(_key_without_form(name), []) if without_form(name) else []

    def add(self, name: str, number: int) -> None:
        """Note a customer that was added."""
        for key in _keys(name):
            self._by_key.setdefault(key, []).append(number)


def _same_key(name: str) -> str:
    return f"={tight(name)}"


def _key_without_form(name: str) -> str:
    return f"~{without_form(name)}"


def _keys(name: str) -> Mapping[str, None]:
    """The two keys in the order in which they tell."""
    return dict.fromkeys((_same_key(name), _key_without_form(name)))
