"""The line of an edit: fields with their labels, an amount and a day without; no word of it is lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.language.days import Day
from bot.language.edit_line import EditLine, read_edit
from bot.language.folding import Unclear
from pipeline.calendars import Calendar

MONDAY = date(2026, 6, 15)
FINLAND = Calendar()
ROWS = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "typed_edits.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
WORDS = st.sampled_from(
    """
    summa nimi asiakas lähde kauppapäivä voitettu syy 15 000 € 12k elokuu 30.6. Uusi Hissit Oy , -> : messut 31.2. 2026
    """.split()
)


def shown(line: EditLine) -> str:
    """What was read, as the table has it."""
    parts = [f"{name.name.lower()}={text}" for name, text in line.texts.items()]
    if isinstance(line.amount, Unclear):
        parts.append(f"amount=? {line.amount.text}")
    elif line.amount is not None:
        parts.append(f"amount={line.amount.minor / 100:g} {line.amount.currency}")
    parts += [f"{name.name.lower()}={_day(found)}" for name, found in line.days.items()]
    if line.said_by is not None:
        parts.append(f"said_by={line.said_by.value}")
    return "; ".join([*parts, *(f"left={text}" for text in line.unread)]) or "-"


def _day(found: Day | Unclear) -> str:
    return f"{found.date}" if isinstance(found, Day) else f"? {found.text}"


@pytest.mark.parametrize(("line", "is_sure", "read"), ROWS)
def test_each_part_of_the_line_is_what_it_means(line: str, is_sure: str, read: str) -> None:
    found = read_edit(line, MONDAY, "EUR", FINLAND)

    assert (shown(found), "sure" if found.is_sure else "asked") == (read, is_sure)


@example("Uusi -> 15")
@given(st.lists(WORDS, max_size=12).map(" ".join))
def test_a_line_that_is_surely_read_keeps_all_its_words(line: str) -> None:
    found = read_edit(line, MONDAY, "EUR", FINLAND)

    if found.is_sure:
        assert not found.unread
        texts = " ".join([*found.texts.values(), *(day.text for day in found.days.values())])
        names = [word for word in ("Uusi", "Hissit", "Oy", "messut") if word in line.split()]
        assert [word for word in names if word not in texts.split()] == []


@pytest.mark.parametrize("text", ["x" * 3000, "nimi " * 600, "summa 1 " * 400, ", " * 900, "->" * 900])
def test_a_long_line_is_read_without_an_end_in_sight(text: str) -> None:
    assert not read_edit(text, MONDAY, "EUR", FINLAND).is_sure


def test_an_empty_line_wants_nothing() -> None:
    assert read_edit("", MONDAY, "EUR", FINLAND) == EditLine(is_sure=False)
