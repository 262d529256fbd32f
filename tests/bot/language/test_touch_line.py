"""The line of a contact: what was done and what came of it is read, its step is found, and no word of it is lost."""

import time
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bot.language.days import Day
from bot.language.folding import Unclear
from bot.language.touch_line import TouchLine, read_touch
from pipeline.calendars import Calendar
from tests.busy_machine import NOT_QUADRATIC
from tests.tables import each_row

WEDNESDAY = date(2026, 6, 10)
FINLAND = Calendar()
TABLE = [
    row.split("\t")
    for row in Path(__file__).with_name("typed_touches.tsv").read_text(encoding="utf-8").splitlines()
    if not row.startswith("#")
]
KNOWN = [row[1] for row in TABLE if row[2] == "sure"]


def day_text(day: Day | Unclear | None) -> str:
    """A day as the table has it; a question mark: it is asked."""
    if isinstance(day, Day):
        return f"{day.date}" if day.sure else f"{day.date} ?"
    return "-" if day is None else day.key


def step_text(read: TouchLine) -> str:
    """A step as the table has it: its words, day and time; "…" for trying again; a question mark: it is asked."""
    if read.step is None:
        return "-"
    step = read.step
    clock = f"{step.clock:%H:%M}" if step.clock else step.hours
    parts = [step.what or "…", day_text(step.day).removesuffix(" ?"), clock, "" if step.is_sure else "?"]
    return " | ".join(part for part in parts if part)


def as_row(read: TouchLine) -> tuple[str, ...]:
    """What was read, as the columns of the table."""
    what = f"{read.means or '-'} {read.outcome or '-'} {read.interest or ''}".strip()
    return ("sure" if read.is_sure else "asked", what, day_text(read.day), step_text(read), read.note or "-")


@each_row(("line", "verdict", "what", "day", "step", "note"), [row[1:] for row in TABLE])
def test_a_contact_is_read_as_it_was_told(line: str, verdict: str, what: str, day: str, step: str, note: str) -> None:
    assert as_row(read_touch(line, WEDNESDAY, FINLAND)) == (verdict, what, day, step, note)


def test_the_table_has_many_lines_of_both_languages() -> None:
    assert min(sum(row[0] == language for row in TABLE) for language in ("fi", "en")) >= 150


@given(st.sampled_from(KNOWN), st.integers(0, 30), st.from_regex(r"[qx][a-z]{5,9}z", fullmatch=True))
def test_an_unknown_word_is_kept_wherever_it_stands(line: str, place: int, word: str) -> None:
    words = line.split()
    words.insert(min(place, len(words)), word)

    read = read_touch(" ".join(words), WEDNESDAY, FINLAND)

    kept = " ".join((read.note, read.step.what if read.step else ""))
    assert word in kept


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    read = read_touch(text, WEDNESDAY, FINLAND)

    assert read.means is not None or not read.is_sure


def test_the_name_of_the_deal_is_no_part_of_the_note() -> None:
    read = read_touch("soitin acmelle, ei vastannut", WEDNESDAY, FINLAND, named=["acmelle"])

    assert (read.is_sure, read.note) == (True, "")


def test_a_long_line_is_read_in_time() -> None:
    began = time.process_time()
    read_touch("soitin pekalle eilen " * 400, WEDNESDAY, FINLAND)
    assert time.process_time() - began < NOT_QUADRATIC
