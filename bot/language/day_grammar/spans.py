"""Names of several days: ensi kuussa · kesäkuu 2027 · elo-syyskuu · Q3/26 · H2 · 2027 · syksyllä · vko 32-33."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.language.calendar_words import MONTHS, RELATIVE, SEASONS, SPANS, WEEKDAYS, Unit
from bot.language.day_grammar.holiday_names import holiday
from bot.language.day_grammar.values import DayInput, DaySpan, monday_of, year_of
from pipeline.months import MONTHS_OF_QUARTER, first_of_month, last_of_month, quarter_of

_WEEK_WORDS = "vkolla|vkon|vko|vk|v|viikot|viikoilla|viikko|viikolla|viikolle|viikon|viikkoon|viikoksi|weeks|week|wk|w"
_YEAR = r"(?:(?: |/|, | -|-|')(\d{4}|\d{2}))?"
_IN = r"(?:(?:in|the|during|for|of) )*"
_RELATIVE_SPAN = re.compile(
    rf"{_IN}(?:({'|'.join(RELATIVE)}) )?(?:kalenteri)?({'|'.join(sorted(SPANS, key=len, reverse=True))})"
)
_MONTH = re.compile(rf"{_IN}([a-z]+)\.?{_YEAR}")
_MONTH_AND_YEAR = re.compile(r"(\d{1,2})/(\d{4})")
_MONTHS = re.compile(rf"{_IN}([a-z]+)\.? ?(?:-|/|tai|or|ja|and|to) ?([a-z]+)\.?{_YEAR}")
_QUARTER = re.compile(
    r"(?:(?P<before>\d{4})[ /-])?"
    r"(?:q ?(?P<q>[1-4])|(?P<n>[1-4])\.? ?q|(?P<nth>[1-4])\. (?:kvartaal\w*|kvart|neljannes\w*"
    r"|vuosineljannes\w*|quarter)|(?P<word>[a-z]+) (?:kvartaal\w*|neljannes\w*|vuosineljannes\w*|quarter))"
    r"(?:(?: |/|-|'| of )'?(?P<year>\d{4}|\d{2}))?"
)
_QUARTER_WORDS = {
    **dict.fromkeys("ensimmainen ensimmaisen ensimmaisella eka first".split(), 1),
    **dict.fromkeys("toinen toisen toisella toka second".split(), 2),
    **dict.fromkeys("kolmas kolmannen kolmannella third".split(), 3),
    **dict.fromkeys("neljas neljannen neljannella viimeinen viimeisen viimeisella fourth last final".split(), 4),
}
_HALF = re.compile(
    r"(?:(?P<before>\d{4})[ /-])?(?:h ?(?P<h>[12])|(?P<n>[12])h(?=.)|(?:(?:vuoden )?(?P<word>[a-z]+) "
    r"(?:vuosipuolisko\w*|puolisko\w*|puolivuot\w*|half of the year|half of this year|half)))"
    r"(?:(?: |/|-|'|)'?(?P<year>\d{4}|\d{2}))?"
)
_HALF_WORDS = {word: min(number, 2) for word, number in _QUARTER_WORDS.items() if number in (1, 2)}
_YEAR_ALONE = re.compile(r"(?:(?:vuonna|vuoden|vuosi|vuoteen|vuodeksi|vuodesta|in|year|of) )?(20[2-9]\d)(?: aikana)?")
_SEASON = re.compile(rf"{_IN}(?:({'|'.join(RELATIVE)}) )?({'|'.join(sorted(SEASONS, key=len, reverse=True))}){_YEAR}")
_WEEK = re.compile(
    rf"(?:(?P<before>[a-z]+) )?(?:{_WEEK_WORDS})\.? ?(?P<week>\d{{1,2}})"
    r"(?: ?(?:-|/|tai|or|ja|and) ?(?P<last>\d{1,2})(?!\d))?"
    r"(?: (?P<after>[a-z]+))?(?:[ /](?P<year>\d{4}))?"
)


@dataclass(frozen=True, slots=True)
class NamedSpan:
    """A span, and whether its name alone says a day well enough: a week with its number does, a month does not."""

    span: DaySpan
    is_exact: bool = False


def named_span(typed: DayInput) -> NamedSpan | None:
    """Read the name of a span of days. Raises ValueError for a week or a year that does not exist."""
    if (span := holiday(typed)) is not None:
        return NamedSpan(span, is_exact=True)
    if (week := _week(typed)) is not None:
        return NamedSpan(week, is_exact=week.last - week.first < timedelta(days=7))
    span = _season(typed) or _month(typed) or _months(typed) or _quarter(typed) or _half(typed) or _year(typed)
    if span is not None:
        return NamedSpan(span)
    return NamedSpan(relative) if (relative := _relative(typed, needs_which=True)) else None


def partial_span(typed: DayInput) -> DaySpan | None:
    """Read the name of a span of which a part is meant: there "kuun" and "the year" need no word for which."""
    named = named_span(typed)
    return named.span if named else _relative(typed, needs_which=False)


def week_of(typed: DayInput) -> tuple[DaySpan, int] | None:
    """Read a numbered week with one of its weekdays: "pe vko 27", "vko 27 ke"; the week and the weekday's number."""
    found = _WEEK.fullmatch(typed.text)
    if found is None or found["last"] or (found["before"] and found["after"]):
        return None
    weekday = found["before"] or found["after"]
    if weekday not in WEEKDAYS:
        return None
    span = _numbered_week(typed, found)
    return (span, WEEKDAYS[weekday]) if span else None


def relative_unit(text: str) -> tuple[int | None, Unit] | None:
    """Read "ensi kuun" or "kuun": which one from now, None where no word says it, and the unit."""
    found = _RELATIVE_SPAN.fullmatch(text)
    if found is None:
        return None
    return (RELATIVE[found[1]] if found[1] else None), SPANS[found[2]]


def _relative(typed: DayInput, *, needs_which: bool) -> DaySpan | None:
    found = relative_unit(typed.text)
    if found is None or (needs_which and found[0] is None):
        return None
    return span_from_now(typed, found[0] or 0, found[1])


def span_from_now(typed: DayInput, number: int, unit: Unit) -> DaySpan:
    """Return this week, month, quarter or year, or one that comes `number` later."""
    today = typed.today
    match unit:
        case Unit.WEEK:
            monday = monday_of(today) + timedelta(weeks=number)
            return DaySpan(monday, monday + timedelta(days=6))
        case Unit.QUARTER:
            first = first_of_month(quarter_of(today), MONTHS_OF_QUARTER * number)
            return DaySpan(first, last_of_month(first_of_month(first, 2)))
        case Unit.YEAR:
            return DaySpan(date(today.year + number, 1, 1), date(today.year + number, 12, 31))
        case _:
            first = first_of_month(today, number)
            return DaySpan(first, last_of_month(first))


def _of_months(typed: DayInput, month: int, count: int, year: str | None) -> DaySpan:
    """The span of `count` months from `month` on: in the year that was typed, else the next that is not over."""
    if year:
        first = date(year_of(year), month, 1)
        return DaySpan(first, last_of_month(first_of_month(first, count - 1)))
    today = typed.today
    if typed.gone:
        first = next(each for back in (0, 1, 2) if (each := date(today.year - back, month, 1)) <= today)
    else:
        first = date(today.year - 1, month, 1)
        while last_of_month(first_of_month(first, count - 1)) < today:
            first = date(first.year + 1, month, 1)
    return DaySpan(first, last_of_month(first_of_month(first, count - 1)), sure=typed.is_meant(first))


def _month(typed: DayInput) -> DaySpan | None:
    if found := _MONTH_AND_YEAR.fullmatch(typed.text):
        return _of_months(typed, int(found[1]), 1, found[2])
    found = _MONTH.fullmatch(typed.text)
    if found is None or found[1] not in MONTHS:
        return None
    return _of_months(typed, MONTHS[found[1]], 1, found[2])


def _months(typed: DayInput) -> DaySpan | None:
    found = _MONTHS.fullmatch(typed.text)
    if found is None or found[1] not in MONTHS or found[2] not in MONTHS:
        return None
    first, last = MONTHS[found[1]], MONTHS[found[2]]
    span = _of_months(typed, first, (last - first) % 12 + 1, found[3])
    return replace(span, sure=False, turn=last_of_month(span.first))


def _quarter(typed: DayInput) -> DaySpan | None:
    found = _QUARTER.fullmatch(typed.text)
    if found is None or (found["word"] and found["word"] not in _QUARTER_WORDS):
        return None
    number = int(found["q"] or found["n"] or found["nth"] or _QUARTER_WORDS[found["word"]])
    return _of_months(typed, 3 * number - 2, 3, found["year"] or found["before"])


def _half(typed: DayInput) -> DaySpan | None:
    found = _HALF.fullmatch(typed.text)
    if found is None or (found["word"] and found["word"] not in _HALF_WORDS):
        return None
    number = int(found["h"] or found["n"] or _HALF_WORDS[found["word"]])
    return _of_months(typed, 6 * number - 5, 6, found["year"] or found["before"])


def _year(typed: DayInput) -> DaySpan | None:
    found = _YEAR_ALONE.fullmatch(typed.text)
    return DaySpan(date(int(found[1]), 1, 1), date(int(found[1]), 12, 31)) if found else None


def _season(typed: DayInput) -> DaySpan | None:
    found = _SEASON.fullmatch(typed.text)
    if found is None:
        return None
    span = _of_months(typed, SEASONS[found[2]], 3, found[3])
    lasts = span.first <= typed.today
    if found[1] and RELATIVE[found[1]] == 1 and lasts and not typed.gone:
        span = _of_months(typed, SEASONS[found[2]], 3, str(span.first.year + 1))
    return replace(span, sure=False)


def _week(typed: DayInput) -> DaySpan | None:
    found = _WEEK.fullmatch(typed.text)
    if found is None or found["before"] or found["after"]:
        return None
    first = _numbered_week(typed, found)
    if first is None or not found["last"]:
        return first
    last = first.first + timedelta(weeks=(int(found["last"]) - int(found["week"])) % 52)
    return DaySpan(first.first, last + timedelta(days=6), sure=False)


def _numbered_week(typed: DayInput, found: re.Match[str]) -> DaySpan | None:
    """Return the next week with this number, or the last one. For week 53 that may be some years away."""
    week = int(found["week"])
    if found["year"]:
        monday = date.fromisocalendar(int(found["year"]), week, 1)
        return DaySpan(monday, monday + timedelta(days=6))
    if not 1 <= week <= 53:
        return None
    this_year = typed.today.isocalendar().year
    years = range(this_year, this_year - 9, -1) if typed.gone else range(this_year, this_year + 9)
    for monday in (date.fromisocalendar(year, 1, 1) + timedelta(weeks=week - 1) for year in years):
        sunday = monday + timedelta(days=6)
        is_there = monday <= typed.today if typed.gone else sunday >= typed.today
        if monday.isocalendar().week == week and is_there:
            return DaySpan(monday, sunday, sure=typed.is_meant(monday))
    return None
