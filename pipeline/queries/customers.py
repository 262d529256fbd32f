"""Customers to choose from: found by words of their names, with how many deals each has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from pipeline import merge_errors
from pipeline.customers.known import Likeness, NearCustomer, names_of, near_customers
from pipeline.customers.tables import customer
from pipeline.deals.merging import deal_counts
from pipeline.deals.sight import customers_seen
from pipeline.deals.tables import deal
from pipeline.finding.tables import customer_word
from pipeline.finding.words import typed_words
from pipeline.ledger.read_session import ReadSession
from pipeline.people.access import Act, require
from pipeline.queries import merged_names

SHOWN = 20  # customers that are offered
_READ = 500  # customers that have a word that begins like a typed one
_LAST = "\U0010ffff"

_NEWEST = (
    select(customer.c.customer_no)
    .where(customer.c.workspace_no == bindparam("w"), customer.c.merged_into.is_(None))
    .order_by(customer.c.customer_no.desc())
    .limit(SHOWN)
)
_BEGINNING = (
    select(customer_word.c.customer_no)
    .where(customer_word.c.workspace_no == bindparam("w"))
    .where(customer_word.c.word >= bindparam("first"), customer_word.c.word < bindparam("last"))
    .limit(_READ)
)
_OF_DEAL = select(deal.c.customer_no).where(
    deal.c.workspace_no == bindparam("w"), deal.c.deal_no == bindparam("deal_no")
)


@dataclass(frozen=True, slots=True)
class CustomerLine:
    """A customer as it is offered; one with a lower number was added earlier."""

    customer_no: int
    name: str
    deals: int


def lines(session: ReadSession, customers: Iterable[int]) -> tuple[CustomerLine, ...]:
    """Return these customers, in the same order; those that are not there are left out."""
    nos = customers_seen(session, dict.fromkeys(customers))
    called, counts = names_of(session, nos), deal_counts(session, nos)
    return tuple(CustomerLine(no, called[no], counts[no]) for no in nos if no in called)


def find_customers(session: ReadSession, text: str) -> tuple[CustomerLine, ...]:
    """Return the customers whose names are like the text, or whose words begin as its own do; without it the newest."""
    require(session.connection, session.by, Act.SEE)
    typed = typed_words(text)
    if not typed:
        return lines(session, session.connection.scalars(_NEWEST, {"w": session.by.workspace_no}))
    near = [each.customer_no for each in near_customers(session, text)]
    beginning = _beginning(session, typed[0])
    for word in typed[1:]:
        beginning &= _beginning(session, word)
    return lines(session, list(dict.fromkeys([*near, *sorted(beginning)]))[:SHOWN])


def customer_meant(session: ReadSession, text: str) -> tuple[CustomerLine | None, bool]:
    """Return the customer whose name the text is, and whether it surely is; else the nearest one."""
    near = near_customers(session, text) if text else ()
    if not near:
        beginning = find_customers(session, text) if typed_words(text) else ()
        return (beginning[0], False) if len(beginning) == 1 else (None, False)
    best = [each for each in near if each.likeness is near[0].likeness]
    is_sure = near[0].likeness is Likeness.SAME or (near[0].likeness is Likeness.INFLECTED and len(best) == 1)
    return next(iter(lines(session, [near[0].customer_no])), None), is_sure


def alike(session: ReadSession, line: CustomerLine) -> CustomerLine | None:
    """Return the other customer whose name is most like this one's."""
    others: Sequence[NearCustomer] = [
        each for each in near_customers(session, line.name) if each.customer_no != line.customer_no
    ]
    if others:
        return next(iter(lines(session, [others[0].customer_no])), None)
    beginning = [each for each in find_customers(session, _first_word(line.name)) if each != line]
    return beginning[0] if len(beginning) == 1 else None


def customer_of_deal(session: ReadSession, deal_no: int) -> CustomerLine | None:
    """Return the customer of a deal; None where there is no such deal."""
    values = {"w": session.by.workspace_no, "deal_no": deal_no}
    number = session.connection.scalar(_OF_DEAL, values)
    return next(iter(lines(session, [number])), None) if number is not None else None


def require_two(session: ReadSession, line: CustomerLine, typed: Iterable[str]) -> None:
    """Raise why both texts name this one customer: one of them was merged into it before, or they are one name."""
    for text in typed:
        merged = [each for each in merged_names.meant(session, text) if each.into == line.customer_no]
        if merged and typed_words(text) != typed_words(line.name):
            raise merge_errors.MergedAlready(customer=merged[0].customer_no, into=line.customer_no)
    raise merge_errors.OneCustomer(customer=line.customer_no)


def _first_word(name: str) -> str:
    return next(iter(typed_words(name)), "")


def _beginning(session: ReadSession, word: str) -> set[int]:
    values = {"w": session.by.workspace_no, "first": word, "last": word + _LAST}
    return set(session.connection.scalars(_BEGINNING, values))
