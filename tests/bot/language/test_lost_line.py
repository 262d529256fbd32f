"""The line of a loss: kind, words, who says so and the month to come back; what is not sure keeps all its words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bot.language.days import Day
from bot.language.lost_line import read_lost
from bot.words.typed_kinds import typed_reason
from pipeline.calendars import Calendar
from tests.tables import each_row

MONDAY = date(2026, 6, 15)
FINLAND = Calendar()
ROWS = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "typed_losses.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
WORDS = st.sampled_from(
    "hinta kilpailija palataan asiaan maaliskuussa joskus syksyllä asiakas kertoi , . - back in March ei ja Q1".split()
)


def shown(line: str) -> str:
    """What was read, as the table has it."""
    said = read_lost(line, MONDAY, FINLAND)
    why = typed_reason(said.reason)
    parts = [why.kind.value] if why.kind is not None else []
    parts += [f"words={why.words}"] if why.words else []
    parts += [f"by={said.said_by.value}"] if said.said_by is not None else []
    if said.returns is not None:
        sign = "" if said.is_sure else "?"
        parts.append(f"returns={sign}{said.returns.date:%Y-%m}" if isinstance(said.returns, Day) else "returns=?")
    return "; ".join(parts) or "-"


@each_row(("line", "read"), ROWS)
def test_each_part_of_the_line_is_what_it_means(line: str, read: str) -> None:
    assert shown(line) == read


@given(st.lists(WORDS, max_size=9).map(" ".join))
def test_a_line_whose_month_is_not_sure_keeps_all_its_words(line: str) -> None:
    said = read_lost(line, MONDAY, FINLAND)

    if not said.is_sure:
        assert said.reason == line.strip(" ,;")
    if isinstance(said.returns, Day):
        assert said.returns.date.day == 1
        assert said.returns.date > MONDAY
