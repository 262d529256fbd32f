"""The step in what is typed of a contact: what is to be done next, its day and its hour."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import time

from bot.language.days import Day, read
from bot.language.folding import Unclear, folded
from bot.language.step_line import StepLine, read_step
from bot.language.touch_clauses import Clause, bare
from bot.language.touch_days import DayFinder
from bot.language.touch_phrases import FILLERS, TO_STEP, Tells
from bot.language.word_languages import is_lone_to

_LEADS = ("i will", "we will", "will", "ill", "well", "need to", "going to", "gonna", "lets", "let us", "i", "we",
          "mun pitaa", "minun pitaa", "pitaa", "seuraava askel", "seuraavaksi", "next step", "next", "niin", "ja",
          "sitten", "and", "then", "so", "but", "mutta", "joten", "sit", "aion", "uus", "remind me to")  # fmt: skip
_TRYING = frozenset(
    """
    try trying retry retrying another attempt yritan yritetaan yritetaa yrita koitan koitetaan kokeilen kokeillaan uusi
    yritys uus uusinta next
    """.split()
)
_AGREED = frozenset(
    "sovin sovittiin sovimme sovittu varasin varattiin buukattiin bookattiin agreed arranged booked scheduled".split()
)
_SMALL = frozenset("että a an the to on for".split())


_TIME = re.compile(
    r"\b(?:aamu|ilta|aamupaiva|ip|ap|klo|lounaan|myohemmin|morning|afternoon|evening|tonight|later|noon)"
)


@dataclass(frozen=True, slots=True)
class TouchStep:
    """What is to be done, its day and its time of day. No words: to try once more (`is_again`).

    `hours` is a time of day as it was typed where `clock` cannot say it: "aamulla".
    """

    what: str
    day: Day | Unclear | None = None
    clock: time | None = None
    hours: str = ""
    is_sure: bool = True

    @property
    def has_time(self) -> bool:
        """Whether a time of day is told."""
        return self.clock is not None or bool(self.hours) or _TIME.search(folded(self.what)) is not None

    @property
    def is_again(self) -> bool:
        """Whether it only says to try once more."""
        return not self.what


def step_of(clause: Clause, finder: DayFinder) -> TouchStep:
    """The step that a clause tells."""
    again = {place for each in clause.found if each.sign.tells is Tells.AGAIN for place in each.places}
    words = [word for n, word in enumerate(clause.words) if n not in again]
    text = _without_leads(" ".join(words).strip(" ,.;:"))
    found = _read(text, finder, is_plan=clause.has(Tells.PLAN, Tells.AGAIN))
    if found.day is None and (short := finder.days_in(clause).coming) is not None:  # "soittelen ke perään"
        without = " ".join(f" {found.what} ".replace(f" {short.text} ", " ", 1).split())
        found = StepLine(without, short, found.clock or short.clock)
    what = _as_step(found.what, [clause.words[n] for n in sorted(again)])
    day = _in_language(found, finder)
    is_known = clause.has(Tells.PLAN, Tells.AGAIN, Tells.TO_COME, Tells.ARRANGED) or clause.has(Tells.NOUN)
    is_sure = isinstance(day, Day) and day.sure and is_known
    hours = day.hours if isinstance(day, Day) else ""
    return TouchStep(what, day, found.clock, hours, is_sure)


def _without_leads(text: str) -> str:
    """The text without words that only lead to what will be done."""
    words = text.split()
    while words:
        first = next((n for n in (3, 2, 1) if " ".join(map(bare, words[:n])) in _LEADS and len(words) > n), 0)
        if not first:
            break
        words = words[first:]
    return " ".join(words)


def _read(text: str, finder: DayFinder, *, is_plan: bool) -> StepLine:
    """The step, its day and hour. A day between the words of what one will do is its day."""
    found = read_step(text, finder.today, finder.calendar)
    day = found.day
    if isinstance(day, Day) and is_lone_to(day.text) and finder.language == "en":
        return StepLine(text)
    if not is_plan or not isinstance(day, Day) or day.sure or f" {day.text} " not in f" {found.what} ":
        return found
    again = read(day.text, finder.today, finder.calendar)
    without = " ".join(f" {found.what} ".replace(f" {day.text} ", " ", 1).split())
    other = read_step(without, finder.today, finder.calendar)
    if not isinstance(again, Day) or other.day is not None:
        return found
    return StepLine(other.what, replace(again, text=day.text), found.clock or again.clock or other.clock)


def _in_language(found: StepLine, finder: DayFinder) -> Day | Unclear | None:
    """The day; "to" is a Thursday in a Finnish line."""
    day = found.day
    if isinstance(day, Day) and is_lone_to(day.text) and finder.language == "fi":
        again = read(day.text, finder.today, finder.calendar)
        is_one = isinstance(again, Day) and (again.date.weekday() != finder.today.weekday())
        return replace(day, sure=is_one)
    return day


def _as_step(what: str, again: list[str]) -> str:
    """The words of a step, as one writes it down: "soitan" becomes "soita"; "" where they only say to try again."""
    words = what.split()
    if words and bare(words[0]) in _AGREED and len(words) > 1:
        words = words[1:]
        words = words[1:] if bare(words[0]) in ("etta", "to", "on", "a", "an") and len(words) > 1 else words
    if all(bare(word) in _TRYING or bare(word) in FILLERS for word in words):
        return ""
    words[0] = TO_STEP.get(bare(words[0]), words[0])
    return " ".join([*words, *again])
