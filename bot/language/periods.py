"""Reads several days as people type them: "6.7.-2.8.", "heinäkuu", "vko 28-30", "6.7. alkaen 3 viikkoa", one day."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.language import days
from bot.language.calendar_words import COUNTS, SEASONS, UNITS, Unit
from bot.language.day_grammar.spans import named_span
from bot.language.day_grammar.values import Aim, Day, DayInput, DaySpan
from bot.language.day_grammar.wording import wording_of
from bot.language.folding import folded
from pipeline.calendars import Calendar

_LONGEST = 80
_BETWEEN = re.compile(r"\s*[-–—−…]\s*|\.{2,3}|,?\s+(?:to|till|til|until|through|thru|ja|and|–)\s+|\s+")
_FROM = re.compile(
    r"^(?:from|starting(?: on)?|alkaen|beginning)\s+|\s+(?:alkaen|lähtien|lahtien|eteenpäin|eteenpain)\b"
)
_UNTIL = re.compile(
    r"^(?:until|till|til|through)\s+(?P<before>.+)|(?P<after>.+?)\s+(?:asti|saakka)|(?P<end>.+ loppuun)", re.IGNORECASE
)
_LENGTH = re.compile(
    rf"(?P<n>\d{{1,3}}|{'|'.join(sorted((re.escape(each) for each in COUNTS), key=len, reverse=True))})"
    rf"\s?(?P<unit>{'|'.join(sorted((re.escape(each) for each in UNITS), key=len, reverse=True))})\.?"
)
_WHOLE = re.compile(r"^(?:koko|the whole(?: of)?|whole|all(?: of)?) ", re.IGNORECASE)
_PART = re.compile(
    r"alku|loppu|keski|puoliva|alussa|puolella|beginning|start|end\b|early|late|mid|weekend|around|ennen|before"
)
_ISO = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}-\d{1,2}-\d{4}")
_LIKELY = 120  # days: a longer absence is asked about
_YEAR_APART = 183  # days after which a day without a year may be meant of the year before
_ABOUT_TODAY = frozenset(
    "tanaan huomenna huomisesta huomiseen ylihuomenna today tomorrow heti nyt now day after tomorrow".split()
)
_CHOICE = re.compile(r"\b(?:tai|or)\b")
_DAY_ALONE = re.compile(r"(\d{1,2})\.?")
_STRETCHES = {Unit.WEEK: 7, Unit.DAY: 1}


@dataclass(frozen=True, slots=True)
class DayRange:
    """Days from `first` to `last`, both included; if they are not `sure`, the form asks."""

    first: date
    last: date | None
    sure: bool = True


def read_period(text: str, today: date, calendar: Calendar) -> DayRange | None:
    """Return the days that the whole text names, from `today` on; None where it names none.

    A month or a week that has begun begins today. Days without a year are the next ones. An end that is not said is
    None, and then nothing is sure.
    """
    said = " ".join(text.split()).strip(" ,;:")
    if not said or len(said) > _LONGEST:
        return None
    reader = _Reader(today, calendar)
    said = _WHOLE.sub("", said)
    return (
        reader.until(said)
        or reader.span(said)
        or reader.length(said)
        or reader.range(said)
        or reader.one_day(said)
        or reader.range(said, by_spaces=True)
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    today: date
    calendar: Calendar

    def until(self, text: str) -> DayRange | None:
        """Read "2.8. asti", "until 2 Aug": from today on."""
        found = _UNTIL.fullmatch(text)
        if found is None:
            return None
        end = found["before"] or found["after"] or found["end"]
        if (whole := self.range(end)) is not None:  # "6.7. - 2.8. asti"
            return whole
        last = self._side(end, self.today, is_last=True)
        return DayRange(self.today, last.date, last.sure) if last is not None and last.date >= self.today else None

    def span(self, text: str) -> DayRange | None:
        """Read a week, a month, a season, a holiday, or several of them named as one."""
        span = self._span(text, self.today)
        if span is None or span.last < self.today:
            return None
        return DayRange(max(span.first, self.today), span.last, span.sure)

    def length(self, text: str) -> DayRange | None:
        """Read "6.7. alkaen 3 viikkoa", "3 weeks from 6 July"; a length alone begins today, and is asked about."""
        bare = " ".join(_FROM.sub(" ", text).split())
        words = bare.split()
        for count in range(len(words), 0, -1):
            for part, rest in ((words[:count], words[count:]), (words[-count:], words[:-count])):
                many = _length(" ".join(part))
                if many is None:
                    continue
                begin = " ".join(rest).removeprefix("from ").strip(" ,")
                if not begin:
                    return DayRange(self.today, self.today + timedelta(days=many - 1), sure=False)
                first = self._side(begin, self.today, is_last=False)
                if first is not None:
                    return DayRange(first.date, first.date + timedelta(days=many - 1), first.sure)
        return None

    def one_day(self, text: str) -> DayRange | None:
        """Read one day; behind "from" it is only the first."""
        begun = _FROM.sub(" ", text).strip()
        found = self._side(begun, self.today, is_last=False)
        if found is None:
            return None
        if begun != text:
            return DayRange(found.date, None, sure=False)
        return DayRange(found.date, found.date, found.sure and _PART.search(folded(text)) is None)

    def range(self, text: str, *, by_spaces: bool = False) -> DayRange | None:
        """Read a first and a last day with a dash or a word between them, or with no more than a space."""
        text = " ".join(_FROM.sub(" ", text).split())
        if _ISO.fullmatch(text):
            return None
        for cut in _BETWEEN.finditer(text):
            if cut[0].isspace() is not by_spaces:
                continue
            first, last = text[: cut.start()].strip(" ,"), text[cut.end() :].strip(" ,")
            if first and last and (found := self._of_two(first, last)) is not None:
                return found
        return None

    def _of_two(self, first: str, last: str) -> DayRange | None:
        if _length(last) is not None or (first.isdigit() and last.isdigit()):
            return None
        if (number := _DAY_ALONE.fullmatch(first)) is not None:  # "6.-10.7.", "6-10 July"
            end = self._side(last, self.today, is_last=True)
            return _in_one_month(int(number[1]), end) if end is not None else None
        begin = self._side(first, self.today, is_last=False)
        if begin is None:
            return self._under_way(first, last)
        if (number := _DAY_ALONE.fullmatch(last)) is not None:  # "July 6-10"
            return _ending(begin, int(number[1]))
        seen_from = self.today if folded(last) in _ABOUT_TODAY else begin.date
        end = self._side(last, seen_from, is_last=True)
        if end is None or end.date < begin.date:
            return None
        is_far = (begin.date - self.today).days > _YEAR_APART
        if is_far and not begin.sure and (now := self._under_way(first, last)) is not None:
            return now
        is_likely = (end.date - begin.date).days <= _LIKELY
        return DayRange(begin.date, end.date, begin.sure and end.sure and is_likely)

    def _under_way(self, first: str, last: str) -> DayRange | None:
        """Read days that began before today and are not over: "1.6.-26.6." on the 15th. It is asked."""
        begun = days.read_gone(first, self.today, self.calendar)
        end = self._side(last, self.today, is_last=True)
        if not isinstance(begun, Day) or end is None or (self.today - begun.date).days > 62:
            return None
        return DayRange(begun.date, end.date, sure=False) if (end.date - begun.date).days < 183 else None

    def _side(self, text: str, seen_from: date, *, is_last: bool) -> Day | None:
        """The first or the last day that one side of a range names."""
        if folded(text) in ("nyt", "heti", "now"):
            return Day(self.today)
        span = self._span(text, seen_from)
        if span is not None and span.last >= seen_from:
            return Day(span.last if is_last else max(span.first, seen_from), sure=span.sure)
        found = days.read(text, seen_from, self.calendar, aim=Aim.END if is_last else Aim.BEGINNING)
        return found if isinstance(found, Day) else None

    def _span(self, text: str, seen_from: date) -> DaySpan | None:
        """The span that the whole text names. A season, a doubt and a choice of two are not sure."""
        wording = wording_of(text)
        if wording is None or not wording.bare or wording.clock is not None:
            return None
        typed = DayInput(wording.bare, seen_from, self.calendar, Aim.BEGINNING)
        try:
            named = named_span(typed)
        except (ValueError, OverflowError):
            return None
        if named is None:
            return None
        span = named.span
        is_choice = _CHOICE.search(wording.bare) is not None or any(word in SEASONS for word in wording.bare.split())
        is_near = typed.is_meant(span.first) and (span.last - span.first).days <= 100
        return replace(span, sure=is_near and not is_choice and not wording.is_doubtful)


def _length(text: str) -> int | None:
    """How many days "3 viikkoa" or "10 days" are."""
    found = _LENGTH.fullmatch(folded(text))
    if found is None:
        return None
    stretch = _STRETCHES.get(UNITS[found["unit"]])
    number = int(found["n"]) if found["n"].isdigit() else COUNTS[found["n"]]
    return stretch * number if stretch is not None and 0 < number <= 400 else None


def _in_one_month(number: int, end: Day) -> DayRange | None:
    """From the day with that number until `end`, in the same month."""
    if not 1 <= number <= end.date.day:
        return None
    return DayRange(end.date.replace(day=number), end.date, end.sure)


def _ending(begin: Day, number: int) -> DayRange | None:
    """From `begin` until the day with that number, in the same month."""
    try:
        last = begin.date.replace(day=number)
    except ValueError:
        return None
    return DayRange(begin.date, last, begin.sure) if last >= begin.date else None
