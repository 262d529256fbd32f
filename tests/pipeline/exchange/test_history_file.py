"""Reading histories from files as people have them, and naming each row that is not taken."""

from __future__ import annotations

import gzip
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.language.file_values import READERS
from pipeline.exchange.history_file import HistoryFile, read_history, shift_weeks
from pipeline.exchange.problems import Problem, Reason
from pipeline.forecast.histories import Outcome
from pipeline.money import Money

STAGES = {"stage_identification": 11, "stage_contact": 12, "stage_offer": 13}
HEADER = "case_id,seq,stage,entered_at,amount,outcome,agent,product,customer,name,currency"


def read(tmp_path: Path, *rows: str, header: str = HEADER, encoding: str = "utf-8") -> HistoryFile:
    path = tmp_path / "history.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding=encoding)
    return read_history(path, STAGES, READERS)


def reasons(file: HistoryFile) -> list[tuple[int, Reason]]:
    return [(problem.line, problem.reason) for problem in file.problems]


def test_a_case_is_read_with_its_stages_its_end_and_what_it_was_won_for(tmp_path: Path) -> None:
    file = read(
        tmp_path,
        "a,1,tunnistaminen,2026-03-02T09:00:00Z,12500.50,won,Aino Virtanen,,Mäntyharjun Saha Oy,huoltosopimus,EUR",
        "a,2,Tarjous,2026-03-04T12:00:00+02:00,12500.50,won,Aino Virtanen,,Mäntyharjun Saha Oy,huoltosopimus,EUR",
        "a,3,won,2026-03-09,11000,won,Kaisa Lahtinen,,,,EUR",
    )
    assert file.problems == ()
    (case,) = file.cases
    assert [(entry.at, entry.stage_no) for entry in case.entries] == [
        (datetime(2026, 3, 2, 9, tzinfo=UTC), 11),
        (datetime(2026, 3, 4, 10, tzinfo=UTC), 13),
    ]
    assert (case.ended_at, case.outcome) == (datetime(2026, 3, 9, tzinfo=UTC), Outcome.WON)
    assert case.entries[0].amount == Money(1_250_050, "EUR")
    assert case.amount == Money(1_100_000, "EUR")
    assert (case.customer, case.name, case.agent) == ("Mäntyharjun Saha Oy", "huoltosopimus", "Kaisa Lahtinen")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_encodings_and_delimiters_of_office_programs_are_read(tmp_path: Path, encoding: str, delimiter: str) -> None:
    header = "Case_ID,Seq,Stage,Entered_At,Amount,Customer".replace(",", delimiter)
    row = "1,1,hävitty x,2026-03-02,,Åkö Ky".replace("hävitty x", "Yhteydenotto").replace(",", delimiter)
    file = read(tmp_path, row, header=header, encoding=encoding)
    assert file.problems == ()
    assert file.cases[0].customer == "Åkö Ky"
    assert file.cases[0].amount is None


def test_a_decimal_comma_is_read_where_semicolons_part_the_columns(tmp_path: Path) -> None:
    file = read(tmp_path, "1;1;offer;2026-03-02;12 500,50;SEK", header="case_id;seq;stage;entered_at;amount;currency")
    assert file.cases[0].amount == Money(1_250_050, "SEK")


def test_a_packed_file_is_read_alike(tmp_path: Path) -> None:
    path = tmp_path / "history.csv.gz"
    path.write_bytes(gzip.compress(f"{HEADER}\na,1,offer_sent,2012-01-02T10:00:00Z,5000,open,112,,,,\n".encode()))
    file = read_history(path, STAGES, READERS)
    assert file.problems == ()
    assert file.cases[0].entries[0].stage_no == 13


@pytest.mark.parametrize("spoil", ["cut short", "changed inside", "wrong checksum"])
def test_a_broken_packed_file_is_told(tmp_path: Path, spoil: str) -> None:
    packed = gzip.compress("\n".join([HEADER, *(f"{n},1,offer,2026-01-05,{n},,,,,," for n in range(999))]).encode())
    path = tmp_path / "history.csv.gz"
    path.write_bytes(
        {
            "cut short": packed[: len(packed) // 2],
            "changed inside": packed[:12] + b"\xff" * 40 + packed[52:],
            "wrong checksum": packed[:-8] + b"\0" * 8,
        }[spoil]
    )

    file = read_history(path, STAGES, READERS)

    assert (file.cases, file.problems) == ((), (Problem(1, Reason.BROKEN_GZIP, "history.csv.gz"),))


def test_neighbouring_rows_that_mean_the_same_stage_are_one_entry_and_a_return_is_kept(tmp_path: Path) -> None:
    file = read(
        tmp_path,
        "a,1,submitted,2012-01-02,,,,,,,",
        "a,2,preaccepted,2012-01-03,,,,,,,",
        "a,3,accepted,2012-01-04,,,,,,,",
        "a,4,offer_sent,2012-01-05,,,,,,,",
        "a,5,accepted,2012-01-06,,,,,,,",
    )
    assert [entry.stage_no for entry in file.cases[0].entries] == [11, 12, 13, 12]


def test_a_workspace_with_stages_of_its_own_finds_them_by_their_labels(tmp_path: Path) -> None:
    path = tmp_path / "history.csv"
    path.write_text("case_id,seq,stage,entered_at\na,1,Demo booked,2026-01-05\nb,1,tarjous,2026-01-05\n")
    file = read_history(path, {"demo BOOKED": 7}, READERS)
    assert [case.entries[0].stage_no for case in file.cases] == [7]
    assert file.problems == (Problem(3, Reason.UNKNOWN_STAGE, "tarjous"),)


def test_unknown_stages_are_listed_once_each_with_how_many_rows_they_concern(tmp_path: Path) -> None:
    rows = [f"{no},1,{stage},2026-01-05,,,,,,," for no, stage in enumerate(["Lead", "offer", "Lead", "Kickoff"])]
    file = read(tmp_path, *rows)
    assert file.problems == (
        Problem(2, Reason.UNKNOWN_STAGE, "Lead", 2),
        Problem(5, Reason.UNKNOWN_STAGE, "Kickoff"),
    )
    assert [case.case_id for case in file.cases] == ["1"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",1,offer,2026-01-05,,,,,,,", Reason.NO_CASE),
        ("b,,offer,2026-01-05,,,,,,,", Reason.EMPTY_CELL),
        ("b,1,,2026-01-05,,,,,,,", Reason.EMPTY_CELL),
        ("b,1,offer,,,,,,,,", Reason.EMPTY_CELL),
        ("b,first,offer,2026-01-05,,,,,,,", Reason.BAD_SEQUENCE),
        ("b,1_0,offer,2026-01-05,,,,,,,", Reason.BAD_SEQUENCE),
        ("b,1,offer,5.1.,,,,,,,", Reason.BAD_TIME),
        ("b,1,offer,31.2.2026,,,,,,,", Reason.BAD_TIME),
        ("b,1,offer,tomorrow,,,,,,,", Reason.BAD_TIME),
        ("b,1,offer,2026-W10,,,,,,,", Reason.BAD_TIME),
        ("b,1,offer,week 10 2026,,,,,,,", Reason.BAD_TIME),
        ("b,1,offer,5.1.2026 25:00,,,,,,,", Reason.BAD_TIME),
        ("b,1,offer,9999-01-05,,,,,,,", Reason.BAD_TIME),
        ("b,1,offer,46027,,,,,,,", Reason.BAD_TIME),
        ("b,1,offer,5/1/2026,,,,,,,", Reason.TWO_DAYS),
        ("b,1,offer,2026-01-05,lots,,,,,,", Reason.BAD_AMOUNT),
        ("b,1,offer,2026-01-05,-5,,,,,,", Reason.NEGATIVE_AMOUNT),
        ("b,1,offer,2026-01-05,1e9,,,,,,", Reason.BAD_AMOUNT),
        ("b,1,offer,2026-01-05,NaN,,,,,,", Reason.BAD_AMOUNT),
        ("b,1,offer,2026-01-05,10.5551,,,,,,", Reason.BAD_AMOUNT),
        ("b,1,offer,2026-01-05,99999999999999999999,,,,,,", Reason.LARGE_AMOUNT),
        ("b,1,offer,2026-01-05,#N/A,,,,,,", Reason.FORMULA),
        ("b,1,offer,2026-01-05,5,,,,#VIITTAUS!,,", Reason.FORMULA),
        ("b,1,offer,2026-01-05,########,,,,,,", Reason.FORMULA),
        ("b,1,offer,2026-01-05,5,,,,,,EURI", Reason.UNKNOWN_CURRENCY),
        ("b,1,offer,2026-01-05,5,,,,,,k", Reason.UNKNOWN_CURRENCY),
        ("b,1,offer,2026-01-05,$5,,,,,,EUR", Reason.TWO_CURRENCIES),
        (f"b,1,offer,2026-01-05,,,,,{'x' * 500},,", Reason.TOO_LONG),
        ("1.23457E+11,1,offer,2026-01-05,,,,,,,", Reason.ROUNDED_ID),
        ("b,1,offer,2026-01-05,,,,,,,,,and,more", Reason.LONG_ROW),
        ("b,1,offer,2026-01-05,12500,50,,,,,,EUR", Reason.LONG_ROW),
        ("b,1", Reason.SHORT_ROW),
        ("b,1,won,2026-01-05,,,,,,,", Reason.NO_OPEN_STAGE),
    ],
)
def test_a_bad_row_is_named_and_the_others_are_taken(tmp_path: Path, row: str, reason: Reason) -> None:
    file = read(tmp_path, "a,1,offer,2026-01-05,,,,,,,", row, "c,1,offer,2026-01-05,,,,,,,")
    assert reasons(file) == [(3, reason)]
    assert [case.case_id for case in file.cases] == ["a", "c"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("a,2,lost,2026-01-20,,,,,,,", Reason.DOUBLE_SEQUENCE),
        ("a,3,lost,2026-01-09,,,,,,,", Reason.BACKWARDS),
        ("a,3,offer,2026-01-20,,,,,,,", Reason.AFTER_THE_END),
        ("a,3,lost,soon,,,,,,,", Reason.BAD_TIME),
    ],
)
def test_a_case_with_a_bad_row_is_left_out_whole(tmp_path: Path, row: str, reason: Reason) -> None:
    middle = "won" if reason is Reason.AFTER_THE_END else "offer"
    file = read(tmp_path, "a,1,contact,2026-01-05,,,,,,,", f"a,2,{middle},2026-01-10,,,,,,,", row)
    assert reasons(file) == [(4, reason)]
    assert file.cases == ()


def test_rows_may_come_in_any_order_and_empty_ones_are_nothing(tmp_path: Path) -> None:
    file = read(tmp_path, "a,2,offer,2026-01-10,,,,,,,", "", ",,,,,,,,,,", "a,1,contact,2026-01-05,,,,,,,")
    assert file.problems == ()
    assert [entry.stage_no for entry in file.cases[0].entries] == [12, 13]


def test_a_file_without_the_needed_columns_says_which(tmp_path: Path) -> None:
    file = read(tmp_path, "a,offer", header="case_id,stage")
    assert file.problems == (Problem(1, Reason.MISSING_COLUMNS, "seq, entered_at", more="case_id, stage"),)


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\x00\x01\x02", b'case_id,seq,stage,entered_at\n"never closed'])
def test_what_is_no_table_is_told_and_never_fails(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "history.csv"
    path.write_bytes(content)
    file = read_history(path, STAGES, READERS)
    assert file.cases == ()
    assert file.problems


@pytest.mark.parametrize("last", ["2012-01-02", "2012-01-08T23:59:59.999999Z", "2031-05-05T12:00:00Z"])
def test_a_history_moves_by_whole_weeks_until_it_ends_in_the_week_before_a_monday(tmp_path: Path, last: str) -> None:
    file = read(tmp_path, "a,1,contact,2011-12-24T10:00:00Z,,,,,,,", f"a,2,won,{last},,,,,,,")
    (case,) = shift_weeks(file.cases, date(2026, 6, 15))
    assert datetime(2026, 6, 8, tzinfo=UTC) <= case.last_at < datetime(2026, 6, 15, tzinfo=UTC)
    moved = case.entries[0].at - file.cases[0].entries[0].at
    assert moved == case.last_at - file.cases[0].last_at
    assert moved.total_seconds() % (7 * 86_400) == 0


def test_an_empty_history_stays_empty() -> None:
    assert shift_weeks((), date(2026, 6, 15)) == ()
