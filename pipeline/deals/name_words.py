"""Keeps the words by which deals and customers are found true to their names, in the commit of each change.

A deal is found by its own name and by its customer's. Its words change when it is opened, closed, reopened or renamed,
when it becomes another customer's, when its customer is renamed, when one of these is undone, and when a name is
erased. The name of a customer that was merged into another one leads to that one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, select

from pipeline.customers.events import CUSTOMER
from pipeline.customers.projection import CustomerState
from pipeline.customers.tables import customer
from pipeline.deals.events import DEAL
from pipeline.deals.names import CUSTOMER as CUSTOMER_TEXT
from pipeline.deals.names import NAME, with_names
from pipeline.deals.projection import DealState
from pipeline.deals.tables import deal
from pipeline.finding import keeping
from pipeline.finding.keeping import NameKeys
from pipeline.finding.tables import customer_word, deal_word, word, word_tail
from pipeline.ledger.events import Erased
from pipeline.ledger.subject import Appended, Derived, DerivedRow
from pipeline.stages.events import StageKind
from pipeline.storage import schema

CHUNK = 500  # numbers named in one statement
PAGE = 2_000  # deals or customers read at a time

_NAMED = (
    select(
        deal.c.deal_no,
        deal.c.customer_no,
        deal.c.state,
        deal.c.name.label("name_no"),
        customer.c.name.label("customer_name_no"),
        NAME,
        CUSTOMER_TEXT,
    )
    .select_from(with_names(deal))
    .where(deal.c.workspace_no == bindparam("w"))
)
_NOS: BindParameter[Any] = bindparam("nos", expanding=True)
_BY_DEAL, _BY_CUSTOMER = _NAMED.where(deal.c.deal_no.in_(_NOS)), _NAMED.where(deal.c.customer_no.in_(_NOS))
_PAGE_OF_DEALS = _NAMED.where(deal.c.deal_no > bindparam("after")).order_by(deal.c.deal_no).limit(PAGE)
_CUSTOMERS = (
    select(customer.c.customer_no, customer.c.merged_into, customer.c.name.label("name_no"), schema.name.c.text)
    .join(schema.name, (schema.name.c.workspace_no == customer.c.workspace_no) & (schema.name.c.no == customer.c.name))
    .where(customer.c.workspace_no == bindparam("w"), schema.name.c.workspace_no == bindparam("w"))
)
_PAGE_OF_CUSTOMERS = (
    _CUSTOMERS.where(customer.c.customer_no > bindparam("after")).order_by(customer.c.customer_no).limit(PAGE)
)
_CUSTOMERS_BY_NO = _CUSTOMERS.where(customer.c.customer_no.in_(_NOS))
_MERGED_INTO = _CUSTOMERS.where(customer.c.merged_into.in_(_NOS))
_TEXTS = select(schema.name.c.no, schema.name.c.text).where(
    schema.name.c.workspace_no == bindparam("w"), schema.name.c.no.in_(_NOS)
)


@dataclass(frozen=True, slots=True)
class _Named:
    """A deal and its names, by the numbers of their texts."""

    deal_no: int
    customer_no: int
    is_closed: bool
    name_no: int
    customer_name_no: int


@dataclass(frozen=True, slots=True)
class _Called:
    """A name by which a customer is found: its own, or that of one that was merged into it."""

    customer_no: int
    name_no: int


@dataclass(frozen=True, slots=True)
class _Touched:
    """The deals and customers of a change whose words may differ after it."""

    deals: frozenset[int]
    customers: frozenset[int]


def keep_words(change: Appended) -> None:
    """Write the words of the names that this change gave, took away or erased."""
    touched = _touched(change)
    if not touched.deals and not touched.customers:
        return
    texts: dict[int, str] = {}
    after = _deals_after(change, touched, texts)
    before = [*_deals_before(change, touched, after)]
    renamed_before, renamed_after = _customers(change, touched, texts)
    _add_texts(change, before, (each.name_no for each in renamed_before), texts)
    known = texts | dict(change.blanked)
    keeping.replace_keys(
        change.connection,
        change.workspace_no,
        _keys(before, renamed_before, known),
        _keys(after.values(), renamed_after, texts),
    )


def _touched(change: Appended) -> _Touched:
    erased = {event.key for event in change.events if isinstance(event.data, Erased)}

    def differ(subject: str, kind: type[Any]) -> frozenset[int]:
        return frozenset(
            key[1]
            for key, after in change.after.items()
            if key[0] == subject and (key in erased or _of(change.before.get(key), kind) != _of(after, kind))
        )

    return _Touched(differ(DEAL, DealState), differ(CUSTOMER, CustomerState))


def _of(state: Any, kind: type[Any]) -> tuple[Any, ...] | None:
    """What the words of a deal or a customer rest on."""
    if not isinstance(state, kind):
        return None
    if isinstance(state, DealState):
        return state.customer_no, state.name, state.state is StageKind.OPEN
    assert isinstance(state, CustomerState)
    return state.name, state.merged_into


def _deals_after(change: Appended, touched: _Touched, texts: dict[int, str]) -> dict[int, _Named]:
    """The deals as they are after the change: those it touched, and those of customers that have another name."""
    renamed = [no for no in touched.customers if isinstance(change.before.get((CUSTOMER, no)), CustomerState)]
    rows = [
        *_in_chunks(change, _BY_DEAL, touched.deals),
        *_in_chunks(change, _BY_CUSTOMER, renamed),
    ]
    found: dict[int, _Named] = {}
    for row in rows:
        texts[row.name_no], texts[row.customer_name_no] = row.deal_name or "", row.customer or ""
        is_closed = row.state != StageKind.OPEN.value
        found[row.deal_no] = _Named(row.deal_no, row.customer_no, is_closed, row.name_no, row.customer_name_no)
    return found


def _deals_before(change: Appended, touched: _Touched, after: Mapping[int, _Named]) -> Iterator[_Named]:
    """The deals as they were before the change."""
    called = {each.customer_no: each.customer_name_no for each in after.values()}
    states = {no: change.before.get((DEAL, no)) for no in touched.deals}
    unknown = {
        state.customer_no
        for state in states.values()
        if isinstance(state, DealState) and state.customer_no not in called
    }
    called |= {row.customer_no: row.name_no for row in _in_chunks(change, _CUSTOMERS_BY_NO, unknown)}
    for (subject, no), state in change.before.items():
        if subject == CUSTOMER and isinstance(state, CustomerState):
            called[no] = state.name
    for each in after.values():
        if each.deal_no not in touched.deals:
            yield replace(each, customer_name_no=called[each.customer_no])
    for no, state in states.items():
        if isinstance(state, DealState):
            is_closed = state.state is not StageKind.OPEN
            yield _Named(no, state.customer_no, is_closed, state.name, called[state.customer_no])


def _customers(change: Appended, touched: _Touched, texts: dict[int, str]) -> tuple[set[_Called], set[_Called]]:
    """What the touched customers are found by, before and after the change, and those that they share names with."""
    before: set[_Called] = set()
    after: set[_Called] = set()
    for row in _with_merged(change, touched.customers):
        after.add(_Called(row.merged_into or row.customer_no, row.name_no))
        texts[row.name_no] = row.text or ""
        if (CUSTOMER, row.customer_no) not in change.before:
            before.add(_Called(row.merged_into or row.customer_no, row.name_no))
    for (subject, no), state in change.before.items():
        if subject == CUSTOMER and no in touched.customers and isinstance(state, CustomerState):
            before.add(_Called(state.merged_into or state.customer_no, state.name))
    return before, after


def _with_merged(change: Appended, touched: Collection[int]) -> Iterator[Any]:
    """The rows of these customers and, where one was there before, of those merged with it."""
    states = [(change.before.get((CUSTOMER, no)), change.after.get((CUSTOMER, no))) for no in touched]
    old = [pair for pair in states if isinstance(pair[0], CustomerState)]
    whole = {
        state.merged_into or state.customer_no for pair in old for state in pair if isinstance(state, CustomerState)
    }
    yield from _in_chunks(change, _CUSTOMERS_BY_NO, {*touched, *whole})
    for row in _in_chunks(change, _MERGED_INTO, whole):
        if row.customer_no not in touched and row.customer_no not in whole:
            yield row


def _add_texts(change: Appended, before: Iterable[_Named], customers: Iterable[int], texts: dict[int, str]) -> None:
    """Read the names that were in use before and are so no more."""
    nos = {no for each in before for no in (each.name_no, each.customer_name_no)} | set(customers)
    for row in _in_chunks(change, _TEXTS, nos - texts.keys()):
        texts[row.no] = row.text or ""


def _in_chunks(change: Appended, statement: Any, nos: Iterable[int]) -> Iterator[Any]:
    listed = sorted(nos)
    for start in range(0, len(listed), CHUNK):
        values = {"w": change.workspace_no, "nos": listed[start : start + CHUNK]}
        yield from change.connection.execute(statement, values)


def _keys(deals: Iterable[_Named], customers: Iterable[_Called], texts: Mapping[int, str]) -> NameKeys:
    found = NameKeys()
    for each in deals:
        name, customer_name = texts.get(each.name_no, ""), texts.get(each.customer_name_no, "")
        found.deals.update(keeping.deal_keys(each.deal_no, customer_name, name, is_closed=each.is_closed))
    for each in customers:
        found.customers.update(keeping.customer_keys(each.customer_no, texts.get(each.name_no, "")))
    return found


# --- All of a workspace -----------------------------------------------------------------------------------------------


def _all_rows(connection: Connection, workspace_no: int) -> Iterator[DerivedRow]:
    """Every row that the tables of words should have."""
    words: set[str] = set()
    customers: set[tuple[str, int]] = set()  # two names of one customer may have a key in common
    for row in _paged(connection, workspace_no, _PAGE_OF_DEALS):
        is_closed = row.state != StageKind.OPEN.value
        keys = list(keeping.deal_keys(row.deal_no, row.customer or "", row.deal_name or "", is_closed=is_closed))
        words |= keeping.plain_words(key[0] for key in keys)
        yield from ((deal_word, key) for key in keys)
    for row in _paged(connection, workspace_no, _PAGE_OF_CUSTOMERS):
        keys = list(keeping.customer_keys(row.merged_into or row.customer_no, row.text or ""))
        words |= keeping.plain_words(key[0] for key in keys)
        customers.update(keys)
    yield from ((customer_word, key) for key in customers)
    yield from ((word, (each,)) for each in words)
    yield from ((word_tail, key) for key in keeping.tail_keys(words))


def _paged(connection: Connection, workspace_no: int, statement: Any) -> Iterator[Any]:
    last = 0
    while rows := connection.execute(statement, {"w": workspace_no, "after": last}).all():
        yield from rows
        last = rows[-1][0]


NAME_WORDS = Derived((word, word_tail, deal_word, customer_word), _all_rows)
