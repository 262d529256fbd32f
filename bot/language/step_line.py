"""Reads a next step as it is typed behind a deal: "soita Pekalle ensi ma klo 14", "huomenna soita Pekalle"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.language import days
from bot.language.days import Aim, Day
from bot.language.folding import Unclear
from pipeline.calendars import Calendar

_MOST_WORDS_WITHIN = 12  # of a line, among which a day is sought that stands neither first nor last
_LONGEST_WITHIN = 3  # words of such a day


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step without its day, and the day.

    `Unclear` is what only looks like a day. A day that stands in the middle of the text stays in `what`, and is not
    sure.
    """

    what: str
    day: Day | Unclear | None = None


def read_step(text: str, today: date, calendar: Calendar) -> StepLine:
    """Read a step whose day stands at the end, at the beginning, or somewhere between."""
    what, last = days.read_last(text, today, calendar, aim=Aim.END)
    if last is not None and (what or not isinstance(last, Unclear)):
        return StepLine(what.rstrip(" ,-–:"), last)
    first, rest = days.read_first(text, today, calendar, aim=Aim.END)
    if first is not None and rest:
        return StepLine(rest, first)
    return StepLine(" ".join(text.split()), _within(text, today, calendar) or last)


def _within(text: str, today: date, calendar: Calendar) -> Day | None:
    """The day between the other words: "soita huomenna Pekalle"."""
    words = text.split()[:_MOST_WORDS_WITHIN]
    for length in range(_LONGEST_WITHIN, 0, -1):
        for start in range(1, len(words) - length):
            day, rest = days.read_first(" ".join(words[start : start + length]), today, calendar, aim=Aim.END)
            if day is not None and day.sure and not rest and len(day.text) > 3:
                return replace(day, sure=False)
    return None


def read_snooze(text: str, today: date, calendar: Calendar) -> tuple[str, str, Day | Unclear | None]:
    """Split the line of a snooze into the words for the deal, the words for the day, and that day.

    The day stands last ("acme viikko"), or first ("3 pv acme").
    """
    name, last = days.read_last(text, today, calendar)
    if last is None:
        first, rest = days.read_first(text, today, calendar, may_be_length=True)
        return (rest, first.text, first) if first is not None else (name, "", None)
    return name, last.text, last
