"""Reads a next step as it is typed behind a deal: "soita Pekalle ensi ma klo 14", "huomenna soita Pekalle"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from bot.language import days
from bot.language.calendar_words import WEEKDAYS
from bot.language.day_grammar.wording import clock_in
from bot.language.days import Aim, Day
from bot.language.folding import Unclear, folded
from bot.language.word_languages import is_english, is_finnish, is_lone_to
from pipeline.calendars import Calendar

_MOST_WORDS_WITHIN = 12  # of a line, among which a day is sought that stands neither first nor last
_LONGEST_WITHIN = 3  # words of such a day
_BETWEEN_DAYS = frozenset("ja tai vai eika & / - – and or to through".split())
_FIGURE = re.compile(r"[0-9]{1,2}(?:st|nd|rd|th|\.(?:[0-9]{1,2}\.?)?)?")
_CLAUSE = frozenset(
    """
    ennen ennenkuin jos kun kunnes mikali ellei kunhan jalkeen joka jolloin
    before after if unless when until once because who which that
    """.split()
)
"""Behind these words stands what the step waits for, so that a day there may be another day than the step's."""


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step without its day, and the day.

    `Unclear` is what only looks like a day. A day that stands in the middle of the text, one of two days, and one that
    may be of what the step waits for ("ennen kuin sopimus loppuu 31.12.") stays in `what`, and is not sure.
    `clock` is the time of day; one that stands in the middle of the text stays in `what` too.
    """

    what: str
    day: Day | Unclear | None = None
    clock: time | None = None


def read_step(text: str, today: date, calendar: Calendar) -> StepLine:
    """Read a step whose day stands at the end, at the beginning, or somewhere between, and its time of day."""
    read = _read_day(text, today, calendar)
    if isinstance(read.day, Day) and read.day.clock is not None:
        return replace(read, clock=read.day.clock)
    what, clock = clock_in(read.what)
    is_within = isinstance(read.day, Day) and read.day.text in read.what
    return replace(read, what=read.what if is_within else what, clock=clock)


def _read_day(text: str, today: date, calendar: Calendar) -> StepLine:
    what, last = days.read_last(text, today, calendar, aim=Aim.END)
    whole = " ".join(text.split())
    if last is not None and (what or not isinstance(last, Unclear)):
        if isinstance(last, Day) and (_waits(what) or _has_day(what.split(), today, calendar, next_to=-1)):
            return StepLine(whole, replace(last, sure=False))
        return StepLine(what.rstrip(" ,-–:"), _in_language(last, what))
    first, rest = days.read_first(text, today, calendar, aim=Aim.END)
    if first is not None and rest:
        if _has_day(rest.split(), today, calendar, next_to=0):
            return StepLine(whole, replace(first, sure=False))
        return StepLine(rest, _in_language(first, rest))
    return StepLine(whole, _within(text, today, calendar) or last)


def _in_language(day: Day | Unclear, beside: str) -> Day | Unclear:
    """The day; "to" alone is surely a Thursday only beside Finnish words."""
    if isinstance(day, Day) and is_lone_to(day.text):
        return replace(day, sure=day.sure and is_finnish(beside.split()))
    return day


def _waits(what: str) -> bool:
    """Whether a word before the day says that the step waits for something, and words for that follow it."""
    words = [folded(word[:20]).strip(",") for word in what.split()]
    return any(word in _CLAUSE for word in words[:-1]) or words[-1:] == ["jalkeen"]


def _has_day(words: Sequence[str], today: date, calendar: Calendar, *, next_to: int) -> bool:
    """Whether one more day stands among the words beside a day: at their end (-1) or at their beginning (0)."""
    first = list(words[-_MOST_WORDS_WITHIN:] if next_to else words[:_MOST_WORDS_WITHIN])
    if first and folded(first[next_to][:20]).strip(",") in _BETWEEN_DAYS:
        inner = first[-2:-1] if next_to else first[1:2]
        if inner and (_FIGURE.fullmatch(inner[0]) or folded(inner[0][:20]).strip(",") in WEEKDAYS):
            return True
    return any(_day_of(each, today, calendar) is not None for each in _windows(first, 0, len(first)))


def _within(text: str, today: date, calendar: Calendar) -> Day | None:
    """The day between the other words: "soita huomenna Pekalle"."""
    words = text.split()[:_MOST_WORDS_WITHIN]
    for window in _windows(words, 1, len(words) - 1):
        if (day := _day_of(window, today, calendar)) is not None:
            return replace(day, sure=False)
    return None


def _windows(words: Sequence[str], start: int, end: int) -> Iterator[Sequence[str]]:
    """The words in a row between two places, the longest first."""
    for length in range(_LONGEST_WITHIN, 0, -1):
        for place in range(start, end - length + 1):
            yield words[place : place + length]


def _day_of(words: Sequence[str], today: date, calendar: Calendar) -> Day | None:
    """The day that all of these words name, where it is no name, such as "May", and no season alone."""
    day, rest = days.read_first(" ".join(words), today, calendar, aim=Aim.END)
    if day is None or rest or len(day.text) <= 3:
        return None
    is_plain = day.sure or (len(words) > 1 and folded(words[0]) != "the") or folded(day.text).strip(",.") in WEEKDAYS
    return day if is_plain else None


def read_snooze(text: str, today: date, calendar: Calendar, *, word: str = "") -> tuple[str, str, Day | Unclear | None]:
    """Split the line of a snooze into the words for the deal, the words for the day, and that day.

    The day stands last ("acme viikko"), or first ("3 pv acme"). `word` is the command's word as it was typed, by which
    "to" is told from a Thursday.
    """
    if (past := _past(text, today, calendar)) is not None:
        return past
    name, last = days.read_last(text, today, calendar)
    if last is None:
        first, rest = days.read_first(text, today, calendar, may_be_length=True)
        return (rest, first.text, _snoozed(first, f"{word} {rest}")) if first is not None else (name, "", None)
    return name, last.text, _snoozed(last, f"{word} {name}")


_PAST = frozenset("over past through throughout during across yli".split())
_WHOSE = frozenset("the my our your this coming whole entire long".split())
_SPAN_WORDS = 4  # of what a snooze lasts past: "over the long holiday weekend"


def _past(line: str, today: date, calendar: Calendar) -> tuple[str, str, Day] | None:
    """The split of a line that ends in a time to be left alone: "acme over the summer", "acme yli kesän".

    The day is the first one after that time. It is never sure: nobody has named it.
    """
    words = line.split()
    for place in range(max(0, len(words) - _SPAN_WORDS - 1), len(words) - 1):
        said, span = folded(words[place][:20]), words[place + 1 :]
        if said not in _PAST and not (said == "for" and folded(span[0][:20]) == "the"):
            continue
        while len(span) > 1 and folded(span[0][:20]) in _WHOSE:
            span = span[1:]
        after = f"{' '.join(span)} yli" if said == "yli" else f"after {' '.join(span)}"
        if isinstance(day := days.read(after, today, calendar), Day):
            text = " ".join(words[place:])
            return " ".join(words[:place]), text, replace(day, text=text, sure=False)
    return None


def _snoozed(day: Day | Unclear, beside: str) -> Day | Unclear:
    """The day of a snooze; beside English words "to" alone is none."""
    if isinstance(day, Unclear):
        return day
    if is_lone_to(day.text) and is_english(beside.split()):
        return Unclear(day.text, "day_unclear")
    return _in_language(day, beside)
