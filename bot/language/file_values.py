"""Reads the amounts and days of an imported file with the readers of typed text. What is unsure is not taken."""

from __future__ import annotations

import re
from datetime import date

from bot.language import amounts, days
from bot.language.days import Aim, Day
from pipeline.exchange.row_values import Readers, Unread
from pipeline.money import Money

_YEAR = re.compile(r"(?<![0-9])((?:19|20|21)[0-9]{2})(?![0-9])|(?<=[./-])([0-9]{2})$")
_AMOUNT_REASONS = {"amount_negative": Unread.NEGATIVE, "amount_too_big": Unread.TOO_LARGE}


def read_amount(text: str, currency: str) -> Money | Unread:
    """Return the amount that a cell states, in `currency` unless the cell names another."""
    found = amounts.read(text, currency)
    return found if isinstance(found, Money) else _AMOUNT_REASONS.get(found.key, Unread.UNCLEAR)


def read_day(text: str) -> date | Unread:
    """Return the day that a cell names with its year.

    A week, a month, a day with a time of day, and a day that depends on the day of reading, such as "next Monday",
    are not read.
    """
    year = _YEAR.search(text)
    if year is None:
        return Unread.UNCLEAR
    first = date(int(year[1] or 2000 + int(year[2])), 1, 1)
    found = [
        days.read(text, today, aim=aim)
        for today in (first, first.replace(year=first.year - 1, month=10))
        for aim in Aim
    ]
    read = [each for each in found if isinstance(each, Day) and each.clock is None]
    if len(read) < len(found):
        return Unread.UNCLEAR
    if any(not each.sure for each in read):
        return Unread.TWO_READINGS
    return read[0].date if len({each.date for each in read}) == 1 else Unread.UNCLEAR


READERS = Readers(amount=read_amount, day=read_day)
