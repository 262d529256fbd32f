"""Reads a new deal that is typed in one line: "Acme Oy, 12 500 €, verkkokauppa, ensi kuussa"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from bot.language import amounts, days
from bot.language.days import Aim, Day
from bot.language.folding import Unclear, folded
from pipeline.calendars import Calendar
from pipeline.money import Money

_MOST_PARTS = 12
# A comma separates parts unless digits surround it, as in 12 500,50 and 12,5k.
_PARTS = re.compile(r";|,(?![0-9])|(?<![0-9]),")
_COMPANY_ENDINGS = frozenset({"inc", "llc", "ltd", "oy", "ab", "oyj", "ky", "gmbh", "as", "corp", "co", "plc", "ry"})
_SOURCE_LABEL = re.compile(r"(?:lähde|lahde|source)\s*:\s*(.+)|(?:kautta|via)\s+(.+)", re.IGNORECASE)
_SOURCES = frozenset(
    folded(word)
    for word in (
        "kampanja", "verkostoituminen", "kylmäsoitto", "messut", "suositus", "verkkosivut", "sähköposti", "some",
        "campaign", "networking", "cold call", "fair", "trade fair", "referral", "website", "email", "social media",
    )
)  # fmt: skip
_TWO_NUMBERS = re.compile(r"[0-9]+[.][0-9]+")  # 12.5 is more often a day than an amount, so the form asks
_DASH = re.compile(r"\s(?:--|–)\s|\s?—\s?")
_CURRENCY_SIGN = re.compile(r"[€$£]")


@dataclass(frozen=True, slots=True)
class Draft:
    """The fields of a new deal that were read from a line. The form asks again for each part in `unclear`."""

    customer: str | None = None
    name: str | None = None
    amount: Money | None = None
    close_day: Day | None = None
    source: str | None = None
    unclear: tuple[Unclear, ...] = ()
    note: str = ""


def read_new(
    rest: str, today: date, currency: str = "EUR", calendar: Calendar | None = None, *, note: str = ""
) -> Draft:
    """Read the parts between commas: first the customer, then amount, expected day, name and source in any order.

    `note` is the text after a dash. Some people separate parts with dashes, so amounts and days at the beginning of the
    note become fields of the deal.
    """
    # an empty customer: the line begins with a comma
    draft = Draft(customer="" if rest.lstrip().startswith((",", ";")) else None)
    for part in _parts(rest):
        draft = _with_part(draft, part, today, currency, calendar)
    while note:
        first, others = _first_of(note)
        read = _with_part(draft, first, today, currency, calendar) if draft.customer is not None else draft
        is_amount = read.amount != draft.amount and amounts.is_marked(first)
        if not is_amount and read.close_day == draft.close_day:
            break
        draft, note = read, others
    noted = ", ".join(each for each in (draft.note, note) if each)
    return replace(draft, customer=draft.customer or None, note=noted)


def _first_of(note: str) -> tuple[str, str]:
    """Split a note at its first dash: the text before it and the text after it."""
    first, *others = _DASH.split(note, maxsplit=1)
    return first.strip(), others[0].strip() if others else ""


def _parts(rest: str) -> list[str]:
    parts: list[str] = []
    for part in (each.strip().strip('"').strip() for each in _PARTS.split(rest, maxsplit=_MOST_PARTS)):
        if part and parts and _is_company_ending(part):
            parts[-1] += ", " + part  # "Acme, Inc." is one part
        elif part:
            parts.append(part)
    return parts


def _with_part(draft: Draft, part: str, today: date, currency: str, calendar: Calendar | None) -> Draft:
    part, tax = amounts.split_tax(part)
    if tax:
        draft = replace(draft, note=", ".join(each for each in (draft.note, tax) if each))
    if not part:
        return draft
    if draft.customer is None:
        return _with_customer(draft, part, today, currency, calendar)
    if draft.close_day is None:
        day = days.read(part, today, calendar, aim=Aim.END)
        if isinstance(day, Day):
            is_bare = _TWO_NUMBERS.fullmatch(part) is not None
            return replace(draft, close_day=replace(day, sure=day.sure and not is_bare))
        if day.key == "day_past" or days.looks_like_a_day(part):
            return replace(draft, unclear=(*draft.unclear, day))
    if draft.amount is None and amounts.looks_like_money(part):
        amount = amounts.read(part, currency)
        if isinstance(amount, Money):
            return replace(draft, amount=amount)
        return replace(draft, unclear=(*draft.unclear, amount))
    return _with_words(draft, part)


def _with_customer(draft: Draft, part: str, today: date, currency: str, calendar: Calendar | None) -> Draft:
    """Read the customer and the fields that follow without a comma: "Acme Oy 12 500 € verkkokauppa ensi ma"."""
    if _CURRENCY_SIGN.search(part) and isinstance(amount := amounts.read(part, currency), Money):
        return replace(draft, amount=amount)
    found = amounts.find_amount(part, currency, first=1)
    if found is not None and not _is_company_ending(found[2].partition(" ")[0]):
        customer, amount, name = found
        name, day = _day_last(name, today, calendar)
        if day is None:
            customer, day = _day_last(customer, today, calendar, is_marked=True)
        return replace(draft, customer=customer, amount=amount, close_day=day, name=name or None)
    words, day = _day_last(part, today, calendar, is_marked=True)
    if day is None or not words:
        return replace(draft, customer=part)
    customer, name = _company_first(words)
    return replace(draft, customer=customer, close_day=day, name=name or None)


def _day_last(words: str, today: date, calendar: Calendar | None, *, is_marked: bool = False) -> tuple[str, Day | None]:
    """Split the words into those before a day at the end, and that day or None.

    With `is_marked`, a single word that could be a name, such as "May", is not a day.
    """
    before, day = days.read_last(words, today, calendar, aim=Aim.END)
    if not isinstance(day, Day) or (is_marked and " " not in day.text and not days.looks_like_a_day(day.text)):
        return words, None
    return before, day


def _company_first(words: str) -> tuple[str, str]:
    """Split at the company's form: "Acme Oy verkkokauppa" gives "Acme Oy" and "verkkokauppa".

    Without a company form, all words are the company's name.
    """
    parts = words.split()
    ends = [place for place, each in enumerate(parts) if place and _is_company_ending(each)]
    return (" ".join(parts[: ends[0] + 1]), " ".join(parts[ends[0] + 1 :])) if ends else (words, "")


def _is_company_ending(word: str) -> bool:
    return folded(word).rstrip(".") in _COMPANY_ENDINGS


def _with_words(draft: Draft, part: str) -> Draft:
    """Add the part as the source if it is known as one or the deal has a name already; else as the name."""
    labelled = _SOURCE_LABEL.fullmatch(part)
    if labelled and draft.source is None:
        return replace(draft, source=labelled[1] or labelled[2])
    if draft.source is None and (folded(part) in _SOURCES or draft.name is not None):
        return replace(draft, source=part)
    return replace(draft, name=part if draft.name is None else f"{draft.name}, {part}")
