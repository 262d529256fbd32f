"""The picture of the Monday post: the course of the month, in the reader's words, with its numbers as text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from babel.dates import format_date

from bot.blocks.picture import Picture
from bot.forecast.charts import LabelledSum, MonthChart, draw
from bot.language.voice import Voice
from pipeline.forecast.course import MonthCourse
from pipeline.months import last_of_month

WEEK = timedelta(days=7)


def of_month(voice: Voice, course: MonthCourse, *, blocks_below: int) -> Picture:
    """Return the picture of a month, to be drawn when it is sent; so many blocks of the message stand below it."""
    return Picture(
        name=f"{voice.label('picture_file')}-{course.now.isoformat()}.png",
        alt=alt_of(voice, course),
        blocks_below=blocks_below,
        draw=partial(draw, chart_of(voice, course)),
    )


def chart_of(voice: Voice, course: MonthCourse) -> MonthChart:
    """Return what the picture of a month shows."""
    end, last, target = course.end, last_of_month(course.first), course.target
    expected = voice.about(end.expected, at_least=end.won)
    return MonthChart(
        title=str(voice.month(course.first, leading=True)),
        days=(course.first, last),
        day_labels=tuple((day, short_day(voice, day)) for day in _mondays(course.first, last)),
        now=course.now,
        won=tuple((day, sum_.minor) for day, sum_ in course.won),
        won_now=LabelledSum(end.won.minor, voice.label("picture_won", sum=end.won)),
        expected=LabelledSum(end.expected.minor, voice.label("picture_expected", sum=expected)),
        low=LabelledSum(end.low.minor, str(voice.money(end.low))),
        high=LabelledSum(end.high.minor, str(voice.money(end.high))),
        target=LabelledSum(target.minor, voice.label("forecast_target", sum=target)) if target is not None else None,
    )


def alt_of(voice: Voice, course: MonthCourse) -> str:
    """Return all numbers of the picture in one sentence."""
    end, target = course.end, course.target
    said = voice.label(
        "picture_alt",
        month=voice.month(course.first, leading=True),
        won=end.won,
        sum=voice.about(end.expected, at_least=end.won),
        range=voice.range(end.low, end.high),
    )
    return said if target is None else f"{said}, {voice.label('forecast_target', sum=target)}"


def _mondays(first: date, last: date) -> Iterator[date]:
    day = first + timedelta(days=-first.weekday() % 7)
    while day <= last:
        yield day
        day += WEEK


def short_day(voice: Voice, day: date) -> str:
    """Return a day without its weekday: "3.8." or "3 Aug"."""
    return f"{day.day}.{day.month}." if voice.language == "fi" else format_date(day, "d MMM", locale="en_GB")
