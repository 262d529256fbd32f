"""Days by their distance from today: 3 pv · 2 vk · viikon päästä · in 2 weeks · 5 arkipäivää · 3 päivää sitten."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.language.calendar_words import COUNTS, HALF, SOME, UNITS, WEEKDAYS, Unit
from bot.language.day_grammar.values import Aim, Day, DayInput, monday_of
from pipeline.calendars import Calendar
from pipeline.months import MONTHS_OF_QUARTER, months_later


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_NUMBER = (
    r"(?P<figures>\d{1,3})(?: ?- ?(?P<most>\d{1,3}))?"
    rf"|(?P<words>{_any_of([*COUNTS, *SOME, *HALF])})(?: (?P<more>{_any_of(COUNTS)}))?"
)
_UNIT = _any_of(UNITS)
_COUNTED = re.compile(
    rf"(?P<within>(?:in|within|after|for|give it)(?: (?:the|about))?(?: next)? )?(?:{_NUMBER})? ?(?P<unit>{_UNIT})\.?'?"
    r"(?: (?P<relation>paasta|paahan|kuluttua|sisaan|sisalla|kuluessa|aikana|jalkeen|eteenpain|from now|from today|time"
    r"|later|out|sitten|ago))?"
)
_NEXT_BUSINESS_DAY = re.compile(r"(?:ensi|seuraava\w*|next|the next) (?:arkipaiva\w*|business day|working day|workday)")
_BY_ITSELF = frozenset(
    "viikko viikon viikoksi viikoks vko vk week kuukausi kuukauden kuukaudeksi kuukaudeks kk month vuodeksi"
    " paivaksi".split()
)


@dataclass(frozen=True, slots=True)
class _Distance:
    number: int
    unit: Unit
    is_sure: bool = True

    def from_day(self, day: date, calendar: Calendar) -> date:
        match self.unit:
            case Unit.DAY:
                return day + timedelta(days=self.number)
            case Unit.BUSINESS_DAY:
                return _business_days(day, self.number, calendar)
            case Unit.WEEK:
                return day + timedelta(weeks=self.number)
            case Unit.MONTH:
                return months_later(day, self.number)
            case Unit.QUARTER:
                return months_later(day, MONTHS_OF_QUARTER * self.number)
            case Unit.YEAR:
                return months_later(day, 12 * self.number)


def _business_days(day: date, number: int, calendar: Calendar) -> date:
    if number >= 0:
        return calendar.day_after(day, number)
    while number < 0:
        day = calendar.on_or_before(day - timedelta(days=1))
        number += 1
    return day


def counted(typed: DayInput) -> Day | None:
    """Read a number of days, weeks, months, years or business days from today, or back ("sitten", "ago")."""
    if (distance := _distance(typed)) is not None:
        return Day(distance.from_day(typed.today, typed.calendar), sure=distance.is_sure)
    if _NEXT_BUSINESS_DAY.fullmatch(typed.text):
        return Day(typed.calendar.day_after(typed.today, 1))
    return _weekday_later(typed)


def _distance(typed: DayInput) -> _Distance | None:
    found = _COUNTED.fullmatch(typed.text)
    if found is None:
        return None
    number = _number(found, typed.aim)
    if number is None:
        return None
    is_sure = found["words"] not in SOME and not found["more"] and not found["most"]
    distance = _Distance(number, UNITS[found["unit"]], is_sure)
    if found["words"] in HALF:
        halved = _half(distance.unit)
        if halved is None:
            return None
        distance = halved
    if found["relation"] in ("sitten", "ago"):
        return replace(distance, number=-distance.number)
    if found["relation"] == "aikana":
        return replace(distance, is_sure=False)
    return distance


def _number(found: re.Match[str], aim: Aim) -> int | None:
    """The number of units; None if nothing says that a unit is counted: "vk" and "month" alone have no number."""
    if found["figures"]:
        return int(found["most"] or found["figures"])
    if found["words"] in SOME:
        return 3
    if found["words"] is not None:
        return COUNTS.get(found["more"] or found["words"], 1)
    relation = found["relation"]
    if relation in ("from now", "from today", "time", "out") or (found["within"] and not relation):
        return None
    if relation:
        return 1
    return 1 if aim is Aim.BEGINNING and found["unit"] in _BY_ITSELF else None


def _half(unit: Unit) -> _Distance | None:
    match unit:
        case Unit.YEAR:
            return _Distance(6, Unit.MONTH)
        case Unit.MONTH:
            return _Distance(2, Unit.WEEK, is_sure=False)
        case _:
            return None


def _weekday_later(typed: DayInput) -> Day | None:
    """Read a weekday of a week that is counted: "maanantaina viikon päästä", "kahden viikon päästä ti". It is asked."""
    first, _, after = typed.text.partition(" ")
    before, _, last = typed.text.rpartition(" ")
    for weekday, phrase in ((first, after), (last, before)):
        if weekday not in WEEKDAYS or not phrase:
            continue
        distance = _distance(typed.with_text(phrase))
        if distance is not None and distance.unit is Unit.WEEK and distance.number > 0:
            monday = monday_of(distance.from_day(typed.today, typed.calendar))
            return Day(monday + timedelta(days=WEEKDAYS[weekday]), sure=False)
    return None
