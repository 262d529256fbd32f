"""Finds the table in a file: its columns and its rows, in a text with separators or in an Excel workbook."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from pipeline.exchange.csv_rows import Row, split_rows
from pipeline.exchange.file_text import FileText, is_workbook, read_bytes, read_text
from pipeline.exchange.problems import BadValue, Problem, Reason
from pipeline.exchange.workbook import read_sheets

NEEDED = ("case_id", "seq", "stage", "entered_at")
TEXTS = ("customer", "name", "agent", "product")
READ = (*NEEDED, "amount", "currency", *TEXTS)

_SEPARATORS = (",", ";", "\t", "|")
_TITLE_ROWS = 20  # rows that may stand above the header
_SHOWN = 20  # columns that the sentence about missing ones names


@dataclass(frozen=True, slots=True)
class Table:
    """The columns and rows of a file. With a problem of the whole file there are none.

    `columns` has the position of each column by its name. `width` is how many columns a row has to have.
    """

    problems: tuple[Problem, ...] = ()
    columns: Mapping[str, int] = field(default_factory=dict[str, int])
    width: int = 0
    rows: Sequence[Row] = ()
    separator: str = ""  # empty for a workbook
    encoding: str = ""
    sheet: str = ""
    digest: str = ""  # the file's own, whatever its name is

    @property
    def unread(self) -> list[str]:
        """The names of the columns that are not read."""
        return [name for name in self.columns if name not in READ]


@dataclass(frozen=True, slots=True)
class _Header:
    """A row that may be the header, with the separator with which it was read, and the index of the line after it."""

    row: Row
    separator: str
    after: int

    @property
    def names(self) -> list[str]:
        return [_column(cell) for cell in self.row.cells]

    @property
    def needed(self) -> int:
        """How many of the needed columns it has."""
        return len(set(NEEDED) & set(self.names))


def read_table(path: Path) -> Table:
    """Read a file: CSV in UTF-8, UTF-16 or Windows-1252, plain or gzip, or an Excel workbook.

    Nothing is raised for a bad file: its problem is in the result.
    """
    try:
        raw = read_bytes(path)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()[:24]
        if is_workbook(raw, path.name):
            return _of_workbook(raw, path.name, digest)
        return _of_text(read_text(raw, path.name), digest)
    except BadValue as bad:
        return Table((bad.at(1),))


def _column(cell: str) -> str:
    """The name of a column as it is compared: "Entered at" is entered_at."""
    return unicodedata.normalize("NFC", "_".join(cell.casefold().replace("-", " ").split()))


# --- text -------------------------------------------------------------------------------------------------------------


def _of_text(text: FileText, digest: str) -> Table:
    said = _said_separator(text.lines[0])
    first = 0 if said is None else 1
    found = [
        _header(_candidates(text.lines, separator, first)) for separator in ([said] if said else list(_SEPARATORS))
    ]
    header = max(found, key=lambda each: (each.needed, len(each.row.cells)))
    columns, width = _columns(header.row)
    if (fault := _with_fault(header.row, text.faults).fault) is not None:
        return Table((fault,))  # a column whose name is damaged would be taken for one that is not read
    rows = [_with_fault(row, text.faults) for row in split_rows(text.lines, header.separator, width, header.after)]
    return Table((), columns, width, rows, header.separator, text.encoding, "", digest)


def _said_separator(line: str) -> str | None:
    """The separator that a first line such as `sep=;` names."""
    bare = line.strip(" \ufeff\r").strip('"')
    if bare[:4].casefold() != "sep=":
        return None
    return "\t" if bare[4:] in ("\t", "\\t") else bare[4:5] or ","


def _candidates(lines: Sequence[str], separator: str, first: int) -> Iterator[_Header]:
    """The first rows of a text that are not empty."""
    rows = list(islice(split_rows(lines, separator, len(NEEDED), first), _TITLE_ROWS + 1))
    for row, following in zip(rows[:_TITLE_ROWS], [*rows[1:], None], strict=False):
        if any(row.cells):
            yield _Header(row, separator, following.line - 1 if following else len(lines))


def _header(candidates: Iterable[_Header]) -> _Header:
    """The row that has the most of the needed columns; the first one if none has any."""
    return max(candidates, key=lambda each: each.needed, default=_Header(Row(1, 1, []), "", 0))


def _with_fault(row: Row, faults: Mapping[int, Problem]) -> Row:
    """The row with the fault of one of its lines, if one has any."""
    if not faults or row.fault is not None:
        return row
    fault = next((faults[line] for line in range(row.line, row.last + 1) if line in faults), None)
    return replace(row, fault=fault) if fault else row


def _columns(header: Row) -> tuple[dict[str, int], int]:
    """The positions of the columns by name, and how many there are up to the last one with a name. Raises BadValue."""
    names = [_column(cell) for cell in header.cells]
    missing = [name for name in NEEDED if name not in names]
    if missing:
        found = [cell for cell in header.cells if cell]
        more = ", ".join(found[:_SHOWN]) + (" …" if len(found) > _SHOWN else "")
        raise BadValue(Reason.MISSING_COLUMNS, ", ".join(missing), more)
    for position, name in enumerate(names):
        if name and name in names[:position]:
            raise BadValue(Reason.DOUBLE_COLUMN, header.cells[position])
    columns = {name: position for position, name in enumerate(names) if name}
    return columns, max(columns.values()) + 1


# --- a workbook -------------------------------------------------------------------------------------------------------


def _of_workbook(raw: bytes, name: str, digest: str) -> Table:
    sheets = {title: rows for title, rows in read_sheets(raw, name).items() if any(any(row.cells) for row in rows)}
    if not sheets:
        raise BadValue(Reason.EMPTY, name)
    headers = {title: _header(_first_rows(rows)) for title, rows in sheets.items()}
    fitting = [title for title, header in headers.items() if header.needed == len(NEEDED)]
    if len(fitting) > 1:
        raise BadValue(Reason.SEVERAL_SHEETS, name, ", ".join(fitting))
    title = fitting[0] if fitting else max(headers, key=lambda each: headers[each].needed)
    columns, width = _columns(headers[title].row)
    rows = [_padded(row, width) for row in sheets[title][headers[title].after :]]
    return Table((), columns, width, rows, "", "Excel", title, digest)


def _first_rows(rows: Sequence[Row]) -> Iterator[_Header]:
    for index, row in enumerate(rows[: _TITLE_ROWS + 1]):
        if any(row.cells):
            yield _Header(row, "", index + 1)


def _padded(row: Row, width: int) -> Row:
    """The row with empty cells at its end: a workbook does not save those."""
    return row if len(row.cells) >= width else Row(row.line, row.last, [*row.cells, *[""] * (width - len(row.cells))])
