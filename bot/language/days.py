"""Reads a day as people type it where a day is expected: "3.6.", "ensi ma", "vko 23", "2 vk", "3.6. klo 14"."""

from __future__ import annotations

import re
from calendar import isleap
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from enum import Enum

from bot.language.calendar_words import COUNTS, MONTHS, UNITS, WEEKDAYS, Unit
from bot.language.folding import Unclear, folded
from pipeline.calendars import Calendar

_LONGEST = 60
_SOON = timedelta(days=183)  # a day of next year that is nearer than this needs no question
_FAR = timedelta(days=548)  # 18 months
_BEYOND = timedelta(days=3653)
_MOST_WORDS = 6
_LIKE_A_DAY = re.compile(
    r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]*|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]+/[0-9/]+|[0-9]+ ?(?:d|pv|vk|vko|w|kk)",
    re.IGNORECASE,
)


class Aim(Enum):
    """Which day of a week or a month is meant when the text names only the week or the month."""

    BEGINNING = "the first business day: when to look again"
    END = "the last business day: by when it should be done"


@dataclass(frozen=True, slots=True)
class Day:
    """A day that was read from `text`.

    If it is not `sure`, the form asks. `clock` is the time of day, if the text has one.
    """

    date: date
    sure: bool = True
    clock: time | None = None
    text: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class _Input:
    text: str
    today: date
    calendar: Calendar
    aim: Aim


def read(text: str, today: date, calendar: Calendar | None = None, *, aim: Aim = Aim.END) -> Day | Unclear:
    """Return the coming day that the whole text names, seen from `today`, or `Unclear`.

    The day is not `sure` when the text has no year and the day has passed this year and is over half a year away, when
    the day is over 18 months away, and when the text has two readings. A day before `today` is `Unclear`. Where the
    text names only a week or a month, `aim` chooses the day in it.
    """
    bare, clock = _without_clock(_without_frills(folded(text[: _LONGEST + 1])))
    if len(text) > _LONGEST or bare is None:
        return Unclear(text, "day_unclear")
    typed = _Input(bare, today, calendar or Calendar(), aim)
    try:
        found = _dated(typed) or _named(typed) or _counted(typed) or _week(typed) or _month(typed) or _quarter(typed)
    except (ValueError, OverflowError):  # for example 31.2.
        found = None
    if found is None or found.date - today > _BEYOND:
        return Unclear(text, "day_unclear")
    if found.date < today:
        return Unclear(text, "day_past")
    return replace(found, clock=clock, text=text, sure=found.sure and found.date - today <= _FAR)


def read_last(
    text: str, today: date, calendar: Calendar | None = None, *, aim: Aim = Aim.BEGINNING
) -> tuple[str, Day | Unclear | None]:
    """Split a text that may end in a day into the text before the day and the day: "#12 soita 3.6. klo 14".

    The longest ending that `read` accepts is the day. `Unclear` stands for an ending that only looks like a day, and
    None for a text without a day.
    """
    words = text.split()
    for count in range(min(len(words), _MOST_WORDS), 0, -1):
        ending = " ".join(words[-count:])
        found = read(ending, today, calendar, aim=aim)
        if isinstance(found, Day) or found.key == "day_past":
            return " ".join(words[:-count]), found
    if words and looks_like_a_day(words[-1]):
        return " ".join(words[:-1]), Unclear(words[-1], "day_unclear")
    return " ".join(words), None


def looks_like_a_day(text: str) -> bool:
    """Whether the writer meant a day, even one that does not exist: "31.2.", "2026-02-30"."""
    return _LIKE_A_DAY.fullmatch(text) is not None


def _is_meant(day: date, today: date) -> bool:
    """Whether a day that was typed without a year needs no question: it is in this year, or soon."""
    return day.year == today.year or day - today <= _SOON


# --- around the day ---

_FRILLS = re.compile(r"^(?:by|on|until|till|before the end of|viimeistaan|noin)\s+|\s+(?:mennessa|asti|saakka)$|[!?]+$")
_CLOCK = re.compile(r"(?:^|,? )(?:klo|kello|at) ?(\d{1,2})(?:[.:](\d{2}))?$|(?:^|,? )(\d{1,2}):(\d{2})$")
_HALF_DAY = re.compile(r"(?:^|,? )(?:at )?(\d{1,2})(?:[.:](\d{2}))? ?(am|pm|a\.m\.|p\.m\.)$")
# "to 9.30" is Thursday at 9.30: there is no month 30
_BARE_CLOCK = re.compile(r"(?<=[a-z]) (\d{1,2})\.(00|1[3-9]|[2-5]\d)$")


def _without_frills(text: str) -> str:
    return _FRILLS.sub("", _FRILLS.sub("", text))


def _without_clock(text: str) -> tuple[str | None, time | None]:
    if found := _HALF_DAY.search(text):
        hour, minute = int(found[1]), int(found[2] or 0)
        if not 1 <= hour <= 12:
            return None, None
        hour = hour % 12 + (12 if found[3].startswith("p") else 0)
    elif found := _CLOCK.search(text):
        hour, minute = int(found[1] or found[3]), int(found[2] or found[4] or 0)
    elif found := _BARE_CLOCK.search(text):
        hour, minute = int(found[1]), int(found[2])
    else:
        return text, None
    if hour > 23 or minute > 59:
        return None, None
    return text[: found.start()], time(hour, minute)


# --- 3.6. · 3.6.2027 · 2027-06-03 · 3 June · June 3 · 3/6 ---

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DOTTED = re.compile(r"(?:([a-z]+),? )?(\d{1,2})\. ?(\d{1,2})(?:\.? ?(\d{4}|(?<=\.)\d{2}))?\.?")
_SLASHED = re.compile(r"(?:([a-z]+),? )?(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?")
_WORDED = re.compile(r"(?:([a-z]+),? )?(?:the )?(\d{1,2})(?:\.|st|nd|rd|th)? ?(?:of )?([a-z]+)\.?,?(?: (\d{4}))?")
_MONTH_FIRST = re.compile(r"(?:([a-z]+),? )?([a-z]+)\.? (?:the )?(\d{1,2})(?:\.|st|nd|rd|th)?(?:,? (\d{4}))?")


def _dated(typed: _Input) -> Day | None:
    """Read a day of a month, with its weekday and year where the text has them."""
    if iso := _ISO.fullmatch(typed.text):
        return Day(date(int(iso[1]), int(iso[2]), int(iso[3])))
    if found := _DOTTED.fullmatch(typed.text):
        weekday, day, month, year = found.groups()
        return _day_of_month(typed, weekday, int(day), int(month), year)
    if found := _SLASHED.fullmatch(typed.text):
        weekday, day, month, year = found.groups()
        either_way = int(month) <= 12 and int(day) <= 12 and day != month
        slashed = _day_of_month(typed, weekday, int(day), int(month), year)
        return replace(slashed, sure=slashed.sure and not either_way) if slashed else None
    return _worded(typed)


def _worded(typed: _Input) -> Day | None:
    if (found := _WORDED.fullmatch(typed.text)) and found[3] in MONTHS:
        return _day_of_month(typed, found[1], int(found[2]), MONTHS[found[3]], found[4])
    if (found := _MONTH_FIRST.fullmatch(typed.text)) and found[2] in MONTHS:
        return _day_of_month(typed, found[1], int(found[3]), MONTHS[found[2]], found[4])
    return None


def _day_of_month(typed: _Input, weekday: str | None, day: int, month: int, year: str | None) -> Day | None:
    if weekday is not None and weekday not in WEEKDAYS:
        return None
    found = _in_year(day, month, year) if year else _nearest(typed.today, day, month)
    if found and weekday is not None and WEEKDAYS[weekday] != found.date.weekday():
        return replace(found, sure=False)
    return found


def _in_year(day: int, month: int, year: str) -> Day:
    return Day(date(int(year) if len(year) == 4 else 2000 + int(year), month, day))


def _nearest(today: date, day: int, month: int) -> Day | None:
    """Return the next date with this day and month. For 29 February that may be some years away."""
    for year in range(today.year, today.year + 9):
        if (day, month) == (29, 2) and not isleap(year):
            continue
        found = date(year, month, day)
        if found >= today:
            return Day(found, sure=_is_meant(found, today))
    return None


# --- tomorrow · ensi ma · Friday next week ---

_DAYS = {
    "tanaan": 0, "today": 0, "tonight": 0, "tana iltana": 0, "huomenna": 1, "huomiseksi": 1, "huominen": 1,
    "tomorrow": 1, "ylihuomenna": 2, "ylihuominen": 2, "day after tomorrow": 2, "the day after tomorrow": 2,
    "eilen": -1, "yesterday": -1, "toissapaivana": -2,
}  # fmt: skip
_WEEKDAY = re.compile(r"(?:(ensi|seuraava\w*|next|tama|tana|this|coming|tuleva\w*) )?([a-z]+)")
_OF_WEEK = {
    "ensi viikolla": 1, "ensi viikko": 1, "ensi viikon": 1, "seuraavalla viikolla": 1, "next week": 1,
    "talla viikolla": 0, "taman viikon": 0, "tama viikko": 0, "this week": 0,
}  # fmt: skip


def _named(typed: _Input) -> Day | None:
    """Read a day by its own name ("huomenna"), or a weekday ("ensi pe")."""
    if typed.text in _DAYS:
        return Day(typed.today + timedelta(days=_DAYS[typed.text]))
    for phrase, weeks in _OF_WEEK.items():
        weekday = typed.text.removeprefix(phrase + " ").removesuffix(" " + phrase)
        if weekday != typed.text and weekday in WEEKDAYS:
            return Day(_monday(typed.today) + timedelta(weeks=weeks, days=WEEKDAYS[weekday]))
    found = _WEEKDAY.fullmatch(typed.text)
    if found is None or found[2] not in WEEKDAYS:
        return None
    return _weekday(typed.today, WEEKDAYS[found[2]], found[1] or "")


def _weekday(today: date, weekday: int, which: str) -> Day:
    """Return the next such weekday.

    On a Tuesday, "ensi pe" and "next Friday" may mean this week or the next, so that day is not `sure`.
    """
    coming = today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    is_this_week = coming <= _monday(today) + timedelta(days=6)
    if which == "next" and is_this_week:
        return Day(coming + timedelta(weeks=1), sure=False)
    if which.startswith(("ensi", "seuraava")) and is_this_week:
        return Day(coming, sure=False)
    # A weekday that is typed on that weekday may mean today.
    return Day(coming, sure=weekday != today.weekday() or which.startswith(("ensi", "seuraava", "next")))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


# --- 3 pv · 2 vk · viikon päästä · in 2 weeks · 5 arkipäivää ---

_COUNTED = re.compile(
    r"(?:in )?(?:(\d{1,3})|(" + "|".join(COUNTS) + r"))? ?([a-z]+(?: days?)?)\.?(?: (?:paasta|kuluttua|from now|time))?"
)


def _counted(typed: _Input) -> Day | None:
    """Read a number of days, weeks, months, years or business days from today."""
    found = _COUNTED.fullmatch(typed.text)
    if found is None or found[3] not in UNITS:
        return None
    is_one = found[1] is None and found[2] is None
    if is_one and not re.search(r"paasta|kuluttua", typed.text):
        return None  # "vk" or "month" alone has no number
    n = 1 if is_one else int(found[1]) if found[1] else COUNTS[found[2]]
    today = typed.today
    match UNITS[found[3]]:
        case Unit.DAY:
            return Day(today + timedelta(days=n))
        case Unit.BUSINESS_DAY:
            return Day(typed.calendar.day_after(today, n))
        case Unit.WEEK:
            return Day(today + timedelta(weeks=n))
        case Unit.MONTH:
            return Day(_months_later(today, n))
        case Unit.YEAR:
            return Day(_months_later(today, 12 * n))


def _months_later(day: date, months: int) -> date:
    first = _first_of_month(day, months)
    return min(first + timedelta(days=day.day - 1), _last_of_month(first))


def _first_of_month(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _last_of_month(day: date) -> date:
    return _first_of_month(day, 1) - timedelta(days=1)


# --- vko 23 · pe vko 23 · ensi viikolla · viikon loppu ---

_WEEK = re.compile(
    r"(?:([a-z]+) )?(?:vko|vk|viikko|viikolla|viikon|week|wk|w) ?(\d{1,2})(?: ([a-z]+))?(?:[ /](\d{4}))?"
)
_END_OF_WEEK = ("viikon loppu", "viikon lopulla", "viikon loppuun", "end of week", "end of the week", "eow")


def _week(typed: _Input) -> Day | None:
    """Read a week by its number, this week or next week. A weekday in the text or `aim` chooses the day."""
    if typed.text in _END_OF_WEEK:
        return Day(_business_day_of_week(replace(typed, aim=Aim.END), _monday(typed.today)))
    if typed.text in _OF_WEEK:
        return Day(_business_day_of_week(typed, _monday(typed.today) + timedelta(weeks=_OF_WEEK[typed.text])))
    found = _WEEK.fullmatch(typed.text)
    if found is None:
        return None
    weekday = found[1] or found[3]
    if weekday is not None and weekday not in WEEKDAYS:
        return None
    monday = _week_numbered(typed.today, int(found[2]), int(found[4]) if found[4] else None)
    if monday is None:
        return None
    chosen = monday + timedelta(days=WEEKDAYS[weekday]) if weekday else _business_day_of_week(typed, monday)
    return Day(chosen, sure=found[4] is not None or _is_meant(chosen, typed.today))


def _week_numbered(today: date, week: int, year: int | None) -> date | None:
    """Return the Monday of the next week with this number. For week 53 that may be some years away."""
    if year is not None:
        return date.fromisocalendar(year, week, 1)
    if not 1 <= week <= 53:
        return None
    this_year = today.isocalendar().year
    mondays = (date.fromisocalendar(year, 1, 1) + timedelta(weeks=week - 1) for year in range(this_year, this_year + 9))
    return next((day for day in mondays if day.isocalendar().week == week and day + timedelta(days=6) >= today), None)


def _business_day_of_week(typed: _Input, monday: date) -> date:
    """Return the first or last business day of the week, but not a day before today."""
    if typed.aim is Aim.END:
        return max(typed.calendar.on_or_before(monday + timedelta(days=6)), typed.today)
    return typed.calendar.on_or_after(max(monday, typed.today))


# --- ensi kuussa · kesäkuu · kesäkuun loppu · end of June · vuoden loppu ---

_RELATIVE_MONTH = {
    "ensi kuussa": 1, "ensi kuu": 1, "ensi kuun": 1, "ensi kuuksi": 1, "seuraavassa kuussa": 1, "next month": 1,
    "tassa kuussa": 0, "tama kuu": 0, "taman kuun": 0, "kuun": 0, "kuukauden": 0, "this month": 0, "month": 0,
    "the month": 0, "vuoden": 12, "taman vuoden": 12, "year": 12, "the year": 12, "this year": 12, "tana vuonna": 12,
}  # fmt: skip
_ONLY_IN_PARTS = ("kuun", "kuukauden", "vuoden", "month", "year")  # "kuun loppu", but no "kuun" by itself
_PART = (
    (Aim.BEGINNING, re.compile(r"(.+) (?:alku|alussa|alkuun|alusta)|(?:the )?(?:beginning|start) of (.+)|early (.+)")),
    (Aim.END, re.compile(r"(.+) (?:loppu|lopussa|loppuun|lopulla)|(?:the )?end of (.+)|late (.+)")),
)
_SHORT = {"eom": "end of month", "eoy": "end of year"}
_MONTH_NAMED = re.compile(r"(?:in )?([a-z]+)\.?(?: (\d{4}))?")


def _month(typed: _Input) -> Day | None:
    """Read a month or a part of it. A whole month is not `sure`; its beginning or end is."""
    text = _SHORT.get(typed.text, typed.text)
    for aim, pattern in _PART:
        if found := pattern.fullmatch(text):
            named = _month_named(typed.today, next(part for part in found.groups() if part), aim)
            return Day(_business_day_of_month(replace(typed, aim=aim), named[0]), named[1]) if named else None
    named = _month_named(typed.today, text, Aim.END) if text not in _ONLY_IN_PARTS else None
    return Day(_business_day_of_month(typed, named[0]), sure=False) if named else None


_QUARTER = re.compile(r"q([1-4])(?: (\d{4}))?|([1-4])\. kvartaali\w*(?: (\d{4}))?")
_TURN_OF_YEAR = ("vuodenvaihde", "vuodenvaihteessa", "vuodenvaihteeseen", "turn of the year", "the turn of the year")


def _quarter(typed: _Input) -> Day | None:
    """Read a quarter, a part of it, or the turn of the year. Only the beginning or end of a quarter is `sure`."""
    if typed.text in _TURN_OF_YEAR:
        return Day(typed.calendar.on_or_before(date(typed.today.year, 12, 31)), sure=False)
    text, aim, is_part = typed.text, typed.aim, False
    for each, pattern in _PART:
        if named := pattern.fullmatch(text):
            text, aim, is_part = next(part for part in named.groups() if part), each, True
            break
    found = _QUARTER.fullmatch(text)
    if found is None:
        return None
    year = found[2] or found[4]
    last = date(int(year or typed.today.year), 3 * int(found[1] or found[3]), 1)
    if not year and _last_of_month(last) < typed.today:
        last = last.replace(year=last.year + 1)
    month = last if aim is Aim.END else _first_of_month(last, -2)
    day = _business_day_of_month(replace(typed, aim=aim), month)
    return Day(max(day, typed.today), sure=is_part and (bool(year) or _is_meant(day, typed.today)))


def _month_named(today: date, text: str, aim: Aim) -> tuple[date, bool] | None:
    """Return the first day of the month, and whether the year is clear. A year begins in the coming January."""
    if (months := _RELATIVE_MONTH.get(text)) is not None:
        first = _first_of_month(today, months if months < 12 else 12 - today.month + (aim is Aim.BEGINNING))
        return first, _is_meant(first, today)
    found = _MONTH_NAMED.fullmatch(text)
    if found is None or found[1] not in MONTHS:
        return None
    month = MONTHS[found[1]]
    if found[2]:
        return date(int(found[2]), month, 1), True
    first = date(today.year + (month < today.month), month, 1)
    return first, _is_meant(first, today)


def _business_day_of_month(typed: _Input, first: date) -> date:
    """Return the first or last business day of the month; in the current month, not a day before today."""
    is_now = (first.year, first.month) == (typed.today.year, typed.today.month)
    if typed.aim is Aim.END:
        last = typed.calendar.on_or_before(_last_of_month(first))
        return max(last, typed.today) if is_now else last
    return typed.calendar.on_or_after(max(first, typed.today) if is_now else first)
