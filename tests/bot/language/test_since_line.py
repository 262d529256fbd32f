"""Since which day changes are asked for, as people type it on Wednesday 17 June 2026."""

from datetime import date

import pytest

from bot.language.since_line import AWAY, NotRead, SinceDay, read_since
from pipeline.calendars import Calendar
from tests.tables import each_row

WEDNESDAY = date(2026, 6, 17)

DAYS = """
ma | 15.6.
pe | 12.6.
ke | 10.6.
viime keskiviikosta | 10.6.
maanantaista | 15.6.
perjantaista lähtien | 12.6.
maanantain jälkeen | 16.6.
1.5. | 1.5.
1.5.? | 1.5.
1.6. lähtien | 1.6.
1.6.2026 jälkeen | 2.6.
2026-05-01 | 1.5.
viime viikolla | 8.6.
viime viikosta | 8.6.
viime viikolla? | 8.6.
tämän viikon alusta | 15.6.
vko 23 | 1.6.
viikosta 23 | 1.6.
viikon aikana | 10.6.
viimeisen 2 viikon aikana | 3.6.
2 viikkoa sitten | 3.6.
kuukaudessa | 17.5.
toukokuu | 1.5.
toukokuusta | 1.5.
viime kuussa | 1.5.
kuun alusta | 1.6.
vuoden alusta | 1.1.
vapusta | 1.5.
eilen | 16.6.
eilisestä | 16.6.
toissapäivästä | 15.6.
tänään | 17.6.
aamusta | 17.6.
diileissä viime viikolla | 8.6.
Friday | 12.6.
since Friday | 12.6.
since last Friday | 12.6.
last Monday | 15.6.
last week | 8.6.
what changed last week | 8.6.
this week | 15.6.
since May | 1.5.
1 May | 1.5.
since the 1st | 1.6.
last month | 1.5.
last 2 weeks | 3.6.
past week | 10.6.
a week ago | 10.6.
3 days ago | 14.6.
yesterday | 16.6.
this morning | 17.6.
"""


def _rows(table: str) -> list[tuple[str, str]]:
    return [(text, meant) for text, _, meant in (line.partition(" | ") for line in table.strip().splitlines())]


def read(text: str) -> SinceDay | str | NotRead:
    return read_since(text, WEDNESDAY, Calendar())


@each_row(("text", "day"), _rows(DAYS))
def test_a_day_gone_by_is_read(text: str, day: str) -> None:
    number, month = day.rstrip(".").split(".")
    assert read(text) == SinceDay(date(2026, int(month), int(number)))


@pytest.mark.parametrize(
    "text",
    ["kun olin poissa", "loman aikana", "poissaolon ajalta", "while I was away", "since I was on holiday", "my leave"],
)
def test_the_persons_own_absence_is_read(text: str) -> None:
    assert read(text) == AWAY


@pytest.mark.parametrize(
    "text", ["huomenna", "next week", "ensi viikko", "1.12.", "1.12.2026", "joulukuu", "pe klo 10"]
)
def test_a_day_to_come_is_none_nor_is_one_that_needs_its_year(text: str) -> None:
    assert read(text) is NotRead.AHEAD


@pytest.mark.parametrize("text", ["liisa", "tarjous", "foo bar", "viikonloppu liisa"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert read(text) is NotRead.NO_DAY
