"""Holidays by the names that people call them: juhannus, vapuksi, joulun, before Christmas."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from bot.language.day_grammar.values import DayInput, DaySpan, monday_of
from bot.language.folding import folded
from pipeline.calendars import holidays_by_name


@dataclass(frozen=True, slots=True)
class _Holiday:
    """What a holiday is called, and the days of it: English names as the library has them, the first known counts."""

    words: str
    first: tuple[str, ...]
    last: tuple[str, ...] = ()


_EASTER = ("Easter Sunday",)
_HOLIDAYS = (
    _Holiday(
        "joulu joulun jouluna jouluksi jouluks jouluun joululle joulua joulusta joulunpyhat joulunpyhien joulunpyhia "
        "joulunpyhina joulupyhat joulupyhien", ("Christmas Eve", "Christmas Day"),
        ("Second Day of Christmas", "Boxing Day", "Christmas Day")),
    _Holiday("christmas xmas", ("Christmas Day",), ("Second Day of Christmas", "Boxing Day", "Christmas Day")),
    _Holiday("jouluaatto jouluaaton jouluaattona jouluaatoksi jouluaattoa", ("Christmas Eve",)),
    _Holiday("joulupaiva joulupaivan joulupaivana joulupaivaa", ("Christmas Day",)),
    _Holiday("tapaninpaiva tapaninpaivan tapaninpaivana tapani tapanina", ("Second Day of Christmas", "Boxing Day")),
    _Holiday(
        "juhannus juhannuksen juhannuksena juhannukseksi juhannukseks juhannukseen juhannukselle juhannuksella "
        "juhannuksel juhannusta juhannuksesta jussi jussin jussina jussiksi jussia juhannusviikonloppu "
        "juhannusviikonloppuna midsummer", ("Midsummer Eve", "Midsummer Day"), ("Midsummer Day",)),
    _Holiday("juhannusaatto juhannusaaton juhannusaattona juhannusaatoksi juhannusaattoa", ("Midsummer Eve",)),
    _Holiday("juhannuspaiva juhannuspaivan juhannuspaivana juhannuspaivaa", ("Midsummer Day",)),
    _Holiday(
        "paasiainen paasiaisen paasiaisena paasiaiseksi paasiaiseks paasiaiseen paasiaiselle paasiaista paasiaisesta "
        "paasiaisia paasiaispyhat paasiaispyhien paasiainenkin easter", _EASTER, ("Easter Monday", "Easter Sunday")),
    _Holiday("paasiaispaiva paasiaispaivana paasiaispaivaa", _EASTER),
    _Holiday("pitkaperjantai pitkaperjantain pitkaperjantaina pitkaperjantaita", ("Good Friday",)),
    _Holiday("vappu vapun vappuna vapuksi vapuks vappuun vapulle vappua vapusta mayday", ("May Day", "Labor Day")),
    _Holiday(
        "loppiainen loppiaisen loppiaisena loppiaiseksi loppiaiseks loppiaiseen loppiaista loppiaisesta",
        ("Epiphany",)),
    _Holiday("helatorstai helatorstain helatorstaina helatorstaiksi helatorstaihin helatorstaita", ("Ascension Day",)),
    _Holiday("helluntai helluntain helluntaina helluntaiksi helluntaita", ("Pentecost",)),
    _Holiday("pyhainpaiva pyhainpaivan pyhainpaivana pyhainpaivaksi pyhainpaivaa", ("All Saints' Day",)),
    _Holiday(
        "itsenaisyyspaiva itsenaisyyspaivan itsenaisyyspaivana itsenaisyyspaivaksi itsenaisyyspaivaan "
        "itsenaisyyspaivaa",
        ("Itsenäisyyspäivä",)),
    _Holiday("aitienpaiva aitienpaivan aitienpaivana aitienpaivaksi aitienpaivaa", ("Äitienpäivä",)),
    _Holiday("isanpaiva isanpaivan isanpaivana isanpaivaksi isanpaivaa", ("Isänpäivä",)),
    _Holiday("ystavanpaiva ystavanpaivan ystavanpaivana", ("Valentine's Day",)),
    _Holiday("thanksgiving", ("Thanksgiving Day", "Thanksgiving")),
    _Holiday("halloween", ("Halloween",)),
    _Holiday("uusivuosi uudenvuoden uutenavuotena uudeksivuodeksi uudenvuodenpaiva uudenvuodenpaivana",
             ("New Year's Day",)),
)  # fmt: skip
_EVE_OF_MAY = frozenset("vappuaatto vappuaaton vappuaattona vappuaatoksi vappuaattoa".split())
_PHRASES = {
    "uusi vuosi": "uusivuosi", "uuden vuoden": "uusivuosi", "uutena vuotena": "uusivuosi", "uutta vuotta": "uusivuosi",
    "uudeksi vuodeksi": "uusivuosi", "uuteen vuoteen": "uusivuosi", "new year": "uusivuosi", "new years": "uusivuosi",
    "new year's": "uusivuosi", "the new year": "uusivuosi", "holidays": "joulu", "summer holidays": "kesaloma",
    "summer holiday": "kesaloma", "summer break": "kesaloma", "christmas holidays": "joululoma", "x-mas": "xmas",
}  # fmt: skip
_BY_WORD = {word: each for each in _HOLIDAYS for word in each.words.split()}

# Finnish holiday seasons, which no law sets: from and to, as month and day
_SEASONS = (
    ((7, 1), (7, 31), "kesaloma kesaloman kesalomat kesalomien kesalomalla kesalomia kesalomaa kesalomilta kesalomalta "
                      "loma loman lomat lomien lomilta lomalta lomaa lomia lomakausi lomakauden"),
    ((2, 15), (3, 8), "hiihtoloma hiihtoloman hiihtolomat hiihtolomien hiihtolomalla hiihtolomaa hiihtolomia "
                      "talviloma talviloman talvilomien talvilomaa"),
    ((10, 12), (10, 25), "syysloma syysloman syyslomat syyslomien syyslomalla syyslomaa syyslomia"),
    ((12, 22), (12, 31), "joululoma joululoman joululomat joululomien joululomalla joululomaa joululomia"),
)  # fmt: skip
_BY_SEASON = {word: each for each in _SEASONS for word in each[2].split()}


_WEEKS_OF = {"juhannus": "juhannus", "joulu": "joulu", "paasiais": "paasiainen", "vappu": "vappu"}
_WEEK_OF = re.compile(rf"({'|'.join(_WEEKS_OF)})viik(?:olla|ko|on|olle|koa)")


def holiday(typed: DayInput) -> DaySpan | None:
    """Read a holiday by its name: the days of the next one, or of the last one; None for other text."""
    name, year = _with_year(typed.text)
    name = _PHRASES.get(name, name)
    years = (year,) if year else range(typed.today.year - 1, typed.today.year + 3)
    known = [each for number in years if (each := _in_year(typed, name, number)) is not None]
    if typed.gone:
        known = [each for each in known if each.first <= typed.today][-1:]
    found = next((each for each in known if year or typed.gone or each.last >= typed.today), None)
    if found is None:
        return None
    return DaySpan(found.first, found.last, found.sure and (year is not None or typed.is_meant(found.first)))


def _with_year(text: str) -> tuple[str, int | None]:
    before, _, last = text.rpartition(" ")
    return (before, int(last)) if before and last.isdecimal() and len(last) == 4 else (text, None)


def _in_year(typed: DayInput, name: str, year: int) -> DaySpan | None:
    if week := _WEEK_OF.fullmatch(name):
        span = _in_year(typed, _WEEKS_OF[week[1]], year)
        return DaySpan(monday_of(span.first), monday_of(span.first) + timedelta(days=6), sure=False) if span else None
    if season := _BY_SEASON.get(name):
        return DaySpan(date(year, *season[0]), date(year, *season[1]), sure=False)
    if name in _EVE_OF_MAY:
        eve = _day_of(typed, ("May Day", "Labor Day"), year)
        return DaySpan(eve - timedelta(days=1), eve - timedelta(days=1)) if eve else None
    known = _BY_WORD.get(name)
    if known is None:
        day = _by_own_name(typed, name, year)
        return DaySpan(day, day) if day else None
    first = _day_of(typed, known.first, year)
    last = _day_of(typed, known.last, year) if known.last else first
    return DaySpan(first, last or first, sure=not known.last) if first else None


def _day_of(typed: DayInput, names: tuple[str, ...], year: int) -> date | None:
    """The day of the first of these names that the workspace's country has, else Finland, else the United States."""
    countries = _countries(typed)
    known = (holidays_by_name(country, year).get(name.casefold()) for name in names for country in countries)
    return next((day for day in known if day), None)


def _countries(typed: DayInput) -> tuple[str, ...]:
    return tuple(dict.fromkeys((typed.calendar.country, "FI", "US")))


def _by_own_name(typed: DayInput, name: str, year: int) -> date | None:
    """The day of a holiday that is typed in full as its own country calls it: "Memorial Day", "Minna Canthin päivä"."""
    if len(name) < 6:
        return None
    for country in _countries(typed):
        if day := _folded_names(country, year).get(name):
            return day
    return None


@lru_cache(maxsize=64)
def _folded_names(country: str, year: int) -> Mapping[str, date]:
    return {folded(known): day for known, day in holidays_by_name(country, year).items()}
