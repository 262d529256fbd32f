"""Reads what is typed of a loss: "hinta, palataan maaliskuussa", "price, back in March", "asiakas kertoi: hinta"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.language import days
from bot.language.days import Aim, Day
from bot.language.folding import Unclear, folded
from pipeline.calendars import Calendar
from pipeline.deals.events import SaidBy

_MOST_WORDS = 60  # of a line that are looked at; what stands behind them is a part of the reason
_LONGEST_WORD = 40  # characters of a word that are compared
_FARTHEST = timedelta(days=550)  # the farthest month in which to come back
_MARKS = ".,:;!?()\"'”“–—-"
_PARTS = re.compile(r"[,;](?!\d)\s*|\s[-–—]+\s|(?<=[^\W\d])[.!]\s+|\n+")


def _phrases(text: str) -> tuple[tuple[str, ...], ...]:
    spoken = {tuple(folded(word) for word in each.split()) for each in " ".join(text.split()).split(" · ")}
    return tuple(sorted(spoken, key=len, reverse=True))


_COME_BACK = _phrases(
    """
    palataan · palataan asiaan · palataan takaisin · palataan uudelleen · palaan · palaan asiaan · palaamme ·
    palaamme asiaan · palattava · palattava asiaan · come back · come back to it · get back to it · revisit · try again
    """
)
_WITH_MONTH = _phrases(
    """
    uusi yritys · yritetään uudelleen · yritetään uudestaan · kysytään uudelleen · kysytään uudestaan · soitetaan ·
    soitetaan uudelleen · soitetaan uudestaan · otetaan yhteyttä · otetaan uudelleen yhteyttä · ollaan yhteydessä ·
    muistuta · muistuta mua · palaa asiaan · back · be back · coming back · get back · go back · return · ask again ·
    check again · call · call again · call back · contact · contact again · follow up · follow up again · reach out ·
    remind me · talk again
    """
)
"""What says that one comes back only where a month follows: "back in March", not "back to square one"."""
_MAY_BE_THEIRS = frozenset((*_WITH_MONTH, ("come", "back")))
"""What may be of the customer, or of a day gone by, where other words stand before it: "asiakas palaa asiaan"."""
_HEDGES = frozenset(
    folded(word) for word in "ehkä mahdollisesti kenties jos voidaan maybe perhaps possibly might could if".split()
)
_BEFORE_MONTH = frozenset({"in", "by", "on", "at", "around", "noin", "aikaisintaan", "earliest", "during", "from"})
_BEHIND = frozenset(
    folded(word) for word in "asiaan uudelleen uudestaan takaisin again to it them this viimeistään about".split()
)
_SMALL = frozenset(folded(word) for word in "ja and & sekä mutta but sitten then we me to will ll".split())
_NOT = frozenset(folded(word) for word in "ei emme en eikä eivät not no never don't dont won't wont".split())
_CUSTOMER = _phrases(
    """
    asiakas kertoi · asiakas sanoi · asiakkaan mukaan · asiakas ilmoitti · asiakas kertoi että · asiakas sanoi että ·
    kertoivat · sanoivat · kertoivat että · sanoivat että · customer said · the customer said · customer told us · the
    customer told us · client said · the client said · they said · they told us · according to the customer
    """
)
_GUESS = _phrases("oma arvio · oma arvaus · arvaus · arvio · my guess · a guess · guess · our guess")


@dataclass(frozen=True, slots=True)
class LostLine:
    """Why a deal was lost, who says so, and the month in which to come back to the customer, as its first day.

    `reason` has all words but those of a month that was surely read, and of who says so. `Unclear` is a month that
    could not be read, or that is not ahead; a Day that is not sure may also mean another month.
    """

    reason: str = ""
    said_by: SaidBy | None = None
    returns: Day | Unclear | None = None

    @property
    def is_sure(self) -> bool:
        """Whether nothing of it has to be asked."""
        return self.returns is None or (isinstance(self.returns, Day) and self.returns.sure)


def read_lost(line: str, today: date, calendar: Calendar) -> LostLine:
    """Read what stands behind a deal that was lost, seen from `today`; the line may say any of it, in any order."""
    said = LostLine()
    kept: list[str] = []
    for part in filter(None, (each.strip(" ,;") for each in _PARTS.split(line))):
        rest, said = _without_speaker(part, said)
        rest, said = _without_return(rest, said, today, calendar)
        kept += [rest] if rest else []
    takes_nothing = said.said_by is None and said.returns is None
    is_whole = takes_nothing or not said.is_sure
    return replace(said, reason=line.strip(" ,;") if is_whole else ", ".join(kept))


# --- Who says so ------------------------------------------------------------------------------------------------------


def _without_speaker(part: str, said: LostLine) -> tuple[str, LostLine]:
    """Take who says it from a part that says nothing else; in front of a reason it stays there as well."""
    words = part.split()
    bare = _bare(words)
    for speaker, phrases in ((SaidBy.CUSTOMER, _CUSTOMER), (SaidBy.GUESS, _GUESS)):
        phrase = next((each for each in phrases if tuple(bare[: len(each)]) == each), None)
        if phrase is None or said.said_by is not None:
            continue
        if len(phrase) == len(words):
            return "", replace(said, said_by=speaker)
        if words[len(phrase) - 1].endswith(":"):
            return " ".join(words[len(phrase) :]), replace(said, said_by=speaker)
        if speaker is SaidBy.CUSTOMER:
            return part, replace(said, said_by=speaker)
    return part, said


# --- When to come back ------------------------------------------------------------------------------------------------


def _without_return(part: str, said: LostLine, today: date, calendar: Calendar) -> tuple[str, LostLine]:
    """Take the month in which to come back from a part; all of a part whose month is not sure is kept as well."""
    words = part.split()
    bare = _bare(words[:_MOST_WORDS])
    for at in range(len(bare)):
        phrase = next((each for each in _EVERY if tuple(bare[at : at + len(each)]) == each), None)
        if phrase is None or not _NOT.isdisjoint(bare[:at][-2:]):
            continue
        found, left = read_month(_behind(words[at + len(phrase) :]), today, calendar)
        if isinstance(found, Unclear) and phrase in _WITH_MONTH:
            continue
        if isinstance(found, Unclear) or said.returns is not None:
            return part, replace(said, returns=Unclear(part, "pick_month"))
        is_theirs = phrase in _MAY_BE_THEIRS and _without_small(words[:at]) != ""
        if left or is_theirs or not found.sure or not _HEDGES.isdisjoint(bare[:at]):
            return part, replace(said, returns=replace(found, sure=False))
        return _without_small(words[:at]), replace(said, returns=found)
    return part, said


_EVERY = tuple(sorted((*_COME_BACK, *_WITH_MONTH), key=len, reverse=True))


def _behind(words: Sequence[str]) -> str:
    """What stands behind the words for coming back, without those that only lead to a month."""
    left = list(words)
    while left and _bare(left[:1])[0] in _BEHIND:
        left = left[1:]
    return " ".join(left).strip(_MARKS + " ")


def read_month(text: str, today: date, calendar: Calendar) -> tuple[Day | Unclear, str]:
    """The month that begins the text, as its first day, and the words behind it; sure where it can be one only."""
    first, left = _day(text, today, calendar)
    lead, _space, bare = text.partition(" ")
    if not isinstance(first, Day) and folded(lead) in _BEFORE_MONTH:
        first, left = _day(bare, today, calendar)
    if not isinstance(first, Day) or not _is_ahead(first.date, today):
        return Unclear(text, "pick_month"), ""
    last = days.read(first.text, today, calendar, aim=Aim.END)
    month = first.date.replace(day=1)
    is_one = isinstance(last, Day) and last.date.replace(day=1) == month
    return replace(first, date=month, sure=is_one), left


def _day(text: str, today: date, calendar: Calendar) -> tuple[Day | Unclear, str]:
    """The first day of the time that begins the text, and the words behind it."""
    whole = days.read(text, today, calendar, aim=Aim.BEGINNING)
    if isinstance(whole, Day):
        return whole, ""
    first, left = days.read_first(text, today, calendar, aim=Aim.BEGINNING)
    return (first, left) if isinstance(first, Day) else (whole, "")


def _is_ahead(day: date, today: date) -> bool:
    return day.replace(day=1) > today and day - today <= _FARTHEST


def _without_small(words: Sequence[str]) -> str:
    """The words in front of a month without those that only lead to it: "hinta ja", "price, we will"."""
    left = list(words)
    while left and _bare(left[-1:])[0] in _SMALL:
        left.pop()
    return " ".join(left).strip(" ,;")


def _bare(words: Sequence[str]) -> list[str]:
    return [folded(word[:_LONGEST_WORD].strip(_MARKS)) for word in words]
