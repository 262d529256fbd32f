"""What can be wrong with a file of deals: with the whole file, with one row, or with all rows of one deal."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


class Reason(Enum):
    """Why a row, a case or the whole file is not imported. The value is the catalogue key of the sentence."""

    # --- the whole file ---
    EMPTY = "import_empty"  # the file has no row
    TOO_LARGE = "import_too_large"  # the file is larger than MOST_BYTES
    BROKEN_GZIP = "import_broken_gzip"  # the file is a gzip file that cannot be unpacked
    ZIP = "import_zip"  # the file is a zip archive
    PACKED = "import_packed"  # the file is packed in another way; `more` names it
    OLD_WORKBOOK = "import_old_workbook"  # the file is a workbook in the format of old Excel, or has a password
    OTHER_WORKBOOK = "import_other_workbook"  # the file is a workbook that Putki does not read; `more` names its kind
    BROKEN_WORKBOOK = "import_broken_workbook"  # the file is an Excel workbook or a zip that cannot be opened
    SEVERAL_SHEETS = "import_several_sheets"  # more than one sheet has the columns; `more` names them
    OTHER_KIND = "import_other_kind"  # the file is no table; `more` names what it is
    BINARY = "import_binary"  # the file is no text
    UNKNOWN_LETTERS = "import_unknown_letters"  # the file's letters are neither UTF-8, UTF-16 nor Windows-1252
    MISSING_COLUMNS = "import_missing_columns"  # the columns in `text` are missing; `more` has those that were found
    DOUBLE_COLUMN = "import_double_column"  # two columns have the same name

    # --- one row ---
    LOST_LETTER = "import_lost_letter"  # the row has a byte that is no letter, or a letter that was lost before
    GARBLED = "import_garbled"  # the row has letters as they look after a wrong conversion, such as "Ã¤" for "ä"
    OPEN_QUOTE = "import_open_quote"  # a quotation mark opens a column and does not close it
    SHORT_ROW = "import_short_row"  # the row has `text` columns, and the header has `more`
    LONG_ROW = "import_long_row"  # the row has `text` columns, and the header has `more`
    SPLIT_AMOUNT = "import_split_amount"  # the amount looks as if a decimal comma had split it in two columns
    NO_CASE = "import_no_case"  # the row has no case_id
    EMPTY_CELL = "import_empty_cell"  # the row has nothing in the needed column that `more` names
    ROUNDED_ID = "import_rounded_id"  # `case_id` was rounded by a spreadsheet, such as "1.23E+11"
    FORMULA = "import_formula"  # a cell has the error of a formula, or a formula without its result
    BAD_SEQUENCE = "import_bad_sequence"  # `seq` is no whole number
    UNKNOWN_STAGE = "import_unknown_stage"  # no stage has this label; listed once per label
    BAD_TIME = "import_bad_time"  # `entered_at` is no day with its year
    TWO_DAYS = "import_two_days"  # `entered_at` can be read as two days
    BAD_AMOUNT = "import_bad_amount"  # `amount` cannot be read
    NEGATIVE_AMOUNT = "import_negative_amount"  # `amount` is below zero
    LARGE_AMOUNT = "import_large_amount"  # `amount` is larger than a deal's may be
    MIXED_MARKS = "import_mixed_marks"  # the mark in `text` parts thousands here, and decimals in `more`
    TWO_CURRENCIES = "import_two_currencies"  # `amount` names another currency than the column `currency`
    UNKNOWN_CURRENCY = "import_unknown_currency"  # `currency` is no currency that Putki knows
    TOO_LONG = "import_too_long"  # a text is longer than MOST_CHARACTERS

    # --- the rows of one case together ---
    DOUBLE_SEQUENCE = "import_double_sequence"  # two rows of the case have the same `seq`
    BACKWARDS = "import_backwards"  # the row is earlier than the one before it in its case
    AFTER_THE_END = "import_after_the_end"  # the case was won or lost before this row
    NO_OPEN_STAGE = "import_no_open_stage"  # the case is won or lost without ever having been in an open stage
    NO_CUSTOMER = "import_no_customer"  # no row of the case has a customer, in a file where others have one
    CUT = "import_cut"  # the case stands beside a row of which nobody can tell whose it is
    IN_THE_FUTURE = "import_in_the_future"  # the case has a row later than now
    CHANGED = "import_changed"  # an import brought the case with other rows; its deal stays as it is


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a line of the file; the first line is 1, and in a workbook the first row.

    `text` is the faulty text, `rows` is how many rows have it, and `more` is what else the sentence names. `case_id` is
    the case that is left out because of it, where the row says which.
    """

    line: int
    reason: Reason
    text: str
    rows: int = 1
    more: str = ""
    case_id: str = field(default="", compare=False)


class BadValue(Exception):
    """A value, a row or a file cannot be read. `reason` says why; `text` and `more` are those of the problem."""

    def __init__(self, reason: Reason, text: str, more: str = "") -> None:
        super().__init__(reason.value)
        self.reason, self.text, self.more = reason, text, more

    def at(self, line: int) -> Problem:
        """The problem that this is, in this line."""
        return Problem(line, self.reason, self.text, more=self.more)
