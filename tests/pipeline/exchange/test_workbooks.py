"""Excel workbooks are read as the CSV file of the same table would be, and say what they cannot tell."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bot.language.file_values import READERS
from pipeline.exchange.history_file import HistoryFile, read_history
from pipeline.exchange.problems import Reason
from pipeline.exchange.table import read_table
from pipeline.exchange.workbook import text_of
from pipeline.money import Money

STAGES = {"stage_identification": 11, "stage_contact": 12, "stage_offer": 13}
HEADER = ["case_id", "seq", "stage", "entered_at", "amount", "customer", "name", "agent"]
ROW = [1, 1, "Tarjous", date(2026, 5, 2), 12500.5, "Mäkelä Oy", "huolto – ”kiire”", "Aino Virtanen"]


def saved(path: Path, **sheets: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def read(tmp_path: Path, *rows: list[Any], header: list[str] = HEADER) -> HistoryFile:
    return read_history(saved(tmp_path / "deals.xlsx", Diilit=[header, *rows]), STAGES, READERS)


def changed(path: Path, part: str, old: bytes, new: bytes) -> None:
    """Change one part of a saved workbook as no program here would write it."""
    kept = io.BytesIO()
    with zipfile.ZipFile(path) as book, zipfile.ZipFile(kept, "w") as other:
        for each in book.infolist():
            content = book.read(each)
            if each.filename == part:
                content = content.replace(b" />", b"/>")
                assert old in content
                content = content.replace(old, new)
            other.writestr(each.filename, content)
    path.write_bytes(kept.getvalue())


def test_a_workbook_is_read_with_its_days_numbers_and_names(tmp_path: Path) -> None:
    file = read(tmp_path, ROW, [1, 2, "Kauppa", datetime(2026, 5, 20, 13, 45), 12000, "Mäkelä Oy", "", "Aino Virtanen"])

    (case,) = file.cases
    assert file.problems == ()
    assert (case.case_id, case.customer, case.name) == ("1", "Mäkelä Oy", "huolto – ”kiire”")
    assert (case.entries[0].at, case.entries[0].amount) == (datetime(2026, 5, 2, tzinfo=UTC), Money(1_250_050, "EUR"))
    assert (case.ended_at, case.amount) == (datetime(2026, 5, 20, 13, 45, tzinfo=UTC), Money(1_200_000, "EUR"))


def test_texts_in_a_workbook_are_read_as_typed_text(tmp_path: Path) -> None:
    file = read(tmp_path, ["1", "1", "Tarjous", "2.5.2026", "12 500,50 €", "a", "b", "c"])

    assert [case.amount for case in file.cases] == [Money(1_250_050, "EUR")]


@pytest.mark.parametrize(
    ("amount", "reason"),
    [
        (12.345, Reason.BAD_AMOUNT),
        ("#REF!", Reason.FORMULA),
        ("=1/0", Reason.FORMULA),
        (-5, Reason.NEGATIVE_AMOUNT),
        (True, Reason.BAD_AMOUNT),
    ],
)
def test_a_cell_that_cannot_be_told_names_its_row(tmp_path: Path, amount: object, reason: Reason) -> None:
    file = read(tmp_path, ROW, [2, 1, "Tarjous", date(2026, 5, 2), amount, "a", "b", "c"])

    assert [(each.line, each.reason) for each in file.problems] == [(3, reason)]
    assert [case.case_id for case in file.cases] == ["1"]


def test_the_result_of_a_formula_is_read_where_it_is_saved(tmp_path: Path) -> None:
    path = saved(tmp_path / "deals.xlsx", Diilit=[HEADER, [*ROW[:4], "=5*100", *ROW[5:]]])
    changed(path, "xl/worksheets/sheet1.xml", b"<f>5*100</f><v/>", b"<f>5*100</f><v>500</v>")
    file = read_history(path, STAGES, READERS)

    assert (file.problems, [case.amount for case in file.cases]) == ((), [Money(50_000, "EUR")])


def test_a_sheet_that_is_larger_than_its_file_says_is_read_whole(tmp_path: Path) -> None:
    path = saved(tmp_path / "deals.xlsx", Diilit=[HEADER, ROW, [2, *ROW[1:]]])
    changed(path, "xl/worksheets/sheet1.xml", b'<dimension ref="A1:H3"/>', b'<dimension ref="A1"/>')

    assert [case.case_id for case in read_history(path, STAGES, READERS).cases] == ["1", "2"]


def test_a_title_and_empty_cells_at_the_end_do_no_harm(tmp_path: Path) -> None:
    rows = [["Diilit 2026"], [], HEADER, ROW, [2, *ROW[1:6]]]
    file = read_history(saved(tmp_path / "deals.xlsx", Diilit=rows), STAGES, READERS)

    assert ([case.case_id for case in file.cases], file.problems) == (["1", "2"], ())


def test_the_sheet_that_has_the_columns_is_read_and_named(tmp_path: Path) -> None:
    path = saved(tmp_path / "deals.xlsx", Ohje=[["Täytä taulukko"]], Diilit=[HEADER, ROW], Tyhjä=[])

    assert (read_table(path).sheet, len(read_table(path).rows)) == ("Diilit", 1)


def test_two_sheets_that_have_the_columns_are_refused_by_name(tmp_path: Path) -> None:
    path = saved(tmp_path / "deals.xlsx", Kevät=[HEADER, ROW], Syksy=[HEADER, ROW])
    (problem,) = read_table(path).problems

    assert (problem.reason, problem.more) == (Reason.SEVERAL_SHEETS, "Kevät, Syksy")


def test_a_workbook_without_the_columns_says_which_it_lacks(tmp_path: Path) -> None:
    (problem,) = read(tmp_path, header=["case_id", "Vaihe", "seq", "Päivä"]).problems

    assert (problem.reason, problem.text) == (Reason.MISSING_COLUMNS, "stage, entered_at")
    assert problem.more == "case_id, Vaihe, seq, Päivä"


@pytest.mark.parametrize("old", [b"<row ", b"</sheetData>"])
def test_a_damaged_workbook_says_so(tmp_path: Path, old: bytes) -> None:
    path = saved(tmp_path / "deals.xlsx", Diilit=[HEADER, ROW])
    changed(path, "xl/worksheets/sheet1.xml", old, b"<")
    (problem,) = read_table(path).problems

    assert problem.reason is Reason.BROKEN_WORKBOOK


def test_an_empty_workbook_says_so(tmp_path: Path) -> None:
    (problem,) = read_table(saved(tmp_path / "deals.xlsx", Diilit=[[]])).problems

    assert problem.reason is Reason.EMPTY


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (12345678901, "12345678901"),
        (12345678901.0, "12345678901"),
        (0.5, "0.5"),
        (12.345, "12.3450"),
        (1e16, "1e+16"),
        (1e-7, "0.0000001"),
        (False, "FALSE"),
        (datetime(2026, 5, 2), "2026-05-02"),
        (datetime(2026, 5, 2, 9, 5), "2026-05-02 09:05:00"),
        (time(9, 5), "09:05:00"),
        (" Mäkelä ", "Mäkelä"),
    ],
)
def test_a_cell_has_one_text(value: object, text: str) -> None:
    assert text_of(value) == text
