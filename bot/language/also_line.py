"""Finds what else was promised in the line of a win: "11 900 viime pe, luvattiin myös käyttökoulutus"."""

from __future__ import annotations

import re
from datetime import date

from bot.language import days, signs_of_money
from bot.language.days import Day
from bot.language.folding import folded
from bot.language.won_line import PARTS
from pipeline.calendars import Calendar

_LONGEST_LINE = 3000  # characters
_LABEL = re.compile(
    r"(?:(?:ja|sekä|and|plus) )?(?:"
    r"(?:luvattiin|lupasimme|lupasin|luvattu|luvataan) (?:myös|lisäksi|samalla|kaupan päälle)"
    r"|(?:lisäksi|samalla|kaupan päälle) (?:luvattiin|lupasimme|lupasin|luvattu)|muuta luvattu|muut lupaukset"
    r"|(?:we |i )?(?:also|additionally) promised|(?:we |i )?promised (?:also|as well)|in addition (?:we |i )?promised"
    r")(?::|(?!\S))\s*",
    re.IGNORECASE,
)
_OF_WIN = re.compile(
    r"(?:toimitus|toimituspaiva|toimitetaan|delivery|deliver|delivers|due|voitettu|voitettiin|won|summa|hinta|amount"
    r"|price|sum)\w*[:.]?"
)
_DELIVERY = re.compile(r"toimit|deliver|shipping")


def split_also(line: str, today: date, calendar: Calendar) -> tuple[str, str]:
    """The line without what else was promised, and that; it goes on until a part that tells of the win itself.

    A part is between commas, semicolons or dashes. Of the win itself are its amount, a day, and the delivery.
    """
    found = _LABEL.search(line[:_LONGEST_LINE])
    if found is None or (found.start() > 0 and not line[found.start() - 1].isspace()):
        return line, ""
    behind = line[found.end() :]
    end = _end(behind, today, calendar)
    also, rest = behind[:end].strip(" ,;–—-"), behind[end:].strip(" ,;")
    if not also or _is_delivery_or_day(also, today, calendar):
        return line, ""
    before = line[: found.start()].rstrip(" ,;–—-")
    return ", ".join(each for each in (before, rest) if each), also


def _end(text: str, today: date, calendar: Calendar) -> int:
    """Where the part begins that tells of the win itself; the end of the text where none does."""
    for sign in PARTS.finditer(text):
        part = PARTS.split(text[sign.end() :], maxsplit=1)[0]
        if _is_of_win(part, today, calendar):
            return sign.start()
    return len(text)


def _is_of_win(part: str, today: date, calendar: Calendar) -> bool:
    """Whether a part is an amount or a day, or begins with a word for the delivery, the win or its amount."""
    words = part.split()
    if not words:
        return False
    is_amount = all(each[:1].isdigit() or signs_of_money.is_sign(each) for each in words)
    return is_amount or _OF_WIN.fullmatch(folded(words[0])) is not None or _is_day(part, today, calendar)


def _is_delivery_or_day(text: str, today: date, calendar: Calendar) -> bool:
    """Whether what is said to be promised, too, is rather the delivery: a day alone, or a word for delivery in it."""
    return _is_day(text, today, calendar) or any(_DELIVERY.match(folded(word)) for word in text.split())


def _is_day(text: str, today: date, calendar: Calendar) -> bool:
    return any(isinstance(read(text.strip(), today, calendar), Day) for read in (days.read, days.read_gone))
