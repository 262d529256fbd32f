"""The line of a next step, and of a snooze: its day is found at either end, and no word of it is lost."""

import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.days import Day
from bot.language.folding import Unclear
from bot.language.step_line import read_snooze, read_step
from pipeline.calendars import Calendar
from tests.busy_machine import NOT_QUADRATIC
from tests.tables import each_row

MONDAY = date(2026, 6, 15)
FINLAND = Calendar()


def rows(table: str) -> list[tuple[str, ...]]:
    """The typed lines of a table, with what they mean."""
    lines = (Path(__file__).parent / table).read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if not line.startswith("#")]


def meant(day: Day | Unclear | None) -> str:
    """A day as the tables have it."""
    if isinstance(day, Day):
        return f"{day.date}" if day.sure else f"{day.date} ?"
    return "-" if day is None else day.key.removeprefix("day_")


@each_row(("reader", "line", "what", "day"), rows("typed_steps.tsv"))
def test_a_step_and_its_day_are_told_apart(reader: str, line: str, what: str, day: str):
    read = read_step(line, MONDAY, FINLAND)
    assert (read.what or "-", meant(read.day)) == (what, day)


@each_row(("reader", "line", "deal", "day"), rows("typed_snoozes.tsv"))
def test_the_deal_and_the_day_of_a_snooze_are_told_apart(reader: str, line: str, deal: str, day: str):
    name, _text, until = read_snooze(line, MONDAY, FINLAND)
    assert (name or "-", meant(until)) == (deal, day)


@pytest.mark.parametrize(
    ("word", "line", "until"),
    [
        ("torkuta", "acme to", "2026-06-18"),
        ("muistuta", "acme to klo 9", "2026-06-18"),
        ("torkuta", "to acme", "2026-06-18 ?"),
        ("", "acme to", "2026-06-18 ?"),
        ("", "to", "2026-06-18 ?"),
        ("snooze", "acme to", "unclear"),
        ("snooze", "acme to 9.30", "unclear"),
        ("remind", "to acme", "unclear"),
        ("snooze", "acme to 18.6.", "2026-06-18"),
    ],
)
def test_a_thursday_is_said_by_to_only_in_finnish(word: str, line: str, until: str):
    assert meant(read_snooze(line, MONDAY, FINLAND, word=word)[2]) == until


def test_a_part_of_a_day_beside_a_snooze_stays_among_the_words():
    assert read_snooze("acme illalla", MONDAY, FINLAND) == ("acme illalla", "", None)


PIECES = ["soita", "Pekalle", "huomenna", "3.7.", "klo 14", "ensi", "viikolla", "31.2.", "-", ",", "2 viikkoa", "to"]


@given(st.lists(st.sampled_from(PIECES), max_size=10).map(" ".join))
def test_each_word_of_a_step_is_in_the_step_or_in_its_day(line: str):
    read = read_step(line, MONDAY, FINLAND)
    kept = f"{read.what} {read.day.text if read.day is not None else ''}".split()
    if read.clock is not None:
        kept += ["klo", "14"]
    for word in line.split():
        assert word in kept or word.strip(",:-–") in kept or not word.strip(",:-–")


@pytest.mark.parametrize(
    ("line", "what", "clock"),
    [
        ("soita klo 14", "soita", "14:00"),
        ("klo 9.15 soita", "soita", "09:15"),
        ("call at 2 pm", "call", "14:00"),
        ("call at 12:30am", "call", "00:30"),
        ("lounas klo 11 Pekan kanssa", "lounas klo 11 Pekan kanssa", "11:00"),
        ("soita ke klo 14", "soita", "14:00"),
        ("ke klo 14 soita", "soita", "14:00"),
        ("klo 14 soita ke", "soita", "14:00"),
        ("look at 3 offers Wed", "look at 3 offers", None),
        ("soita klo 25", "soita klo 25", None),
        ("lähetä 14 tarjousta ke", "lähetä 14 tarjousta", None),
    ],
)
def test_the_time_of_day_is_read_and_stays_only_between_other_words(line: str, what: str, clock: str | None):
    read = read_step(line, MONDAY, FINLAND)
    assert (read.what, f"{read.clock:%H:%M}" if read.clock else None) == (what, clock)


@given(st.text(max_size=200))
def test_any_text_is_a_step_and_a_snooze(text: str):
    assert read_step(text, MONDAY, FINLAND).what is not None
    assert len(read_snooze(text, MONDAY, FINLAND)) == 3


@pytest.mark.parametrize("piece", ["a", "a ", "1 ", "ensi ", "3.7. ", "viikko ", "ma,", "31.2. ", "to ", "-"])
def test_a_line_of_3000_characters_costs_less_than_50_ms(piece: str):
    line = (piece * 3000)[:3000]
    read_step("ensi joulu", MONDAY, FINLAND)  # the calendar of the year is made once
    for read in (read_step, read_snooze):
        began = time.process_time()
        read(line, MONDAY, FINLAND)
        assert time.process_time() - began < NOT_QUADRATIC
