"""What is typed of a delivery: a day gone by or to come, because of whom, and words that are neither."""

from __future__ import annotations

from datetime import date

from bot.language.days import Day
from bot.language.delivery_line import DeliveryLine, read_delivered, read_late
from pipeline.calendars import Calendar
from tests.tables import each_row

MONDAY = date(2026, 6, 15)
CALENDAR = Calendar("FI", "Europe/Helsinki")
DELIVERED = [
    ("", None, "", True),
    ("eilen", date(2026, 6, 14), "", True),
    ("pe", date(2026, 6, 12), "", False),  # or the coming one
    ("viime pe", date(2026, 6, 12), "", True),
    ("12.6.", date(2026, 6, 12), "", True),
    ("tänään", MONDAY, "", True),
    ("last friday", date(2026, 6, 12), "", True),
    ("yesterday, they are happy", date(2026, 6, 14), "they are happy", False),
    ("asennus kesti eilen", date(2026, 6, 14), "asennus kesti", False),
    ("asiakas kiitti", None, "asiakas kiitti", False),
    ("31.2.", None, "31.2.", False),
    ("huomenna", None, "", False),
]
LATE = [
    ("", None, None, ""),
    ("22.6.", date(2026, 6, 22), None, ""),
    ("22.6. toimittaja", date(2026, 6, 22), "supplier", ""),
    ("22.6., toimittajan takia", date(2026, 6, 22), "supplier", ""),
    ("asiakkaan pyynnöstä 22.6.", date(2026, 6, 22), "customer", ""),
    ("until 22 June, because of the supplier", date(2026, 6, 22), "supplier", ""),
    ("next friday, order changed", date(2026, 6, 26), "changed_order", ""),
    ("ensi viikolla meistä", date(2026, 6, 26), "us", ""),
    ("22.6. rekka rikki", date(2026, 6, 22), None, "rekka rikki"),
    ("toimittaja", None, "supplier", ""),
    ("toimittaja ei vastaa", None, None, "toimittaja ei vastaa"),
]


def _day(line: DeliveryLine) -> date | None:
    return line.day.date if isinstance(line.day, Day) else None


@each_row(("text", "day", "words", "is_sure"), DELIVERED)
def test_a_delivery_is_read(text: str, day: date | None, words: str, is_sure: bool) -> None:
    read = read_delivered(text, MONDAY, CALENDAR)

    assert (_day(read), read.words, read.is_sure) == (day, words, is_sure)


@each_row(("text", "day", "because", "words"), LATE)
def test_another_day_is_read_with_because_of_whom(text: str, day: date | None, because: str | None, words: str) -> None:
    read = read_late(text, MONDAY, CALENDAR)

    assert (_day(read), read.because, read.words) == (day, because, words)


@each_row(
    ("text", "question", "doubt"),
    [
        ("huomenna", "delivery_ahead", "huomenna"),
        ("1.5.2031", "delivery_ahead", "1.5.2031"),
        ("31.2.", "", "31.2."),
        ("eilen", "", ""),
    ],
)
def test_of_a_delivery_that_is_still_to_come_it_is_asked_when_it_was(text: str, question: str, doubt: str) -> None:
    read = read_delivered(text, MONDAY, CALENDAR)

    assert (read.question, read.doubt) == (question, doubt)
