"""Reads the cells of one row: the stage, the moment, the amount and the texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import Enum

from pipeline.customers.customers import NAME_LIMIT
from pipeline.deals.deal import AMOUNT_LIMIT
from pipeline.exchange.csv_rows import Row
from pipeline.exchange.problems import BadValue, Reason
from pipeline.exchange.table import NEEDED, READ, TEXTS, Table
from pipeline.forecast.histories import Outcome
from pipeline.money import CURRENCIES, Money

MOST_CHARACTERS = NAME_LIMIT  # of a text that is accepted: as long as a customer's name may be
#: The years in which a row may have happened; any other year is a mistake in the file.
_YEARS = range(1970, 2200)

_SEQUENCE = re.compile(r"([0-9]{1,9})(?:[.,]0)?")  # "1.0" is how some programs write the number 1
_ROUNDED = re.compile(r"[0-9]+(?:[.,][0-9]+)?E\+?[0-9]+", re.IGNORECASE)
_FORMULA_ERROR = re.compile(r"#(?:[A-ZÅÄÖ0-9/_]+[!?]|N/A|I/T|NV|=.*|#+)", re.DOTALL)
_CLOCK = re.compile(
    r"(?P<day>.*?[^\s,])[ ,]\s*(?:klo\.?|kello|at)?\s*(?P<hour>[0-9]{1,2})[:.](?P<minute>[0-9]{2})"
    r"(?:[:.](?P<second>[0-9]{2})(?:[.,][0-9]+)?)?\s*(?P<half>[ap]\.?m\.?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})?",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"[^.,]*[0-9]")
_SPLIT_DECIMALS = re.compile(r"[0-9]{1,3}")
_ONE_MARK = re.compile(r"[^0-9]*[0-9]{1,3}(?P<mark>[.,])[0-9]{3}[^0-9]*")
_GROUPS = re.compile(r"[0-9]{1,3}(?P<mark>[.,])[0-9]{3}(?:(?P=mark)[0-9]{3}|[.,][0-9]{1,2}(?![0-9]))")
_FEW_DECIMALS = re.compile(r"[^0-9]*[0-9]{1,3}[.,][0-9]{1,2}[^0-9]*")
_DECIMALS = re.compile(r"[0-9](?P<mark>[.,])(?:[0-9]{1,2}|[0-9]{4,})[^0-9.,]*$")
_LARGE_THOUSANDTHS = re.compile(r"[0-9]{4,}(?P<mark>[.,])[0-9]{3}[^0-9.,]*$")


class Unread(Enum):
    """Why a reader of amounts or days gives nothing."""

    UNCLEAR = "the text is not understood"
    TWO_READINGS = "the text can be read in two ways"
    NEGATIVE = "the amount is below zero"
    TOO_LARGE = "the amount is too large"


@dataclass(frozen=True, slots=True)
class Readers:
    """How amounts and days are read. People's typed text is read by the same functions.

    `amount` gets the text and the currency of a text that names none. `day` reads a day that has its year.
    """

    amount: Callable[[str, str], Money | Unread]
    day: Callable[[str], date | Unread]


@dataclass(frozen=True, slots=True)
class RowValues:
    """What a row says. `amount_text` is the amount as it is written."""

    line: int
    case_id: str
    seq: int
    stage: int | Outcome
    at: datetime
    amount: Money | None
    amount_text: str
    texts: Mapping[str, str]


@dataclass(slots=True)
class RowReader:
    """Reads the rows of one table. Texts that come again are read once."""

    table: Table
    stages: Mapping[str, int | Outcome]  # by label, without regard to case
    currency: str  # of rows that name none
    readers: Readers
    _days: dict[str, date | Unread] = field(default_factory=dict[str, date | Unread])
    _moments: dict[str, datetime | BadValue] = field(default_factory=dict[str, datetime | BadValue])
    _amounts: dict[tuple[str, str], Money | BadValue | None] = field(
        default_factory=dict[tuple[str, str], Money | BadValue | None]
    )

    def cell(self, row: Row, column: str) -> str:
        """The text of the row in this column; empty if the table or the row has none."""
        position = self.table.columns.get(column)
        return row.cells[position] if position is not None and position < len(row.cells) else ""

    def is_empty(self, row: Row) -> bool:
        """Whether the row has nothing in the columns that are read, as the rows below a table do."""
        if row.fault is not None or self.cell(row, "case_id"):
            return False
        return not any(self.cell(row, column) for column in READ)

    def read(self, row: Row) -> RowValues:
        """What the row says. Raises BadValue."""
        values = {column: self.cell(row, column) for column in READ}
        self._check_width(row)
        self._check_texts(values)
        self._check_split_amount(row, values)
        return RowValues(
            row.line,
            values["case_id"],
            _sequence(values["seq"]),
            self._stage(values["stage"]),
            self._moment(values["entered_at"]),
            self._amount(values["amount"], values["currency"]),
            values["amount"],
            {column: values[column] for column in TEXTS},
        )

    def _check_width(self, row: Row) -> None:
        count, width = len(row.cells), self.table.width
        if count < width:
            raise BadValue(Reason.SHORT_ROW, str(count), str(width))
        if any(row.cells[width:]):
            raise BadValue(Reason.LONG_ROW, str(count), str(width))

    def _check_texts(self, values: Mapping[str, str]) -> None:
        if not values["case_id"]:
            raise BadValue(Reason.NO_CASE, "")
        for column in NEEDED:
            if not values[column]:
                raise BadValue(Reason.EMPTY_CELL, values["case_id"], column)
        for column, text in values.items():
            if text.startswith("#") and _FORMULA_ERROR.fullmatch(text):
                raise BadValue(Reason.FORMULA, text, column)
        if _ROUNDED.fullmatch(values["case_id"]):
            raise BadValue(Reason.ROUNDED_ID, values["case_id"])
        for column in ("case_id", *TEXTS):
            if len(values[column]) > MOST_CHARACTERS:
                raise BadValue(Reason.TOO_LONG, values[column], column)

    def _check_split_amount(self, row: Row, values: Mapping[str, str]) -> None:
        """Raise BadValue if a comma in the amount may have made two columns of it: 12500,50 between commas."""
        if self.table.separator != "," or not _WHOLE.fullmatch(values["amount"]):
            return
        after = self.table.columns["amount"] + 1
        names = [name for name, position in self.table.columns.items() if position == after]
        is_text = bool(names) and (names[0] in TEXTS or names[0] == "currency")
        if is_text and after not in row.quoted and _SPLIT_DECIMALS.fullmatch(row.cells[after]):
            raise BadValue(Reason.SPLIT_AMOUNT, f"{values['amount']},{row.cells[after]}")

    def _stage(self, label: str) -> int | Outcome:
        stage = self.stages.get(label.casefold())
        if stage is None:
            raise BadValue(Reason.UNKNOWN_STAGE, label)
        return stage

    def _moment(self, text: str) -> datetime:
        if text not in self._moments:
            try:
                self._moments[text] = _read_moment(text, self._day)
            except BadValue as bad:
                self._moments[text] = bad
        found = self._moments[text]
        if isinstance(found, BadValue):
            raise found
        return found

    def _day(self, text: str) -> date | Unread:
        if text not in self._days:
            self._days[text] = self.readers.day(text)
        return self._days[text]

    def _amount(self, text: str, currency: str) -> Money | None:
        if (text, currency) not in self._amounts:
            try:
                self._amounts[text, currency] = self._read_amount(text, currency)
            except BadValue as bad:
                self._amounts[text, currency] = bad
        found = self._amounts[text, currency]
        if isinstance(found, BadValue):
            raise found
        return found

    def _read_amount(self, text: str, currency: str) -> Money | None:
        named = self._named_currency(currency) if currency else None
        if not text:
            return None
        amount = self.readers.amount(text, named or self.currency)
        if isinstance(amount, Unread):
            reasons = {Unread.NEGATIVE: Reason.NEGATIVE_AMOUNT, Unread.TOO_LARGE: Reason.LARGE_AMOUNT}
            raise BadValue(reasons.get(amount, Reason.BAD_AMOUNT), text)
        if named is not None and amount.currency != named:
            raise BadValue(Reason.TWO_CURRENCIES, text, currency)
        if amount.minor > AMOUNT_LIMIT:
            raise BadValue(Reason.LARGE_AMOUNT, text)
        return amount

    def _named_currency(self, text: str) -> str:
        """The currency that the column names by its code, or as people name it behind an amount."""
        if text.upper() in CURRENCIES:
            return text.upper()
        one = self.readers.amount(f"1 {text}", self.currency)
        if isinstance(one, Unread) or one.major != 1:
            raise BadValue(Reason.UNKNOWN_CURRENCY, text)
        return one.currency


def decimal_mark(amount: str) -> str:
    """The mark that surely parts decimals in this amount: "," in "12500,50". Empty if none does."""
    bare = "".join(amount.split())
    found = _DECIMALS.search(bare) or _LARGE_THOUSANDTHS.search(bare)
    return found["mark"] if found else ""


def thousands_mark(amount: str) -> str:
    """The one mark in an amount that parts thousands, unless its writer meant decimals: "." in "12.500". Else empty."""
    found = _ONE_MARK.fullmatch("".join(amount.split()))
    return found["mark"] if found else ""


def groups_mark(amount: str) -> str:
    """The mark that surely parts thousands in this amount: "." in "1.250.000" and "1.250,50". Empty if none does."""
    found = _GROUPS.search("".join(amount.split()))
    return found["mark"] if found else ""


def may_be_cut(amount: str) -> bool:
    """Whether zeros may have been lost at the end of an amount with a mark: "12.5" of "12.500"."""
    return _FEW_DECIMALS.fullmatch("".join(amount.split())) is not None


def _sequence(text: str) -> int:
    found = _SEQUENCE.fullmatch(text)
    if found is None:
        raise BadValue(Reason.BAD_SEQUENCE, text)
    return int(found[1])


def _read_moment(text: str, read_day: Callable[[str], date | Unread]) -> datetime:
    """Read a moment in UTC. A time without a zone is in UTC; a day without a time means its midnight."""
    try:
        if "W" in text.upper():
            raise ValueError("a week is no day")
        at = datetime.fromisoformat(text)
    except ValueError:
        at = _written_moment(text, read_day)
    if at.year not in _YEARS:
        raise BadValue(Reason.BAD_TIME, text)
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def _written_moment(text: str, read_day: Callable[[str], date | Unread]) -> datetime:
    """Read a day as people write it, with or without a time of day: "20.5.2026 klo 13.45"."""
    found = _CLOCK.fullmatch(text)
    day = read_day(found["day"] if found else text)
    if found and isinstance(day, Unread):  # what looks like a time of day may be a part of the day
        found, day = None, read_day(text)
    if isinstance(day, Unread):
        raise BadValue(Reason.TWO_DAYS if day is Unread.TWO_READINGS else Reason.BAD_TIME, text)
    if found is None:
        return datetime.combine(day, time())
    clock = _time_of_day(found)
    if clock is None:
        raise BadValue(Reason.BAD_TIME, text)
    return datetime.combine(day, clock)


def _time_of_day(found: re.Match[str]) -> time | None:
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"] or 0)
    if found["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found["half"][0] in "pP" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return time(hour, minute, second, tzinfo=_zone(found["zone"]))


def _zone(text: str | None) -> timezone | None:
    if text is None:
        return None
    if text[0] not in "+-":
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    offset = timedelta(hours=min(hours, 23), minutes=minutes)
    return timezone(-offset if text[0] == "-" else offset)
