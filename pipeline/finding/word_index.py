"""Asks who has words: the statements on a table such as `deal_word`, all of them bounded."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    Connection,
    Select,
    Table,
    bindparam,
    exists,
    literal,
    select,
)

from pipeline.storage.prepared import ReadIn

MOST = 300  # rows read for one of several typed words; a word that more have says little
MOST_NEWEST = 1_000  # rows read where one word was typed
MOST_COMMON = 200  # numbers read that have two common words
FEW_OTHERS = 3  # other words that are looked up for each number; for more of them both lists are read and crossed
OPEN, CLOSED = 0, 1
EITHER = (OPEN, CLOSED)
Question = Select[*tuple[Any, ...]]
Binds = Mapping[str, list[BindParameter[Any]]]


class Occurrence(NamedTuple):
    """That something has a word: its number, the word, and 1 for a closed deal (0 for all else)."""

    no: int
    word: str
    closed: int


@dataclass(frozen=True, slots=True)
class WordIndex:
    """The statements on one table of words, for all of its rows or for those that come into question."""

    some: ReadIn
    newest: ReadIn
    among: ReadIn
    common_few: ReadIn
    common_many: ReadIn

    @classmethod
    def of(
        cls,
        table: Table,
        number: str,
        *,
        narrowed: Callable[[Binds], Iterable[ColumnElement[bool]]] = lambda _binds: (),
    ) -> WordIndex:
        """Build the statements for a table whose column `number` says who has the word.

        `narrowed` makes conditions on the table's rows that say which of them come into question.
        """
        it = _Statements(table, table.c[number], narrowed)
        return cls(
            some=ReadIn(lambda binds: it.postings(binds).limit(MOST + 1)),
            newest=ReadIn(it.newest),
            among=ReadIn(lambda binds: it.postings(binds).where(it.number.in_(binds["nos"]))),
            common_few=ReadIn(it.common_few),
            common_many=ReadIn(it.common_many),
        )


@dataclass(frozen=True, slots=True)
class _Statements:
    """What the statements on one table of words are made of."""

    table: Table
    number: Column[Any]
    narrowed: Callable[[Binds], Iterable[ColumnElement[bool]]]

    @property
    def has_state(self) -> bool:
        return "closed" in self.table.c

    @property
    def state(self) -> ColumnElement[int]:
        return self.table.c.closed if self.has_state else literal(OPEN).label("closed")

    def postings(self, binds: Binds) -> Question:
        return self._asked(binds, "words", self.number.label("no"), self.table.c.word, self.state)

    def newest(self, binds: Binds) -> Question:
        """With one state, so that the rows of one word come in the order of their numbers from the index."""
        asked = self._of_words(binds, "words", self.number.label("no"), self.table.c.word, self.state)
        if self.has_state:
            asked = asked.where(self.table.c.closed == bindparam("first_state"))
        return asked.order_by(self.number.desc()).limit(bindparam("most"))

    def _numbers(self, binds: Binds, words: str = "words") -> Question:
        return self._asked(binds, words, self.number.label("no"), self.state)

    def _asked(self, binds: Binds, words: str, *columns: Any) -> Question:
        asked = self._of_words(binds, words, *columns)
        if self.has_state:
            asked = asked.where(self.table.c.closed.between(bindparam("first_state"), bindparam("last_state")))
        return asked

    def _of_words(self, binds: Binds, words: str, *columns: Any) -> Question:
        asked: Question = select(*columns)
        asked = asked.where(self.table.c.workspace_no == bindparam("w"), self.table.c.word.in_(binds[words]))
        return asked.where(*self.narrowed(binds))

    def common_few(self, binds: Binds) -> Question:
        """Look for one of a few other words of each number."""
        other = self.table.alias("other")
        has_other = exists().where(
            other.c.workspace_no == bindparam("w"),
            other.c.word.in_(binds["others"]),
            other.c[self.number.key] == self.number,
            *((other.c.closed == self.table.c.closed,) if self.has_state else ()),
        )
        asked = self._numbers(binds).where(has_other).distinct()
        return asked.order_by(self.state, self.number.desc()).limit(MOST_COMMON + 1)

    def common_many(self, binds: Binds) -> Question:
        """Read the numbers that have the words, and those that have the others, and cross them."""
        both = self._numbers(binds).intersect(self._numbers(binds, "others")).subquery()
        asked: Question = select(both.c.no, both.c.closed)
        return asked.order_by(both.c.closed, both.c.no.desc()).limit(MOST_COMMON + 1)


@dataclass(frozen=True, slots=True)
class Asking:
    """An index asked within one transaction, with the values of its narrowing conditions."""

    index: WordIndex
    connection: Connection
    workspace_no: int
    states: tuple[int, ...] = EITHER
    most: int = MOST_NEWEST
    values: Mapping[str, Any] = field(default_factory=dict[str, Any])
    lists: Mapping[str, list[Any]] = field(default_factory=dict[str, list[Any]])

    def some(self, words: Collection[str]) -> list[Occurrence]:
        """Who has one of these words, in no order; one more than MOST says that there are more."""
        return self._rows(self.index.some, self.states, words=words)

    def newest(self, words: Collection[str], state: int) -> list[Occurrence]:
        """The newest, open or closed, that have one of these words; `most` of them say that there may be more."""
        return self._rows(self.index.newest, (state,), words=words) if state in self.states else []

    def among(self, words: Collection[str], nos: Collection[int]) -> list[Occurrence]:
        """Which of these words these have."""
        return self._rows(self.index.among, self.states, words=words, nos=nos)

    def common(self, words: Collection[str], others: Collection[str]) -> dict[int, int]:
        """The newest that have one of these words and one of the others: 0 or 1, open or closed, by number.

        Open ones come first; one more than MOST_COMMON says that there are more.
        """
        few, many = sorted((words, others), key=len)
        question = self.index.common_few if len(few) <= FEW_OTHERS else self.index.common_many
        return {row.no: row.closed for row in self._rows(question, self.states, words=many, others=few)}

    def _rows(self, question: ReadIn, states: tuple[int, ...], **lists: Collection[Any]) -> list[Any]:
        values = {"w": self.workspace_no, "first_state": states[0], "last_state": states[-1], "most": self.most}
        values |= self.values
        return question(self.connection, values, {**self.lists, **{name: list(each) for name, each in lists.items()}})
