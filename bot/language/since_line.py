"""Reads since when changes are asked for: "ma", "1.5.", "viime viikolta", "since Friday", "kun olin poissa"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from bot.language import days
from bot.language.calendar_words import MONTHS
from bot.language.days import Aim, Day
from bot.language.folding import folded
from pipeline.calendars import Calendar

_LEADING = re.compile(r"^(?:since|from|as of|starting|between|sitten|alkaen)\s+")
_TRAILING = re.compile(r"(?:\s+(?:lahtien|alkaen|asti|saakka|onwards?|to now|until now|till now|nyt|jalkeen))$")
_SMALL = re.compile(
    r"^(?:(?:mita|mika|on|ovat|kaikki|diilit|diileissa|diileja|putkessa|myyntiputkessa|what|has|have|all|deals?|in|the"
    r"|pipeline|muuttunut|muuttui|muuttuneet|changed|is|tapahtunut|tapahtui|happened)\s+)+"
)
_AWAY = re.compile(
    r"(?:(?:silla valin |sina aikana )?kun (?:mina )?(?:olin|oon ollut|olen ollut) (?:poissa|lomalla|reissussa)"
    r"|(?:poissa|lomalla) ollessani|(?:loman|lomani|poissaolon|poissaoloni) (?:aikana|ajalta|jalkeen|alusta)"
    r"|lomalta|poissaolosta|poissaoloajalta|(?:since |while )?i (?:was|have been|went|left) "
    r"(?:away|on (?:holiday|leave|vacation)|off|out)"
    r"|(?:since |during |after )?my (?:holiday|vacation|leave|absence)|(?:since |while )(?:i was )?away"
    r"|i left|away)"
)
_LENGTH = re.compile(
    r"(?:viimeis\w*\s+|(?:the )?(?:past|last)\s+)?(?P<n>[0-9]{1,3})?\s*"
    r"(?:(?P<d>paiv\w+|pv|days?)|(?P<w>viik\w+|vk|weeks?)|(?P<m>kuukau\w+|kk|months?))(?:\s+(?:aikana|sisalla))?"
)
_OTHER_FORMS = (
    (re.compile(r"eilisesta|eilisen"), "eilen"),
    (re.compile(r"toissapaivasta"), "toissapaivana"),
    (re.compile(r"(?:tasta )?aamusta|tana aamuna|this morning|tasta paivasta"), "tanaan"),
    (re.compile(r"viikosta (?=[0-9])"), "viikko "),
    (re.compile(r"viime (?=\w+sta$)"), ""),
)
"""What the day grammar does not read, and what it reads in its place."""
_MONTH = re.compile(r"\b(?:kuu|kuun|kuussa|kuusta|kuukausi|kuukauden|month|vuosi|vuoden|vuodesta|year)\b")
_WEEK = timedelta(days=7)
_NEAR = timedelta(days=183)  # a day without a year that lies further back may be one that is still to come


class NotRead(Enum):
    """Why no day was read."""

    NO_DAY = "it is no day"
    AHEAD = "it is a day to come, or one that needs its year"


@dataclass(frozen=True, slots=True)
class SinceDay:
    """A day, from whose beginning changes count."""

    day: date


AWAY = "away"
"""The person's own absence."""


def read_since(text: str, today: date, calendar: Calendar) -> SinceDay | str | NotRead:
    """Return since which day changes are asked for, `AWAY` for the person's own absence, or why it is not known.

    Of a week or a month it is the first day. "Friday" is the last one; on a Friday it is a week ago.
    """
    said = folded(text).strip(" .,:;!?") + ("." if re.search(r"[0-9]\.\W*$", text) else "")
    if _AWAY.fullmatch(said):
        return AWAY
    wanted = _TRAILING.sub("", _LEADING.sub("", _SMALL.sub("", said + " ").strip()))
    wanted = wanted if _AWAY.fullmatch(wanted) is None else ""
    for asked in (said, wanted, *(form.sub(to, wanted) for form, to in _OTHER_FORMS), _ago(wanted)):
        found = days.read_gone(asked, today, calendar, aim=Aim.BEGINNING)
        if isinstance(found, Day) and found.clock is None and not found.hours:
            if not found.sure and today - found.date > _NEAR:
                return NotRead.AHEAD
            day = _whole(asked, found.date, calendar)
            return SinceDay(day - _WEEK if day == today and wanted.startswith("viime ") else day)
    is_day = any(isinstance(days.read(each, today, calendar), Day) for each in (said, wanted))
    return NotRead.AHEAD if is_day or days.looks_like_a_day(wanted) else NotRead.NO_DAY


def _ago(said: str) -> str:
    """A length of time until now, as the day on which it began: "viikon aikana", "last 2 weeks"."""
    found = _LENGTH.fullmatch(said)
    if found is None:
        return ""
    unit = "day" if found["d"] else "week" if found["w"] else "month"
    return f"{found['n'] or 1} {unit}s ago"


def _whole(said: str, day: date, calendar: Calendar) -> date:
    """The first day of a month or a year that was named by its name: the day grammar reads its first business day."""
    names_month = _MONTH.search(said) or any(word in MONTHS for word in said.split())
    first = day.replace(day=1)
    is_first = bool(names_month) and not re.search(r"[0-9]", said) and calendar.on_or_after(first) == day
    return first if is_first else day
