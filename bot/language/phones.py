"""Phone numbers as people type them, kept in the form E.164, and shown in the reader's way. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import phonenumbers
from phonenumbers import (
    Leniency,
    NumberParseException,
    PhoneNumber,
    PhoneNumberFormat,
    PhoneNumberMatch,
    PhoneNumberMatcher,
)

from bot.language.folding import Unclear

_LABEL = re.compile(
    r"^(?:tel:|(?:puh(?:elin(?:numero)?)?|p|gsm|känny(?:kkä)?|matkapuh(?:elin)?|numero|nro|tel(?:ephone)?|t|m"
    r"|mob(?:ile)?|cell|phone|number|no)\b[.:]?\s*)+(?=[\d+(])",
    re.IGNORECASE,
)
_EXTENSION = re.compile(r"\s*(?:[(\[]\D*|(?:vaihde|switchboard|work|työ)\b.*)$", re.IGNORECASE | re.DOTALL)
_LEAST = 5  # digits of a number
_MOST_TRIES = 50


@dataclass(frozen=True, slots=True)
class FoundPhone:
    """A phone number in a text: where it begins and ends, and its form E.164."""

    start: int
    end: int
    number: str


def read_phone(text: str, region: str) -> str | Unclear:
    """Return a phone number that is the whole text, as E.164; without a country code it is of `region` ("FI")."""
    typed = text.strip()
    if not any(letter.isdigit() for letter in typed):
        return Unclear(typed, "phone_without_digits")
    bare = _EXTENSION.sub("", _LABEL.sub("", typed)) or typed
    try:
        number = phonenumbers.parse(bare, region)
    except NumberParseException:
        return Unclear(typed, "phone_unclear")
    return _kept(number) if _is_number(number) and _is_bare(bare) else Unclear(typed, "phone_unclear")


def find_phones(text: str, region: str) -> Iterator[FoundPhone]:
    """Yield the phone numbers in a text, in their order."""
    for match in PhoneNumberMatcher(text, region, leniency=Leniency.POSSIBLE, max_tries=_MOST_TRIES):
        if _is_number(match.number) and _digits(match.raw_string) >= _LEAST and _is_meant(match):
            yield FoundPhone(match.start, match.end, _kept(match.number))


def shown_phone(number: str, region: str | None) -> str:
    """Return a number as it is dialled: at home as "040 1234567", from elsewhere as "+358 40 1234567"."""
    try:
        parsed = phonenumbers.parse(number)
    except NumberParseException:
        return number
    is_home = region is not None and parsed.country_code == phonenumbers.country_code_for_region(region)
    return phonenumbers.format_number(
        parsed, PhoneNumberFormat.NATIONAL if is_home else PhoneNumberFormat.INTERNATIONAL
    )


def _is_meant(match: PhoneNumberMatch) -> bool:
    """Whether it is written as a number that is called, with "0" or "+" before it, or can be nothing else."""
    return match.raw_string.lstrip("(")[:1] in ("0", "+") or phonenumbers.is_valid_number(match.number)


def _kept(number: PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _is_number(number: PhoneNumber) -> bool:
    return phonenumbers.is_possible_number(number)


def _is_bare(text: str) -> bool:
    """Whether no word stands in the text, which the library would read as digits of a keypad."""
    return not any(letter.isalpha() for letter in text)


def _digits(text: str) -> int:
    return sum(letter.isdigit() for letter in text)
