"""Reads the sheets of an Excel workbook as rows of texts, as a CSV file of the same table would have them."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import openpyxl

from pipeline.exchange.csv_rows import Row, clean_cell
from pipeline.exchange.problems import BadValue, Reason

_MANY_DIGITS = 1e15  # from here on a spreadsheet no longer keeps every digit of a number


def read_sheets(raw: bytes, name: str) -> dict[str, list[Row]]:
    """The rows of each sheet by its name. Raises BadValue if the workbook cannot be opened."""
    try:
        with warnings.catch_warnings(action="ignore"):  # of styles and extensions, which are of no use here
            sheets, has_formulas = _rows(raw, shows_results=False)
            return _rows(raw, shows_results=True)[0] if has_formulas else sheets
    except Exception as broken:  # a damaged workbook fails in many ways, each with an error of another library
        raise BadValue(Reason.BROKEN_WORKBOOK, name) from broken


def _rows(raw: bytes, *, shows_results: bool) -> tuple[dict[str, list[Row]], bool]:
    """The rows of each sheet, and whether a cell has a formula. A formula whose result is not saved is a fault."""
    book: Any = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=shows_results)
    formulas: Any = openpyxl.load_workbook(io.BytesIO(raw), read_only=True) if shows_results else book
    has_formulas = False
    sheets: dict[str, list[Row]] = {}
    for sheet in book.worksheets:
        rows: list[Row] = []
        for each in (sheet, formulas[sheet.title]):
            each.reset_dimensions()  # what a program wrote as the size of a sheet may be too small
        pairs = zip(sheet.iter_rows(), formulas[sheet.title].iter_rows(), strict=True) if shows_results else ()
        for number, (cells, written) in enumerate(pairs or ((each, each) for each in sheet.iter_rows()), 1):
            has_formulas = has_formulas or any(cell.data_type == "f" for cell in written)
            rows.append(Row(number, number, list(_texts(cells, written))))
        sheets[sheet.title] = rows
    return sheets, has_formulas


def _texts(cells: Any, written: Any) -> Iterator[str]:
    for cell, formula in zip(cells, written, strict=True):
        is_without_result = formula.data_type == "f" and cell.value is None
        yield "#" + str(formula.value) if is_without_result else text_of(cell.value)


def text_of(value: object) -> str:
    """The text of a cell. A number is written so that its decimals cannot be taken for thousands."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case int():
            return str(value)
        case float():
            return _number(value)
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
        case date() | time():
            return value.isoformat()
        case _:
            return clean_cell(str(value))


def _number(value: float) -> str:
    if abs(value) >= _MANY_DIGITS:
        return repr(value)
    if value.is_integer():
        return str(int(value))
    figures = format(Decimal(repr(value)), "f")
    return figures + "0" if len(figures.partition(".")[2]) == 3 else figures
