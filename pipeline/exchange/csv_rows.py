"""Splits the lines of a CSV file into rows of cells. A quotation mark that is never closed spoils only its own line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.exchange.problems import Problem, Reason

_EXCERPT = 40  # characters of a cell that a problem shows
_AROUND = " \t\xa0\ufeff\u200b\u2060"  # what is no part of a cell when it stands at its edge
_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)  # how some programs keep a spreadsheet from changing a cell: ="00123"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the numbers of the lines on which it begins and ends, and its cells.

    `quoted` has the positions of the cells that stood in quotation marks. Where a mark is never closed, `fault` says
    so, and `cells` has only the cells before it.
    """

    line: int
    last: int
    cells: list[str]
    quoted: frozenset[int] = frozenset()
    fault: Problem | None = None


class _OpenQuote(Exception):
    """A quotation mark does not close its column. `cells` are those before it."""

    def __init__(self, cells: list[str], rest: str) -> None:
        super().__init__(rest)
        self.cells, self.rest = cells, rest


def split_rows(lines: Sequence[str], delimiter: str, width: int, first: int = 0) -> Iterator[Row]:
    """The rows of the table from line index `first` on.

    `width` is how many columns the table has. A cell in quotation marks may have several lines, but no line that is a
    row by itself: then the mark was never closed.
    """
    at = first
    while at < len(lines):
        line = lines[at]
        if '"' not in line:
            yield Row(at + 1, at + 1, [clean_cell(cell) for cell in line.split(delimiter)])
            at += 1
            continue
        try:
            cells, quoted, after = _quoted_row(lines, at, delimiter, width)
        except _OpenQuote as wrong:
            before = [clean_cell(cell) for cell in wrong.cells]
            yield Row(at + 1, at + 1, before, fault=Problem(at + 1, Reason.OPEN_QUOTE, wrong.rest[:_EXCERPT]))
            at += 1
        else:
            yield Row(at + 1, after, [clean_cell(cell) for cell in cells], frozenset(quoted))
            at = after


def clean_cell(text: str) -> str:
    """The text of a cell without what surrounds it."""
    text = text.strip(_AROUND)
    if text.startswith('="') and (kept := _AS_TEXT.fullmatch(text)):
        return kept[1].strip(_AROUND)
    return text


def _quoted_row(lines: Sequence[str], at: int, delimiter: str, width: int) -> tuple[list[str], list[int], int]:
    """The cells of the row that begins at this line, which of them are quoted, and the index of the line after it."""
    cells: list[str] = []
    quoted: list[int] = []
    line, position = lines[at], 0
    while True:
        if line[position : position + 1] == '"':
            quoted.append(len(cells))
            try:
                cell, at, position = _quoted_cell(lines, at, position + 1, delimiter, width)
            except ValueError:
                raise _OpenQuote(cells, line[position:]) from None
            line = lines[at]
        else:
            end = line.find(delimiter, position)
            end = len(line) if end < 0 else end
            cell, position = line[position:end], end
        cells.append(cell)
        if position >= len(line):
            return cells, quoted, at + 1
        position += len(delimiter)


def _quoted_cell(lines: Sequence[str], at: int, position: int, delimiter: str, width: int) -> tuple[str, int, int]:
    """The text of a quoted cell that begins at this position, and where it ends. Raises ValueError if it does not."""
    parts: list[str] = []
    while True:
        line = lines[at]
        end = line.find('"', position)
        inside = line[position:] if end < 0 else line[position:end]
        parts.append(inside)
        if position == 0 and inside.count(delimiter) >= width - 1:
            raise ValueError("a whole row stands inside")
        if end < 0:
            at, position = at + 1, 0
            if at == len(lines):
                raise ValueError("the file ends inside")
            parts.append("\n")
        elif line[end + 1 : end + 2] == '"':
            parts.append('"')
            position = end + 2
        else:
            rest = line[end + 1 :]
            after = end + 1 + len(rest) - len(rest.lstrip(" "))
            if after < len(line) and not line.startswith(delimiter, after):
                raise ValueError("text follows the closing mark")
            return "".join(parts), at, after
