"""Keeps the words of names: writes what a change adds and removes, in the commit of that change."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, exists, select

from pipeline.finding.tables import customer_word, deal_word, word, word_tail
from pipeline.finding.words import is_whole, keys_of, tails, tight, without_form, words_of
from pipeline.storage.prepared import Write

CHUNK = 500  # words named in one statement

DealKey = tuple[str, int, int]
"""A row of `deal_word`: the word, 1 if the deal is closed, the deal's number."""
CustomerKey = tuple[str, int]
"""A row of `customer_word`: the word, the customer's number."""


def deal_keys(deal_no: int, customer: str, name: str, *, is_closed: bool) -> Iterator[DealKey]:
    """Yield the rows of `deal_word` for a deal of these names."""
    return ((key, int(is_closed), deal_no) for key in keys_of(customer, name))


def customer_keys(customer_no: int, name: str) -> Iterator[CustomerKey]:
    """Yield the rows of `customer_word` for a customer of this name; none where the name was erased."""
    keys = dict.fromkeys(words_of(name))
    if name:
        keys |= dict.fromkeys((f"={tight(name)}", f"~{without_form(name)}"))
    return ((key, customer_no) for key in keys)


def plain_words(keys: Iterable[str]) -> set[str]:
    """Return the keys that stand for one word, which have rows in `word` and `word_tail`."""
    return {key for key in keys if not is_whole(key)}


@dataclass(slots=True)
class NameKeys:
    """The rows of `deal_word` and `customer_word` for some deals and customers."""

    deals: set[DealKey] = field(default_factory=set[DealKey])
    customers: set[CustomerKey] = field(default_factory=set[CustomerKey])

    @property
    def words(self) -> set[str]:
        """The distinct words in them."""
        return plain_words([key[0] for key in self.deals] + [key[0] for key in self.customers])


def _insert(table: Table) -> Write:
    return Write(lambda insert: insert(table).on_conflict_do_nothing())


def _delete(table: Table) -> Write:
    keys = [column for column in table.c if column.name != "workspace_no"]
    return Write(
        lambda _insert: (
            delete(table)
            .where(table.c.workspace_no == bindparam("workspace_no"))
            .where(*(column == bindparam(column.name) for column in keys))
        )
    )


_TABLES = (word, word_tail, deal_word, customer_word)
_INSERTS = {table: _insert(table) for table in _TABLES}
_DELETES = {table: _delete(table) for table in _TABLES}
_KNOWN = select(word.c.word).where(
    word.c.workspace_no == bindparam("w"), word.c.word.in_(bindparam("words", expanding=True))
)
_UNUSED = _KNOWN.where(
    *(
        ~exists().where(table.c.workspace_no == bindparam("w"), table.c.word == word.c.word)
        for table in (deal_word, customer_word)
    )
)


def replace_keys(connection: Connection, workspace_no: int, before: NameKeys, after: NameKeys) -> None:
    """Write the rows `after` in place of those `before`, with the words that are new and without those left unused."""
    for table, gone, new in (
        (deal_word, before.deals - after.deals, after.deals - before.deals),
        (customer_word, before.customers - after.customers, after.customers - before.customers),
    ):
        _send(connection, workspace_no, table, _DELETES[table], gone)
        _send(connection, workspace_no, table, _INSERTS[table], new)
    _add_words(connection, workspace_no, after.words - before.words)
    _drop_unused(connection, workspace_no, before.words - after.words)


def _send(
    connection: Connection, workspace_no: int, table: Table, statement: Write, keys: Collection[tuple[Any, ...]]
) -> None:
    """Send a statement for each of these keys, in one order, so that two writers never wait for each other in turn."""
    names = [column.name for column in table.c if column.name != "workspace_no"]
    rows = [{"workspace_no": workspace_no, **dict(zip(names, key, strict=True))} for key in sorted(keys)]
    statement(connection, rows)


def _found(connection: Connection, workspace_no: int, statement: Any, words: set[str]) -> set[str]:
    found: set[str] = set()
    listed = sorted(words)
    for start in range(0, len(listed), CHUNK):
        values = {"w": workspace_no, "words": listed[start : start + CHUNK]}
        found.update(connection.scalars(statement, values))
    return found


def _add_words(connection: Connection, workspace_no: int, words: set[str]) -> None:
    if not words:
        return
    new = words - _found(connection, workspace_no, _KNOWN, words)
    _send(connection, workspace_no, word, _INSERTS[word], [(each,) for each in new])
    _send(connection, workspace_no, word_tail, _INSERTS[word_tail], tail_keys(new))


def _drop_unused(connection: Connection, workspace_no: int, words: set[str]) -> None:
    if not words:
        return
    gone = _found(connection, workspace_no, _UNUSED, words)
    _send(connection, workspace_no, word, _DELETES[word], [(each,) for each in gone])
    _send(connection, workspace_no, word_tail, _DELETES[word_tail], tail_keys(gone))


def tail_keys(words: Iterable[str]) -> list[tuple[str, str]]:
    """Return the rows of `word_tail` for these words: each end, and the word."""
    return [(tail, each) for each in words for tail in tails(each)]
