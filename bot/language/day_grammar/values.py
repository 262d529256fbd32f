"""What the grammar of days reads and returns: the text with its circumstances, a day, and a span of days."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from enum import Enum

from pipeline.calendars import Calendar

SOON = timedelta(days=183)  # a day of next year that is nearer than this needs no question


class Aim(Enum):
    """Which day of a week or a month is meant when the text names only the week or the month."""

    BEGINNING = "the first business day: when to look again"
    END = "the last business day: by when it should be done"


@dataclass(frozen=True, slots=True)
class Day:
    """A day that was read from `text`.

    If it is not `sure`, the form asks. `clock` is the time of day, if the text has one. `hours` is the time of day as
    it was typed where `clock` cannot say it: "klo 13-14", "aamulla".
    """

    date: date
    sure: bool = True
    clock: time | None = None
    text: str = field(default="", compare=False)
    hours: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class DayInput:
    """A text that may name a day: folded, without its time of day. `gone` looks for a day that has been, not comes."""

    text: str
    today: date
    calendar: Calendar
    aim: Aim
    gone: bool = False

    def with_text(self, text: str) -> DayInput:
        """Return another text in the same circumstances."""
        return replace(self, text=text)

    def is_meant(self, day: date) -> bool:
        """Whether a day that was typed without a year needs no question: it is in this year, or near."""
        return day.year == self.today.year or abs(day - self.today) <= SOON


@dataclass(frozen=True, slots=True)
class DaySpan:
    """Several days, named as one: a month, a season, a holiday. `sure`: it is clear which year's is meant.

    `turn` is where two spans meet that were named together ("kesä-heinäkuun vaihteessa").
    """

    first: date
    last: date
    sure: bool = True
    turn: date | None = None

    @property
    def middle(self) -> date:
        """The day in the middle; of two such days the first, and of a week the Wednesday."""
        days = (self.last - self.first).days
        return self.first + timedelta(days=2 if days == 6 else days // 2)


class SpanPart(Enum):
    """Which part of a span is meant."""

    BEGINNING = "beginning"
    MIDDLE = "middle"
    END = "end"
    TURN = "turn"


def day_of_span(typed: DayInput, span: DaySpan, part: SpanPart) -> Day:
    """Return the business day that a part of the span means, but not a day before today if the span lasts.

    A part that is over already, and a middle or a turn, whose day nobody knows exactly, are not `sure`.
    """
    calendar = typed.calendar
    match part:
        case SpanPart.BEGINNING:
            meant = calendar.on_or_after(span.first)
        case SpanPart.MIDDLE:
            meant = calendar.on_or_after(span.middle)
        case SpanPart.END:
            meant = calendar.on_or_before(span.last)
        case SpanPart.TURN:
            meant = calendar.on_or_before(span.turn or span.last)
    lasts = span.first <= typed.today <= span.last
    if lasts and meant < typed.today and not typed.gone:
        today = typed.today if part is SpanPart.END else calendar.on_or_after(typed.today)
        return Day(today, sure=span.sure and part is SpanPart.END)
    return Day(meant, sure=span.sure and part in (SpanPart.BEGINNING, SpanPart.END))


def monday_of(day: date) -> date:
    """Return the Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def year_of(figures: str) -> int:
    """Return the year of four figures or of the last two."""
    return int(figures) if len(figures) == 4 else 2000 + int(figures)
