"""A contact that is told without the word for it: "soitin acmelle, ei vastannut"."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise

from bot.language.acts import Spoken
from bot.language.spoken_acts import SpokenAct
from bot.language.touch_clauses import bare, clauses_of
from bot.language.touch_line import read_touch
from bot.language.touch_phrases import FILLERS, Tells
from bot.spoken_deals import DealInLine
from pipeline.calendars import Calendar
from pipeline.deals.touch_events import TouchOutcome

_BEGINS = (Tells.ACT, Tells.THEIRS, Tells.OUTCOME, Tells.LEFT, Tells.SEND)
_ANY_DAY = date(2000, 1, 3)  # whether a line tells of a contact does not depend on the day


def begins_with_touch(line: str) -> bool:
    """Whether a contact begins the line, behind small words at most: "mä soitin acmelle"."""
    clauses = clauses_of(line)
    if not clauses or not clauses[0].found:
        return False
    first = clauses[0].found[0]
    small = all(word in FILLERS for word in clauses[0].said[: first.start])
    return small and first.sign.tells in _BEGINS and not first.sign.is_weak


def touch_told(spoken: Spoken, found: DealInLine) -> str | None:
    """The line of a contact without the words that name the deal; None where it tells of none."""
    if spoken.act is not SpokenAct.NOTE:
        return None
    line = _without(spoken.text, spoken.rest, found.tail)
    line = _with_subject(line, spoken, found.tail)
    read = read_touch(line, _ANY_DAY, Calendar())
    return line if read.tells_contact or (read.day is None and _begins_with_means(line)) else None


_OF_EITHER = frozenset("called emailed mailed messaged texted wrote rang phoned".split())


def _with_subject(line: str, spoken: Spoken, tail: str) -> str:
    """The line, with "they" before an English verb that the customer's name stood right before: "acme emailed".

    "Emailed acme" and "acme emailed, no reply" are said of our own try.
    """
    named = set(map(bare, spoken.rest.split())) - set(map(bare, tail.split()))
    words = spoken.text.split()
    verbs = (each for before, each in pairwise(words) if bare(each) in _OF_EITHER and bare(before) in named)
    verb = next(verbs, None)
    if verb is None or read_touch(line, _ANY_DAY, Calendar()).outcome is TouchOutcome.NO_ANSWER:
        return line
    return line.replace(verb, f"they {verb}", 1)


def _begins_with_means(line: str) -> bool:
    """Whether the Finnish name of a means begins the line: "puhelu acme"."""
    clauses = clauses_of(line)
    sign = clauses[0].found[0].sign if clauses and clauses[0].found else None
    return sign is not None and sign.tells is Tells.NOUN and sign.language == "fi"


def _without(line: str, rest: str, tail: str) -> str:
    """The line without the words of `rest` that are not in `tail`: they name the deal. A mark behind one stays."""
    named = Counter(map(bare, rest.split())) - Counter(map(bare, tail.split()))
    kept: list[str] = []
    for word in line.split():
        key = bare(word)
        if named[key] <= 0 or not key:
            kept.append(word)
            continue
        named[key] -= 1
        mark = word[-1:] if word[-1:] in ",;:." else ""
        if mark and kept:
            kept[-1] += mark
    return " ".join(kept)
