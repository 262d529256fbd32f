"""Reads what is typed behind a deal that was delivered, or whose delivery is late: a day, because of whom, a note."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from bot.language import days
from bot.language.days import Day
from bot.language.folding import Unclear, folded
from pipeline.calendars import Calendar
from pipeline.deals.events import LateBecause

AHEAD, WENT_BY = "delivery_ahead", "day_went_by"  # what is asked about a day that cannot be
_MOST_WORDS = 6  # of a day
_MARKS = " ,;:-–—"
_PHRASES = {
    LateBecause.US: "me · meistä · meidän takia · meidän vuoksi · oma syy · us · our fault · because of us",
    LateBecause.SUPPLIER: (
        "toimittaja · toimittajasta · toimittajan takia · toimittajan vuoksi · tavarantoimittaja · supplier · "
        "the supplier · because of supplier · because of the supplier"
    ),
    LateBecause.CUSTOMER: (
        "asiakas · asiakkaasta · asiakkaan takia · asiakkaan vuoksi · asiakkaan pyynnöstä · customer · the customer · "
        "because of customer · because of the customer"
    ),
    LateBecause.CHANGED_ORDER: (
        "tilauksen muutos · tilauksen muutoksesta · tilaus muuttui · muutos tilaukseen · changed order · order changed"
        " · the order changed"
    ),
    LateBecause.UNKNOWN: "ei tiedossa · not known · unknown",
}
_BECAUSE = {folded(phrase): each for each, phrases in _PHRASES.items() for phrase in phrases.split(" · ")}
_BEFORE_DAY = frozenset({"until", "till", "to", "on", "saakka", "asti", "uusi", "paiva", "vasta", "only", "new", "day"})


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """The day, because of whom, and all words that are neither. `Unclear` is a day that could not be read."""

    day: Day | Unclear | None = None
    because: LateBecause | None = None
    words: str = ""

    @property
    def is_sure(self) -> bool:
        """Whether nothing is to be asked: the line has nothing but a day that is surely read, or is empty."""
        return not self.words and (self.day is None or (isinstance(self.day, Day) and self.day.sure))

    @property
    def chosen(self) -> date | None:
        """The day as a form shows it."""
        return self.day.date if isinstance(self.day, Day) else None

    @property
    def question(self) -> str:
        """The key of what is asked about a day that cannot be; "" where there is none."""
        return self.day.key if isinstance(self.day, Unclear) and self.day.key in (AHEAD, WENT_BY) else ""

    @property
    def doubt(self) -> str:
        """The words of a day that was read with doubt, or not at all."""
        return "" if self.day is None or (isinstance(self.day, Day) and self.day.sure) else self.day.text


def read_delivered(text: str, today: date, calendar: Calendar) -> DeliveryLine:
    """Read the day on which something was delivered: today or a day gone by. One that is still to come is `Unclear`."""
    said = _read(text, lambda words: days.read_gone(words, today, calendar))
    if not said.words:
        return said
    ahead = _read(text, lambda words: days.read(words, today, calendar))
    if not isinstance(ahead.day, Day) or ahead.day.date <= today or ahead.words:
        return said
    return DeliveryLine(Unclear(ahead.day.text, AHEAD), words="")


def read_late(text: str, today: date, calendar: Calendar) -> DeliveryLine:
    """Read the day that is promised now, today or later, and because of whom it is another one.

    A day that went by lately is `Unclear`, although it comes again next year.
    """
    said = _read(text, lambda words: days.read(words, today, calendar))
    if isinstance(said.day, Day) and days.went_by(said.day, today, calendar):
        return replace(said, day=Unclear(said.day.text, WENT_BY))
    return said


def _read(text: str, day_of: Callable[[str], Day | Unclear]) -> DeliveryLine:
    words = text.split()
    found = next(
        (
            (day, [*words[:start], *words[end:]])
            for start, end in _places(len(words))
            if isinstance(day := day_of(" ".join(words[start:end]).strip(_MARKS)), Day)
        ),
        None,
    )
    if found is None:
        like = next((each for each in words if days.looks_like_a_day(each.strip(_MARKS))), None)
        because, left = _because(" ".join(words))
        return DeliveryLine(Unclear(like.strip(_MARKS), "day_unclear") if like else None, because, left)
    day, others = found
    because, left = _because(" ".join(others))
    return DeliveryLine(day, because, left)


def _places(count: int) -> Iterator[tuple[int, int]]:
    """Where a day may stand among so many words: the longest first, at the beginning before the end."""
    for length in range(min(count, _MOST_WORDS), 0, -1):
        yield 0, length
        if length < count:
            yield count - length, count


def _because(text: str) -> tuple[LateBecause | None, str]:
    """Because of whom, where the words say nothing else; and the words that are left."""
    kept = text.strip(_MARKS)
    said = [each for each in kept.split() if folded(each.strip(_MARKS)) not in _BEFORE_DAY]
    if not said:
        return None, ""
    because = _BECAUSE.get(folded(" ".join(said)).strip(_MARKS + "."))
    return because, "" if because is not None else kept
