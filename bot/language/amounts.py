"""Reads money as people type it, in Finnish or English: "12 500 €", "1.234,50", "12,5k", "2 milj", "$12,500"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from bot.language.folding import Unclear
from pipeline.money import CURRENCIES, Money, digits_of

#: The largest amount that `read` accepts, in minor units. A larger one is probably a typing error.
LIMIT = 10**12

#: The largest number of words in one written amount, as in "noin 1 250 000 euroa".
LONGEST = 5

_LONGEST = 60
_MOST_WORDS = 200  # the first words of a line, among which `find_amount` looks for an amount
_LONGEST_LINE = 3000
_MARKS = " .,'’"
_NAMES = {
    "€": "EUR", "e": "EUR", "eur": "EUR", "eur.": "EUR", "euro": "EUR", "euros": "EUR", "euroa": "EUR",
    "euron": "EUR", "euroo": "EUR", "euroja": "EUR", "eurolla": "EUR", "egee": "EUR",
    "$": "USD", "us$": "USD", "usd": "USD", "dollar": "USD", "dollars": "USD", "dollaria": "USD",
    "£": "GBP", "gbp": "GBP", "pound": "GBP", "pounds": "GBP", "puntaa": "GBP",
    "¥": "JPY", "yen": "JPY", "jenia": "JPY",
}  # fmt: skip
_KRONA = ("SEK", "NOK", "DKK", "ISK")
_TIMES = {
    "k": 3, "t": 3, "tuhat": 3, "tuhatta": 3, "tuhannen": 3, "tuh": 3, "tuh.": 3, "tn": 3, "tonni": 3, "tonnia": 3,
    "tonnii": 3, "tonnin": 3, "tonnilla": 3, "thousand": 3, "grand": 3, "ke": 3, "te": 3, "teur": 3, "keur": 3,
    "m": 6, "me": 6, "meur": 6, "milj": 6, "milj.": 6, "miljoona": 6, "miljoonaa": 6, "miljoonan": 6, "mio": 6,
    "mn": 6, "mil": 6, "milli": 6, "milliä": 6, "millii": 6, "million": 6, "millions": 6,
}  # fmt: skip
_IN_EUROS = ("ke", "te", "teur", "keur", "me", "meur")
_NUMBER_WORDS = {
    "puoli": "0.5", "puolitoista": "1.5", "yksi": "1", "kaksi": "2", "kolme": "3", "neljä": "4", "viisi": "5",
    "kuusi": "6", "seitsemän": "7", "kahdeksan": "8", "yhdeksän": "9", "kymmenen": "10", "kymppi": "10",
    "viisitoista": "15", "kaksikymmentä": "20", "kolmekymmentä": "30", "viisikymmentä": "50", "sata": "100",
    "half a": "0.5", "a": "1", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
    "seven": "7", "eight": "8", "nine": "9", "ten": "10", "twelve": "12", "fifteen": "15", "twenty": "20",
    "thirty": "30", "fifty": "50", "hundred": "100", "a hundred": "100",
}  # fmt: skip

_ABOUT = re.compile(r"^(?:noin|n\.|about|approx\.?|ca\.?|~)\s*")
_TAX = re.compile(
    r"\(?(?:(?:\+ ?|\b(?:plus|sis\.?|incl\.?|excl\.?) ?)(?:alv|vat)\b(?: ?[0-9]{1,2}(?:[.,][0-9])? ?%)?"
    r"|\b(?:alv|vat) ?(?:[0-9]{1,2}(?:[.,][0-9])? ?%|0\b))\)?",
    re.IGNORECASE,
)
_TAX_OTHERWISE = re.compile(
    r"\(?(?:\b(?:veroton(?:ta)?|verottomana|verollinen|alviton|ilman (?:alv(?:ia|:a|:tä)?|veroa)"
    r"|(?:ei )?sis(?:\.|ältää)? (?:alv(?:in|:n)?|veron)|(?:ex|excl?|without|before|incl?)\.? ?(?:vat|tax|alv))\b\.?"
    r"|(?:(?<=[0-9€] )|(?<=[0-9][ke] ))(?:netto|brutto|net|gross)\b)\)?",
    re.IGNORECASE,
)
_PRICE_TAG = re.compile(r"(?<=[0-9])(?:[.,]| ?:)[-–—]+")
_SPOKEN = re.compile(
    r"(?P<number>" + "|".join(sorted(_NUMBER_WORDS, key=len, reverse=True)) + r") ?(?P<after>[^\W\d_]+(?: [^\W\d_]+)?)"
)
_WORD = re.compile(r"[€$£¥]|[^\W\d_]+[.$]?")
_WRITTEN = re.compile(
    r"(?P<sign>[-+−–])?\s*(?P<before>[a-z]{1,4}\$?|[€$£¥])?\s*(?P<later_sign>[-+−–])?\s*"
    r"(?P<figures>[0-9](?:[0-9 .,'’]*[0-9])?)\s*(?P<after>[^\s0-9][^0-9]*)?"
)
_GROUPED = re.compile(r"[0-9]{1,3}(?P<mark>[ .,'’])[0-9]{3}(?:(?P=mark)[0-9]{3})*")


def read(text: str, currency: str = "EUR") -> Money | Unclear:
    """Return the amount that the whole text states, or `Unclear`.

    The amount has the currency that the text names, else `currency`. Three digits after a single separator are
    thousands: "12,500" is twelve thousand five hundred. A text that has two readings, an amount below zero and an
    amount over `LIMIT` are `Unclear`.
    """
    normalised = _normalised(text) if len(text) <= _LONGEST else ""
    written = _WRITTEN.fullmatch(_in_figures(normalised))
    unit = _unit(written["before"], written["after"], currency) if written else None
    if written is None or unit is None:
        return Unclear(text, "amount_unclear")
    number = _number(written["figures"], digits_of(unit[0]), is_multiplied=unit[1] > 0)
    if number is None:
        return Unclear(text, "amount_unclear")
    signs = {written["sign"], written["later_sign"]} - {None, "+"}
    return _money_in_bounds(text, number.scaleb(unit[1]), unit[0], is_negative=bool(signs))


def split_tax(text: str) -> tuple[str, str]:
    """Return the text without its words about tax, and those words: "100 € + alv" gives "100 €" and "+ alv"."""
    found = (_TAX.search(text) or _TAX_OTHERWISE.search(text)) if len(text) <= _LONGEST_LINE else None
    if found is None:
        return text, ""
    return " ".join((text[: found.start()] + text[found.end() :]).split()), found[0]


def is_marked(text: str) -> bool:
    """Whether the text is an amount with a currency or a word such as "k". Digits alone could be something else."""
    return _WORD.search(text) is not None and isinstance(read(text), Money)


def take_amount(line: str, currency: str = "EUR") -> tuple[str, Money | None]:
    """Return the line without its first marked amount (see `is_marked`), and that amount or None.

    "huolto 15 000 € asennus" gives "huolto asennus" and 15 000 €.
    """
    found = find_amount(line, currency)
    return (f"{found[0]} {found[2]}".strip(" ,;"), found[1]) if found else (line, None)


def find_amount(line: str, currency: str = "EUR", *, first: int = 0) -> tuple[str, Money, str] | None:
    """Find the first marked amount from word number `first` on; None when there is none.

    The result is the text before the amount, the amount, and the text after it.
    """
    words = line.split()
    for start, count in _windows(first, len(words)):
        said = " ".join(words[start : start + count]).strip(",;")
        if _is_figure_first(said) and is_marked(said) and isinstance(found := read(said, currency), Money):
            return " ".join(words[:start]), found, " ".join(words[start + count :])
    return None


def _is_figure_first(text: str) -> bool:
    return text[:1].isdigit() or text[:1] in ("€", "$", "£")


def _windows(first: int, words: int) -> Iterator[tuple[int, int]]:
    for start in range(first, min(words, _MOST_WORDS)):
        for count in range(min(LONGEST, words - start), 0, -1):
            yield start, count


def looks_like_money(text: str) -> bool:
    """Whether the text has only digits, signs and words of money: the writer meant an amount, even if `read` refuses
    it.
    """
    if len(text) > _LONGEST:
        return False
    bare = _normalised(text)
    known = (word in _NAMES or word in _TIMES or _currency(word, _KRONA[0]) for word in _WORD.findall(bare))
    return any(character.isdigit() for character in bare) and all(known)


def _normalised(text: str) -> str:
    """Return the text in lower case with single spaces, without words such as "about" and "+ VAT"."""
    return _PRICE_TAG.sub("", split_tax(_ABOUT.sub("", " ".join(text.lower().split())))[0])


def _in_figures(text: str) -> str:
    """Return "puoli miljoonaa" as "0.5 miljoonaa"; any other text as it is. A number needs a word such as "tonni"."""
    spoken = _SPOKEN.fullmatch(text)
    if spoken is None or spoken["after"].split()[0] not in _TIMES or len(spoken["after"].split()[0]) < 3:
        return text
    return f"{_NUMBER_WORDS[spoken['number']]} {spoken['after']}"


def _unit(before: str | None, after: str | None, currency: str) -> tuple[str, int] | None:
    """Return the currency and the power of ten that the words around the digits name; None if a word is unknown."""
    words = _WORD.findall(after or "")
    if "".join(words) != (after or "").replace(" ", ""):
        return None
    power = 0
    if words and words[0] in _TIMES:
        times = words.pop(0)
        power = _TIMES[times]
        words += ["eur"] if times in _IN_EUROS else []
    names = ([before] if before else []) + words
    if len(names) > 1:
        return None
    code = _currency(names[0], currency) if names else currency
    return (code, power) if code else None


def _currency(name: str, usual: str) -> str | None:
    if name in ("kr", "kr."):
        return usual if usual in _KRONA else None
    code = _NAMES.get(name, name.upper())
    return code if code in CURRENCIES else None


def _number(figures: str, digits: int, *, is_multiplied: bool) -> Decimal | None:
    """Return the number that the digits and separators write; None when they write no number or have two readings."""
    whole, mark, decimals = _split_at_last_mark(figures)
    if mark and len(decimals) == 3 and (is_multiplied or digits == 3) and not re.search(r"[ .,'’]", whole):
        return None  # it could mean 12.5 thousand or 12 500 thousand
    if _GROUPED.fullmatch(figures) and not whole.startswith("0"):
        return Decimal(re.sub(r"[^0-9]", "", figures))
    most = 6 if is_multiplied else digits
    if mark in (" ", "'", "’") or len(decimals) > most:
        return None
    if not (whole.isdigit() or (_GROUPED.fullmatch(whole) and mark not in whole)):
        return None
    return Decimal(f"{re.sub(r'[^0-9]', '', whole)}.{decimals or 0}")


def _split_at_last_mark(figures: str) -> tuple[str, str, str]:
    """Split the digits at the last separator: what is before it, the separator, and what is after it."""
    last = max(figures.rfind(mark) for mark in _MARKS)
    return (figures, "", "") if last < 0 else (figures[:last], figures[last], figures[last + 1 :])


def _money_in_bounds(text: str, amount: Decimal, currency: str, *, is_negative: bool) -> Money | Unclear:
    minor = amount.scaleb(digits_of(currency))
    if is_negative and minor:
        return Unclear(text, "amount_negative")
    if minor > LIMIT:
        return Unclear(text, "amount_too_big")
    if minor != int(minor):
        return Unclear(text, "amount_unclear")
    return Money(int(minor), currency)
