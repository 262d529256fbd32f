"""The days in what is typed of a contact: the day it was, and the day of what is to be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from bot.language import days
from bot.language.calendar_words import MONTHS, WEEKDAYS
from bot.language.day_grammar.values import Aim
from bot.language.days import Day
from bot.language.folding import Unclear
from bot.language.signs_of_time import Kind, kind_of_folded
from bot.language.touch_clauses import Clause
from bot.language.touch_phrases import FILLERS, Tells
from bot.language.word_languages import is_lone_to
from pipeline.calendars import Calendar

LONGEST_AGO = timedelta(days=30)
_SOON = timedelta(days=183)  # a date of the coming half year is rather ahead than of last year
_LONGEST_DAY = 5  # words
_MOST_WORDS = 40  # of a clause, among which days are sought
_FIRST = frozenset("toissapaivana toissa paivana viime last yesterday the on this earlier tana half puoli".split())
_PAST = (Tells.ACT, Tells.THEIRS, Tells.OUTCOME, Tells.SPOKE, Tells.SEND, Tells.INTEREST)
_OTHER_WORDS = frozenset("sat sun wed mar march may fri mon jan dec apr aug".split())
"""Short names of days and months that are other words too: they count at the end of a clause only."""


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a clause: one that has been, or `Unclear`; one that comes; and the places of the words of either."""

    gone: Day | Unclear | None = None
    coming: Day | None = None
    places: frozenset[int] = field(default_factory=frozenset[int])


@dataclass(frozen=True, slots=True)
class DayFinder:
    """Finds days, seen from `today`, in a line of one language ("fi", "en", or "" where that is not known)."""

    today: date
    calendar: Calendar
    language: str

    def days_in(self, clause: Clause) -> Days:
        """The days of a clause."""
        found, at = Days(), 0
        while at < min(len(clause.words), _MOST_WORDS):
            end = self._end_of_day(clause, at)
            if end:
                found = self._with(found, clause, at, end)
            at = end or at + 1
        return found

    def _end_of_day(self, clause: Clause, at: int) -> int:
        """Where the longest day that begins at a word ends; 0 where none does."""
        if not _may_begin(clause.said[at]) or at in clause.named:
            return 0
        for end in range(min(len(clause.words), at + _LONGEST_DAY), at, -1):
            if not clause.said[end - 1] or self._is_other(clause, at, end):
                continue
            text = _text(clause.words[at:end])
            if isinstance(self._gone(text), Day) or isinstance(self._coming(text), Day):
                return end if end == len(clause.words) or not days.is_bound_to_next(text) or _is_case(text) else 0
        return 0

    def _gone(self, text: str) -> Day | Unclear:
        return days.read_gone(text, self.today, self.calendar)

    def _coming(self, text: str) -> Day | Unclear:
        day = days.read(text, self.today, self.calendar)
        return replace(day, sure=True) if isinstance(day, Day) and is_lone_to(text) else day

    def _is_other(self, clause: Clause, at: int, end: int) -> bool:
        """Whether the words of a day are another word there: "to" in English, "sat down", "may", a number alone."""
        word = clause.said[at]
        if is_lone_to(_text(clause.words[at:end])):
            return self.language == "en" or (not self.language and end < len(clause.words))
        if end - at > 1:
            return False
        if word in FILLERS and word not in WEEKDAYS:
            return True
        if word.isdigit() or (word in WEEKDAYS and len(word) == 2 and self.language == "en"):
            return True
        return word in _OTHER_WORDS and end < len(clause.words)

    def _with(self, found: Days, clause: Clause, at: int, end: int) -> Days:
        text = _text(clause.words[at:end])
        gone, coming = self._gone(text), self._coming(text)
        places = found.places | set(range(at, end))
        if self._is_gone(clause, text, gone, coming):
            is_past = clause.has(*_PAST) or not isinstance(coming, Day)
            if found.gone is not None:  # one more day stays in the note, and it is asked which one is meant
                first = found.gone
                return replace(found, gone=replace(first, sure=False)) if isinstance(first, Day) else found
            day = self._judged(text, gone, is_past=is_past)
            keeps = isinstance(day, Day) and (day.clock is not None or day.hours)
            is_open = isinstance(coming, Day) and not is_past and gone != coming  # perhaps it is still to come
            ahead = coming if is_open and isinstance(coming, Day) else found.coming
            return replace(found, gone=day, coming=ahead, places=found.places if keeps else places)
        if isinstance(coming, Day) and found.coming is None:
            return replace(found, coming=coming, places=places)
        return found

    def _is_gone(self, clause: Clause, text: str, gone: Day | Unclear, coming: Day | Unclear) -> bool:
        """Whether of the two days that a text may name the one that has been is meant."""
        if not isinstance(gone, Day):
            return False
        if not isinstance(coming, Day):
            return True
        if clause.has(Tells.PLAN, Tells.AGAIN):
            return False
        if gone.date == self.today:
            return True
        if clause.has(Tells.ARRANGED) and not clause.has(Tells.ACT, Tells.THEIRS):
            return False
        if self.today - gone.date > LONGEST_AGO:
            return coming.date - self.today > _SOON
        return clause.has(*_PAST) or coming.date - self.today > _SOON or clause.has(Tells.NOUN)

    def _judged(self, text: str, gone: Day | Unclear, *, is_past: bool) -> Day | Unclear:
        """The day of a contact: sure where it is one day, and refused where it is too long ago."""
        if not isinstance(gone, Day):
            return gone
        if self.today - gone.date > LONGEST_AGO:
            return Unclear(text, "touch_too_old")
        first = days.read_gone(text, self.today, self.calendar, aim=Aim.BEGINNING)
        is_one = isinstance(first, Day) and first.date == gone.date
        is_plain = _is_weekday(text) and gone.date.weekday() != self.today.weekday()
        is_meant = is_past or not _is_weekday(text)  # "tapaaminen ke" may be one to come
        return replace(gone, sure=is_one and is_meant and (gone.sure or is_plain))


def _may_begin(word: str) -> bool:
    return bool(word) and (
        word[0].isdigit()
        or word in WEEKDAYS
        or word in MONTHS
        or word in _FIRST
        or kind_of_folded(word) is not Kind.NONE
    )


def _is_weekday(text: str) -> bool:
    words = [word.strip(".,:;!?").casefold() for word in text.split()]
    return bool(words) and words[-1] in WEEKDAYS and all(word in ("on", "this", "viime", "last") for word in words[:-1])


def _is_case(text: str) -> bool:
    """Whether a word that looks like a genitive is a day all the same: "eilen"."""
    return text.casefold().strip(".,") in ("eilen", "monday", "sunday")


def _text(words: Sequence[str]) -> str:
    text = " ".join(words).strip(",:;!?()")
    return text[:-1] if text.endswith(".") and text[-2:-1].isalpha() else text
