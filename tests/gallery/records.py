"""The record of past forecasts as it may be: held, worse than a method without a model, too short, of wins alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from bot.blocks.elements import Message
from bot.forecast import post, record
from bot.language.voice import Voice
from pipeline.forecast.grades import Grade, TrackRecord
from tests.gallery.deals import FIGURES, MINE

MONDAYS = tuple(date(2025, 12, 8) + timedelta(weeks=n) for n in range(26))
#: What was expected of each Monday's month, what came in it, and what last month again would have said, in euros.
_SAID = (425_000, 402_000, 391_000, 310_000, 280_000, 455_000, 420_000)
_CAME = {12: 402_000, 1: 280_000, 2: 371_000, 3: 430_000, 4: 388_000, 5: 415_000, 6: 300_000}


def _grade(day: date, n: int, unit: int, last_again: float) -> Grade:
    expected, came = _SAID[n % len(_SAID)] * unit, _CAME[day.month] * unit
    return Grade(day, day.replace(day=1), expected, expected * 0.8, expected * 1.2, came, last_again * came, 3.2 * came)


def of_money(count: int = 26, last_again: float = 1.3) -> TrackRecord:
    """A record in euros."""
    return TrackRecord("EUR", tuple(_grade(day, n, 100, last_again) for n, day in enumerate(MONDAYS[-count:])))


def of_wins(count: int = 26) -> TrackRecord:
    """A record of wins: one for each 20,000 €."""
    grades = (
        Grade(day, day.replace(day=1), 20 + n % 3, 16, 25, _CAME[day.month] // 20_000, 18, 44)
        for n, day in enumerate(MONDAYS[-count:])
    )
    return TrackRecord(None, tuple(grades))


RECORDS = {
    "": (of_money(), of_wins()),
    "-beaten": (of_money(last_again=1.02), of_wins()),
    "-wins": (of_wins(),),
    "-few": (of_money(3), of_wins(3)),
    "-none": (),
}


def pieces(voice: Voice) -> Iterator[tuple[str, Message]]:
    """Each page by its name, and the posts that tell the record in a line."""
    key = "monday:1:2026-06-15"
    for name, records in RECORDS.items():
        yield f"-record{name}", record.page(voice, records, "Myynti")
        said = post.ForecastContent(FIGURES, MINE.lines, key, record=record.line(voice, records))
        yield f"-with-record{name}", post.forecast(voice, said)
