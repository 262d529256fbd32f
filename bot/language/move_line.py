"""Reads what is typed behind a deal that is moved, once its stage is known: an amount, and words that are none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.language import amounts, days, won_amount
from bot.language.days import Day
from bot.language.folding import Unclear, folded
from bot.language.new_deal.marked_parts import marked
from bot.language.won_line import PARTS
from pipeline.calendars import Calendar
from pipeline.money import Money

_MOST_WORDS = 60  # of a line, among which days are sought
_LONGEST_TEXT = 80  # characters of a word that are compared
_BESIDE_DAY = frozenset("on by in at the ja and".split())
_SMALL = frozenset(
    "ja and on is summa summalla hinta hintaan hinnalla arvo for at amount price sum value noin about".split()
)


@dataclass(frozen=True, slots=True)
class MoveLine:
    """An amount, the words that are none, those of days among them, and what was said of tax.

    `Unclear` is an amount that has to be asked about: it has two readings or none.
    """

    words: str = ""
    amount: Money | Unclear | None = None
    tax: str = ""

    @property
    def is_all_taken(self) -> bool:
        """Whether a move takes all of it: nothing, or an amount."""
        return not self.words and not isinstance(self.amount, Unclear)


NOTHING_SAID = MoveLine()


def read_move(line: str, today: date, currency: str, calendar: Calendar) -> MoveLine:
    """Read the amount from anywhere in the line. A move has no day, so the words of one are left."""
    text, tax = amounts.split_tax(line.strip(" ,;"))
    parts = [part.split() for part in PARTS.split(text)]
    of_days = {word for part in parts for word in _of_days(part, today, currency, calendar)}
    won = won_amount.find([part for part in parts if part], currency, of_days)
    left = [part for part in (_left(each) for each in won.parts) if part]
    is_said = all(folded(word[:_LONGEST_TEXT]).strip(".:,") in _SMALL for part in left for word in part.split())
    words = "" if is_said and won.amount is not None else ", ".join(left)
    if isinstance(won.amount, Unclear):  # it is asked about as it was typed, and is no part of the note as well
        words = " ".join(words.replace(won.amount.text, " ", 1).split()).strip(" ,;")
    return MoveLine(words, won.amount, tax)


def _of_days(words: list[str], today: date, currency: str, calendar: Calendar) -> Iterator[str]:
    part = marked(words[:_MOST_WORDS], today, currency, calendar, is_first=False)
    return (word for phrase in part.days for word in part.words[phrase.start : phrase.end])


def _left(text: str) -> str:
    return " ".join(word for word in text.split() if word.strip(",;-–—>→=")).strip(" ,;")


def is_of_days(text: str, today: date, calendar: Calendar) -> bool:
    """Whether the text is a day or words of time, with small words, and nothing else: "to", "next fri", "syksyllä"."""
    words = text.replace(",", " ").split()[:_MOST_WORDS]
    said = set(_of_days(words, today, "EUR", calendar))
    return all(word in said or folded(word[:_LONGEST_TEXT]) in _BESIDE_DAY for word in words) or isinstance(
        days.read(text, today, calendar), Day
    )
