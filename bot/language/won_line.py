"""Reads what is typed behind a won deal, in any order: "28 000 toimitus 15.9.", "11 800 viime perjantaina"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.language import amounts, days
from bot.language.calendar_words import UNITS
from bot.language.days import Aim, Day
from bot.language.folding import Unclear, folded
from pipeline.calendars import Calendar
from pipeline.money import Money

_LONGEST_AGO = timedelta(days=120)  # an earlier day is rather one to come; one of over 90 is refused in the form
_SURE_AGO = timedelta(days=90)
_FAR_AHEAD = timedelta(days=183)  # a day farther ahead than this is rather the last one of its name
_MOST_WORDS = 16  # of a line, among which days are sought; what stands behind them is a note
_LONGEST_DAY = 5  # words
_PARTS = re.compile(r"[,;](?![0-9])|(?<![0-9])[,;]|\s[-–—]\s")

_PROMISE = re.compile(
    r"(?:toimitus|toimitetaan|toimitettava|toimituspaiva|toimituspvm|toimitusaika|luvattu|luvattiin|luvattuna|lupaus"
    r"|delivery|delivered|deliver|delivers|delivering|promised|promise|due|shipping|ships|installation by)[:.]?"
)
_BEHIND_PROMISE = re.compile(
    r"(?:toimitus|toimitukselle|toimitettavaksi|luvattu|paiva|pvm|aika|viimeistaan|date|day|delivery|for|on|by|in|is|at"
    r"|due|promised|luvattiin|asiakkaalle)[:.]?"
)
_WIN = re.compile(r"(?:voitettu|voitettiin|voitto|won|win|closed|signed|allekirjoitettu|tilattu|tilattiin|on|jo)[:.]?")
_SUM = frozenset("summa summalla hinta hintaan hinnalla kauppasumma arvo for at amount price sum value total".split())
_YEAR = re.compile(r"20[0-9]{2}")
_NAMES_WEEKDAY = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class WonLine:
    """An amount, the promised day, the day of the win, and the words that are neither.

    `Unclear` stands for a day that was meant as a promise and cannot be one.
    """

    words: str = ""
    amount: Money | None = None
    promised: Day | Unclear | None = None
    won_on: Day | None = None
    tax: str = ""


@dataclass(slots=True)
class _Found:
    """The days that were found so far."""

    promised: Day | Unclear | None = None
    won_on: Day | None = None


@dataclass(frozen=True, slots=True)
class _Today:
    day: date
    calendar: Calendar


_Take = Callable[[list[str], int, _Found, _Today], int]
"""Moves the day that is named from a word on to what was found, and tells how many words it took."""


def read_won(line: str, today: date, currency: str, calendar: Calendar) -> WonLine:
    """Read amount, promised day and day of the win from anywhere in the line.

    A day that has been is the day of the win, up to 90 days back; a day to come is the promised one, and so is the day
    beside "toimitus", "luvattu" or "delivery". A weekday alone may be either, so it is not sure.
    """
    line, tax = amounts.split_tax(line)
    found, now = _Found(), _Today(today, calendar)
    parts, behind = _first_words(line)
    parts = [rest for part in parts for rest in _without(_promise_at, part, found, now)]
    parts = [rest for part in parts for rest in _without(_day_at, part, found, now)]
    words, amount = _without_amount([" ".join(part) for part in (*parts, *behind) if part], currency)
    return WonLine(words, amount, found.promised, found.won_on, tax)


def _first_words(line: str) -> tuple[list[list[str]], list[list[str]]]:
    """The words of the line's parts: those among which days are sought, and those behind them."""
    first: list[list[str]] = []
    behind: list[list[str]] = []
    room = _MOST_WORDS
    for part in (each.split() for each in _PARTS.split(line)):
        first.append(part[:room])
        behind.append(part[room:])
        room -= len(part[:room])
    return first, behind


# --- Days -------------------------------------------------------------------------------------------------------------


def _without(take: _Take, words: list[str], found: _Found, now: _Today) -> list[list[str]]:
    """What is left of a part, in pieces, when `take` has moved the days that it knows to `found`."""
    pieces: list[list[str]] = [[]]
    at = 0
    while at < len(words):
        if taken := take(words, at, found, now):
            pieces.append([])
            at += taken
        else:
            pieces[-1].append(words[at])
            at += 1
    return [piece for piece in pieces if piece]


def _promise_at(words: list[str], at: int, found: _Found, now: _Today) -> int:
    """How many words from here on name the promised day, with the word that says so; 0 where none do."""
    if found.promised is not None or not _PROMISE.fullmatch(folded(words[at])):
        return 0
    begin = at + 1
    while begin < len(words) and _BEHIND_PROMISE.fullmatch(folded(words[begin])):
        begin += 1
    for start in dict.fromkeys((begin, at + 1)):
        for end in range(min(len(words), start + _LONGEST_DAY), start, -1):
            text = " ".join(words[start:end])
            day = days.read(text, now.day, now.calendar)
            if not _is_number(text) and (isinstance(day, Day) or day.key == "day_past" or days.looks_like_a_day(text)):
                found.promised = day
                return end - at
    return 0


def _day_at(words: list[str], at: int, found: _Found, now: _Today) -> int:
    """How many words from here on name a day, the day of the win or a promised one; 0 where none do."""
    begin = at
    while begin < len(words) and _WIN.fullmatch(folded(words[begin])):
        begin += 1
    for end in range(min(len(words), begin + _LONGEST_DAY), begin, -1):
        text = " ".join(words[begin:end])
        if _is_number(text) or (end < len(words) and days.is_bound_to_next(text)):
            continue
        is_won = any(folded(word) not in ("on", "jo") for word in words[at:begin])
        if _is_length(text) and begin > 0 and words[begin - 1][:1].isalpha():
            continue  # "maksuehto 14 pv" promises nothing
        if not _take(text, found, now, is_won=is_won):
            continue
        if end < len(words) and _PROMISE.fullmatch(folded(words[end])) and found.promised is not None:
            end += 1  # "15.9. toimitus"
        return end - at
    return 0


def _take(text: str, found: _Found, now: _Today, *, is_won: bool) -> bool:
    """Keep the day that the text names, as what it must be; False where it names none, or one more."""
    coming, gone = days.read(text, now.day, now.calendar), days.read_gone(text, now.day, now.calendar)
    won_on = gone if isinstance(gone, Day) and now.day - gone.date <= _LONGEST_AGO else None
    if won_on is not None and found.won_on is None and (is_won or _is_rather_gone(coming, won_on, now.day)):
        first = days.read_gone(text, now.day, now.calendar, aim=Aim.BEGINNING)
        is_exact = won_on == first and not re.fullmatch(r"[0-9]+\.[0-9]+", text)  # "12.5" may be a sum
        found.won_on = replace(won_on, sure=won_on.sure and is_exact and now.day - won_on.date <= _SURE_AGO)
        return True
    if isinstance(coming, Day) and found.promised is None and not is_won:
        is_weekday = won_on is not None and _NAMES_WEEKDAY.fullmatch(folded(text)) is not None
        found.promised = replace(coming, sure=coming.sure and not is_weekday)
        return True
    return False


def _is_rather_gone(coming: Day | Unclear, gone: Day, today: date) -> bool:
    """Whether of the two days that a text may name the one that has been is meant."""
    if not isinstance(coming, Day) or gone.date == today:
        return True
    return coming.date - today > _FAR_AHEAD


def _is_length(text: str) -> bool:
    """Whether the text is a length of time and nothing else: "14 pv", "2 weeks"."""
    return folded(text).rpartition(" ")[2] in UNITS


def _is_number(text: str) -> bool:
    """Whether a text that reads as a day is rather an amount, such as "2050"."""
    return _YEAR.fullmatch(text) is not None


# --- The amount -------------------------------------------------------------------------------------------------------


def _without_amount(parts: list[str], currency: str) -> tuple[str, Money | None]:
    """The words without the amount, and the amount: one with a currency, else a number that stands for itself."""
    for place, part in enumerate(parts):
        rest, amount = amounts.take_amount(part, currency)
        if amount is not None:
            return _joined([*parts[:place], rest, *parts[place + 1 :]]), amount
    for is_long in (True, False):
        for place, part in enumerate(parts):
            if (taken := _bare_amount(part.split(), currency, is_long=is_long)) is not None:
                return _joined([*parts[:place], taken[0], *parts[place + 1 :]]), taken[1]
    return _joined(parts), None


def _bare_amount(words: list[str], currency: str, *, is_long: bool) -> tuple[str, Money] | None:
    """A number of four digits or more, wherever it stands; a shorter one only at the end of a part."""
    for start in range(min(len(words), _MOST_WORDS)):
        for end in range(min(len(words), start + amounts.LONGEST), start, -1):
            text = " ".join(words[start:end])
            if not amounts.looks_like_money(text):
                continue
            if not (_digits(text) >= 4 if is_long else end == len(words)):
                continue
            if isinstance(amount := amounts.read(text, currency), Money):
                return " ".join([*words[:start], *words[end:]]), amount
    return None


def _digits(text: str) -> int:
    return sum(character.isdigit() for character in text)


def _joined(parts: list[str]) -> str:
    """The words that are left, without those that only name what was read."""
    kept = [part for part in parts if part and folded(part).strip(" :") not in _SUM]
    return ", ".join(kept)
