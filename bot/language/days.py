"""Reads a day as people type it where a day is expected: "3.6.", "ensi ma", "vko 23", "juhannuksen jälkeen"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from bot.language.calendar_words import COUNTS, UNITS
from bot.language.day_grammar.values import Aim, Day, DayInput
from bot.language.day_grammar.whole import whole_day
from bot.language.day_grammar.wording import wording_of
from bot.language.folding import Unclear, folded
from pipeline.calendars import Calendar

__all__ = [
    "Aim",
    "Day",
    "is_bound_to_next",
    "looks_like_a_day",
    "read",
    "read_first",
    "read_gone",
    "read_last",
    "went_by",
]

_LONGEST = 60
_FAR = timedelta(days=548)  # 18 months
_BEYOND = timedelta(days=3653)
LATELY = timedelta(days=92)
_HALF_A_YEAR = timedelta(days=183)
_MOST_WORDS = 6
_LIKE_A_DAY = re.compile(
    r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]*|[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}|[0-9]{1,2}-[0-9]{1,2}-[0-9]{4}|[0-9]+/[0-9/]+"
    r"|[0-9]+ ?(?:d|pv|vk|vko|w|kk)|[0-9]{1,2}\. ?(?:päivä|päivänä|pvä)",
    re.IGNORECASE,
)
_YEAR_ALONE = re.compile(r"20[0-9]{2}")
# At the beginning of a line these are more often the beginning of a sentence than a day.
_NO_GENITIVE = (
    "aan",
    "een",
    "iin",
    "uun",
    "yyn",
    "oon",
    "hin",
    "jalkeen",
    "mon",
    "sun",
    "jan",
    "jun",
    "noon",
    "eilen",
    "sitten",
)
_NO_BEGINNING = frozenset({"may", "mar", "march", "sun", "sat", "fall", "spring", "a", "an", "in", "for", "loma"})


def read(text: str, today: date, calendar: Calendar | None = None, *, aim: Aim = Aim.END) -> Day | Unclear:
    """Return the coming day that the whole text names, seen from `today`, or `Unclear`.

    The day is not `sure` when the text has no year and the day has passed this year and is over half a year away, when
    the day is over 18 months away, when a word says that it is about then, and when the text has two readings. A day
    before `today` is `Unclear`. Where the text names only a week, a month or a season, `aim` chooses the day in it.
    """
    found = _read(text, today, calendar, aim, gone=False)
    if found is None or found.date - today > _BEYOND:
        return Unclear(text, "day_unclear")
    if found.date < today:
        return Unclear(text, "day_past")
    return replace(found, sure=found.sure and found.date - today <= _FAR)


def read_gone(text: str, today: date, calendar: Calendar | None = None, *, aim: Aim = Aim.END) -> Day | Unclear:
    """Return the day, today or before, that the whole text names: "viime perjantaina", "pe 31.7.", "2 days ago".

    A day and month without a year are the last ones. A day that is still to come is `Unclear`.
    """
    found = _read(text, today, calendar, aim, gone=True)
    if found is None or found.date > today:
        return Unclear(text, "day_unclear")
    return found


def went_by(day: Day, today: date, calendar: Calendar | None = None) -> bool:
    """Whether a day that was read with doubt as next year's rather is one of the last three months: "1.6." in June."""
    if day.sure or day.date - today < _HALF_A_YEAR:
        return False
    gone = read_gone(day.text, today, calendar)
    return isinstance(gone, Day) and timedelta(0) < today - gone.date <= LATELY


def _read(text: str, today: date, calendar: Calendar | None, aim: Aim, *, gone: bool) -> Day | None:
    if len(text) > _LONGEST:
        return None
    wording = wording_of(text)
    if wording is None or not wording.bare:
        return None
    try:
        found = whole_day(DayInput(wording.bare, today, calendar or Calendar(), aim, gone))
    except (ValueError, OverflowError):  # for example 31.2.
        return None
    if found is None:
        return None
    return replace(
        found, clock=wording.clock, hours=wording.hours, text=text, sure=found.sure and not wording.is_doubtful
    )


def read_last(
    text: str, today: date, calendar: Calendar | None = None, *, aim: Aim = Aim.BEGINNING
) -> tuple[str, Day | Unclear | None]:
    """Split a text that may end in a day into the text before the day and the day: "#12 soita 3.6. klo 14".

    The longest ending that `read` accepts is the day, but not a year alone behind other words ("hissi 2026").
    `Unclear` stands for an ending that only looks like a day, and None for a text without a day.
    """
    words = text.split()
    for count in range(min(len(words), _MOST_WORDS), 0, -1):
        ending = " ".join(words[-count:])
        found = read(ending, today, calendar, aim=aim)
        if count == 1 and len(words) > 1 and _YEAR_ALONE.fullmatch(ending):
            continue
        if isinstance(found, Day) or found.key == "day_past":
            return " ".join(words[:-count]), found
    if words and looks_like_a_day(words[-1]):
        return " ".join(words[:-1]), Unclear(words[-1], "day_unclear")
    return " ".join(words), None


def read_first(
    text: str,
    today: date,
    calendar: Calendar | None = None,
    *,
    aim: Aim = Aim.BEGINNING,
    may_be_length: bool = False,
) -> tuple[Day | None, str]:
    """Split a text that may begin with a day into the day and the text after it: "huomenna soita Pekalle".

    The longest beginning that `read` accepts is the day, unless it belongs to the words behind it: "ensi viikon
    palaveri", "5 päivän kurssi", "May be late". With `may_be_length` a number of days is one: "2 viikkoa acme".
    """
    words = text.split()
    for count in range(min(len(words), _MOST_WORDS), 0, -1):
        beginning = " ".join(words[:count]).rstrip(",:")
        found = read(beginning, today, calendar, aim=aim)
        is_length = may_be_length and folded(beginning).split()[-1:] and folded(beginning).split()[-1] in UNITS
        if isinstance(found, Day) and (is_length or not is_bound_to_next(beginning)):
            is_sure = found.sure and folded(beginning) != "to"  # in English that is no Thursday
            return replace(found, sure=is_sure), " ".join(words[count:]).lstrip(",:-– ")
    return None, " ".join(words)


def looks_like_a_day(text: str) -> bool:
    """Whether the writer meant a day, even one that does not exist: "31.2.", "2026-02-30"."""
    return _LIKE_A_DAY.fullmatch(text) is not None


def is_bound_to_next(beginning: str) -> bool:
    """Whether what reads as a day is more likely part of what follows: a genitive, a length of time, or a name."""
    words = folded(beginning).split() or [""]
    last = words[-1]
    if len(words) == 1 and (last in _NO_BEGINNING or _YEAR_ALONE.fullmatch(last)):
        return True
    is_length = last in UNITS and (len(words) == 1 or words[0] in COUNTS or words[0][0].isdigit())
    is_genitive = last.isalpha() and last.endswith("n") and not last.endswith(_NO_GENITIVE)
    return is_length or is_genitive
