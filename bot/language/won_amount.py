"""Finds what a deal was won for among the words of a line: the amount, or what the form asks about it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from bot.language import amounts, signs_of_money
from bot.language.folding import Unclear, folded
from bot.language.new_deal import amount_phrases, chosen_amount
from bot.language.new_deal.amount_phrases import AmountPhrase, Mark
from bot.language.new_deal.marked_parts import MarkedPart
from bot.language.new_deal.name_numbers import numbers_next
from pipeline.money import Money

_MOST_WORDS = 60  # of a line, among which an amount is sought; what stands behind them is a note
_CLOSED = "·"  # stands for a word that is no part of an amount

_OWNER = re.compile(
    r"(?:osto|myynti|asiakas|tarjous|projekti)?"
    r"(?:tilaus|tilauksen|tilausvahvistus|sopimus|sopimuksen|sop\.?|lasku|laskun|viite|viitteen|tarjous|tarjouksen|puhelin"
    r"|projekti|kohde|asiakas|ostotilaus|y-tunnus|maksuviite)(?:-?(?:numero|nro|nr|no|n:o))?"
    r"|puh|gsm|tel|phone|mobile|po|p\.o|so|order|purchase order|contract|invoice|inv|ref|reference|quote|project|id"
    r"|job|ticket|nro|numero|number|no|nr|n:o"
)
_OF_OWNER = frozenset({"nro", "numero", "number", "no", "nr", "n:o", "id", "#", ":", "on", "is", "order"})
_PHONE = frozenset({"puh", "puhelin", "gsm", "tel", "phone", "mobile", "numero", "number"})
_OWNED = re.compile(r"#?[a-z]{0,4}[-/]?[0-9][0-9/-]*[.:]?|#[0-9]+", re.IGNORECASE)
_PHONE_ALONE = re.compile(r"\+[0-9]{9,14}|0[0-9]{6,12}")
_YEAR = re.compile(r"20[0-9]{2}")

_PRODUCT = re.compile(r"(?<!\S)[0-9][0-9.,]* ?(?:[^\W\d_]{1,4}\.? )?(?:[x×*@àá]|a) ?[0-9][0-9.,]*", re.IGNORECASE)
_FIGURE = re.compile(r"[-+−–(~]?[€$£]?[0-9].*")
_NUMBER_WORD = re.compile(
    r"(?:yksi|yks|kaksi|kaks|kolme|kolm|nelja|viisi|viis|kuusi|kuus|seitseman|kahdeksan|yhdeksan|kymmenen|puoli"
    r"|puolitoista)?(?:sataa|sata|kymmenta|tuhatta|tuhat|toista)?"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|hundred|half|dozen"
)
_BETWEEN = frozenset(
    "x × * à á @ + - – — -> → => > minus miinus less plus tai or vai sijaan sijasta instead vs rather".split()
)
_JOINS = frozenset({"ja", "and", "a"})  # beside an amount only with a number behind them
_NOUN_IN_US = re.compile(r"[a-z]{3,}(?:us|ys)")
_UNITS = frozenset("h t kpl pcs kk pv % tuntia hours".split())


@dataclass(frozen=True, slots=True)
class WonAmount:
    """The words that are left of each part, and the amount: `Unclear` is one that the form asks about."""

    parts: list[str]
    amount: Money | Unclear | None


def find(parts: Sequence[Sequence[str]], currency: str, closed: Collection[str] = ()) -> WonAmount:
    """Find the amount among the words of the parts. The `closed` words are no part of it, such as those of a day.

    A number that a word makes that of an order, a contract, an invoice or a phone is no amount. Two amounts, a unit
    price, a figure beside the amount and all that a new deal's form asks about are `Unclear`.
    """
    marked, owned = list[MarkedPart](), list[set[int]]()
    room = _MOST_WORDS
    for words in parts:
        first = list(words[:room])
        room -= len(first)
        shut = {place for place, word in enumerate(first) if word in closed} | _owned(first)
        owned.append(shut)
        marked.append(_marked(first, shut, currency))
    amount = _amount(marked, currency)
    left = [
        " ".join([*_left(part, words, shut), *words[len(part.words) :]])
        for part, words, shut in zip(marked, parts, owned, strict=True)
    ]
    return WonAmount(left, amount)


def _left(part: MarkedPart, words: Sequence[str], shut: set[int]) -> Iterator[str]:
    return (words[place] for place, taken in enumerate(part.is_claimed) if not taken or place in shut)


def _owned(words: Sequence[str]) -> set[int]:
    """The places of numbers that belong to the word before them: "tilausnumero 4711", "puh 040 123 4567"."""
    found: set[int] = set()
    for place, word in enumerate(words):
        if _PHONE_ALONE.fullmatch(word):
            found.add(place)
        bare = folded(word[:30]).strip(".:#")
        if not _OWNER.fullmatch(bare):
            continue
        start = place + 1
        while start < len(words) and folded(words[start][:10]).strip(".") in _OF_OWNER:
            start += 1
        end = start
        while end < len(words) and _OWNED.fullmatch(words[end]) and (bare in _PHONE or end == start):
            end += 1
        if not _is_grouped_or_priced(words, start, end) or bare in _PHONE:
            found.update(range(start, end))
    return found


def _is_grouped_or_priced(words: Sequence[str], start: int, end: int) -> bool:
    """Whether a figure goes on behind its word as an amount does: "tilaus 45 000", "tilaus 9500 €"."""
    if start == end or end >= len(words):
        return False
    is_group = re.fullmatch(r"[0-9]{1,3}", words[start]) and re.match(r"[0-9]{3}(?![0-9])", words[end])
    return bool(is_group) or (not words[end][:1].isdigit() and signs_of_money.is_sign(words[end]))


def _marked(words: Sequence[str], shut: set[int], currency: str) -> MarkedPart:
    """Mark the amounts of a part, and its words of money from which no amount can be read."""
    bare = [_CLOSED if place in shut else word for place, word in enumerate(words)]
    part = MarkedPart(bare, [place in shut for place in range(len(bare))])
    part.amounts = amount_phrases.find(bare, currency)
    taken = {place for each in part.amounts for place in range(each.start, each.end)} | shut
    for phrase in part.amounts:
        if phrase.mark is Mark.MARKED:
            part.claim(phrase.start, phrase.end)
    for place, word in enumerate(bare):
        if place not in taken and signs_of_money.is_sign(word):
            is_counted = place > 0 and place - 1 not in taken and signs_of_money.is_numberish(bare[place - 1])
            part.money_signs.append(" ".join(bare[place - is_counted : place + 1]))
    return part


def _amount(parts: Sequence[MarkedPart], currency: str) -> Money | Unclear | None:
    chosen = chosen_amount.choose(parts)
    if chosen.unclear and (sure := _before_noun(parts, chosen.unclear[0])) is not None:
        chosen = chosen_amount.ChosenAmount(sure)
    if chosen.unclear:
        asked = chosen.unclear[0]
        is_alone = len(parts) == 1 and len(parts[0].words) == 1
        if is_alone and _YEAR.fullmatch(asked.text):  # nothing else is said: 2 027 €
            parts[0].claim(0, len(parts[0].words))
            return amounts.read(asked.text, currency)
        return _as_typed(parts, asked)
    if chosen.amount is None:
        products = (_PRODUCT.search(" ".join(part.words)) for part in parts)
        return next((Unclear(each[0], "amount_unclear") for each in products if each), None)
    for part in parts:
        for phrase in part.amounts:
            if phrase.found == chosen.amount and not part.is_free(phrase.start, phrase.end):
                text = _with_neighbours(part.words, phrase)
                return Unclear(text, "amount_unclear") if text else chosen.amount
    return chosen.amount


def _as_typed(parts: Sequence[MarkedPart], asked: Unclear) -> Unclear:
    """Two amounts of one part with the words between them: "50 000 -> 45 000"."""
    texts = asked.text.split(", ")
    for part in parts:
        named = [each for each in part.amounts if each.text.strip(".") in texts]
        if len(texts) > 1 and len(named) == len(texts):
            return Unclear(" ".join(part.words[named[0].start : named[-1].end]), asked.key)
    return asked


def _before_noun(parts: Sequence[MarkedPart], asked: Unclear) -> Money | None:
    """The number that was asked about only since "asennus" behind it looks like an English plural."""
    for part in parts:
        for phrase in part.amounts:
            if phrase.text.strip(".") != asked.text or phrase.end >= len(part.words) or phrase.mark is not Mark.BARE:
                continue
            is_noun = _NOUN_IN_US.fullmatch(folded(part.words[phrase.end][:40])) is not None
            is_numbered = phrase.start > 0 and numbers_next(part.words[phrase.start - 1])
            if is_noun and not is_numbered and isinstance(phrase.found, Money):
                part.claim(phrase.start, phrase.end)
                return phrase.found
    return None


def _with_neighbours(words: Sequence[str], phrase: AmountPhrase) -> str:
    """The amount with the figures and number words that touch it, as they stand; "" where none does."""
    start, end = phrase.start, phrase.end
    while start > 0 and _touches(words, start - 1, -1):
        start -= 1
    while end < len(words) and _touches(words, end, 1):
        end += 1
    return " ".join(words[start:end]) if (start, end) != (phrase.start, phrase.end) else ""


def _touches(words: Sequence[str], place: int, step: int) -> bool:
    word = folded(words[place][:40]).strip(".!?;:")
    if word in _BETWEEN or _FIGURE.fullmatch(word) or (word and _NUMBER_WORD.fullmatch(word)):
        return True
    beyond = place + step
    if not 0 <= beyond < len(words) or (word not in _JOINS and word not in _UNITS):
        return False
    other = folded(words[beyond][:40]).strip(".!?;:")
    is_number = _FIGURE.fullmatch(other) is not None or (word == "ja" and bool(other and _NUMBER_WORD.fullmatch(other)))
    return is_number or (word == "a" and other in _UNITS)
