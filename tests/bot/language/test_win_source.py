"""Where a won deal came from, in the line of the win: taken where it is surely said, else left among the words."""

from datetime import date
from pathlib import Path

from bot.language.win_source import split_source
from pipeline.calendars import Calendar
from tests.tables import each_row

MONDAY = date(2026, 6, 15)
ROWS = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "typed_win_sources.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@each_row(("line", "left", "source"), ROWS)
def test_a_source_is_taken_out_of_the_line_and_the_rest_stays(line: str, left: str, source: str):
    assert split_source(line, MONDAY, Calendar()) == tuple("" if each == "-" else each for each in (left, source))
