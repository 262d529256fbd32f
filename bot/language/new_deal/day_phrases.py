"""Finds days within a part of a line: those that can be read, and words of time from which no day can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.language import days, signs_of_money, signs_of_time
from bot.language.calendar_words import COUNTS, MONTHS
from bot.language.days import Aim, Day
from bot.language.folding import Unclear, folded
from bot.language.new_deal.company_names import is_form
from bot.language.new_deal.line_labels import DAY_LABELS, HEDGES, SMALL
from bot.language.new_deal.name_numbers import numbers_next
from bot.language.signs_of_time import MANY_MEANINGS, Kind
from pipeline.calendars import Calendar

_MOST_WORDS = 6
_MOST_READ = 24  # tries to read a day in one part; words of time beyond them are asked about
_LENGTH = re.compile(r"[0-9]{1,3} ?[^\W\d_]+\.?(?: [^\W\d_]+)?")  # "3 kk", which may be a length and not a day
_MONTHS_OR_YEARS = re.compile(r"[0-9]{1,3} ?(?:kk|kuukautta|v|vuotta|months?|mo|years?|y)\.?")
_FROM_NOW = re.compile(r"\b(?:paasta|kuluttua|sisalla|sisaan|in|from now|time|within)\b")
_TWO_NUMBERS = re.compile(r"[0-9]+[.][0-9]+")  # 12.5 is more often a day than an amount, so the form asks
_LIKE_A_DATE = re.compile(r"[0-9]{1,4}(?:[./-][0-9]{1,4}){1,2}\.?|[0-9]{1,2}\.")
_AFTER_DAY = frozenset({"paiva", "paivana", "mennessa", "asti", "saakka"})
_PART_OF_MONTH = frozenset("alku alussa alkuun loppu lopussa loppuun puolivali mid late early end".split())
_MONTHS_IN_YEAR = 12
_UNIT = frozenset("day days week weeks month months year years quarter quarters paiva viikko kuukausi vuosi".split())
_SHORT_LENGTH = re.compile(r"[0-9]{1,3} ?(?:pv|paivaa?|d|days?|arkipaivaa|arkipv)")
_LENGTH_OF_NOUN = re.compile(
    r"[0-9]{1,3}[ -]?(?:day|week|month|year|quarter|pv|kk|vko|vk|v|paivan|viikon|kuukauden|vuoden)s?"
)
_TWO_WEEKS = frozenset({"fortnight", "fortnights"})
_YEAR = re.compile(r"20[2-4][0-9]")


@dataclass(frozen=True, slots=True)
class DayPhrase:
    """A day within words: where it stands and what it says. If it `stays`, its words belong to a name as well."""

    start: int
    end: int
    found: Day | Unclear
    stays: bool = False

    def guessed(self) -> DayPhrase:
        """Return it as a day that the form asks about."""
        return replace(self, found=replace(self.found, sure=False)) if isinstance(self.found, Day) else self


@dataclass(slots=True)
class _Words:
    """The words of a part as they are looked through: folded, with their kinds, and how often a day may be tried."""

    words: Sequence[str]
    is_claimed: Sequence[bool]
    has_amount: bool
    bare: list[str] = field(init=False)
    kinds: list[Kind] = field(init=False)
    tries: int = _MOST_READ

    def __post_init__(self) -> None:
        self.bare = [folded(word.strip("!?,()")) for word in self.words]
        self.kinds = [_kind(word) for word in self.bare]

    def is_whole(self, start: int, end: int) -> bool:
        return all(self.is_claimed[:start]) and all(self.is_claimed[end:])

    def is_priced(self, end: int) -> bool:
        """Whether a word of money follows, so that a number before it is no day: "12.5.6 €"."""
        return end < len(self.words) and not self.is_claimed[end] and signs_of_money.is_sign(self.words[end])

    def end_of_run(self, start: int) -> int:
        return next((place for place in range(start, len(self.words)) if self.is_claimed[place]), len(self.words))


def readable(
    words: Sequence[str], is_claimed: Sequence[bool], today: date, calendar: Calendar, *, has_amount: bool
) -> Iterator[DayPhrase]:
    """Find the days that can be read, the longest words first. `has_amount` says that an amount was found beside them.

    A word that may be a name, such as "to" or "May", is a day only by itself, or behind an amount.
    """
    within = _Words(words, is_claimed, has_amount)
    is_short = sum(not claimed for claimed in is_claimed) <= _MOST_WORDS
    first = next((place for place in range(len(words)) if not is_claimed[place]), 0)
    place = 0
    while place < len(words):
        may_begin = within.kinds[place] is not Kind.NONE or (is_short and place == first)
        phrase = _longest(within, place, today, calendar) if may_begin and not is_claimed[place] else None
        if phrase is None:
            place += 1
        else:
            yield _with_neighbours(within, phrase)
            place = phrase.end


def _longest(within: _Words, place: int, today: date, calendar: Calendar) -> DayPhrase | None:
    """Return the longest words from a place on that are a day."""
    words, last = within.words, within.end_of_run(place)
    for end in range(min(last, place + _MOST_WORDS), place, -1):
        is_whole = within.is_whole(place, end)
        if within.tries <= 0 or not (is_whole or _is_possible(within, place, end)):
            continue
        if _is_no_date(words[place]) or within.is_priced(end):
            continue
        within.tries -= 1
        found = days.read(" ".join(words[place:end]).rstrip("!?"), today, calendar, aim=Aim.END)
        if isinstance(found, Day):
            return _phrase(within, place, end, found, is_whole=is_whole)
        if found.key == "day_past" or (end == place + 1 and days.looks_like_a_day(words[place])):
            return DayPhrase(place, end, found)
    return None


def _is_no_date(word: str) -> bool:
    """Whether two numbers with a slash are no day: "24/7", "50/50"."""
    first, slash, second = word.partition("/")
    if not slash or not (first.isdecimal() and second.isdecimal()) or len(first) > 2 or len(second) > 2:
        return False
    return word == "24/7" or (int(first) > _MONTHS_IN_YEAR and int(second) > _MONTHS_IN_YEAR)


def _is_possible(within: _Words, start: int, end: int) -> bool:
    """Whether words within a part may be a day: all of them speak of time, and not only by chance."""
    words, bare, kinds = within.words, within.bare[start:end], within.kinds[start:end]
    if Kind.NONE in kinds or (end < len(words) and is_form(words[end])):
        return False
    if end - start == 1:
        return _is_possible_alone(within, start, is_last=end == within.end_of_run(start))
    if Kind.CORE not in kinds and not any(word in MANY_MEANINGS or _LIKE_A_DATE.fullmatch(word) for word in bare):
        return False
    text = " ".join(bare)
    return _LENGTH.fullmatch(text) is None or _FROM_NOW.search(text) is not None or any(word in MONTHS for word in bare)


def _is_possible_alone(within: _Words, place: int, *, is_last: bool) -> bool:
    word = within.bare[place]
    if word in MANY_MEANINGS:
        is_behind_amount = place > 0 and within.is_claimed[place - 1]  # "6k May"
        return is_last and within.has_amount and (within.words[place][:1].islower() or is_behind_amount)
    if within.kinds[place] is Kind.CORE:
        return _YEAR.fullmatch(word) is None
    if place and numbers_next(within.words[place - 1]):
        return False
    return _LIKE_A_DATE.fullmatch(word) is not None and (within.has_amount or not _TWO_NUMBERS.fullmatch(word))


def _phrase(within: _Words, start: int, end: int, day: Day, *, is_whole: bool) -> DayPhrase:
    is_one = end - start == 1
    word, is_core = within.bare[end - 1], within.kinds[start] is Kind.CORE
    is_other_too = is_one and (_TWO_NUMBERS.fullmatch(word) is not None or (word in MANY_MEANINGS and not is_whole))
    stays = is_one and is_core and word.endswith("n") and _is_followed(within.words, within.is_claimed, end)
    is_long_time = _MONTHS_OR_YEARS.fullmatch(" ".join(within.bare[start:end])) is not None  # or a contract's length
    sure = day.sure and not is_other_too and not stays and not is_long_time
    return DayPhrase(start, end, replace(day, sure=sure), stays=stays)


def _with_neighbours(within: _Words, phrase: DayPhrase) -> DayPhrase:
    """Return an unclear phrase where words beside the day move it: "30.6. jälkeen", "mid July", "first week of May"."""
    words, bare, start, end = within.words, within.bare, phrase.start, phrase.end
    if end < len(words) and not within.is_claimed[end] and bare[end] in _AFTER_DAY:
        return replace(phrase, end=end + 1)
    while start > 0 and not within.is_claimed[start - 1] and within.kinds[start - 1] is not Kind.NONE:
        start -= 1
    while end < len(words) and not within.is_claimed[end] and within.kinds[end] is not Kind.NONE:
        end += 1
    while start < phrase.start and not _moves(within, start):
        start += 1
    while end > phrase.end and not _moves(within, end - 1):
        end -= 1
    if (start, end) == (phrase.start, phrase.end):
        return phrase
    return DayPhrase(start, end, Unclear(" ".join(words[start:end]).rstrip("!"), "day_unclear"))


def _moves(within: _Words, place: int) -> bool:
    """Whether a word beside a day says that another day is meant."""
    word = within.bare[place]
    if _LIKE_A_DATE.fullmatch(word) or word in COUNTS or word in MANY_MEANINGS or word in SMALL or word.isdigit():
        return False
    if word in DAY_LABELS or word in HEDGES or _YEAR.fullmatch(word):
        return False
    return word not in (
        "the",
        "or",
        "tai",
        "ja",
        "and",
        "of",
        "n",
        "as",
        "kun",
        "a",
        "an",
        "from",
        "now",
        "asti",
        "saakka",
    )


def unreadable(words: Sequence[str], is_closed: Sequence[bool], *, is_first: bool) -> Iterator[DayPhrase]:
    """Find words that speak of time, outside of those that are closed. With `is_first`, capital letters make a name."""
    bare = [folded(word.strip(".!?,()")) for word in words]
    kinds = [
        Kind.NONE
        if closed or (is_first and word[:1].isupper() and not _is_quarter(one))
        else signs_of_time.kind_of_folded(one)
        for word, one, closed in zip(words, bare, is_closed, strict=True)
    ]
    kinds = [kinds[place] if is_closed[place] else _of_fall(kinds, bare, place) for place in range(len(bare))]
    is_all_time = not is_first and len(words) > 1 and Kind.NONE not in kinds and not any(is_closed)
    if is_all_time and Kind.CORE not in kinds and any(word in MANY_MEANINGS for word in bare):
        yield DayPhrase(0, len(words), Unclear(" ".join(words), "day_unclear"))
    for start, end in signs_of_time.spans(kinds, bare):
        if _is_of_name(words, bare, is_closed, start, end):
            continue
        is_modifier = _is_followed(words, is_closed, end) and signs_of_time.is_modifier(bare[start:end])
        yield DayPhrase(start, end, Unclear(" ".join(words[start:end]).rstrip(".!"), "day_unclear"), stays=is_modifier)


def _is_of_name(words: Sequence[str], bare: Sequence[str], is_closed: Sequence[bool], start: int, end: int) -> bool:
    """Whether words of time belong to a name: "2027 budget", "day care", "3 month pilot", "koulutus 2 pv"."""
    text = " ".join(bare[start:end])
    is_behind_word = start > 0 and not is_closed[start - 1]
    is_followed = _is_followed(words, is_closed, end)
    if _YEAR.fullmatch(text):
        return is_behind_word or is_followed
    if text in _UNIT:
        return is_followed
    return (is_followed and _LENGTH_OF_NOUN.fullmatch(text) is not None) or (
        is_behind_word and _SHORT_LENGTH.fullmatch(text) is not None
    )


def _of_fall(kinds: Sequence[Kind], bare: Sequence[str], place: int) -> Kind:
    """Return the kind of a word; "fall" is a season behind "this" or "in", and "elok." a month beside "loppu"."""
    if bare[place] in _TWO_WEEKS:
        return Kind.CORE
    if bare[place] in MANY_MEANINGS and bare[place] in MONTHS:
        beside = (*bare[max(0, place - 1) : place], *bare[place + 1 : place + 2])
        return Kind.CORE if _PART_OF_MONTH.intersection(beside) else kinds[place]
    is_season = (
        bare[place] == "fall" and place > 0 and bare[place - 1] in ("this", "next", "the", "in", "late", "early")
    )
    return Kind.CORE if is_season else kinds[place]


def _is_quarter(bare: str) -> bool:
    return bare[:1] in "qh" and bare[1:2].isdigit()


def _is_followed(words: Sequence[str], is_closed: Sequence[bool], end: int) -> bool:
    return end < len(words) and not is_closed[end] and words[end][:1].islower()


def _kind(bare: str) -> Kind:
    if bare in COUNTS or _LIKE_A_DATE.fullmatch(bare) or days.looks_like_a_day(bare):
        return Kind.GLUE
    return signs_of_time.kind_of_folded(bare if len(bare) > 1 and bare[:-1].isdigit() else bare.rstrip("."))


def chosen(found: Sequence[DayPhrase]) -> tuple[Day | None, tuple[Unclear, ...]]:
    """Return the day of the line, or what is unclear about it."""
    days_read = [each.found for each in found if isinstance(each.found, Day)]
    unread = [each.found for each in found if isinstance(each.found, Unclear)]
    if len(unread) == 1 and not days_read:
        return None, (unread[0],)
    if not unread and len({day.date for day in days_read}) == 1:
        return replace(days_read[0], sure=all(day.sure for day in days_read)), ()
    if not found:
        return None, ()
    return None, (Unclear(", ".join(each.found.text for each in found), "day_unclear"),)
