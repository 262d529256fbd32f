"""What is typed behind the stage of a move: an amount is read or asked about, and no word is dropped."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.folding import Unclear
from bot.language.move_line import is_of_days, read_move
from pipeline.calendars import Calendar

MONDAY, FINLAND = date(2026, 6, 15), Calendar("FI")
ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "typed_moves.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("line", "amount", "words"), [row[1:] for row in ROWS])
def test_an_amount_is_read_or_asked_about_and_the_rest_is_left(line: str, amount: str, words: str) -> None:
    said = read_move(line, MONDAY, "EUR", FINLAND)

    shown = "-" if said.amount is None else "?"
    if said.amount is not None and not isinstance(said.amount, Unclear):
        shown = f"{said.amount.major.normalize():f} {said.amount.currency}"
    assert (shown, said.words or "-") == (amount, words)


@pytest.mark.parametrize("who", ["fi", "en"])
def test_the_table_has_lines_of_both_languages(who: str) -> None:
    assert sum(row[0] == who for row in ROWS) >= 15


@pytest.mark.parametrize(
    ("text", "is_day"),
    [
        ("next fri", True),
        ("syksyllä", True),
        ("30.6.", True),
        ("on Friday", True),
        ("to", True),
        ("soitettu pe", False),
    ],
)
def test_words_of_time_are_told_from_others(text: str, is_day: bool) -> None:
    assert is_of_days(text, MONDAY, FINLAND) is is_day


@given(st.text(alphabet="abcdefghijklmnoprstuvyäö ", max_size=60))
def test_words_without_a_figure_are_never_dropped(line: str) -> None:
    said = read_move(line, MONDAY, "EUR", FINLAND)

    kept = f"{said.words} {said.amount.text if isinstance(said.amount, Unclear) else ''} {said.tax}".split()
    assert said.amount is not None or sorted(kept) == sorted(line.split())
