"""Files as other programs write them: each is understood, or says in which line it is not, and keeps what is sound."""

from __future__ import annotations

import csv
import gzip
import io
import re
import time
import unicodedata
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.file_values import READERS
from pipeline.exchange.history_file import HistoryFile, read_history
from pipeline.exchange.problems import Reason
from pipeline.exchange.table import read_table
from pipeline.money import Money

STAGES = {"stage_identification": 11, "stage_contact": 12, "stage_offer": 13}
HEADER = "case_id,seq,stage,entered_at,amount,customer,name,agent"
FIRST = "1,1,tunnistaminen,2026-01-05,100,Mäkelä Oy,huolto,Aino Virtanen"
SECOND = "1,2,tarjous,2026-01-09,100,Mäkelä Oy,huolto,Aino Virtanen"
OTHER = "2,1,yhteydenotto,2026-01-06,250,Café Ursula,kone,Matti Korhonen"
THIRD = "3,1,tarjous,2026-01-07,90,Öljy Ky,pumppu,Liisa Nieminen"


def read(tmp_path: Path, content: bytes, name: str = "deals.csv") -> HistoryFile:
    path = tmp_path / name
    path.write_bytes(content)
    return read_history(path, STAGES, READERS)


def lines(*rows: str, header: str = HEADER, encoding: str = "utf-8", end: str = "\n") -> bytes:
    return end.join([header, *rows, ""]).encode(encoding)


def found(file: HistoryFile) -> tuple[list[str], list[tuple[int, Reason]]]:
    """The cases that came, and the problems by line."""
    return [case.case_id for case in file.cases], [(each.line, each.reason) for each in file.problems]


def customers(file: HistoryFile) -> list[str]:
    return [case.customer for case in file.cases]


# --- Letters ----------------------------------------------------------------------------------------------------------

WHOLE = lines(FIRST, SECOND, OTHER, THIRD).decode()
ENCODED = {
    "UTF-8": WHOLE.encode(),
    "UTF-8 with its mark": WHOLE.encode("utf-8-sig"),
    "Windows-1252": WHOLE.encode("cp1252"),
    "UTF-16 with its mark": WHOLE.encode("utf-16"),
    "UTF-16, the other order, with its mark": b"\xfe\xff" + WHOLE.encode("utf-16-be"),
    "UTF-16 little end first, unmarked": WHOLE.encode("utf-16-le"),
    "UTF-16 big end first, unmarked": WHOLE.encode("utf-16-be"),
    "UTF-32": WHOLE.encode("utf-32"),
    "decomposed letters": unicodedata.normalize("NFD", WHOLE).encode(),
    "line ends of Windows": WHOLE.replace("\n", "\r\n").encode(),
    "line ends of the old Macintosh": WHOLE.replace("\n", "\r").encode(),
    "a mark of the file's end from MS-DOS": WHOLE.encode() + b"\x1a",
    "no end of the last line": WHOLE.rstrip().encode(),
    "tabs": WHOLE.replace(",", "\t").encode(),
    "semicolons": WHOLE.replace(",", ";").encode("cp1252"),
    "pipes": WHOLE.replace(",", "|").encode(),
    "sep=": b"sep=;\r\n" + WHOLE.replace(",", ";").encode("cp1252"),
    "sep= with a mark": "sep=;\n".encode("utf-8-sig") + WHOLE.replace(",", ";").encode(),
    "sep= in UTF-16": ("sep=\t\n" + WHOLE.replace(",", "\t")).encode("utf-16"),
    "a title": "Myynti, kevät 2026\n\n".encode() + WHOLE.encode(),
    "a title with empty cells": b"Diilit;;;;;;;\n;;;;;;;\n" + WHOLE.replace(",", ";").encode(),
    "a title with a comma over semicolons": b"Diilit, kaikki, 1.6.2026\n" + WHOLE.replace(",", ";").encode(),
    "a title in quotation marks": b'"Diilit 2026"\n' + WHOLE.encode(),
    "headers as people write them": WHOLE.replace(
        "case_id,seq,stage,entered_at", "Case ID,SEQ, Stage ,Entered-at"
    ).encode(),
    "empty columns behind": "".join(f"{line},,\n" for line in WHOLE.splitlines()).encode(),
    "empty rows": WHOLE.replace("\n", "\n\n,,,,,,,\n").encode(),
    "packed": gzip.compress(WHOLE.encode("utf-16")),
}


@pytest.mark.parametrize("how", ENCODED)
def test_a_sound_file_is_read_whole_however_it_is_written(tmp_path: Path, how: str) -> None:
    file = read(tmp_path, ENCODED[how])

    assert found(file) == (["1", "2", "3"], [])
    assert customers(file) == ["Mäkelä Oy", "Café Ursula", "Öljy Ky"]
    assert [case.amount for case in file.cases] == [Money(10_000, "EUR"), Money(25_000, "EUR"), Money(9_000, "EUR")]


def test_nothing_is_dropped_from_a_name_in_windows_1252(tmp_path: Path) -> None:
    row = "1;1;tarjous;2026-01-05;12500,50;Café Ursula €;Sorvin huolto – ”kiire” ‘nyt’…;Aino Virtanen"
    file = read(tmp_path, lines(row, header=HEADER.replace(",", ";"), encoding="cp1252"))

    assert [(case.customer, case.name) for case in file.cases] == [("Café Ursula €", "Sorvin huolto – ”kiire” ‘nyt’…")]


STRAY = {
    "a byte that no encoding has": (b"Caf\xc3\xa9", b"Caf\x81"),
    "a letter of Windows-1252 in UTF-8": (b"Caf\xc3\xa9", b"Caf\xe9"),
    "half a letter": (b"Caf\xc3\xa9 ", b"Caf\xc3 "),
    "a byte of all ones": (b"kone", b"ko\xffne"),
    "a zero": (b"kone", b"ko\0ne"),
    "a control character": (b"kone", b"ko\x07ne"),
    "a letter that was lost before": (b"Caf\xc3\xa9", "Caf\ufffd".encode()),
    "a letter garbled before": (b"Caf\xc3\xa9", "CafÃ©".encode()),
    "a dash garbled before": (b"kone", "kone â€“ uusi".encode()),
}


@pytest.mark.parametrize("what", STRAY)
def test_a_stray_byte_names_its_line_and_its_deal_alone_stays_out(tmp_path: Path, what: str) -> None:
    sound, stray = STRAY[what]
    content = lines(FIRST, SECOND, OTHER, THIRD)
    assert content.count(sound) == 1
    cases, problems = found(read(tmp_path, content.replace(sound, stray)))

    assert cases == ["1", "3"]
    assert [line for line, _ in problems] == [4]
    assert {reason for _, reason in problems} <= {Reason.LOST_LETTER, Reason.GARBLED}


@pytest.mark.parametrize("stray", [b"\xff", b"\x81", b"\x00"])
def test_a_stray_byte_names_its_line_in_a_file_without_other_letters(tmp_path: Path, stray: bytes) -> None:
    rows = [f"{n},1,offer,2026-01-05,5,Acme,web,Aino" for n in range(9)]
    content = lines(*rows).replace(b"\n4,1,offer,2026-01-05,5,Ac", b"\n4,1,offer,2026-01-05,5,Ac" + stray)

    cases, problems = found(read(tmp_path, content))
    assert (len(cases), problems) == (8, [(6, Reason.LOST_LETTER)])


def test_a_stray_byte_in_an_id_leaves_out_the_deal_that_it_may_belong_to(tmp_path: Path) -> None:
    content = lines(FIRST, SECOND, OTHER, THIRD).replace(b"\n1,2,", b"\n1\xff,2,")

    file = read(tmp_path, content)
    assert found(file) == (["2", "3"], [(3, Reason.LOST_LETTER), (3, Reason.CUT)])


@pytest.mark.parametrize("at", range(6))
def test_a_stray_byte_in_an_id_spares_the_deals_that_the_row_cannot_belong_to(tmp_path: Path, at: int) -> None:
    rows = [f"{case},{seq},offer,2026-01-0{seq},5,Acme,web,Aino" for case in (10, 11, 12) for seq in (1, 2)]
    content = lines(*rows[:at], rows[at].replace("1", "x\ufffd", 1), *rows[at + 1 :])

    file = read(tmp_path, content)
    assert [case.case_id for case in file.cases] == [each for each in ("10", "11", "12") if each != rows[at][:2]]
    assert found(file)[1] == [(at + 2, Reason.LOST_LETTER), (at + 2, Reason.CUT)]


def test_a_stray_byte_in_a_long_cell_names_the_line_on_which_it_stands(tmp_path: Path) -> None:
    content = lines(FIRST, SECOND, OTHER.replace("kone", '"ko\nne\nX"'), THIRD).replace(b"X", b"\xff")

    assert found(read(tmp_path, content)) == (["1", "3"], [(6, Reason.LOST_LETTER)])


def test_letters_of_ms_dos_are_not_taken_for_those_of_windows(tmp_path: Path) -> None:
    file = read(tmp_path, lines(FIRST, SECOND, THIRD, encoding="cp850"))

    assert found(file) == ([], [(1, Reason.UNKNOWN_LETTERS)])


@pytest.mark.parametrize(
    "named", ["Mäkelä Oy", "Åbo Möbler Ab, Lindström & Särkkä", "Ääkköstehdas – “hyvä”", "MÄKELÄN PÄÄKKÖ Mäki", "Håkan"]
)
def test_a_file_of_an_old_macintosh_is_read(tmp_path: Path, named: str) -> None:
    row = f"1;1;tarjous;2026-01-09;100 €;{named};huolto;Aino"

    file = read(tmp_path, lines(row, header=HEADER.replace(",", ";"), encoding="mac-roman"))

    assert (customers(file), found(file)[1]) == ([named], [])


@pytest.mark.parametrize("named", ["Tšekin Žižkov Oy", "Škoda Šakki", "Mäkelä Šakki", "Cœur – œuvre"])
def test_a_file_of_windows_is_not_taken_for_one_of_a_macintosh(tmp_path: Path, named: str) -> None:
    file = read(tmp_path, lines(f"1,1,tarjous,2026-01-09,100,{named},huolto,Aino", encoding="cp1252"))

    assert named in customers(file) or found(file)[1] == [(2, Reason.LOST_LETTER)]


def test_a_damaged_header_is_no_column_that_is_not_read(tmp_path: Path) -> None:
    content = lines(FIRST, OTHER).replace(b"amount", b"am\xffount")

    assert found(read(tmp_path, content)) == ([], [(1, Reason.LOST_LETTER)])


# --- Quotation marks --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ('1,2,tarjous,2026-01-09,100,Mäkelä Oy,huolto,"Aino Virtanen', 3),
        ('1,2,tarjous,2026-01-09,100,"Mäkelä Oy,huolto,Aino Virtanen', 3),
        ('1,2,tarjous,2026-01-09,100,"Mäkelä" Oy,huolto,Aino Virtanen', 3),
        ('1,"2,tarjous,2026-01-09,100,Mäkelä Oy,huolto,Aino Virtanen', 3),
        ('1,2,tarjous,2026-01-09,100,"Mäkelä ""Oy,huolto,Aino Virtanen', 3),
    ],
)
@pytest.mark.parametrize("following", [(), (OTHER, '3,1,tarjous,2026-01-07,90,"Öljy, Ky",pumppu,Liisa Nieminen')])
def test_a_quote_that_is_never_closed_names_its_line_and_takes_nothing_that_it_cuts(
    tmp_path: Path, row: str, named: int, following: tuple[str, ...]
) -> None:
    file = read(tmp_path, lines(FIRST, row, *following))

    assert found(file) == (["2", "3"] if following else [], [(named, Reason.OPEN_QUOTE)])


def test_a_quote_that_is_never_closed_in_the_header_loses_no_column_in_silence(tmp_path: Path) -> None:
    content = lines(FIRST, OTHER).replace(b"amount", b'"amount')

    assert found(read(tmp_path, content)) == ([], [(1, Reason.OPEN_QUOTE)])


def test_a_quote_that_hides_whose_row_it_is_leaves_out_the_deals_beside_it(tmp_path: Path) -> None:
    header = "customer,case_id,seq,stage,entered_at"
    rows = (
        "Acme,1,1,offer,2026-01-05",
        '"Acme,1,2,won,2026-01-09',
        "Beta,2,1,offer,2026-01-05",
        "Oy,3,1,offer,2026-01-05",
    )
    file = read(tmp_path, lines(*rows, header=header))

    assert found(file) == (["3"], [(3, Reason.OPEN_QUOTE), (3, Reason.CUT), (3, Reason.CUT)])


def test_a_deal_without_a_customer_is_named_where_others_have_one(tmp_path: Path) -> None:
    header = "customer,case_id,seq,stage,entered_at"
    rows = ("Acme,1,1,offer,2026-01-05", ",2,1,offer,2026-01-05")

    assert found(read(tmp_path, lines(*rows, header=header))) == (["1"], [(3, Reason.NO_CUSTOMER)])
    assert found(read(tmp_path, lines(rows[1], header=header))) == (["2"], [])


def test_a_cell_of_several_lines_is_one_cell_and_lines_go_on_being_counted(tmp_path: Path) -> None:
    long = OTHER.replace("kone", '"kone, uusi\r\n""vahva""\r\n\r\nheti"')
    file = read(tmp_path, lines(FIRST, SECOND, long, THIRD.replace("90", "lots"), end="\r\n"))

    assert found(file) == (["1", "2"], [(8, Reason.BAD_AMOUNT)])
    assert file.cases[1].name == 'kone, uusi\n"vahva"\n\nheti'


def test_a_quotation_mark_within_a_word_is_a_letter(tmp_path: Path) -> None:
    file = read(tmp_path, lines(OTHER.replace("kone", '24" näyttö')))

    assert (file.cases[0].name, file.problems) == ('24" näyttö', ())


# --- Columns ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "double"),
    [
        ("case_id,seq,stage,entered_at,amount,customer,name,amount", "amount"),
        ("case_id,seq,stage,entered_at,Case ID,customer,name,agent", "Case ID"),
        ("case_id,seq,stage,entered_at,amount,notes,name,Notes", "Notes"),
    ],
)
def test_a_header_that_stands_twice_is_refused_by_its_name(tmp_path: Path, header: str, double: str) -> None:
    file = read(tmp_path, lines(FIRST, header=header))

    assert [(each.reason, each.text) for each in file.problems] == [(Reason.DOUBLE_COLUMN, double)]
    assert file.cases == ()


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1,2,tarjous,2026-01-09,100,Mäkelä Oy,huolto", Reason.SHORT_ROW),
        ("1,2", Reason.SHORT_ROW),
        ("1,2,tarjous,2026-01-09,100,50,Mäkelä Oy,huolto,Aino Virtanen", Reason.LONG_ROW),
        ("1,2,tarjous,2026-01-09,12500,50,Mäkelä Oy,huolto", Reason.SPLIT_AMOUNT),
        ("1,2,tarjous,2026-01-09,12,500,Mäkelä Oy,huolto", Reason.SPLIT_AMOUNT),
        ("1,2,tarjous,2026-01-09,€12,500,Mäkelä Oy,huolto", Reason.SPLIT_AMOUNT),
    ],
)
def test_a_row_whose_columns_do_not_fit_is_named_and_its_deal_stays_out(
    tmp_path: Path, row: str, reason: Reason
) -> None:
    assert found(read(tmp_path, lines(FIRST, row, OTHER))) == (["2"], [(3, reason)])


def test_a_row_that_is_shifted_leaves_out_the_deals_beside_it_where_its_own_cannot_be_told(tmp_path: Path) -> None:
    header = "amount,case_id,seq,stage,entered_at"
    rows = ("12,1,1,offer,2026-01-05", "12,50,1,2,contact,2026-01-06", "12,2,1,offer,2026-01-07")
    file = read(tmp_path, lines(*rows, "12,3,1,offer,2026-01-07", header=header))

    assert found(file) == (["3"], [(3, Reason.LONG_ROW), (3, Reason.CUT), (3, Reason.CUT)])


def test_a_customer_who_is_called_by_a_number_is_taken_in_quotation_marks(tmp_path: Path) -> None:
    file = read(tmp_path, lines('1,1,tarjous,2026-01-09,12500,"50",huolto,Aino Virtanen'))

    assert (customers(file), file.problems) == (["50"], ())


def test_rows_below_the_table_that_say_nothing_are_no_rows(tmp_path: Path) -> None:
    header = HEADER + ",hot"
    file = read(tmp_path, lines(FIRST + ",TRUE", ",,,,,,,,FALSE", ",,,,,,,,FALSE", header=header))

    assert found(file) == (["1"], [])


def test_a_sum_below_the_table_is_named_and_the_deals_come(tmp_path: Path) -> None:
    assert found(read(tmp_path, lines(FIRST, "Yhteensä,,,,100,,,", ",,,,100,,,"))) == (
        ["1"],
        [(3, Reason.EMPTY_CELL), (4, Reason.NO_CASE)],
    )


def test_how_a_program_keeps_a_number_as_text_is_no_part_of_it(tmp_path: Path) -> None:
    file = read(tmp_path, lines('="001",1,tarjous,2026-01-09,"=""12500""",Mäkelä Oy,huolto,Aino Virtanen'))

    assert [(case.case_id, case.amount) for case in file.cases] == [("001", Money(1_250_000, "EUR"))]


# --- Amounts and days -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "minor"),
    [
        ("12.500", 1_250_000),
        ("12,500", 1_250_000),
        ("1.250.000", 125_000_000),
        ("12 500", 1_250_000),
        ("12\u00a0500,50", 1_250_050),
        ("12\u202f500,50 €", 1_250_050),
        ("12'500.50", 1_250_050),
        ("€8,000.00", 800_000),
        ("8000 EUR", 800_000),
        ("12,5k", 1_250_000),
        ("12500.0", 1_250_000),
        ("0", 0),
    ],
)
def test_an_amount_is_read_as_people_write_it(tmp_path: Path, written: str, minor: int) -> None:
    file = read(tmp_path, lines(f"1;1;tarjous;2026-01-09;{written};a;b;c", header=HEADER.replace(",", ";")))

    assert [case.amount for case in file.cases] == [Money(minor, "EUR")]


@pytest.mark.parametrize(("doubtful", "other"), [("12.500", "12500.50"), ("12,500", "900,5"), ("1.250", "8000.000")])
def test_a_mark_that_parts_decimals_elsewhere_is_not_taken_for_thousands(
    tmp_path: Path, doubtful: str, other: str
) -> None:
    rows = (f"1;1;tarjous;2026-01-09;{doubtful};a;b;c", f"2;1;tarjous;2026-01-09;{other};a;b;c")
    file = read(tmp_path, lines(*rows, header=HEADER.replace(",", ";")))

    assert (2, Reason.MIXED_MARKS) in found(file)[1]
    assert "1" not in found(file)[0]


@pytest.mark.parametrize(
    ("written", "blamed"),
    [
        (("12.500", "8.000", "1.250", "12.5"), ["12.5"]), (("12.50", "9.90", "7.5", "12.500"), ["12.500"]),
        (("12.500", "12.5"), ["12.5", "12.500"]), (("12.50", "12.500"), ["12.50", "12.500"]),
        (("1.250.000", "12.5"), ["12.5"]), (("8.250,50", "12.5"), ["12.5"]), (("12500.5", "12.500"), ["12.500"]),
        (("12,500", "8,000", "12,5"), ["12,5"]), (("12.500", "8.000", "12,5"), []), (("12.5", "7.5"), []),
    ],
)  # fmt: skip
def test_of_amounts_whose_mark_means_two_things_the_odd_ones_are_named(
    tmp_path: Path, written: tuple[str, ...], blamed: list[str]
) -> None:
    rows = [f"{number};1;tarjous;2026-01-09;{each};a;b;c" for number, each in enumerate(written, 1)]
    file = read(tmp_path, lines(*rows, header=HEADER.replace(",", ";")))

    assert sorted(each.text for each in file.problems if each.reason is Reason.MIXED_MARKS) == blamed
    assert len(file.cases) == len(written) - len(blamed)


@pytest.mark.parametrize(
    ("written", "code"), [("usd", "USD"), ("€", "EUR"), ("euroa", "EUR"), ("SEK", "SEK"), ("", "EUR")]
)
def test_a_currency_is_read_by_its_code_and_as_people_name_it(tmp_path: Path, written: str, code: str) -> None:
    file = read(
        tmp_path, lines(f"1,1,tarjous,2026-01-09,5,{written}", header="case_id,seq,stage,entered_at,amount,currency")
    )

    assert [case.amount for case in file.cases] == [Money(500, code)]


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-05-02", datetime(2026, 5, 2)),
        ("2.5.2026", datetime(2026, 5, 2)),
        ("02.05.2026", datetime(2026, 5, 2)),
        ("2.5.26", datetime(2026, 5, 2)),
        ("2 May 2026", datetime(2026, 5, 2)),
        ("25/12/2025", datetime(2025, 12, 25)),
        ("20.5.2026 13:45", datetime(2026, 5, 20, 13, 45)),
        ("20.5.2026 13.45.30", datetime(2026, 5, 20, 13, 45, 30)),
        ("12.05.2026 klo 9.00", datetime(2026, 5, 12, 9)),
        ("2026-05-02 9:12:00", datetime(2026, 5, 2, 9, 12)),
        ("2 May 2026, 9:12 PM", datetime(2026, 5, 2, 21, 12)),
        ("2026-05-02T06:12:33.000+0000", datetime(2026, 5, 2, 6, 12, 33)),
        ("2026-05-02 9:12:00 +02:00", datetime(2026, 5, 2, 7, 12)),
        ("31.12.1999", datetime(1999, 12, 31)),
    ],
)
def test_a_day_is_read_as_people_write_it(tmp_path: Path, written: str, moment: datetime) -> None:
    file = read(tmp_path, lines(f'1,1,tarjous,"{written}",5,a,b,c'))

    assert [case.entries[0].at for case in file.cases] == [moment.replace(tzinfo=UTC)]


# --- What is no table -------------------------------------------------------------------------------------------------


def zipped(**files: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            inside = name.replace("__", "/").replace("_", ".")
            archive.writestr(zipfile.ZipInfo(inside), content)  # without the moment of writing, so that ids stay alike
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "reason", "more"),
    [
        (b"", Reason.EMPTY, ""),
        (b"\n \n", Reason.EMPTY, ""),
        (zipped(deals_csv=WHOLE), Reason.ZIP, ""),
        (zipped(deals_csv=WHOLE)[:60], Reason.BROKEN_WORKBOOK, ""),
        (zipped(xl__workbook_xml="<workbook/>"), Reason.BROKEN_WORKBOOK, ""),
        (zipped(xl__workbook_bin=""), Reason.OTHER_WORKBOOK, "Excel (.xlsb)"),
        (zipped(mimetype="", content_xml=""), Reason.OTHER_WORKBOOK, "OpenDocument (.ods)"),
        (zipped(Index__Document_iwa=""), Reason.OTHER_WORKBOOK, "Apple Numbers"),
        (zipped(word__document_xml=""), Reason.OTHER_KIND, "Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), Reason.OLD_WORKBOOK, ""),
        (b"%PDF-1.7\n%\xe2\xe3", Reason.OTHER_KIND, "PDF"),
        (b"{\\rtf1 deals}", Reason.OTHER_KIND, "RTF"),
        (b"\x89PNG\r\n\x1a\n", Reason.OTHER_KIND, "PNG"),
        (b"7z\xbc\xaf\x27\x1c", Reason.PACKED, "7z"),
        (b"<html><table><tr><td>case_id</td></tr></table></html>", Reason.OTHER_KIND, "HTML"),
        (b'<?xml version="1.0"?><Workbook/>', Reason.OTHER_KIND, "XML"),
        (b'[{"case_id": 1}]', Reason.OTHER_KIND, "JSON"),
        (b'{"deals": []}', Reason.OTHER_KIND, "JSON"),
        (bytes(range(256)) * 8, Reason.BINARY, ""),
    ],
)
def test_what_is_no_table_is_called_what_it_is(tmp_path: Path, content: bytes, reason: Reason, more: str) -> None:
    file = read(tmp_path, content)

    assert [(each.line, each.reason, each.text, each.more) for each in file.problems] == [
        (1, reason, "deals.csv", more)
    ]
    assert file.cases == ()


# --- Round trips and speed --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Written:
    encoding: str
    separator: str
    end: str


WAYS = st.builds(
    Written,
    st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
#: Letters that each of the encodings has. Signs that are no letters in a word of Windows-1252 are not between them.
LETTERS = st.text("abkäöåÅÄÖéüß –’…&;,|\t\"'()/.%+-0123456789", max_size=30)
#: "Ä–" in Windows-1252 is how "Ė" in UTF-8 looks there, so a file with it is rightly asked about.
_GARBLED = re.compile(r"[äöåÅÄÖéüß][–’…]")
TEXTS = (
    LETTERS.filter(lambda text: _GARBLED.search(text) is None)
    .map(lambda text: " ".join(text.split(" ")).strip())
    .filter(lambda text: not text.startswith(("=", "#")))
)


@given(WAYS, st.lists(st.tuples(TEXTS.filter(bool), TEXTS), min_size=1, max_size=8))
def test_what_is_written_is_read_in_every_encoding_and_with_every_separator(
    tmp_path_factory: pytest.TempPathFactory, way: Written, names: list[tuple[str, str]]
) -> None:
    page = io.StringIO()
    writer = csv.writer(page, delimiter=way.separator, lineterminator=way.end)
    writer.writerow(["case_id", "seq", "stage", "entered_at", "customer", "name", "agent"])
    for number, (customer, name) in enumerate(names):
        writer.writerow([f"c{number}", "1", "tarjous", "2026-01-05", customer, name, "Aino Virtanen"])
    file = read(tmp_path_factory.mktemp("round"), page.getvalue().encode(way.encoding))

    assert file.problems == ()
    assert [(case.customer, case.name) for case in file.cases] == [(one.strip(), two.strip()) for one, two in names]


@given(st.binary(max_size=400), st.integers(0, 400))
def test_whatever_stands_in_a_file_it_is_read_or_told(
    tmp_path_factory: pytest.TempPathFactory, junk: bytes, at: int
) -> None:
    content = lines(FIRST, SECOND, OTHER, THIRD)
    file = read(tmp_path_factory.mktemp("junk"), content[:at] + junk + b"\xff" + content[at:])

    assert file.problems
    assert len(file.cases) < 3 or at >= len(content)


def test_of_twenty_thousand_rows_the_bad_ones_are_named_and_the_others_are_kept_soon(tmp_path: Path) -> None:
    count, bad = 20_000, {12_000: b"huo\xfflto", 13_000: b'"huolto', 14_000: b"huo,lto"}
    rows = [
        f"{n},1,tarjous,{1 + n % 28}.{1 + n % 12}.2025,{n}.50,Yhtiö {n} Öy,huolto,Aino Virtanen" for n in range(count)
    ]
    content = lines(*rows)
    for number, product in bad.items():
        named = f"{number}.50,Yhtiö {number} Öy,".encode()
        content = content.replace(named + b"huolto", named + product)
    began = time.process_time()
    file = read(tmp_path, content)
    took = time.process_time() - began

    assert [each.line for each in file.problems] == [number + 2 for number in bad]
    assert len(file.cases) == count - len(bad)
    assert not {str(number) for number in bad} & {case.case_id for case in file.cases}
    assert took < 8, f"{took:.1f} s"


def test_a_table_says_how_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_bytes(ENCODED["semicolons"])

    assert (read_table(path).encoding, read_table(path).separator) == ("Windows-1252", ";")
