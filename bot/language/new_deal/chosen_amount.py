"""Decides which of the numbers of a new deal's line is its amount: surely, with a question, or none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.language.folding import Unclear, folded
from bot.language.new_deal import doubted_amounts, hidden_amounts, instalments
from bot.language.new_deal.amount_phrases import AmountPhrase, Mark, is_attached_capital
from bot.language.new_deal.line_labels import BEFORE, NOW
from bot.language.new_deal.marked_parts import MarkedPart
from bot.language.new_deal.name_numbers import numbers_next
from pipeline.money import Money

_YEARS = range(2020, 2041)
_UNITS = frozenset(
    """
    kpl kg g t m m2 m² m3 mm cm km kw mw kwh mwh kva a v w h hlö hengen henkilön käyttäjän tuuman litraa l st pcs users
    seats hours licenses units pieces % tn:n vuotta kk min gb tb mb bar hv kvm
    """.split()
)
_PARTITIVE = re.compile(r"[^\W\d_]+(?:ta|tä|ia|iä|ja|jä|oa|öä|ua|yä|aa|ää|eja|ejä|lle|en|in)")
_PRODUCT = re.compile(
    r"[0-9] ?(?:kpl|pcs|st|kk|h|t|pv)?\.? ?(?:[x×*@àá]|a(?= )) ?[0-9]|^[@àá] ?[0-9€$£]", re.IGNORECASE
)
_PLURAL = re.compile(r"[a-z]{3,}s")


@dataclass(frozen=True, slots=True)
class ChosenAmount:
    """The amount of a line, if one was found, and what the form asks about it."""

    amount: Money | None = None
    unclear: tuple[Unclear, ...] = ()


@dataclass(frozen=True, slots=True)
class _Number:
    part: MarkedPart
    phrase: AmountPhrase

    @property
    def is_whole(self) -> bool:
        return self.part.is_whole(self.phrase.start, self.phrase.end)

    @property
    def is_free(self) -> bool:
        return self.part.is_free(self.phrase.start, self.phrase.end)

    @property
    def is_in_name(self) -> bool:
        inside = self.part.company
        return inside is not None and inside[0] <= self.phrase.start < inside[1]


def choose(parts: Sequence[MarkedPart]) -> ChosenAmount:
    """Choose the amount, and claim its words in its part."""
    chosen = _of_phrases(parts)
    if chosen.amount is not None:
        part_of_price = instalments.asked(parts, chosen.amount)
        return chosen if part_of_price is None else ChosenAmount(unclear=(part_of_price,))
    if chosen.unclear:
        return chosen
    return ChosenAmount(unclear=hidden_amounts.asked(parts))


def _of_phrases(parts: Sequence[MarkedPart]) -> ChosenAmount:
    signs = [sign for part in parts for sign in part.money_signs]
    numbers = [_Number(part, phrase) for part in parts for phrase in part.amounts]
    marked = _without_weights([each for each in numbers if each.phrase.mark is Mark.MARKED], numbers)
    others = [each for each in numbers if each.phrase.mark is not Mark.MARKED and each.is_free]
    first = parts[0] if parts else None
    strong = [
        *marked,
        *(each for each in others if each.is_whole and _is_strong(each.phrase, is_first=each.part is first)),
    ]
    if strong or signs:
        beside = [] if any(each.is_whole for each in strong) else _beside(others, strong)
        return _of_strong([*strong, *beside], signs)
    weak = [each for each in others if each.phrase.mark is Mark.WEAK]
    if weak:
        return _of_weak(weak)
    return _of_bare([each for each in others if not each.is_in_name])


def _is_strong(phrase: AmountPhrase, *, is_first: bool) -> bool:
    """Whether a number that is a part by itself is an amount, even beside another amount."""
    if phrase.mark is Mark.WEAK:
        return not (is_first and is_attached_capital(phrase.text))
    figures = _figures(phrase)
    return len(figures) >= 4 and not figures.startswith("0") and not _is_year(phrase)


def _without_weights(marked: Sequence[_Number], numbers: Sequence[_Number]) -> list[_Number]:
    """Leave out weights beside an amount, and give their words back to the name: "30 tonnin kaivuri 90 000"."""
    kept: list[_Number] = []
    for each in marked:
        if doubted_amounts.may_be_weight(each.part, each.phrase) and _has_more_beside(each, numbers):
            each.part.release(each.phrase.start, each.phrase.end)
        else:
            kept.append(each)
    return kept


def _has_more_beside(number: _Number, numbers: Sequence[_Number]) -> bool:
    more = [each for each in numbers if doubted_amounts.is_more(each.phrase, number.phrase)]
    return any(_judged(each, is_only=False) == "amount" for each in more)


def _beside(others: Sequence[_Number], strong: Sequence[_Number]) -> list[_Number]:
    """Return the other numbers that can be the amount as well: "10k race ads 2000"."""
    return [
        each
        for each in others
        if each not in strong and not each.is_in_name and _judged(each, is_only=False) == "amount"
    ]


def _settled(number: _Number) -> ChosenAmount:
    """Return the amount, or a question about it where the words beside it may change it."""
    part, phrase = number.part, number.phrase
    if not isinstance(phrase.found, Money):
        return ChosenAmount(unclear=(phrase.found,))
    start, end = doubted_amounts.touching(part, phrase)
    if (start, end) != (phrase.start, phrase.end):
        part.claim(start, end)
        return ChosenAmount(unclear=(Unclear(" ".join(part.words[start:end]), "amount_unclear"),))
    is_weight = doubted_amounts.is_weight_alone(part, phrase)
    if is_weight:
        part.release(start, end)
    if is_weight or doubted_amounts.has_number_of_name(part, phrase):
        return ChosenAmount(unclear=(Unclear(phrase.text, "amount_unclear"),))
    return ChosenAmount(phrase.found)


def _without_earlier(strong: Sequence[_Number]) -> list[_Number]:
    """Leave out the earlier amount of two, which becomes a note: "ennen 70k nyt 60k"."""
    later = [each for each in strong if _word_before(each) in NOW]
    earlier = [each for each in strong if _word_before(each) in BEFORE]
    if len(strong) != len(later) + len(earlier) or len(later) != 1 or len(earlier) != 1:
        return list(strong)
    for each in strong:
        each.part.claim(each.phrase.start - 1, each.phrase.end)
    part, phrase = earlier[0].part, earlier[0].phrase
    part.asides.append(" ".join(part.words[phrase.start - 1 : phrase.end]))
    return later


def _word_before(number: _Number) -> str:
    return folded(number.part.words[number.phrase.start - 1]) if number.phrase.start else ""


def _of_strong(strong: Sequence[_Number], signs: Sequence[str]) -> ChosenAmount:
    strong = _without_earlier(strong)
    for each in strong:
        each.part.claim(each.phrase.start, each.phrase.end)
    texts = [*(each.phrase.text for each in strong), *signs]
    if len(texts) > 1:
        distinct = {str(each.phrase.found) for each in strong} if not signs else set[str]()
        if len(distinct) != 1:
            return ChosenAmount(unclear=(Unclear(", ".join(texts), "amount_unclear"),))
    if not strong:
        return ChosenAmount(unclear=(Unclear(texts[0], "amount_unclear"),))
    return _settled(strong[0])


def _of_weak(weak: Sequence[_Number]) -> ChosenAmount:
    first = weak[0]
    found = first.phrase.found
    if len(weak) > 1 or not isinstance(found, Money):
        return ChosenAmount(unclear=(Unclear(", ".join(each.phrase.text for each in weak), "amount_unclear"),))
    if first.is_in_name or (first.phrase.start == 0 and is_attached_capital(first.phrase.text)):
        is_known_name = first.phrase.text == "3M"
        return (
            ChosenAmount() if is_known_name else ChosenAmount(unclear=(Unclear(first.phrase.text, "amount_unclear"),))
        )
    if first.is_whole:
        first.part.claim(first.phrase.start, first.phrase.end)
        return _settled(first)
    return ChosenAmount(unclear=(Unclear(first.phrase.text, "amount_unclear"),))


def _of_bare(numbers: Sequence[_Number]) -> ChosenAmount:
    sure: list[_Number] = []
    asked: list[_Number] = []
    for each in numbers:
        match _judged(each, is_only=len(numbers) == 1):
            case "amount":
                sure.append(each)
            case "ask":
                asked.append(each)
            case _:
                pass
    whole = [each for each in sure if each.is_whole]
    chosen = whole if len(whole) == 1 else sure
    if len(chosen) == 1:
        chosen[0].part.claim(chosen[0].phrase.start, chosen[0].phrase.end)
        return _settled(chosen[0])
    for each in chosen:
        if each.is_whole:
            each.part.claim(each.phrase.start, each.phrase.end)
    texts = [each.phrase.text.strip(".") for each in (chosen or asked)]
    return ChosenAmount(unclear=(Unclear(", ".join(texts), "amount_unclear"),)) if texts else ChosenAmount()


def _judged(number: _Number, *, is_only: bool) -> str:
    """Return "amount", "ask", or "name" for a number without a mark."""
    phrase, figures = number.phrase, _figures(number.phrase)
    if isinstance(phrase.found, Unclear):
        is_product = _PRODUCT.search(phrase.text) is not None
        return "amount" if number.is_whole else "ask" if len(figures) >= 4 or is_product else "name"
    if figures.startswith("0") and figures != "0":
        return "name"
    if number.is_whole:
        return "ask" if _is_year(phrase) else "amount"
    if _is_year(phrase):
        is_behind_word = phrase.start > 0 and not number.part.is_claimed[phrase.start - 1]
        after = number.part.words[phrase.end : phrase.end + 1]
        is_of_word = bool(after) and after[0][:1].islower() and not number.part.is_claimed[phrase.end]
        return "name" if is_behind_word or is_of_word else "ask"
    is_long = len(figures) >= 4
    if _is_of_name(number):
        return "ask" if is_long else "name"
    if is_long:
        return "amount"
    if len(figures) < 3 or not is_only or re.search(r"[.,]", phrase.digits):
        return "name"
    return "amount" if figures.endswith("0") else "ask"


def _is_of_name(number: _Number) -> bool:
    """Whether the words around a number make it a count ("5 pumppua") or a name's number ("vaihe 2")."""
    words, phrase = number.part.words, number.phrase
    if phrase.start and numbers_next(words[phrase.start - 1]):
        return True
    after = words[phrase.end] if phrase.end < len(words) else ""
    if phrase.end < len(words) and number.part.is_claimed[phrase.end]:
        return False
    return after.casefold() in _UNITS or any(each.fullmatch(after) is not None for each in (_PARTITIVE, _PLURAL))


def _figures(phrase: AmountPhrase) -> str:
    whole = re.sub(r"[.,][0-9]{1,2}$", "", phrase.digits or phrase.text)
    return re.sub(r"[^0-9]", "", whole)


def _is_year(phrase: AmountPhrase) -> bool:
    return phrase.digits.isdigit() and len(phrase.digits) == 4 and int(phrase.digits) in _YEARS


def texts_of(phrases: Sequence[AmountPhrase]) -> Iterator[str]:
    """The texts of the marked amounts."""
    return (each.text for each in phrases if each.mark is Mark.MARKED)
