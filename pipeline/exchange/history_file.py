"""Reads a file of stage histories, where each row says that a deal enters a stage, into cases and a list of problems.

The file needs the columns `case_id, seq, stage, entered_at`; `amount, currency, agent, product, customer` and `name`
are read if present. A case with a bad row is left out whole, because the forecast would learn something untrue from
half a history.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

from pipeline.exchange.csv_rows import Row
from pipeline.exchange.problems import BadValue, Problem, Reason
from pipeline.exchange.row_values import (
    Readers,
    RowReader,
    RowValues,
    decimal_mark,
    groups_mark,
    may_be_cut,
    thousands_mark,
)
from pipeline.exchange.table import TEXTS, Table, read_table
from pipeline.forecast.histories import Outcome
from pipeline.money import Money

_WON, _LOST = "won", "lost"
_DAMAGED = re.compile("[\ufffd\x00-\x1f]")
_SHIFTED = {Reason.SHORT_ROW, Reason.LONG_ROW, Reason.SPLIT_AMOUNT}  # rows whose cells may stand in wrong columns

#: The labels of the default stages in both languages, and those of the histories that Putki was tried on.
KNOWN_LABELS: Mapping[str, str] = {
    "tunnistaminen": "stage_identification",
    "identification": "stage_identification",
    "submitted": "stage_identification",
    "yhteydenotto": "stage_contact",
    "contact": "stage_contact",
    "preaccepted": "stage_contact",
    "accepted": "stage_contact",
    "engaging": "stage_contact",
    "tarjous": "stage_offer",
    "offer": "stage_offer",
    "offer_sent": "stage_offer",
    "offer_returned": "stage_offer",
    "kauppa": _WON,
    "voitettu": _WON,
    "sale": _WON,
    "won": _WON,
    "hävitty": _LOST,
    "lost": _LOST,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A case enters an open stage. `agent` is who moved it, by the name in the file; `amount` is its amount then."""

    at: datetime
    stage_no: int
    agent: str
    amount: Money | None


@dataclass(frozen=True, slots=True)
class Case:
    """One deal of the file: at least one entry, in order of time, and its end if it has ended.

    `amount` is the last amount in the case's rows; for a won case, that is what it was won for. Texts are empty where
    the file has none.
    """

    case_id: str
    entries: tuple[Entry, ...]
    ended_at: datetime | None
    outcome: Outcome | None
    amount: Money | None
    agent: str
    customer: str
    name: str
    product: str
    line: int = field(default=0, compare=False)  # the first line of the file that has the case
    fingerprint: str = field(default="", compare=False)  # identifies its rows, in whatever order the file has them

    @property
    def last_at(self) -> datetime:
        """When the last row of the case happened."""
        return self.ended_at or self.entries[-1].at


@dataclass(frozen=True, slots=True)
class HistoryFile:
    """The cases that could be read, in the order in which they first appear, and the problems, by line."""

    cases: tuple[Case, ...]
    problems: tuple[Problem, ...]


def read_history(
    path: Path, stages_by_label: Mapping[str, int], readers: Readers, *, currency: str = "EUR"
) -> HistoryFile:
    """Read a history file. Nothing is raised for a bad file: its problems are in the result.

    See `read_table` for the files that are read, and `read_cases` for the arguments.
    """
    return read_cases(read_table(path), stages_by_label, readers, currency=currency)


def read_cases(
    table: Table, stages_by_label: Mapping[str, int], readers: Readers, *, currency: str = "EUR"
) -> HistoryFile:
    """Read the cases of a table.

    `stages_by_label` maps labels to the numbers of the workspace's open stages, without regard to case. Where the
    workspace still has a default stage, the key `stage_identification`, `stage_contact` or `stage_offer` lets the known
    labels find it. `currency` is the currency of rows that name none.
    """
    if table.problems:
        return HistoryFile((), table.problems)
    return _Cases(RowReader(table, _stages(stages_by_label), currency, readers)).read(table.rows)


def shift_weeks(cases: Sequence[Case], to: date) -> tuple[Case, ...]:
    """Move the whole history by whole weeks, so that its last row falls in the week before `to` (UTC)."""
    if not cases:
        return ()
    last = max(case.last_at for case in cases)
    weeks = (datetime.combine(to, time(), UTC) - last - timedelta(microseconds=1)) // timedelta(weeks=1)
    return tuple(_shifted(case, timedelta(weeks=weeks)) for case in cases)


def _shifted(case: Case, by: timedelta) -> Case:
    entries = tuple(replace(entry, at=entry.at + by) for entry in case.entries)
    return replace(case, entries=entries, ended_at=case.ended_at + by if case.ended_at else None)


def _stages(by_label: Mapping[str, int]) -> dict[str, int | Outcome]:
    """Map each label to a stage or an outcome. The workspace's own labels win over the known ones."""
    own = {label.strip().casefold(): stage_no for label, stage_no in by_label.items()}
    meanings: dict[str, int | Outcome] = {}
    for label, meaning in KNOWN_LABELS.items():
        if meaning in (_WON, _LOST):
            meanings[label] = Outcome(meaning)
        elif meaning in own:
            meanings[label] = own[meaning]
    return meanings | own


class _Cases:
    """Collects the rows of one file into cases, and the problems."""

    def __init__(self, reader: RowReader) -> None:
        self._reader = reader
        self._problems: list[Problem] = []
        self._unknown: dict[str, Problem] = {}
        self._rows: dict[str, list[RowValues]] = {}
        self._left_out: set[str] = set()
        self._cut: dict[str, int] = {}  # the case beside a row that may be its own, and the line of that row

    def read(self, rows: Sequence[Row]) -> HistoryFile:
        filled = [row for row in rows if not self._reader.is_empty(row)]
        for index, row in enumerate(filled):
            self._read_row(row, filled[max(0, index - 1) : index + 2])
        self._check_marks(Counter(self._reader.cell(row, "amount") for row in filled))
        self._check_cut()
        cases = [case for case_id, of_case in self._rows.items() if (case := self._case(case_id, of_case))]
        cases = list(self._with_customers(cases))
        problems = sorted([*self._problems, *self._unknown.values()], key=lambda problem: problem.line)
        return HistoryFile(tuple(cases), tuple(problems))

    def _read_row(self, row: Row, around: Sequence[Row]) -> None:
        case_id = self._reader.cell(row, "case_id")
        if row.fault is not None:
            self._problems.append(replace(row.fault, case_id=case_id))
            self._leave_out_damaged(case_id, row, around)
            return
        try:
            values = self._reader.read(row)
        except BadValue as bad:
            self._add_problem(bad.at(row.line), case_id)
            if bad.reason in _SHIFTED and self._reader.table.columns["case_id"] > 0:
                self._cut_beside(row, around, is_shifted=True)
        else:
            self._rows.setdefault(case_id, []).append(values)

    def _leave_out_damaged(self, case_id: str, row: Row, around: Sequence[Row]) -> None:
        """Leave out the case of a damaged row. Where the damage hides whose row it is, a neighbour may be its case."""
        self._left_out.add(case_id)
        if not case_id or _DAMAGED.search(case_id):
            self._cut_beside(row, around)

    def _cut_beside(self, row: Row, around: Sequence[Row], *, is_shifted: bool = False) -> None:
        """Leave out the cases of the neighbours, but not where `seq` shows that the row is not of the same case.

        In a row that `is_shifted`, what stands in the column `seq` may be something else.
        """
        at = next(index for index, each in enumerate(around) if each is row)
        for index, neighbour in enumerate(around):
            other = self._reader.cell(neighbour, "case_id")
            first, second = (neighbour, row) if index < at else (row, neighbour)
            if neighbour is not row and other and (is_shifted or self._may_follow(first, second)):
                self._cut.setdefault(other, row.line)

    def _may_follow(self, first: Row, second: Row) -> bool:
        """Whether the second row may be the next one of the same case."""
        before, after = (self._reader.cell(each, "seq") for each in (first, second))
        return not (before.isdecimal() and after.isdecimal()) or int(before) < int(after)

    def _add_problem(self, problem: Problem, case_id: str) -> None:
        self._left_out.add(case_id)
        if problem.reason is not Reason.UNKNOWN_STAGE:
            self._problems.append(replace(problem, case_id=case_id))
            return
        known = self._unknown.get(problem.text)
        self._unknown[problem.text] = replace(known, rows=known.rows + 1) if known else problem

    def _check_marks(self, written: Mapping[str, int]) -> None:
        """Refuse amounts whose mark parts thousands in one row and decimals in another; `written` counts each."""
        doubtful = {text: other for mark in ".," for text, other in _doubtful(mark, written).items()}
        for rows in self._rows.values() if doubtful else ():
            for row in rows:
                if (other := doubtful.get(row.amount_text)) is not None:
                    self._add_problem(Problem(row.line, Reason.MIXED_MARKS, row.amount_text, more=other), row.case_id)

    def _check_cut(self) -> None:
        for case_id, line in self._cut.items():
            if case_id not in self._left_out and case_id in self._rows:
                self._add_problem(Problem(line, Reason.CUT, case_id), case_id)

    def _case(self, case_id: str, rows: list[RowValues]) -> Case | None:
        if case_id in self._left_out:
            return None
        rows = sorted(rows, key=lambda row: row.seq)
        problem = _order_problem(rows)
        if problem is not None:
            self._add_problem(problem, case_id)
            return None
        return _as_case(case_id, rows)

    def _with_customers(self, cases: Sequence[Case]) -> Iterator[Case]:
        """The cases that have a customer; in a file that names no customer at all, every case."""
        are_named = any(case.customer for case in cases)
        for case in cases:
            if case.customer or not are_named:
                yield case
            else:
                self._add_problem(Problem(case.line, Reason.NO_CUSTOMER, case.case_id), case.case_id)


def _doubtful(mark: str, written: Mapping[str, int]) -> dict[str, str]:
    """The amounts in which the mark may not mean what it seems to, each with another that says so.

    "12.500" is doubtful where another amount surely has decimals behind the mark. "12.5" may have lost its zeros: where
    the mark surely parts thousands elsewhere, or does in more rows, that one is doubtful, and where as many rows have
    the one as the other, both are.
    """
    thousands = sorted(text for text in written if thousands_mark(text) == mark)
    decimals = sorted(text for text in written if decimal_mark(text) == mark)
    groups = sorted(text for text in written if groups_mark(text) == mark)
    if not decimals or not (thousands or groups):
        return {}
    sure = [text for text in decimals if not may_be_cut(text)]
    if sure:
        return dict.fromkeys(thousands, sure[0])
    if groups:
        return dict.fromkeys(decimals, groups[0])
    more = sum(written[text] for text in thousands) - sum(written[text] for text in decimals)
    blamed = dict.fromkeys(thousands, decimals[0]) if more <= 0 else {}
    return blamed | (dict.fromkeys(decimals, thousands[0]) if more >= 0 else {})


def _order_problem(rows: Sequence[RowValues]) -> Problem | None:
    """What is wrong with the rows of a case in the order of their `seq`."""
    for before, row in pairwise(rows):
        if row.seq == before.seq:
            return Problem(row.line, Reason.DOUBLE_SEQUENCE, row.case_id, more=str(row.seq))
        if isinstance(before.stage, Outcome):
            return Problem(row.line, Reason.AFTER_THE_END, row.case_id)
        if row.at < before.at:
            return Problem(row.line, Reason.BACKWARDS, row.case_id, more=row.at.date().isoformat())
    if isinstance(rows[0].stage, Outcome):
        return Problem(rows[0].line, Reason.NO_OPEN_STAGE, rows[0].case_id)
    return None


def _as_case(case_id: str, rows: Sequence[RowValues]) -> Case:
    last = rows[-1]
    ended = isinstance(last.stage, Outcome)
    texts = {column: _last_text(row.texts[column] for row in rows) for column in TEXTS}
    return Case(
        case_id=case_id,
        entries=tuple(_entries(rows)),
        ended_at=last.at if ended else None,
        outcome=last.stage if isinstance(last.stage, Outcome) else None,
        amount=next((row.amount for row in reversed(rows) if row.amount is not None), None),
        agent=texts["agent"],
        customer=texts["customer"],
        name=texts["name"],
        product=texts["product"],
        line=min(row.line for row in rows),
        fingerprint=fingerprint(*(_content(row) for row in rows)),
    )


def fingerprint(*content: str) -> str:
    """A hash of the given texts, 32 hexadecimal digits long."""
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:32]


def _content(row: RowValues) -> str:
    """The content of a row as one text. It is independent of column order and of how numbers and times are written."""
    stage = row.stage.value if isinstance(row.stage, Outcome) else row.stage
    amount = (row.amount.minor, row.amount.currency) if row.amount is not None else None
    return json.dumps([stage, row.at.isoformat(), amount, *(row.texts[column] for column in TEXTS)])


def _entries(rows: Sequence[RowValues]) -> Iterator[Entry]:
    """The open stages that the case enters. A row that repeats the current stage is left out."""
    current: int | None = None
    for row in rows:
        if not isinstance(row.stage, Outcome) and row.stage != current:
            current = row.stage
            yield Entry(row.at, row.stage, row.texts["agent"], row.amount)


def _last_text(texts: Iterator[str]) -> str:
    return next((text for text in reversed(list(texts)) if text), "")
