"""Marks in each part of a new deal's line what can be an amount, a day, a company's name; the rest is free words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.language import amounts, signs_of_money
from bot.language.folding import Unclear, folded
from bot.language.new_deal import amount_phrases, company_names, day_phrases, number_words, other_days
from bot.language.new_deal.amount_phrases import AmountPhrase, Mark
from bot.language.new_deal.day_phrases import DayPhrase
from bot.language.new_deal.line_labels import BEFORE, DAY_LABELS, HEDGES, SMALL
from pipeline.calendars import Calendar

_EMAIL = re.compile(
    r"[^\s@]{1,64}@[^\s@]{1,190}\.[^\s@.]{1,20}|(?:https?://|www\.)\S+|(?:@(?![0-9])|#)\S+|[0-9]{7}-[0-9]",
    re.IGNORECASE,
)
_DOMAIN = re.compile(
    r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:fi|com|net|org|io|eu|se|ee|de|uk|dev|ai)(?:/\S*)?", re.IGNORECASE
)
_PHONE = re.compile(
    r"(?<!\S)(?:puh\.?:? ?|p\. ?|tel\.?:? ?)?(?:\+[0-9]{1,3}[ -]?[0-9]{1,3}|0[0-9]{1,3})"
    r"[ -]?[0-9]{3,4}(?:[ -]?[0-9]{2,4}){1,2}(?!\S)"
)
_BETWEEN_DAYS = frozenset({"-", "–", "—", "tai", "or", "ja", "and", "to", "/"})
_MOST_WORDS_OF_A_PERSON = 3
_LONG_NUMBER = 4  # digits with a space between them that are no part of a time: "12 kk 42 000"
_LIKELIHOOD = re.compile(
    r"(?<!\S)(?:tn|todennäköisyys|todnäk|todn|varmuus|prob|probability|likelihood|chance|p)"
    r"[.:=]? ?[0-9]{1,3} ?%(?!\S)",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"[0-9]{1,3}(?:[.,][0-9]+)? ?%")


@dataclass(slots=True)
class MarkedPart:
    """The words of a part, and what claims each of them: an amount, a day, or nothing."""

    words: list[str]
    is_claimed: list[bool] = field(default_factory=list[bool])
    amounts: list[AmountPhrase] = field(default_factory=list[AmountPhrase])
    days: list[DayPhrase] = field(default_factory=list[DayPhrase])
    company: tuple[int, int] | None = None
    asides: list[str] = field(default_factory=list[str])
    money_signs: list[str] = field(default_factory=list[str])

    def claim(self, start: int, end: int) -> None:
        """Take these words, and the small words before them that belong to them."""
        while start > 0 and not self.is_claimed[start - 1] and folded(self.words[start - 1].rstrip(":")) in SMALL:
            start -= 1
        for place in range(start, end):
            self.is_claimed[place] = True

    def release(self, start: int, end: int) -> None:
        """Give claimed words back."""
        self.is_claimed[start:end] = [False] * (end - start)

    def is_free(self, start: int, end: int) -> bool:
        """Whether nothing claims these words."""
        return not any(self.is_claimed[start:end])

    def is_whole(self, start: int, end: int) -> bool:
        """Whether the part has no other words than these, apart from claimed ones."""
        return all(self.is_claimed[place] for place in range(len(self.words)) if not start <= place < end)

    def free_words(self) -> list[str]:
        """The words that nothing claims."""
        return [word for word, is_claimed in zip(self.words, self.is_claimed, strict=True) if not is_claimed]

    def is_contact(self) -> bool:
        """Whether the part is a person with an address or a phone number: "Pekka 040 123 4567"."""
        has_address = any(_PHONE.search(aside) or "@" in aside[1:] for aside in self.asides)
        return has_address and not self.amounts and not self.days and len(self.words) <= _MOST_WORDS_OF_A_PERSON

    def first_run(self) -> tuple[int, int]:
        """The first words in a row that nothing claims: the number of the first and of the one after the last."""
        start = next((place for place, is_claimed in enumerate(self.is_claimed) if not is_claimed), len(self.words))
        end = start
        while end < len(self.words) and not self.is_claimed[end]:
            end += 1
        return start, end


def quoted(text: str) -> MarkedPart:
    """Return a part that is a name as it stands."""
    return MarkedPart([text], [False])


def marked(words: Sequence[str], today: date, currency: str, calendar: Calendar, *, is_first: bool) -> MarkedPart:
    """Mark a part. In the first part of a line the customer stands, whose name may look like a time or an amount."""
    bare, asides = _without_asides(words, is_first=is_first)
    part = MarkedPart(bare, [False] * len(bare), asides=asides)
    part.amounts = amount_phrases.find(bare, currency)
    for phrase in part.amounts:
        if phrase.mark is Mark.MARKED:
            part.claim(phrase.start, phrase.end)
    _claim_days(part, today, calendar)
    start, end = part.first_run()
    if (found := company_names.span(part.words[start:end])) is not None:
        part.company = start + found[0], start + found[1]
    _claim_times(part, is_first=is_first)
    _claim_money(part, is_first=is_first)
    text = " ".join(part.free_words())
    if not is_first and not part.amounts and text and amounts.looks_like_money(text):
        part.money_signs.append(text)
        part.claim(0, len(part.words))
    return part


def _without_asides(words: Sequence[str], *, is_first: bool) -> tuple[list[str], list[str]]:
    """Take away addresses, phone numbers, people and percentages: a new deal has no fields for them."""
    kept: list[str] = []
    asides: list[str] = []
    for place, word in enumerate(words):
        if asides and place and words[place - 1].startswith("@") and word[:1].isupper():
            asides[-1] += f" {word}"  # "@Liisa Nieminen"
            continue
        is_address = _EMAIL.fullmatch(word) or (_DOMAIN.fullmatch(word) and not (is_first and not place))
        (asides if is_address else kept).append(word)
    text = " ".join(kept)
    for pattern in (_PHONE, _LIKELIHOOD, _PERCENT):
        if pattern is _PERCENT and not pattern.fullmatch(text):
            continue
        if (found := pattern.search(text)) is not None:
            asides.append(found[0].strip())
            text = f"{text[: found.start()]} {text[found.end() :]}"
    return text.split(), asides


def _claim_days(part: MarkedPart, today: date, calendar: Calendar) -> None:
    has_amount, company = any(part.is_claimed), company_names.span(part.words)
    for phrase in day_phrases.readable(part.words, part.is_claimed, today, calendar, has_amount=has_amount):
        if other_days.has_name(part.words, phrase) or other_days.is_within(company, phrase, part.words):
            continue
        other = other_days.other_day(part.words, part.is_claimed, phrase)
        _take_day(part, other.phrase if other is not None else phrase)
        if other is not None and other.is_noted:
            part.asides.append(" ".join(part.words[other.phrase.start : other.phrase.end]))
            part.claim(other.phrase.start, other.phrase.end)
    for place in range(1, len(part.words) - 1):
        is_between = part.is_claimed[place - 1] and part.is_claimed[place + 1] and not part.is_claimed[place]
        if is_between and len(part.days) > 1 and part.words[place].casefold() in _BETWEEN_DAYS:
            part.claim(place, place + 1)


def _claim_times(part: MarkedPart, *, is_first: bool) -> None:
    closed = [*part.is_claimed]
    if part.company is not None:
        closed[slice(*part.company)] = [True] * (part.company[1] - part.company[0])
    for place in range(1, len(part.words)):
        if other_days.has_name(part.words, DayPhrase(place, place + 1, Unclear("", ""))):
            closed[place] = True
        if folded(part.words[place - 1]) in BEFORE and part.is_claimed[place]:
            closed[place - 1] = True  # "ennen 70k"
    for found in part.days:
        closed[found.start : found.end] = [True] * (found.end - found.start)
    for amount in part.amounts:
        if amount.end - amount.start > 1 and sum(letter.isdigit() for letter in amount.digits) >= _LONG_NUMBER:
            closed[amount.start : amount.end] = [True] * (amount.end - amount.start)
    for phrase in day_phrases.unreadable(part.words, closed, is_first=is_first):
        _take_day(part, phrase)


def _take_day(part: MarkedPart, phrase: DayPhrase) -> None:
    start = phrase.start
    is_guess = False
    while start > 0 and not part.is_claimed[start - 1] and not phrase.stays:
        before = folded(part.words[start - 1].strip(".:"))
        if before not in DAY_LABELS | HEDGES:
            break
        is_guess = is_guess or before in HEDGES
        start -= 1
    part.days.append(phrase.guessed() if is_guess else phrase)
    if not phrase.stays:
        part.claim(start, phrase.end)


def _claim_money(part: MarkedPart, *, is_first: bool) -> None:
    """Claim words of money from which no amount was read: "pari tonnia", "12.5.6 €"."""
    marks = {place for each in part.amounts if each.mark is Mark.WEAK for place in range(each.start, each.end)}
    inside = range(*part.company) if part.company is not None else range(0)
    place = 0
    while place < len(part.words):
        word = part.words[place]
        is_name = place in inside or (is_first and place == 0 and word[:1].isupper())
        is_name = is_name or (
            word.casefold() == "grand" and not number_words.is_number(" ".join(part.words[place - 1 : place]))
        )
        if part.is_claimed[place] or place in marks or is_name or not signs_of_money.is_sign(word):
            place += 1
            continue
        start, end = place, place + 1
        while start > 0 and not part.is_claimed[start - 1] and signs_of_money.is_numberish(part.words[start - 1]):
            start -= 1
        touching = number_words.start_of_numbers(part.words, start)
        start = touching if part.is_free(touching, start) else start
        while end < len(part.words) and not part.is_claimed[end] and _is_money(part.words[end]):
            end += 1
        part.money_signs.append(" ".join(part.words[start:end]))
        part.claim(start, end)
        place = end


def _is_money(word: str) -> bool:
    return signs_of_money.is_sign(word) or signs_of_money.is_numberish(word)
