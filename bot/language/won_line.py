"""Reads what is typed behind a won deal, in any order: "28 000 toimitus 15.9.", "11 800 viime perjantaina"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from bot.language import amounts, days, signs_of_money, won_amount
from bot.language.calendar_words import UNITS, WEEKDAYS
from bot.language.days import Aim, Day
from bot.language.folding import Unclear, folded
from bot.language.word_languages import is_english, is_finnish, is_lone_to
from pipeline.calendars import Calendar
from pipeline.money import Money

_LONGEST_AGO = timedelta(days=120)  # an earlier day is rather one to come; one of over 90 is refused in the form
_SURE_AGO = timedelta(days=90)
_FAR_AHEAD = timedelta(days=183)  # a day farther ahead than this is rather the last one of its name
_LONGEST_LINE = 3000  # characters
WIN_AHEAD = "win_ahead"  # the question about a win that is said to be still to come
_MOST_WORDS = 16  # of a line, among which days are sought; what stands behind them is a note
_LONGEST_DAY = 5  # words
_LONGEST_TEXT = 80  # characters of a word or a day
#: What parts a line: signs with spaces, but no sign within or between figures.
PARTS = re.compile(
    r"[,;](?![0-9])|(?<![0-9])[,;]|\s[-–—]\s(?![0-9])|(?<![0-9])(?<![0-9][keKE€])(?<![0-9] [keKE€])\s[-–—]\s"
    r"|\s[-–—]\s(?=[0-9]{1,2}\.[0-9]{1,2}\.)"  # "15 000 - 20 000" is one part
)
_PAYMENT_TERM = re.compile(
    r"(?<!\S)(?:maksuehto|maksuaika|netto|net|terms|payment terms?)[:.]? ?[0-9]{1,3}"
    r"(?: ?(?:pv|p|päivää|vrk|days?|d|vk|viikkoa|weeks?|kk))?(?![^\s,.;])(?! [0-9]{3}(?![0-9]))",
    re.IGNORECASE,
)

_HAS_BEEN = re.compile(r"(?:toimitettu|toimitettiin|delivered|shipped)[:.]?")
_PROMISE = re.compile(
    r"(?:toimitus|toimituksen|toimitukset|toimitetaan|toimitettava|toimituspaiva|toimituspvm|toimitusaika|luvattu"
    r"|luvattiin|luvattuna|lupaus|luvataan|delivery|deliver|delivers|delivering|promised|promise|due|shipping|ship|ships"
    r"|installation by)[:.]?"
    rf"|{_HAS_BEEN.pattern}"
)
_WAS = frozenset({"oli", "was", "jo", "already"})
_BEHIND_PROMISE = re.compile(
    r"(?:toimitus|toimitukselle|toimitettavaksi|luvattu|paiva|pvm|aika|viimeistaan|date|day|delivery|for|on|by|in|is|at"
    r"|due|promised|luvattiin|asiakkaalle|oli|olisi|was|jo|already)[:.]?"
)
_OTHER_EVENT = re.compile(
    r"lasku\w*|maksu\w*|maksetaan|maksaa|erapaiva\w*|invoic\w*|bill|billing|billed|payment\w*|pay|pays|paid"
    r"|sopimu\w*|paatty\w*|loppu\w*|voimassa|alkaa|alkaen|alkaa|ends?|ending|expir\w*|valid|contract\w*|renew\w*"
    r"|starts?|starting|palaver\w*|tapaami\w*|tavataan|kokou\w*|meeting\w*|meet|demo|visit|soita|soitan|soite\w*"
    r"|soitto|call|calls|ring|remind|muistut\w*|follow-?up|seuraava|review|takuu|warranty|tarjous|offer"
)
_WIN = re.compile(r"(?:voitettu|voitettiin|voitto|won|win|closed|signed|allekirjoitettu|tilattu|tilattiin|on|jo)[:.]?")
_SUM = frozenset("summa summalla hinta hintaan hinnalla kauppasumma arvo for at amount price sum value total".split())
_SMALL = frozenset("for at in on by the of and ja n noin about or tai vai deal diili kauppa kaupat with sis to".split())
_YEAR = re.compile(r"20[0-9]{2}")
_EACH = re.compile(r"(?:a|an|per|each|every|joka) [a-z]+")
_NAMES_WEEKDAY = re.compile(r"(?:on |this )?[a-z]+")
_DAY_OF_SOME_MONTH = re.compile(r"(?:on )?(?:the )?[0-9]{1,2}(?:st|nd|rd|th|\. ?(?:paiva\w*|pva))")
_LONG_AGO = re.compile(
    r"(?:yli|reilu|reilut|over|more than|about) (?:\w+ ){1,2}(?:sitten|ago)|toissa ?(?:viiko|kuu|vuo)\w*"
)


@dataclass(frozen=True, slots=True)
class WonLine:
    """An amount, the promised day, the day of the win, and the words that are neither.

    `Unclear` is what was meant as one of them and has to be asked about: an amount of two readings, a promised day that
    has been or that is rather of a payment, a meeting or the end of a contract, two days, and a day of long ago.
    """

    words: str = ""
    amount: Money | Unclear | None = None
    promised: Day | Unclear | None = None
    won_on: Day | Unclear | None = None
    tax: str = ""


@dataclass(slots=True)
class _Found:
    """The days that were found so far, the words of days that stay in the note, and words that go back there."""

    promised: Day | Unclear | None = None
    promised_by: str = ""
    won_on: Day | Unclear | None = None
    asked: Unclear | None = None
    kept: set[str] = field(default_factory=set[str])
    back: list[str] = field(default_factory=list[str])

    def keep(self, text: str) -> None:
        self.kept.update(text.split())


@dataclass(frozen=True, slots=True)
class _Line:
    """What the reading of a line rests on: today, and the language of its words."""

    day: date
    calendar: Calendar
    is_finnish: bool
    is_english: bool

    def coming(self, text: str) -> Day | Unclear:
        """The coming day that the text names; "to" is a Thursday only in a Finnish line."""
        day = days.read(text, self.day, self.calendar)
        if not is_lone_to(text) or not isinstance(day, Day):
            return day
        return Unclear(text, "day_unclear") if self.is_english else replace(day, sure=day.sure and self.is_finnish)

    def gone(self, text: str) -> Day | Unclear:
        """The day, today or before, that the text names."""
        if is_lone_to(text) and self.is_english:
            return Unclear(text, "day_unclear")
        return days.read_gone(text, self.day, self.calendar)


_Take = Callable[[list[str], int, _Found, _Line], int]
"""Moves the day that is named from a word on to what was found, and tells how many words it took."""


def read_won(line: str, today: date, currency: str, calendar: Calendar) -> WonLine:
    """Read amount, promised day and day of the win from anywhere in the line.

    A day that has been is the day of the win, up to 90 days back; an earlier one is not sure. A day to come is the
    promised one beside "toimitus", "luvattu" or "delivery", and where nothing else is said with it; beside other words
    it is asked about. A weekday alone may be either, so it is not sure.
    """
    terms = _PAYMENT_TERM.search(line[:_LONGEST_LINE])
    if terms is not None:
        line = f"{line[: terms.start()]}, {line[terms.end() :]}"
    line, tax = amounts.split_tax(line)
    words = line.split()
    found, now = _Found(), _Line(today, calendar, is_finnish(words), is_english(words))
    parts, behind = _first_words(line)
    parts = [rest for part in parts for rest in _without(_promise_at, part, found, now)]
    parts = [rest for part in parts for rest in _without(_day_at, part, found, now)]
    wins = (word for word in words[:_MOST_WORDS] if _WIN.fullmatch(_bare(word)))
    won = won_amount.find([part for part in (*parts, *behind) if part], currency, {*found.kept, *wins})
    kept = _joined([*won.parts, *found.back, terms[0] if terms is not None else ""])
    return WonLine(kept, won.amount, found.promised or found.asked, found.won_on, tax)


def names_promise(line: str) -> bool:
    """Whether a line has a word for the delivery, or for what was promised."""
    return any(_PROMISE.fullmatch(_bare(word).strip(",;")) for word in line[:_LONGEST_LINE].split())


def _bare(text: str) -> str:
    """The beginning of a text as it is compared: no word that is looked for is longer."""
    return folded(text[:_LONGEST_TEXT])


def _joined(parts: list[str]) -> str:
    """The words that are left, without those that only name what was read."""
    kept = [part.strip(" ,;") for part in parts]
    return ", ".join(part for part in kept if part and _bare(part).strip(" :.!") not in _SUM)


def _first_words(line: str) -> tuple[list[list[str]], list[list[str]]]:
    """The words of the line's parts: those among which days are sought, and those behind them."""
    first: list[list[str]] = []
    behind: list[list[str]] = []
    room = _MOST_WORDS
    for part in (each.split() for each in PARTS.split(line)):
        first.append(part[:room])
        behind.append(part[room:])
        room -= len(part[:room])
    return first, behind


# --- Days -------------------------------------------------------------------------------------------------------------


def _without(take: _Take, words: list[str], found: _Found, now: _Line) -> list[list[str]]:
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


def _promise_at(words: list[str], at: int, found: _Found, now: _Line) -> int:
    """How many words from here on name the promised day, with the word that says so; 0 where none do."""
    if not _PROMISE.fullmatch(_bare(words[at])) or (at > 0 and _OTHER_EVENT.fullmatch(_bare(words[at - 1]))):
        return 0
    begin = at + 1
    while begin < len(words) and _BEHIND_PROMISE.fullmatch(_bare(words[begin])):
        begin += 1
    has_been = _HAS_BEEN.fullmatch(_bare(words[at])) or not _WAS.isdisjoint(map(_bare, words[at:begin]))
    for start in dict.fromkeys((begin, at + 1)):
        for end in range(min(len(words), start + _LONGEST_DAY), start, -1):
            text = " ".join(words[start:end])
            day = now.coming(text)
            if _is_number(text) or not (isinstance(day, Day) or day.key == "day_past" or days.looks_like_a_day(text)):
                continue
            if has_been and _is_recent(now.gone(text), now):
                day = Unclear(text, "day_past")
            return _promised(" ".join(words[at:end]), day, found) and end - at
    return 0


def _promised(said: str, day: Day | Unclear, found: _Found) -> bool:
    """Keep the promised day; a day that has been, and one more day, stay in the note. Returns whether it was taken."""
    if found.promised is None and isinstance(day, Day | Unclear):
        if isinstance(day, Unclear) and day.key == "day_past":
            found.promised = day
            found.keep(day.text)
            return False
        found.promised, found.promised_by = day, said
        return True
    first = found.promised
    if first is not None and not (isinstance(first, Day) and isinstance(day, Day) and first.date == day.date):
        found.promised = Unclear(f"{first.text}, {day.text}", "day_unclear")
        found.keep(f"{found.promised_by} {day.text}")
        found.back += [found.promised_by] if found.promised_by else []
        found.promised_by = ""
        return False
    return True


def _is_recent(gone: Day | Unclear, now: _Line) -> bool:
    return isinstance(gone, Day) and now.day - gone.date <= _LONGEST_AGO


def _day_at(words: list[str], at: int, found: _Found, now: _Line) -> int:
    """How many words from here on name a day, the day of the win or a promised one; 0 where none do."""
    begin = at
    while begin < len(words) and _WIN.fullmatch(_bare(words[begin])):
        begin += 1
    for end in range(min(len(words), begin + _LONGEST_DAY), begin, -1):
        text = " ".join(words[begin:end])
        if _is_number(text) or (end < len(words) and days.is_bound_to_next(text)):
            continue
        if found.kept.issuperset(words[begin:end]):
            continue  # it is asked about
        if begin > 0 and words[begin - 1][:1].isdigit() and _EACH.fullmatch(_bare(text)):
            continue  # "12k a year" is a price of each year
        is_won = any(_bare(word) not in ("on", "jo") for word in words[at:begin])
        if _is_length(text) and begin > 0 and words[begin - 1][:1].isalpha() and not is_won:
            continue  # "maksuehto 14 pv" promises nothing
        beside = [_bare(word).strip(".:!") for word in (*words[:at], *words[end:])]
        if not _take(text, found, now, is_won=is_won, beside=beside):
            continue
        if end < len(words) and _PROMISE.fullmatch(_bare(words[end])) and found.promised is not None:
            end += 1  # "15.9. toimitus"
        return end - at
    return 0


def _take(text: str, found: _Found, now: _Line, *, is_won: bool, beside: Sequence[str]) -> bool:
    """Keep the day that the text names, as what it must be; False where it names none, or its words stay."""
    coming, gone = now.coming(text), now.gone(text)
    is_either = _is_recent(gone, now) and _may_be_either(text)
    is_other = any(_OTHER_EVENT.fullmatch(word) for word in beside) and not _is_promised(beside)
    if _LONG_AGO.fullmatch(_bare(text)) and isinstance(coming, Unclear) and found.won_on is None:
        found.won_on = Unclear(text, "day_unclear")
        found.keep(text)
        return False
    if isinstance(gone, Day) and found.won_on is None and _is_win(coming, gone, found, now, is_won, is_either):
        first = days.read_gone(text, now.day, now.calendar, aim=Aim.BEGINNING)
        is_exact = gone == first and not re.fullmatch(r"[0-9]+\.[0-9]+", text)  # "12.5" may be a sum
        is_near = now.day - gone.date <= _SURE_AGO
        is_asked = not is_won and (is_either or (is_other and gone.date != now.day))
        found.won_on = replace(gone, sure=gone.sure and is_exact and is_near and not is_asked)
        return True
    if _is_one_more(coming, gone, found, now):
        found.won_on = replace(found.won_on, sure=False) if isinstance(found.won_on, Day) else found.won_on
        found.keep(text)
        return False
    if not isinstance(coming, Day):
        return False
    if is_won:  # a win to come is none: the form asks on which day it was
        found.won_on = found.won_on or Unclear(text, WIN_AHEAD)
        found.keep(text)
        return False
    if is_other:
        found.asked = found.asked or Unclear(text, "day_unclear")
        found.keep(text)
        return False
    return _take_coming(text, coming, found, beside, is_either=is_either)


def _take_coming(text: str, coming: Day, found: _Found, beside: Sequence[str], *, is_either: bool) -> bool:
    """Keep a day to come as the promised one: surely where nothing else, or a promise, stands beside it."""
    is_meant = _is_promised(beside) or not any(_says_something(word) for word in beside)
    if found.promised is not None:
        if is_meant and isinstance(found.promised, Day) and found.promised.date != coming.date:
            return _promised(text, coming, found)
        found.keep(text)
        return False
    return _promised(text, replace(coming, sure=coming.sure and is_meant and not is_either), found)


def _is_win(coming: Day | Unclear, gone: Day, found: _Found, now: _Line, is_won: bool, is_either: bool) -> bool:
    """Whether of the days that a text may name the one that has been is meant, as the day of the win."""
    if now.day - gone.date > _LONGEST_AGO:
        return isinstance(coming, Unclear)  # a year is said, or "ago"
    return is_won or _is_rather_gone(coming, gone, now.day) or (is_either and found.promised is not None)


def _is_one_more(coming: Day | Unclear, gone: Day | Unclear, found: _Found, now: _Line) -> bool:
    """Whether a text names one more day of the win: "eilen tai toissapäivänä"."""
    if not isinstance(gone, Day) or not isinstance(found.won_on, Day) or gone.date == found.won_on.date:
        return False
    return _is_recent(gone, now) and _is_rather_gone(coming, gone, now.day)


def _is_promised(beside: Sequence[str]) -> bool:
    return any(_PROMISE.fullmatch(word) for word in beside)


def _says_something(word: str) -> bool:
    """Whether a word beside a day is of neither the amount nor the win, so that the day may be of what it says."""
    if not word or not word[:1].isalpha() or word in _SUM or word in _SMALL or _WIN.fullmatch(word):
        return False
    return not signs_of_money.is_sign(word)


def _may_be_either(text: str) -> bool:
    """Whether a text names a day of each week or month: "pe", "on Thursday", "the 10th"."""
    bare = _bare(text).strip(".,:;")
    is_weekday = _NAMES_WEEKDAY.fullmatch(bare) is not None and bare.rpartition(" ")[2] in WEEKDAYS
    return is_weekday or _DAY_OF_SOME_MONTH.fullmatch(bare) is not None


def _is_rather_gone(coming: Day | Unclear, gone: Day, today: date) -> bool:
    """Whether of the two days that a text may name the one that has been is meant."""
    if not isinstance(coming, Day) or gone.date == today:
        return True
    return coming.date - today > _FAR_AHEAD


def _is_length(text: str) -> bool:
    """Whether the text is a length of time and nothing else: "14 pv", "2 weeks"."""
    return _bare(text).rpartition(" ")[2] in UNITS


def _is_number(text: str) -> bool:
    """Whether a text that reads as a day is rather an amount, such as "2050"."""
    return _YEAR.fullmatch(text) is not None
