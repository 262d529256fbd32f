"""A whole text as a day: a day by number, name or distance, a span or a part of one, or what is before or after it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from bot.language.calendar_words import ORDINALS, WEEKDAYS, Unit
from bot.language.day_grammar.distances import counted
from bot.language.day_grammar.numbered import numbered
from bot.language.day_grammar.spans import named_span, partial_span, relative_unit, span_from_now, week_of
from bot.language.day_grammar.values import Aim, Day, DayInput, DaySpan, SpanPart, day_of_span
from bot.language.day_grammar.weekdays import named

_PARTS = (
    (SpanPart.BEGINNING, re.compile(
        r"(.+) (?:alku|alussa|alkuun|alusta|alkupuolella|alkupuolelle|alkupuoli|alkaessa|start)"
        r"|(?:the )?(?:very )?(?:beginning|start|first days) of (?:the )?(.+)|(?:the )?early (?:in )?(?:the )?(.+)"
        r"|alku-?(.+)")),
    (SpanPart.MIDDLE, re.compile(
        r"(.+) (?:puolivali\w*|puoliva\w*|puolessavalissa|puolessa valissa|keskivaihe\w*|keskella|middle)"
        r"|(?:the )?middle of (?:the )?(.+)|(?:the )?mid[ -]?(?:of )?(?:the )?(.+)|keski-?(.+)")),
    (SpanPart.END, re.compile(
        r"(.+)(?: |-)(?:loppu|lopussa|loppuun|lopulla|lopuksi|lopuks|lopusta|loppupuolella|loppupuolelle|loppupuoli"
        r"|jalkipuoliskolla|end)|(?:the )?(?:very )?(?:end|close|second half|last days) of (?:the )?(.+)"
        r"|(?:the )?late(?:r)? (?:in )?(?:the )?(.+)|loppu-?(.+)")),
    (SpanPart.TURN, re.compile(
        r"(.+?) ?(?:vaihde|vaihteessa|vaihteeseen|vaihteen|vaihteelle|vaihtuessa|vaihdetta|vaihteesta)"
        r"|(?:the )?turn of (?:the )?(.+)")),
)  # fmt: skip
_SHORT = {
    "eom": "end of month", "eoy": "end of year", "eoq": "end of quarter", "eow": "end of week",
    "viikon loppu": "end of week", "viikon lopulla": "end of week", "viikon loppuun": "end of week",
    "end of the week": "end of week", "vuodenvaihde": "vuoden vaihde", "vuodenvaihteessa": "vuoden vaihteessa",
    "vuodenvaihteeseen": "vuoden vaihteeseen", "kuunvaihteessa": "kuun vaihteessa", "kuunvaihde": "kuun vaihde",
}  # fmt: skip
_BEFORE = re.compile(
    r"(?:just |right |juuri |heti |viimeistaan )?(?:ennen|before|ahead of|pre-?) ?(?:the )?(.+)|(.+) (?:alla|edella)"
)
_AFTER = re.compile(
    r"(?:heti |pian )?(.+) (?:jalkeen|yli|jalkeisella viikolla|jalkeinen viikko)"
    r"|(?:just |right |soon |straight )?(?:after|post-) ?(?:the )?(.+)"
)
_NTH = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:(?P<span>.+) )?(?P<nth>[a-z0-9.]+) (?P<what>arkipaiva\w*|arkipv|paiva\w*|pv|[a-z]+)",
        r"(?P<span>.+) (?P<nth>[a-z0-9.]+)(?P<what>)",
        r"(?:the )?(?P<nth>[a-z0-9]+) (?P<what>business day|working day|weekday|workday|day|[a-z]+)"
        r"(?: (?:of|in) (?:the )?(?P<span>.+))?",
        r"(?:the )?(?P<nth>[a-z0-9]+)(?P<what>) of (?:the )?(?P<span>.+)",
    )
)
_BUSINESS_DAY = re.compile(r"arkipaiva\w*|arkipv|business day|working day|weekday|workday")
_WEEK = re.compile(r"viikko|viikolla|viikon|viikkoon|week")
_ANY_DAY = re.compile(r"paiva\w*|pv|day")


def whole_day(typed: DayInput) -> Day | None:
    """Return the day that the whole text means, before today too; None if it names none.

    Raises ValueError or OverflowError for a day that does not exist.
    """
    typed = typed.with_text(_SHORT.get(typed.text, typed.text))
    return numbered(typed) or named(typed) or counted(typed) or _around(typed) or _nth(typed) or _span(typed)


def _span(typed: DayInput) -> Day | None:
    """Read a span or a part of it. Of a whole span only a week or a holiday is `sure`, by its number or its name."""
    if (of_week := week_of(typed)) is not None:
        span, weekday = of_week
        day = span.first + timedelta(days=weekday)
        return Day(day, sure=typed.is_meant(day) or span.sure)
    if (whole := named_span(typed)) is not None:
        span = whole.span
        is_short = span.last - span.first < timedelta(days=6)
        if whole.is_exact and is_short and (span.first == span.last or typed.aim is Aim.END):
            return Day(span.first, sure=span.sure)  # a holiday, by its own day
        part = SpanPart.BEGINNING if typed.aim is Aim.BEGINNING else SpanPart.END
        day = day_of_span(typed, span, part)
        is_sure = whole.is_exact or (typed.aim is Aim.BEGINNING and _is_week(span))
        return replace(day, sure=day.sure and is_sure)
    return _part(typed)


def _is_week(span: DaySpan) -> bool:
    return span.last - span.first == timedelta(days=6) and span.first.weekday() == 0


def _part(typed: DayInput) -> Day | None:
    """Read the beginning, the middle or the end of a span: "kesäkuun loppu", "alkusyksystä", "mid August"."""
    for part, pattern in _PARTS:
        if (found := pattern.fullmatch(typed.text)) is None:
            continue
        text = next(group for group in found.groups() if group)
        if (span := partial_span(typed.with_text(text))) is None:
            continue
        return _of_part(typed, text, span, part)
    return None


def _of_part(typed: DayInput, text: str, span: DaySpan, part: SpanPart) -> Day:
    day = day_of_span(typed, span, part)
    unit = relative_unit(text)
    if unit is None or unit[0] is not None or typed.gone or part is SpanPart.END:
        return day
    # "vuoden alussa" is the coming year's when this one has begun, "kuun alussa" the coming month's: so it is asked
    plain = typed.calendar.on_or_after(span.first)
    if unit[1] is Unit.WEEK or (plain >= typed.today and part is SpanPart.BEGINNING):
        return day
    if part is SpanPart.MIDDLE and span.middle >= typed.today:
        return day
    if part is SpanPart.TURN:
        return replace(day, sure=False)
    later = day_of_span(typed, span_from_now(typed, 1, unit[1]), part)
    return replace(later, sure=later.sure and typed.is_meant(later.date) and unit[1] is Unit.YEAR)


def _around(typed: DayInput) -> Day | None:
    """Read what is before or after a day or a span: the last business day before it, or the next after it. Asked."""
    for is_before, pattern in ((True, _BEFORE), (False, _AFTER)):
        if (found := pattern.fullmatch(typed.text)) is None:
            continue
        text = next(group for group in found.groups() if group)
        if (span := _base(typed.with_text(text))) is None:
            continue
        if is_before:
            day = typed.calendar.on_or_before(span.first - timedelta(days=1))
        else:
            day = typed.calendar.on_or_after(span.last + timedelta(days=1))
        return Day(day, sure=False)
    return None


def _base(typed: DayInput) -> DaySpan | None:
    """The days that something is before or after."""
    typed = replace(typed, text=_SHORT.get(typed.text, typed.text))
    if (day := numbered(typed) or named(typed)) is not None:
        last = day.date + timedelta(days=1) if re.match(r"(?:.* )?(?:viikonlo|weekend)", typed.text) else day.date
        return DaySpan(day.date, last)
    if (span := partial_span(typed)) is not None:
        return span
    part = _part(typed)
    return DaySpan(part.date, part.date) if part else None


def _nth(typed: DayInput) -> Day | None:
    """Read one of the days of a month: "kuun viimeisenä arkipäivänä", "last Friday of August", "elokuun eka päivä"."""
    for pattern in _NTH:
        found = pattern.fullmatch(typed.text)
        if found is None or found["nth"] not in ORDINALS:
            continue
        counts = _counts(typed, found["what"] or "day")
        named_month = found["span"]
        if counts is None or (named_month is None and _BUSINESS_DAY.fullmatch(found["what"] or "") is None):
            continue
        text = named_month or "kuun"
        span = partial_span(typed.with_text(text))
        if span is None:
            continue
        day = _nth_in(span, ORDINALS[found["nth"]], counts)
        unit = relative_unit(text)
        if day and day < typed.today and not typed.gone and unit and unit[0] is None:  # "kuun eka" is the next one's
            day = _nth_in(span_from_now(typed, 1, unit[1]), ORDINALS[found["nth"]], counts)
        is_exact = _WEEK.fullmatch(found["what"] or "") is None
        return Day(day, sure=named_month is not None and span.sure and is_exact) if day else None
    return None


def _counts(typed: DayInput, what: str) -> Callable[[date], bool] | None:
    """Whether a day is one of those that are counted; None where the words name no kind of day."""
    if _BUSINESS_DAY.fullmatch(what):
        return typed.calendar.is_business_day
    if _ANY_DAY.fullmatch(what):
        return lambda _day: True
    if _WEEK.fullmatch(what):  # by its last or its first day, as aimed
        return lambda day: day.weekday() == (0 if typed.aim is Aim.BEGINNING else 4)
    return (lambda day: day.weekday() == WEEKDAYS[what]) if what in WEEKDAYS else None


def _nth_in(span: DaySpan, nth: int, counts: Callable[[date], bool]) -> date | None:
    length = min((span.last - span.first).days + 1, 366)
    found = [day for n in range(length) if counts(day := span.first + timedelta(days=n))]
    at = nth if nth < 0 else nth - 1
    return found[at] if -len(found) <= at < len(found) else None
