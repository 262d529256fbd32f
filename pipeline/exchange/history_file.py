"""Reads a file of stage histories, where each row says that a deal enters a stage, into cases and a list of problems.

The file needs the columns `case_id, seq, stage, entered_at`; `amount, currency, agent, product, customer` and `name`
are read if present. A case with a bad row is left out whole, because the forecast would learn something untrue from
half a history.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from itertools import pairwise
from pathlib import Path

from pipeline import money
from pipeline.customers.customers import NAME_LIMIT
from pipeline.deals.deal import AMOUNT_LIMIT
from pipeline.forecast.histories import Outcome
from pipeline.money import Money

MOST_CHARACTERS = NAME_LIMIT  # of a text that is accepted: as long as a customer's name may be
MOST_BYTES = 200_000_000  # of a file that is accepted, after unpacking

_NEEDED = ("case_id", "seq", "stage", "entered_at")
_TEXTS = ("customer", "name", "agent", "product")
_WON, _LOST = "won", "lost"
#: The years in which a row may have happened; any other year is a mistake in the file.
_YEARS = range(1970, 2200)

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


class Reason(Enum):
    """Why a row, a case or the whole file is not imported. The value is shown to whoever runs the import."""

    MISSING_COLUMN = "missing_column"  # the file lacks a column that is needed
    TOO_LARGE = "too_large"  # the file is larger than MOST_BYTES
    BROKEN_GZIP = "broken_gzip"  # the file is a gzip file that cannot be unpacked
    NOT_A_TABLE = "not_a_table"  # the row cannot be split into columns, or has too many
    NO_CASE = "no_case"  # the row has no case_id
    BAD_SEQUENCE = "bad_sequence"  # `seq` is no whole number, or its case has the same one twice
    UNKNOWN_STAGE = "unknown_stage"  # no stage has this label; listed once per label
    BAD_TIME = "bad_time"  # `entered_at` is no ISO date or time
    BACKWARDS = "backwards"  # the row is earlier than the one before it in its case
    BAD_AMOUNT = "bad_amount"  # `amount` has too many decimals for its currency, is below zero, or is too large
    UNKNOWN_CURRENCY = "unknown_currency"  # `currency` is no ISO 4217 code that Putki knows
    TOO_LONG = "too_long"  # a text is longer than MOST_CHARACTERS
    AFTER_THE_END = "after_the_end"  # the case was won or lost before this row
    IN_THE_FUTURE = "in_the_future"  # the case has a row later than now
    CHANGED = "brought_before_with_other_rows"  # an import brought the case with other rows; its deal stays as it is
    NO_OPEN_STAGE = "no_open_stage"  # the case is won or lost without ever having been in an open stage


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a line of the file (line 1 is the header).

    `text` is the faulty text, and `rows` is how many rows have it.
    """

    line: int
    reason: Reason
    text: str
    rows: int = 1


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


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    case_id: str
    seq: int
    stage: int | Outcome
    at: datetime
    amount: Money | None
    texts: Mapping[str, str]


class _BadValue(Exception):
    def __init__(self, reason: Reason, text: str) -> None:
        super().__init__(reason.value)
        self.reason, self.text = reason, text


def read_history(path: Path, stages_by_label: Mapping[str, int], *, currency: str = "EUR") -> HistoryFile:
    """Read a history file: plain or gzip, UTF-8 or Latin-1, with commas or semicolons.

    `stages_by_label` maps labels to the numbers of the workspace's open stages, without regard to case. Where the
    workspace still has a default stage, the key `stage_identification`, `stage_contact` or `stage_offer` lets the known
    labels find it. `currency` is the currency of rows that name none. Nothing is raised for a bad file: its problems
    are in the result.
    """
    try:
        text = _text(path)
    except _BadValue as bad:
        return HistoryFile((), (Problem(1, bad.reason, bad.text),))
    lines = _lines(text)
    _, first = next(lines, (1, list[str]()))
    header = [name.strip().casefold() for name in first]
    missing = [Problem(1, Reason.MISSING_COLUMN, name) for name in _NEEDED if name not in header]
    if missing:
        return HistoryFile((), tuple(missing))
    return _Reader(header, _stages(stages_by_label), currency).read(lines)


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


def _text(path: Path) -> str:
    raw = path.read_bytes()
    if raw.startswith(b"\x1f\x8b"):
        try:
            with gzip.open(path) as packed:
                raw = packed.read(MOST_BYTES + 1)
        except (EOFError, zlib.error, gzip.BadGzipFile) as broken:
            raise _BadValue(Reason.BROKEN_GZIP, path.name) from broken
    if len(raw) > MOST_BYTES:
        raise _BadValue(Reason.TOO_LARGE, path.name)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row of the table, with the number of the line on which it ends."""
    header = text.partition("\n")[0]
    delimiter = ";" if header.count(";") > header.count(",") else ","
    table = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    for fields in table:
        yield table.line_num, fields


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


class _Reader:
    """Reads the rows of one file into cases, and collects the problems."""

    def __init__(self, header: list[str], stages: Mapping[str, int | Outcome], currency: str) -> None:
        self._header = header
        self._stages = stages
        self._currency = currency
        self._problems: list[Problem] = []
        self._unknown: dict[str, Problem] = {}
        self._rows: dict[str, list[_Row]] = {}
        self._left_out: set[str] = set()

    def read(self, lines: Iterator[tuple[int, list[str]]]) -> HistoryFile:
        line = 1
        try:
            for line, fields in lines:
                if any(field.strip() for field in fields):
                    self._read_row(line, [field.strip() for field in fields])
        except csv.Error as unreadable:
            self._problems.append(Problem(line + 1, Reason.NOT_A_TABLE, str(unreadable)))
        cases = [case for case_id, rows in self._rows.items() if (case := self._case(case_id, rows))]
        problems = sorted([*self._problems, *self._unknown.values()], key=lambda problem: problem.line)
        return HistoryFile(tuple(cases), tuple(problems))

    def _read_row(self, line: int, fields: list[str]) -> None:
        values = dict(zip(self._header, fields, strict=False))
        case_id = values.get("case_id", "")
        try:
            if len(fields) > len(self._header):
                raise _BadValue(Reason.NOT_A_TABLE, ";".join(fields)[:MOST_CHARACTERS])
            row = self._checked_row(line, case_id, values)
        except _BadValue as bad:
            self._add_problem(line, bad, case_id)
        else:
            self._rows.setdefault(case_id, []).append(row)

    def _add_problem(self, line: int, bad: _BadValue, case_id: str) -> None:
        self._left_out.add(case_id)
        if bad.reason is not Reason.UNKNOWN_STAGE:
            self._problems.append(Problem(line, bad.reason, bad.text))
            return
        known = self._unknown.get(bad.text)
        self._unknown[bad.text] = replace(known, rows=known.rows + 1) if known else Problem(line, bad.reason, bad.text)

    def _checked_row(self, line: int, case_id: str, values: Mapping[str, str]) -> _Row:
        if not case_id:
            raise _BadValue(Reason.NO_CASE, "")
        for column in ("case_id", *_TEXTS):
            if len(values.get(column, "")) > MOST_CHARACTERS:
                raise _BadValue(Reason.TOO_LONG, values[column][:MOST_CHARACTERS])
        stage = self._stages.get(values["stage"].casefold()) if "stage" in values else None
        if stage is None:
            raise _BadValue(Reason.UNKNOWN_STAGE, values.get("stage", ""))
        return _Row(
            line,
            case_id,
            _whole_number(values.get("seq", "")),
            stage,
            _moment(values.get("entered_at", "")),
            _amount(values.get("amount", ""), values.get("currency") or self._currency),
            {column: values.get(column, "") for column in _TEXTS},
        )

    def _case(self, case_id: str, rows: list[_Row]) -> Case | None:
        if case_id in self._left_out:
            return None
        rows = sorted(rows, key=lambda row: row.seq)
        try:
            _check_order(rows)
        except _BadRow as bad:
            self._add_problem(bad.line, bad, case_id)
            return None
        return _as_case(case_id, rows)


class _BadRow(_BadValue):
    def __init__(self, row: _Row, reason: Reason, text: str) -> None:
        super().__init__(reason, text)
        self.line = row.line


def _check_order(rows: Sequence[_Row]) -> None:
    for before, row in pairwise(rows):
        if row.seq == before.seq:
            raise _BadRow(row, Reason.BAD_SEQUENCE, str(row.seq))
        if isinstance(before.stage, Outcome):
            raise _BadRow(row, Reason.AFTER_THE_END, row.case_id)
        if row.at < before.at:
            raise _BadRow(row, Reason.BACKWARDS, row.at.isoformat())
    if isinstance(rows[0].stage, Outcome):
        raise _BadRow(rows[0], Reason.NO_OPEN_STAGE, rows[0].case_id)


def _as_case(case_id: str, rows: Sequence[_Row]) -> Case:
    last = rows[-1]
    ended = isinstance(last.stage, Outcome)
    texts = {column: _last_text(row.texts[column] for row in rows) for column in _TEXTS}
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


def _content(row: _Row) -> str:
    """The content of a row as one text. It is independent of column order and of how numbers and times are written."""
    stage = row.stage.value if isinstance(row.stage, Outcome) else row.stage
    amount = (row.amount.minor, row.amount.currency) if row.amount is not None else None
    return json.dumps([stage, row.at.isoformat(), amount, *(row.texts[column] for column in _TEXTS)])


def _entries(rows: Sequence[_Row]) -> Iterator[Entry]:
    """The open stages that the case enters. A row that repeats the current stage is left out."""
    current: int | None = None
    for row in rows:
        if not isinstance(row.stage, Outcome) and row.stage != current:
            current = row.stage
            yield Entry(row.at, row.stage, row.texts["agent"], row.amount)


def _last_text(texts: Iterator[str]) -> str:
    return next((text for text in reversed(list(texts)) if text), "")


def _whole_number(text: str) -> int:
    try:
        return int(text)
    except ValueError as bad:
        raise _BadValue(Reason.BAD_SEQUENCE, text) from bad


def _moment(text: str) -> datetime:
    """Read a moment in UTC. A time without a zone is in UTC; a day without a time means its midnight."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError as bad:
        raise _BadValue(Reason.BAD_TIME, text) from bad
    if at.year not in _YEARS:
        raise _BadValue(Reason.BAD_TIME, text)
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def _amount(text: str, currency: str) -> Money | None:
    """Read an amount in major units, with a decimal point or comma; None if the text is empty."""
    plain = "".join(text.split())
    if not plain:
        return None
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    if not plain.replace(".", "", 1).isdigit():
        raise _BadValue(Reason.BAD_AMOUNT, text)
    try:
        amount = Money.of(plain, currency.upper())
    except money.UnknownCurrency as unknown:
        raise _BadValue(Reason.UNKNOWN_CURRENCY, currency) from unknown
    except money.NotAnAmount as bad:
        raise _BadValue(Reason.BAD_AMOUNT, text) from bad
    if amount.minor > AMOUNT_LIMIT:
        raise _BadValue(Reason.BAD_AMOUNT, text)
    return amount
