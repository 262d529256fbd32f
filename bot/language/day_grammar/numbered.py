"""Days by their number: 3.6. · 3.6.2027 · 2027-06-03 · 27-10-2026 · 3 June · 30. päivä · ensi kuun 5. · 3.-5.6."""

from __future__ import annotations

import re
from calendar import isleap
from dataclasses import replace
from datetime import date

from bot.language.calendar_words import MONTHS, RELATIVE, SPANS, WEEKDAYS, Unit
from bot.language.day_grammar.holiday_names import holiday
from bot.language.day_grammar.values import Aim, Day, DayInput, year_of
from pipeline.months import first_of_month

_ISO = re.compile(r"(?:([a-z]+),? )?(\d{4})([-/.])(\d{1,2})\3(\d{1,2})\.?")
_DASHED = re.compile(r"(?:([a-z]+),? )?(\d{1,2})-(\d{1,2})-(\d{4})")
_DOTTED = re.compile(
    r"(?:([a-z]+),? )?(\d{1,2})\. ?(\d{1,2})(?:\.? ?(\d{4}|(?<=\.)\d{2}))?\.?(?: (?:eli )?\(?([a-z]+)\)?)?"
)
_SLASHED = re.compile(r"(?:([a-z]+),? )?(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?")
_ENDING = r"(?:\.|st|nd|rd|th)?"
_YEAR = r"(?:,? (\d{4}))?"
_WORDED = re.compile(rf"(?:(?!the )([a-z]+),? )?(?:the )?(\d{{1,2}}){_ENDING} ?(?:of )?([a-z]+)\.?,?(?: (\d{{4}}))?")
_MONTH_FIRST = re.compile(
    rf"(?:([a-z]+),? )?([a-z]+)\.? (?:the )?(\d{{1,2}}){_ENDING}(?: (?:paiva|paivana|pv|pva|paivaan|paivaksi))?{_YEAR}"
)
_DAY_WORD = r"(?: ?(?:paiva|paivana|paivan|paivaan|paivaksi|paivaks|pva|pv|paivaa))"
_OF_A_MONTH = re.compile(
    rf"(?:([a-z]+) )?(kuun|kuukauden) (\d{{1,2}})\.?{_DAY_WORD}?"
    r"|(?:the )?(\d{1,2})(?:st|nd|rd|th)? of (?:the )?(?:([a-z]+) )?month"
)
_ORDINAL = re.compile(
    rf"(?:(?!the )([a-z]+),? )?(?:(\d{{1,2}})\.{_DAY_WORD}"
    r"|(\d{1,2}) (?:paiva|paivana)|(?:the )?(\d{1,2})(?:st|nd|rd|th)|(?<=[a-z] )(\d{1,2})\.)"
)
_DAYS = re.compile(r"(\d{1,2})\.(?:(\d{1,2})\.)?(?:\d{4})? ?(?:-|tai|or) ?(\d{1,2})\.(\d{1,2})\.?(\d{4})?")
_ENGLISH_DAYS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)? ?(?:-|to|or) ?(\d{1,2})(?:st|nd|rd|th)? (?:of )?([a-z]+)")
_ENGLISH_DAYS_AFTER = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)? ?(?:-|to|or) ?(\d{1,2})(?:st|nd|rd|th)?")


def numbered(typed: DayInput) -> Day | None:
    """Read a day of a month, with its weekday and year where the text has them. Raises ValueError for 31.2."""
    if found := _ISO.fullmatch(typed.text):
        return _with_weekday(typed, Day(date(int(found[2]), int(found[4]), int(found[5]))), found[1])
    if found := _DOTTED.fullmatch(typed.text):
        before, day, month, year, after = found.groups()
        if before and after:
            return None
        return _day_of_month(typed, before or after, int(day), int(month), year)
    if found := _SLASHED.fullmatch(typed.text) or _DASHED.fullmatch(typed.text):
        return _either_way(typed, *found.groups())
    return _worded(typed) or _of_a_month(typed) or _range(typed)


def _either_way(typed: DayInput, weekday: str | None, day: str, month: str, year: str | None) -> Day | None:
    """Read day and month; where they may stand in either order, the day is not sure."""
    if int(month) > 12 and int(day) <= 12 and year and len(year) == 4:  # 10/27/2026, the American order
        return _day_of_month(typed, weekday, int(month), int(day), year)
    may_be_both = int(month) <= 12 and int(day) <= 12 and day != month
    found = _day_of_month(typed, weekday, int(day), int(month), year)
    return replace(found, sure=found.sure and not may_be_both) if found else None


def _worded(typed: DayInput) -> Day | None:
    if (found := _WORDED.fullmatch(typed.text)) and found[3] in MONTHS:
        return _day_of_month(typed, found[1], int(found[2]), MONTHS[found[3]], found[4])
    if (found := _MONTH_FIRST.fullmatch(typed.text)) and found[2] in MONTHS:
        return _day_of_month(typed, found[1], int(found[3]), MONTHS[found[2]], found[4])
    return None


def _day_of_month(typed: DayInput, weekday: str | None, day: int, month: int, year: str | None) -> Day | None:
    found = Day(date(year_of(year), month, day)) if year else nearest(typed, day, month)
    return _with_weekday(typed, found, weekday) if found else None


def _with_weekday(typed: DayInput, found: Day, weekday: str | None) -> Day | None:
    """The day with the weekday or holiday that was typed beside it: None for other words, not sure if it is another."""
    if weekday is None:
        return found
    if weekday in WEEKDAYS:
        return found if WEEKDAYS[weekday] == found.date.weekday() else replace(found, sure=False)
    if (span := holiday(replace(typed, text=f"{weekday} {found.date.year}"))) is None:
        return None
    return found if span.first <= found.date <= span.last else replace(found, sure=False)


def nearest(typed: DayInput, day: int, month: int) -> Day | None:
    """Return the next date with this day and month, or the last one. For 29 February that may be some years away."""
    step = -1 if typed.gone else 1
    for year in range(typed.today.year, typed.today.year + 9 * step, step):
        if (day, month) == (29, 2) and not isleap(year):
            continue
        found = date(year, month, day)
        if found <= typed.today if typed.gone else found >= typed.today:
            return Day(found, sure=typed.is_meant(found))
    return None


def _of_a_month(typed: DayInput) -> Day | None:
    """Read "kuun 15. päivä", "ensi kuun 5.", "the 5th of next month", "30. päivä", "the 30th", "pe the 30th"."""
    if found := _OF_A_MONTH.fullmatch(typed.text):
        which, number = found[1] or found[5], int(found[3] or found[4])
        if which is None:
            return _next_with_number(typed, number)
        if which not in RELATIVE or SPANS.get(found[2] or "month") is not Unit.MONTH:
            return None
        return Day(first_of_month(typed.today, RELATIVE[which]).replace(day=number))
    found = _ORDINAL.fullmatch(typed.text)
    if found is None:
        return None
    coming = _next_with_number(typed, int(found[2] or found[3] or found[4] or found[5]))
    return _with_weekday(typed, coming, found[1]) if coming else None


def _next_with_number(typed: DayInput, number: int) -> Day | None:
    """Return the next day of this number that a month has, or the last one."""
    step = -1 if typed.gone else 1
    for months in range(0, 3 * step, step):
        try:
            found = first_of_month(typed.today, months).replace(day=number)
        except ValueError:
            continue
        if found <= typed.today if typed.gone else found >= typed.today:
            return Day(found)
    return None


def _range(typed: DayInput) -> Day | None:
    """Read "3.-5.6.", "3.6.-5.7.", "3-5 July", "July 3-5": the first or the last day, as aimed, and never surely."""
    is_first = typed.aim is Aim.BEGINNING
    if found := _DAYS.fullmatch(typed.text):
        first_month = found[2] or found[4]
        day, month = (found[1], first_month) if is_first else (found[3], found[4])
        meant = _day_of_month(typed, None, int(day), int(month), found[5])
    elif (found := _ENGLISH_DAYS.fullmatch(typed.text)) and found[3] in MONTHS:
        meant = _day_of_month(typed, None, int(found[1] if is_first else found[2]), MONTHS[found[3]], None)
    elif (found := _ENGLISH_DAYS_AFTER.fullmatch(typed.text)) and found[1] in MONTHS:
        meant = _day_of_month(typed, None, int(found[2] if is_first else found[3]), MONTHS[found[1]], None)
    else:
        return None
    return replace(meant, sure=False) if meant else None
