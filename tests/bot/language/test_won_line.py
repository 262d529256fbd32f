"""The line of a win: amount, promised day and the day of the win in any order, and no word of it is lost."""

import time
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.days import Day
from bot.language.folding import Unclear
from bot.language.won_line import read_won
from pipeline.calendars import Calendar
from pipeline.money import Money
from tests.busy_machine import NOT_QUADRATIC
from tests.tables import each_row

MONDAY = date(2026, 6, 15)
FINLAND = Calendar()
ROWS = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "typed_won.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def meant(day: Day | Unclear | None) -> str:
    """A day as the table has it."""
    if isinstance(day, Day):
        return f"{day.date}" if day.sure else f"{day.date} ?"
    return "-" if day is None else day.key.removeprefix("day_")


def money(amount: Money | Unclear | None) -> str:
    """An amount as the table has it; one that is asked about as it stands in the form, behind a question mark."""
    if isinstance(amount, Unclear):
        return f"? {amount.text}"
    return f"{amount.minor / 100:g} {amount.currency}" if amount else "-"


@each_row(("reader", "line", "amount", "promised", "won_on", "note"), ROWS)
def test_each_part_of_the_line_is_what_it_means(
    reader: str, line: str, amount: str, promised: str, won_on: str, note: str
):
    read = read_won(line, MONDAY, "EUR", FINLAND)
    assert (money(read.amount), meant(read.promised), meant(read.won_on), read.words or "-") == (
        amount,
        promised,
        won_on,
        note,
    )


@pytest.mark.parametrize("parts", list(permutations(["11 900 €", "viime pe", "toimitus 15.9."])))
@pytest.mark.parametrize("mark", [" ", ", ", " - ", "; "])
def test_the_parts_may_stand_in_any_order(parts: tuple[str, ...], mark: str):
    read = read_won(mark.join(parts), MONDAY, "EUR", FINLAND)
    assert read.amount == Money(1_190_000, "EUR")
    assert (meant(read.promised), meant(read.won_on), read.words) == ("2026-09-15", "2026-06-12", "")


@given(st.dates(date(2024, 1, 1), date(2036, 1, 1)), st.integers(1, 90))
def test_a_day_of_the_last_90_days_is_when_it_was_won_and_never_a_promise(today: date, ago: int):
    day = today - timedelta(days=ago)
    for text in (f"{day.day}.{day.month}.", f"{day.day}.{day.month}.{day.year}", f"{day}"):
        read = read_won(f"11 800 {text}", today, "EUR", FINLAND)
        assert (read.promised, isinstance(read.won_on, Day) and read.won_on.date) == (None, day)


@given(st.dates(date(2024, 1, 1), date(2036, 1, 1)), st.integers(1, 180))
def test_a_day_of_the_next_half_year_is_a_promise_and_never_when_it_was_won(today: date, ahead: int):
    day = today + timedelta(days=ahead)
    read = read_won(f"11 800 {day.day}.{day.month}.", today, "EUR", FINLAND)
    assert (read.won_on, isinstance(read.promised, Day) and read.promised.date) == (None, day)


PIECES = [
    "11 800 €",
    "viime",
    "perjantaina",
    "toimitus",
    "15.9.",
    "asennus",
    "mukana",
    ",",
    "31.2.",
    "2 vk",
    "ke",
    "on",
]


@given(st.lists(st.sampled_from(PIECES), max_size=9).map(" ".join))
def test_words_that_are_no_amount_and_no_day_are_kept_for_the_note(line: str):
    words = read_won(line, MONDAY, "EUR", FINLAND).words.replace(",", " ").split()
    for word in ("asennus", "mukana"):
        assert words.count(word) == line.split().count(word)


@given(st.text(max_size=200))
def test_any_text_is_a_line(text: str):
    assert read_won(text, MONDAY, "EUR", FINLAND).words is not None


@pytest.mark.parametrize(
    "piece",
    [
        "a ",
        "ensi ",
        "1 ",
        "12 500 ",
        "toimitus ",
        "3.7. ",
        "viime pe, ",
        "voitettu ",
        "x",
        "€",
        "joulun ",
        "1,",
        "to ",
        "tilaus 1 ",
        "x 9 ",
        "lasku 1.8. ",
        "net 30 ",
        "tonnia ",
        "\ufdfa",
    ],
)
def test_a_line_of_3000_characters_costs_less_than_50_ms(piece: str):
    line = (piece * 3000)[:3000]
    read_won("ensi joulu", MONDAY, "EUR", FINLAND)  # the calendar of the year is made once
    began = time.process_time()
    read_won(line, MONDAY, "EUR", FINLAND)
    assert time.process_time() - began < NOT_QUADRATIC
