"""Reads a file of stage histories (one row: a deal enters a stage) into checked cases, and says what is wrong with each
row that is not taken.

Columns: `case_id, seq, stage, entered_at, amount`, and where present `outcome, agent, product, customer, name,
currency`. A case that has a bad row is left out whole, because half a history would teach something untrue.
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

from pipeline import errors
from pipeline.customers.customers import NAME_LIMIT
from pipeline.deals.deal import AMOUNT_LIMIT
from pipeline.forecast.histories import Outcome
from pipeline.money import Money

#: Longest text taken, in characters: what a customer's name may have.
MOST_CHARACTERS = NAME_LIMIT
#: Largest file taken, in bytes after unpacking.
MOST_BYTES = 200_000_000

_NEEDED = ("case_id", "seq", "stage", "entered_at")
_TEXTS = ("customer", "name", "agent", "product")
_WON, _LOST = "won", "lost"
#: Years in which something can have happened; others are a mistake in the file.
_YEARS = range(1970, 2200)

#: Labels of the default stages, in both languages, and of the histories that Putki was tried on.
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
    """Why a row, or the whole file, is not taken."""

    MISSING_COLUMN = "missing_column"  # the file lacks a column that is needed
    TOO_LARGE = "too_large"  # the file is larger than what is taken
    BROKEN_GZIP = "broken_gzip"  # the file was cut short or changed on its way
    NOT_A_TABLE = "not_a_table"  # the row cannot be told apart into columns
    NO_CASE = "no_case"  # the row names no case
    BAD_SEQUENCE = "bad_sequence"  # `seq` is no whole number, or stands twice in its case
    UNKNOWN_STAGE = "unknown_stage"  # said once per label
    BAD_TIME = "bad_time"  # `entered_at` is no ISO date or time
    BACKWARDS = "backwards"  # the row is earlier than the one before it in its case
    BAD_AMOUNT = "bad_amount"  # not an exact amount of the currency, below zero, or beyond any deal
    UNKNOWN_CURRENCY = "unknown_currency"
    TOO_LONG = "too_long"  # a text beyond MOST_CHARACTERS
    AFTER_THE_END = "after_the_end"  # the case was won or lost before this row
    IN_THE_FUTURE = "in_the_future"  # the case has a row later than now
    CHANGED = "brought_before_with_other_rows"  # the case is in the pipeline already, and is left as it is there
    NO_OPEN_STAGE = "no_open_stage"  # the case is won or lost without ever having been open


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a line (1 is the header); `text` is what stood there, `rows` how many rows it concerns."""

    line: int
    reason: Reason
    text: str
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """The case enters an open stage. `agent` is who did it, as the file names them; `amount` what was known then."""

    at: datetime
    stage_no: int
    agent: str
    amount: Money | None


@dataclass(frozen=True, slots=True)
class Case:
    """One deal: at least one entry, in order of time, and its end if it has ended.

    `amount` is the last one named; on a won case that is what it was won for. Texts are empty where the file has none.
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
    line: int = field(default=0, compare=False)  # where it first stands in the file
    fingerprint: str = field(default="", compare=False)  # of its rows as the file has them: alike in any order

    @property
    def last_at(self) -> datetime:
        """When the case's last row happened."""
        return self.ended_at or self.entries[-1].at


@dataclass(frozen=True, slots=True)
class HistoryFile:
    """What could be read, in the order in which cases first appear, and what could not, by line."""

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


class _Bad(Exception):
    def __init__(self, reason: Reason, text: str) -> None:
        super().__init__(reason.value)
        self.reason, self.text = reason, text


def read_history(path: Path, stages_by_label: Mapping[str, int], *, currency: str = "EUR") -> HistoryFile:
    """Reads a history (plain or gzip; UTF-8 or Latin-1; commas or semicolons).

    `stages_by_label`: the workspace's open stages by label, and by `stage_identification`, `stage_contact` and
    `stage_offer` where it still has the default ones, so that known labels find them. Upper and lower case are alike.
    `currency`: of rows that name none.
    """
    try:
        text = _text(path)
    except _Bad as bad:
        return HistoryFile((), (Problem(1, bad.reason, bad.text),))
    lines = _lines(text)
    _, first = next(lines, (1, list[str]()))
    header = [name.strip().casefold() for name in first]
    missing = [Problem(1, Reason.MISSING_COLUMN, name) for name in _NEEDED if name not in header]
    if missing:
        return HistoryFile((), tuple(missing))
    return _Reader(header, _stages(stages_by_label), currency).read(lines)


def shift_weeks(cases: Sequence[Case], to: date) -> tuple[Case, ...]:
    """Moves the whole history by whole weeks, so that its last row falls in the week before `to` (UTC)."""
    if not cases:
        return ()
    last = max(case.last_at for case in cases)
    weeks = (datetime.combine(to, time(), UTC) - last - timedelta(microseconds=1)) // timedelta(weeks=1)
    return tuple(_moved(case, timedelta(weeks=weeks)) for case in cases)


def _moved(case: Case, by: timedelta) -> Case:
    entries = tuple(replace(entry, at=entry.at + by) for entry in case.entries)
    return replace(case, entries=entries, ended_at=case.ended_at + by if case.ended_at else None)


def _text(path: Path) -> str:
    raw = path.read_bytes()
    if raw.startswith(b"\x1f\x8b"):
        try:
            with gzip.open(path) as packed:
                raw = packed.read(MOST_BYTES + 1)
        except (EOFError, zlib.error, gzip.BadGzipFile) as broken:
            raise _Bad(Reason.BROKEN_GZIP, path.name) from broken
    if len(raw) > MOST_BYTES:
        raise _Bad(Reason.TOO_LARGE, path.name)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row, with the number of the line it ends on."""
    header = text.partition("\n")[0]
    delimiter = ";" if header.count(";") > header.count(",") else ","
    table = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    for fields in table:
        yield table.line_num, fields


def _stages(by_label: Mapping[str, int]) -> dict[str, int | Outcome]:
    """What each label means here: the workspace's own labels first, then the known ones."""
    own = {label.strip().casefold(): stage_no for label, stage_no in by_label.items()}
    meanings: dict[str, int | Outcome] = {}
    for label, meaning in KNOWN_LABELS.items():
        if meaning in (_WON, _LOST):
            meanings[label] = Outcome(meaning)
        elif meaning in own:
            meanings[label] = own[meaning]
    return meanings | own


class _Reader:
    """Reads one file's rows into cases, keeping count of what is wrong."""

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
                    self._take(line, [field.strip() for field in fields])
        except csv.Error as unreadable:
            self._problems.append(Problem(line + 1, Reason.NOT_A_TABLE, str(unreadable)))
        cases = [case for case_id, rows in self._rows.items() if (case := self._case(case_id, rows))]
        problems = sorted([*self._problems, *self._unknown.values()], key=lambda problem: problem.line)
        return HistoryFile(tuple(cases), tuple(problems))

    def _take(self, line: int, fields: list[str]) -> None:
        values = dict(zip(self._header, fields, strict=False))
        case_id = values.get("case_id", "")
        try:
            if len(fields) > len(self._header):
                raise _Bad(Reason.NOT_A_TABLE, ";".join(fields)[:MOST_CHARACTERS])
            row = self._row(line, case_id, values)
        except _Bad as bad:
            self._say(line, bad, case_id)
        else:
            self._rows.setdefault(case_id, []).append(row)

    def _say(self, line: int, bad: _Bad, case_id: str) -> None:
        self._left_out.add(case_id)
        if bad.reason is not Reason.UNKNOWN_STAGE:
            self._problems.append(Problem(line, bad.reason, bad.text))
            return
        said = self._unknown.get(bad.text)
        self._unknown[bad.text] = replace(said, rows=said.rows + 1) if said else Problem(line, bad.reason, bad.text)

    def _row(self, line: int, case_id: str, values: Mapping[str, str]) -> _Row:
        if not case_id:
            raise _Bad(Reason.NO_CASE, "")
        for column in ("case_id", *_TEXTS):
            if len(values.get(column, "")) > MOST_CHARACTERS:
                raise _Bad(Reason.TOO_LONG, values[column][:MOST_CHARACTERS])
        stage = self._stages.get(values["stage"].casefold()) if "stage" in values else None
        if stage is None:
            raise _Bad(Reason.UNKNOWN_STAGE, values.get("stage", ""))
        return _Row(
            line,
            case_id,
            _whole(values.get("seq", "")),
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
            self._say(bad.line, bad, case_id)
            return None
        return _as_case(case_id, rows)


class _BadRow(_Bad):
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
    texts = {column: _last(row.texts[column] for row in rows) for column in _TEXTS}
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
        fingerprint=fingerprint(*(_told(row) for row in rows)),
    )


def fingerprint(*told: str) -> str:
    """A short text that only these texts have."""
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]


def _told(row: _Row) -> str:
    """What a row says, whatever the columns' order and the way that numbers and times are written."""
    stage = row.stage.value if isinstance(row.stage, Outcome) else row.stage
    amount = (row.amount.minor, row.amount.currency) if row.amount is not None else None
    return json.dumps([stage, row.at.isoformat(), amount, *(row.texts[column] for column in _TEXTS)])


def _entries(rows: Sequence[_Row]) -> Iterator[Entry]:
    """The open stages entered; a row that repeats the stage the case is in already says nothing new."""
    here: int | None = None
    for row in rows:
        if not isinstance(row.stage, Outcome) and row.stage != here:
            here = row.stage
            yield Entry(row.at, row.stage, row.texts["agent"], row.amount)


def _last(texts: Iterator[str]) -> str:
    return next((text for text in reversed(list(texts)) if text), "")


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError as bad:
        raise _Bad(Reason.BAD_SEQUENCE, text) from bad


def _moment(text: str) -> datetime:
    """A moment in UTC; a time without a zone is UTC, a day without a time its midnight."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError as bad:
        raise _Bad(Reason.BAD_TIME, text) from bad
    if at.year not in _YEARS:
        raise _Bad(Reason.BAD_TIME, text)
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def _amount(text: str, currency: str) -> Money | None:
    """An amount in major units, with a decimal point or comma; None where there is none."""
    plain = "".join(text.split())
    if not plain:
        return None
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    if not plain.replace(".", "", 1).isdigit():
        raise _Bad(Reason.BAD_AMOUNT, text)
    try:
        amount = Money.of(plain, currency.upper())
    except errors.UnknownCurrency as unknown:
        raise _Bad(Reason.UNKNOWN_CURRENCY, currency) from unknown
    except errors.NotAnAmount as bad:
        raise _Bad(Reason.BAD_AMOUNT, text) from bad
    if amount.minor > AMOUNT_LIMIT:
        raise _Bad(Reason.BAD_AMOUNT, text)
    return amount
