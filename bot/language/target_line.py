"""Reads what is typed behind `target`: an amount, a number of wins or that there is none, a month, and a person."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.language import amounts
from bot.language.calendar_words import MONTHS
from bot.language.folding import folded
from pipeline.money import Money
from pipeline.months import following_month

_LONGEST = 14  # words
_SMALL = frozenset(
    """
    on is to of for in at per = : - aseta asetetaan asetettu set tavoite tavoitteet tavoitteeksi tavoitetta target
    targets tiimi tiimin tiimille koko team teams the kuu kuun kuussa kuukausi kuukauden kuukaudelle kuukaudessa kk
    month a s and seka plus yhteensa
    """.split()
)
_NONE = frozenset("ei pois poista poistetaan mitaan none no off remove clear delete nothing".split())
_OWN = frozenset("oma omani mun minun mulle minulle my mine own me myself".split())
_THIS = frozenset({"tama kuu", "tassa kuussa", "taman kuun", "talle kuulle", "kuluva kuu", "this month"})
_NEXT = frozenset({"ensi kuu", "ensi kuussa", "ensi kuun", "ensi kuulle", "ensi kuuksi", "seuraava kuu", "next month"})
_WINS = frozenset(
    "kauppa kauppaa kaupan kauppoja voitto voittoa voiton diili diilia diilin kpl kappaletta sopimus sopimusta "
    "win wins deal deals sale sales".split()
)
_NUMBER = re.compile(r"[1-9][0-9]{0,3}")
_COUNTED = re.compile(r"(?P<n>[1-9][0-9]{0,3})(?:kpl|wins|deals)")
_YEAR = re.compile(r"20\d\d")
_NUMBERED = re.compile(r"(?P<month>\d{1,2})[/.](?P<year>20\d\d)|(?P<first>20\d\d)-(?P<second>\d{1,2})")


@dataclass(frozen=True, slots=True)
class TargetLine:
    """What a line says of a target: `is_none` takes it off, `is_own` says that it is of whoever typed the line.

    `count` is how many deals are to be won. `month` is its first day. `rest` has the words that are neither: a person's
    name, or what is not understood.
    """

    amount: Money | None = None
    month: date | None = None
    is_none: bool = False
    is_own: bool = False
    rest: str = ""
    count: int | None = None


def read_target(text: str, today: date, currency: str) -> TargetLine:
    """Read the line. An amount without a currency is in `currency`; a month without a year is the next of that name."""
    words = text.replace(",", ", ").split() if re.search(r",\D|,$", text) else text.split()
    if len(words) > _LONGEST:
        return TargetLine(rest=text)
    month, words = _month(words, today.replace(day=1))
    count, words = _count(words)
    amount, words = _amount(words, currency)
    said = {_bare(word) for word in words}
    rest = [word for word in words if _bare(word) not in _SMALL | _NONE | _OWN and _bare(word)]
    is_none = (amount is None and count is None and bool(said & _NONE)) or (amount is not None and not amount)
    if (amount is not None or count is not None) and said & _NONE:  # "ei 400 000": neither is sure
        return TargetLine(month=month, rest=text)
    if is_none and count is not None:  # "0 €, 10 kauppaa": whether the sum is to go is not sure
        return TargetLine(month=month, rest=text)
    left = " ".join(rest).strip(" ,;:")
    return TargetLine(None if is_none else amount, month, is_none, bool(said & _OWN), left, count)


def _count(words: list[str]) -> tuple[int | None, list[str]]:
    """How many deals are to be won, and the other words: "10 kauppaa", "10 wins", "10kpl"; a zero is no number."""
    for place, word in enumerate(words):
        here, following = word.strip(",;:"), _bare(words[place + 1]) if place + 1 < len(words) else ""
        if (glued := _COUNTED.fullmatch(_bare(word))) is not None:
            return int(glued["n"]), words[:place] + words[place + 1 :]
        is_larger = place > 0 and words[place - 1].isdigit()  # "2 500 kauppaa"
        if _NUMBER.fullmatch(here) and following in _WINS and not is_larger:
            before = words[:place]
            joined = before[:-1] if before and _bare(before[-1]) == "ja" else before
            return int(here), joined + words[place + 2 :]
    return None, words


def _bare(word: str) -> str:
    return folded(word).strip(".,:;!?'’")


def _month(words: list[str], this: date) -> tuple[date | None, list[str]]:
    """The month that the words name, and the other words; of two months the second one stays among those."""
    for place, word in enumerate(words):
        two = f"{_bare(word)} {_bare(words[place + 1])}" if place + 1 < len(words) else ""
        if two in _THIS or two in _NEXT:
            return (following_month(this) if two in _NEXT else this), words[:place] + words[place + 2 :]
        if (number := MONTHS.get(_bare(word))) is not None:
            year = words[place + 1].strip(".,:;") if place + 1 < len(words) else ""
            if _YEAR.fullmatch(year):
                return date(int(year), number, 1), words[:place] + words[place + 2 :]
            return _next_named(number, this), words[:place] + words[place + 1 :]
        if (found := _NUMBERED.fullmatch(word.strip(".,:;"))) is not None:
            month, year = found["month"] or found["second"], found["year"] or found["first"]
            if 1 <= int(month) <= 12:
                return date(int(year), int(month), 1), words[:place] + words[place + 1 :]
    return None, words


def _next_named(number: int, this: date) -> date:
    return date(this.year + (number < this.month), number, 1)


def _amount(words: list[str], currency: str) -> tuple[Money | None, list[str]]:
    """The longest amount among the words, and the other words. Four digits that may be a year are none."""
    windows = (
        (start, count)
        for count in range(min(amounts.LONGEST, len(words)), 0, -1)
        for start in range(len(words) - count + 1)
    )
    for start, count in windows:
        said = " ".join(words[start : start + count]).strip(",;:")
        if _YEAR.fullmatch(said) or not re.match(r"[0-9€$£~]|noin|about|puol", said, re.IGNORECASE):
            continue
        if isinstance(found := amounts.read(said, currency), Money):
            return found, words[:start] + words[start + count :]
    return None, words
