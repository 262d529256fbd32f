"""Which customer a line begins with: by its name, a deal's number, its business id, or an address at its domain."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from pipeline.customers.facts import customer_by_address, customer_by_id
from pipeline.customers.in_line import known_customer
from pipeline.customers.known import SameCustomers
from pipeline.deals.sight import customers_seen
from pipeline.ledger.read_session import ReadSession
from pipeline.people.access import Act, require
from pipeline.queries import merged_names
from pipeline.queries.customers import customer_meant

_MOST_WORDS = 6  # of a customer's name at the beginning of a line
_EDGES = " ,;:-–"


@dataclass(frozen=True, slots=True)
class CustomerNamed:
    """A customer that a line surely names at its beginning, and what stands behind the name."""

    customer_no: int
    rest: str


def customer_named(session: ReadSession, text: str) -> CustomerNamed | None:
    """Return the customer that the line begins with; None where it names none surely."""
    require(session.connection, session.by, Act.SEE)
    line, is_sure = customer_meant(session, text)
    if line is not None and is_sure:
        return CustomerNamed(line.customer_no, "")
    words = text.split()
    found = _by_name(session, words) or _by_merged_name(session, words) or _by_fact(session, words)
    return found if found is not None and customers_seen(session, [found.customer_no]) else None


def _by_name(session: ReadSession, words: list[str]) -> CustomerNamed | None:
    found = known_customer(session, words, partial(customers_seen, session))
    if found is None or found.start != 0 or found.is_joined:
        return None
    number = SameCustomers.of(session, [found.name]).number_of(found.name)
    return CustomerNamed(number, _rest(words, found.end)) if number is not None else None


def _by_merged_name(session: ReadSession, words: list[str]) -> CustomerNamed | None:
    for count in range(min(_MOST_WORDS, len(words)), 0, -1):
        into = {each.into for each in merged_names.meant(session, " ".join(words[:count]).strip(_EDGES))}
        if len(into) == 1:
            return CustomerNamed(into.pop(), _rest(words, count))
    return None


def _by_fact(session: ReadSession, words: list[str]) -> CustomerNamed | None:
    """By its first word: a business id, or an address; an address of a person stays with what follows."""
    if not words:
        return None
    first = words[0].strip(_EDGES)
    if (number := customer_by_id(session, first)) is not None:
        return CustomerNamed(number, _rest(words, 1))
    if "." in first and (number := customer_by_address(session, first)) is not None:
        is_only = len(words) == 1
        return CustomerNamed(number, _rest(words, 0 if "@" in first and not is_only else 1))
    return None


def _rest(words: list[str], start: int) -> str:
    return " ".join(words[start:]).strip(_EDGES)
