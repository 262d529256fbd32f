"""Asks which words of a workspace's names a typed word may mean."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, select

from pipeline.finding.fits import WordFits, beginning_fits, better_of, hidden_fits, slip_fits
from pipeline.finding.tables import word, word_tail
from pipeline.finding.words import SHORTEST_TAIL
from pipeline.storage.prepared import Read

MOST_ENDS = 3_000  # ends of words that are looked at for one typed word
MOST_BEGUN = 3_000  # words that are looked at for one typed word of a single letter or two
SHORTEST_SLIPPED = 5  # the fewest letters of a typed word whose first two letters may be mistyped
_SHARED = 4  # first letters that a bent end shares with a typed word, one fewer in a short word
_SHORT = 5

_BEGUN = Read(
    select(word.c.word)
    .where(word.c.workspace_no == bindparam("w"), word.c.word >= bindparam("from"), word.c.word < bindparam("to"))
    .limit(bindparam("most"))
)
_ENDS = Read(
    select(word_tail.c.tail, word_tail.c.word)
    .where(word_tail.c.workspace_no == bindparam("w"))
    .where(word_tail.c.tail >= bindparam("from"), word_tail.c.tail < bindparam("to"))
    .limit(bindparam("most"))
)
_WITH_END = Read(
    select(word_tail.c.word)
    .where(word_tail.c.workspace_no == bindparam("w"))
    .where(word_tail.c.tail.in_([bindparam(f"tail{no}") for no in range(4)]))
    .limit(MOST_ENDS)
)
_EXACT = Read(
    select(word.c.word)
    .where(word.c.workspace_no == bindparam("w"))
    .where(word.c.word.in_([bindparam("without_first"), bindparam("swapped")]))
)
_LAST = "\U0010ffff"  # sorts behind every letter


@dataclass(frozen=True, slots=True)
class Meanings:
    """The words of names that a typed word fits. `is_cut` says that there may be more of them."""

    fits: WordFits
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one workspace's names, asked within one transaction; each typed word is asked for once."""

    connection: Connection
    workspace_no: int
    _asked: dict[str, Meanings] = field(default_factory=dict[str, Meanings])

    def meanings(self, typed: str) -> Meanings:
        """Return the words that a typed word fits, from those that begin like it to those that hold it."""
        if typed not in self._asked:
            self._asked[typed] = self._meanings(typed)
        return self._asked[typed]

    def _meanings(self, typed: str) -> Meanings:
        start = typed[:2]
        begun = [row.word for row in self._rows(_BEGUN, start, MOST_BEGUN)]
        fits = beginning_fits(typed, begun)
        is_cut = len(begun) == MOST_BEGUN
        if len(typed) >= SHORTEST_TAIL:
            ends, ends_are_cut = self._ends(typed)
            fits = better_of(fits, hidden_fits(typed, ends))
            is_cut = is_cut or ends_are_cut
        if len(typed) >= SHORTEST_SLIPPED:
            fits = better_of(fits, slip_fits(typed, self._slipped(typed)))
        return Meanings(fits, is_cut)

    def _ends(self, typed: str) -> tuple[list[tuple[str, str]], bool]:
        """The ends of words that begin like what was typed; where those are too many, that begin with all of it."""
        rows = self._rows(_ENDS, typed[: _SHARED - 1 if len(typed) <= _SHORT else _SHARED], MOST_ENDS)
        if len(rows) == MOST_ENDS:
            rows = self._rows(_ENDS, typed, MOST_ENDS)
            return [(row.tail, row.word) for row in rows], True
        return [(row.tail, row.word) for row in rows], False

    def _slipped(self, typed: str) -> list[str]:
        """The words from whose first two letters the typed ones may differ by a slip."""
        values: dict[str, Any] = {"w": self.workspace_no}
        ends = [end for end in (typed[start:] for start in range(4)) if len(end) >= SHORTEST_TAIL]
        values |= {f"tail{no}": ends[no] if no < len(ends) else ends[0] for no in range(4)}
        values |= {"without_first": typed[1:], "swapped": typed[1] + typed[0] + typed[2:]}
        found = [*_WITH_END(self.connection, values), *_EXACT(self.connection, values)]
        return [row.word for row in found]

    def _rows(self, question: Read, start: str, most: int) -> list[Any]:
        values = {"w": self.workspace_no, "from": start, "to": start + _LAST, "most": most}
        return question(self.connection, values)
