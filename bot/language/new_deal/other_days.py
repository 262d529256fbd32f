"""Tells when a day beside other words is no closing day: a day in a name, or the day of a meeting or a delivery."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.language.folding import Unclear, folded
from bot.language.new_deal.day_phrases import DayPhrase


def _folded(words: str) -> frozenset[str]:
    return frozenset(folded(word) for word in words.split())


# A day behind one of these has a name of its own: "Black Friday", "Good Friday".
_NAMING = _folded("black good cyber ash super giving holy blue casual")
_DAYS_OF_NAMES = _folded(
    """
    monday tuesday wednesday thursday friday saturday sunday today tomorrow tonight christmas xmas easter midsummer
    halloween thanksgiving maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai joulu juhannus vappu
    """
)
_SEASONS = _folded("summer autumn winter spring kesä syksy talvi kevät")
_SLASHED = re.compile(r"[0-9]{1,2}/[0-9]{1,2}")
# Other events than the sale. The first are never a deal's name, the second may be one.
_EVENTS = _folded(
    """
    palaveri palaverin palaverit messut messuilla fair expo
    tapaaminen tapaamisen treffit soitto soitan puhelu kokous demo demon esittely alkaa
    alkaen aloitus alku voimassa voimassaolo tarjous päättyy loppuu eräpäivä erääntyy maksu lasku laskutus neuvottelu
    katselmus starts start starting begins kickoff kick-off golive go-live meeting meetup call phonecall visit lunch
    lounas vierailu käynti presentation valid expires ends invoice invoiced payment due webinaari webinar
    """
)
_WORKS = _folded(
    """
    asennus asennetaan toimitus toim toimitetaan toimituspvm toimitusaika
    käyttöönotto koulutus työpaja workshop installation install delivery
    delivered deliver training launch julkaisu kuljetus nouto purku mittaus tarkastus huoltopäivä tilaisuus tapahtuma
    event show opening avajaiset luovutus handover
    """
)
_CLOCK = _folded("klo kello")
_TIME = re.compile(r"[0-9]{1,2}(?:[.:][0-9]{2})?(?:[-–][0-9]{1,2}(?:[.:][0-9]{2})?)?")


@dataclass(frozen=True, slots=True)
class OtherDay:
    """A day that is asked about, with the words beside it. `is_noted` says that the words are a note."""

    phrase: DayPhrase
    is_noted: bool = False


def other_day(words: Sequence[str], is_claimed: Sequence[bool], phrase: DayPhrase) -> OtherDay | None:
    """Return a day that is not surely the closing day; None for one that is."""
    if _is_of_name(words, is_claimed, phrase):
        return OtherDay(_asked(words, phrase.start, phrase.end))
    start, end = phrase.start, _end_of_clock(words, phrase.end)
    is_noted = end > phrase.end
    known = _EVENTS | _WORKS
    while start > 0 and not is_claimed[start - 1] and _bare(words[start - 1]) in known:
        start -= 1
    if start == phrase.start:
        while end < len(words) and not is_claimed[end] and _bare(words[end]) in known:
            end += 1
    beside = {_bare(word) for word in (*words[start : phrase.start], *words[phrase.end : end])}
    if not beside:
        return None
    return OtherDay(_asked(words, start, end), is_noted=is_noted or bool(beside & _EVENTS))


def has_name(words: Sequence[str], phrase: DayPhrase) -> bool:
    """Whether the day is a name by the word before it: "Black Friday"."""
    is_one = phrase.end - phrase.start == 1 and phrase.start > 0
    return is_one and _bare(words[phrase.start]) in _DAYS_OF_NAMES and _bare(words[phrase.start - 1]) in _NAMING


def is_within(company: tuple[int, int] | None, phrase: DayPhrase, words: Sequence[str]) -> bool:
    """Whether the day is a capital word within a company's name: "Summer Camp Oy", but not "kesällä Acme Oy"."""
    if company is None or not company[0] <= phrase.start or not phrase.end < company[1] - 1:
        return False
    return words[phrase.start][:1].isupper() and words[phrase.end][:1].isupper()


def _is_of_name(words: Sequence[str], is_claimed: Sequence[bool], phrase: DayPhrase) -> bool:
    """Whether the day stands before the words of a name: "Friday lunches", "The Monday Company", "24/12 call out"."""
    word, end = words[phrase.start], phrase.end
    if end - phrase.start > 1 or end >= len(words) or is_claimed[end]:
        return False
    if word[:1].isupper() and words[end][:1].isupper() and _bare(word) in _DAYS_OF_NAMES | _SEASONS:
        return True
    if not words[end][:1].islower():
        return False
    if _SLASHED.fullmatch(word):
        return True
    return _bare(word) in _DAYS_OF_NAMES and _bare(words[end]) not in _EVENTS | _CLOCK


def _end_of_clock(words: Sequence[str], end: int) -> int:
    """Return where a time of the day ends that follows a day: "klo 13"."""
    if end + 1 < len(words) and _bare(words[end]) in _CLOCK and _TIME.fullmatch(words[end + 1].strip(".,")):
        return end + 2
    return end


def _asked(words: Sequence[str], start: int, end: int) -> DayPhrase:
    return DayPhrase(start, end, Unclear(" ".join(words[start:end]).rstrip("!"), "day_unclear"), stays=True)


def _bare(word: str) -> str:
    return folded(word.strip(".,:;!?()")) if len(word) <= 40 else ""
