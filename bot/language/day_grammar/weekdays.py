"""Days by name: huomenna · ensi ma · Friday next week · viime perjantaina · viikonloppuna."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from bot.language.calendar_words import RELATIVE, SPANS, WEEKDAYS, Unit
from bot.language.day_grammar.values import Aim, Day, DayInput, monday_of

_NAMES = (
    (0, ("tanaan", "taksi paivaa", "today", "tonight", "tana iltana", "tana aamuna", "tana iltapaivana", "this morning",
         "this afternoon", "this evening", "later today", "later tonight", "eod", "cob", "end of day",
         "end of the day", "end of today")),
    (1, ("huomenna", "huomiseksi", "huomiseks", "huominen", "huomiseen", "huomisen", "tomorrow")),
    (2, ("ylihuomenna", "ylihuominen", "ylihuomiseen", "ylihuomiseksi", "ylihuomiseks", "day after tomorrow",
         "the day after tomorrow", "overmorrow")),
    (-1, ("eilen", "yesterday", "eilisen", "eilinen", "eilen illalla", "last night")),
    (-2, ("toissapaivana", "toissa paivana", "toissapaivan", "day before yesterday", "the day before yesterday")),
)  # fmt: skip
_DAYS = {name: days for days, names in _NAMES for name in names}
_RELATIVE = "|".join(RELATIVE)
_WEEKDAY = re.compile(rf"(?:(the |on )?({_RELATIVE}) )?([a-z]+)")
_OF_WEEK = re.compile(
    rf"(?:the )?(?:({_RELATIVE}) )(?:{'|'.join(word for word, unit in SPANS.items() if unit is Unit.WEEK)})"
)
_WEEKEND = re.compile(
    rf"(?:the |over the |on the |at the )?(?:({_RELATIVE}) )?(?:viikonlop(?:pu\w*|un|ulla|uksi|uks|usta)|weekend)"
)
_WEEKDAY_RANGE = re.compile(r"([a-z]+) ?(?:-|tai|or|to|/) ?([a-z]+)")


def named(typed: DayInput) -> Day | None:
    """Read a day by its own name ("huomenna"), a weekday ("ensi pe", "pe ensi viikolla"), or a weekend."""
    if typed.text in _DAYS:
        return Day(typed.today + timedelta(days=_DAYS[typed.text]))
    return _of_week(typed) or _alone(typed) or _weekend(typed) or _either(typed)


def _alone(typed: DayInput) -> Day | None:
    found = _WEEKDAY.fullmatch(typed.text)
    if found is None or found[3] not in WEEKDAYS:
        return None
    weekday, which = WEEKDAYS[found[3]], found[2] or ""
    if RELATIVE.get(which) == -1:
        return _past_weekday(typed.today, weekday)
    if typed.gone:
        return replace(_past_weekday(typed.today, weekday), sure=False) if not which else None
    return _weekday(typed.today, weekday, which)


def _past_weekday(today: date, weekday: int) -> Day:
    """Return the last such weekday before today; one of this week may also mean the week before, so it is not sure."""
    past = today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)
    return Day(past, sure=past < monday_of(today))


def _weekday(today: date, weekday: int, which: str) -> Day:
    """Return the next such weekday.

    On a Tuesday, "ensi pe" and "next Friday" may mean this week or the next, so that day is not `sure`.
    """
    coming = today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    is_this_week = coming <= monday_of(today) + timedelta(days=6)
    if which == "next" and is_this_week:
        return Day(coming + timedelta(weeks=1), sure=False)
    if which.startswith(("ensi", "seuraava")) and is_this_week:
        return Day(coming, sure=False)
    # A weekday that is typed on that weekday may mean today.
    return Day(coming, sure=weekday != today.weekday() or which.startswith(("ensi", "seuraava", "next")))


def _of_week(typed: DayInput) -> Day | None:
    """Read "ensi viikon pe", "pe ensi viikolla", "Friday next week", "viime viikon ke"."""
    first, _, after = typed.text.partition(" ")
    before, _, last = typed.text.rpartition(" ")
    for weekday, phrase in ((first, after), (last, before)):
        phrase = re.sub(r"^(?:of|on|in) ", "", phrase)
        if weekday in WEEKDAYS and (found := _OF_WEEK.fullmatch(phrase)):
            weeks = RELATIVE[found[1]]
            return Day(monday_of(typed.today) + timedelta(weeks=weeks, days=WEEKDAYS[weekday]))
    return None


def _weekend(typed: DayInput) -> Day | None:
    """Read a weekend as its Saturday, which may be a working day to nobody: it is asked."""
    found = _WEEKEND.fullmatch(typed.text)
    if found is None:
        return None
    weeks = RELATIVE[found[1]] if found[1] else 0
    saturday = monday_of(typed.today) + timedelta(days=5)
    if weeks < 0:
        saturday -= timedelta(weeks=1)
    elif weeks > 0 and typed.today.weekday() >= 5:
        saturday += timedelta(weeks=1)
    elif typed.gone and saturday > typed.today:
        saturday -= timedelta(weeks=1)
    return Day(saturday if typed.gone else max(saturday, typed.today), sure=False)


def _either(typed: DayInput) -> Day | None:
    """Read two weekdays as the first or the last of them, as aimed: "ma-ke", "to tai pe". It is asked."""
    found = _WEEKDAY_RANGE.fullmatch(typed.text)
    if found is None or found[1] not in WEEKDAYS or found[2] not in WEEKDAYS or typed.gone:
        return None
    first = _weekday(typed.today, WEEKDAYS[found[1]], "").date
    last = first + timedelta(days=(WEEKDAYS[found[2]] - first.weekday()) % 7)
    return Day(first if typed.aim is Aim.BEGINNING else last, sure=False)
