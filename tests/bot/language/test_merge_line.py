"""A line that names two customers is parted where it may be, the likeliest way first."""

from __future__ import annotations

from pathlib import Path

from bot.language.merge_line import MOST_READINGS, MergeLine, readings
from tests.tables import each_row

ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "typed_merges.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@each_row(("line", "first", "second", "stays"), ROWS)
def test_the_likeliest_reading(line: str, first: str, second: str, stays: str) -> None:
    found = next(readings(line))

    assert (found.first, found.second, found.is_into) == (first, second, bool(stays))


def test_a_name_with_the_word_between_them_in_it_has_other_readings() -> None:
    found = [*readings("Åbrant ja Pojat Oy ja Åbrant Oy")]

    assert MergeLine("Åbrant ja Pojat Oy", "Åbrant Oy") in found
    assert found[-1] == MergeLine("Åbrant ja Pojat Oy ja Åbrant Oy")


def test_a_long_line_has_few_readings() -> None:
    assert len([*readings("ja " * 400)]) <= MOST_READINGS + 1
