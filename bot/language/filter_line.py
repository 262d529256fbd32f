"""Reads how the board is narrowed or grouped: "tarjous yli 20k", "20-50k messut", "henkilöittäin", "by source"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum

from bot.language import amounts
from bot.language.folding import folded
from bot.language.kind_words import own_at
from bot.language.source_words import source_kind
from pipeline.deals.choices import BUILT_IN, ListName, Lists
from pipeline.deals.events import SourceKind
from pipeline.money import Money

_LONGEST = 14  # words
_OVER = frozenset({"yli", "over", "above", "more than", "enemman kuin", "suurempi kuin", ">"})
_LEAST = frozenset({"vahintaan", "at least", "min", ">="})
_UNDER = frozenset({"alle", "under", "below", "less than", "vahemman kuin", "pienempi kuin", "<"})
_MOST = frozenset({"enintaan", "korkeintaan", "at most", "max", "up to", "<="})
_BOUNDS = (_OVER, _LEAST, _UNDER, _MOST)
_SMALL = frozenset(
    """
    ja and in with the of from stage vaihe vaiheessa vaiheen summa summan sum amount lahde source lahteesta worth diilit
    diileja deals joissa joilla jotka that are kaikki all arvoiset euron
    """.split()
)
_WHO = frozenset({"asiakas", "they", "customer"})  # in front of a source: "asiakas otti yhteyttä"
_RANGE = re.compile(r"(?P<low>[0-9][0-9.,]*)(?P<unit>[^\W\d_]*)[-–—](?P<high>[0-9][0-9.,]*(?: ?[^\W\d_]+| ?€)?)")


class Grouping(Enum):
    """By what the board counts its deals."""

    STAGE = "stage"
    PERSON = "person"
    SOURCE = "source"


_GROUPINGS = {
    Grouping.STAGE: "vaiheittain · vaiheen mukaan · by stage · per stage · by stages",
    Grouping.PERSON: """
        henkiloittain · myyjittain · vastuuhenkiloittain · henkilon mukaan · myyjan mukaan · vastuuhenkilon mukaan ·
        by person · per person · by people · by owner · per owner · by seller · per seller · by salesperson
    """,
    Grouping.SOURCE: "lahteittain · lahteen mukaan · by source · per source · by sources",
}
_GROUPED = {phrase: each for each, text in _GROUPINGS.items() for phrase in " ".join(text.split()).split(" · ")}


@dataclass(frozen=True, slots=True)
class FilterLine:
    """What a line asks for: deals over and under an amount, both ends included where `is_inclusive`, of one source.

    `source_option` is an entry of the team's own, by its number, that counts as the source.
    `rest` has the words that are none of it: a person, a stage, or what is not understood.
    """

    grouping: Grouping | None = None
    over: Money | None = None
    under: Money | None = None
    is_inclusive: bool = False
    source: SourceKind | None = None
    source_option: int | None = None
    rest: str = ""

    @property
    def narrows(self) -> bool:
        """Whether anything but the rest narrows the list."""
        return any(each is not None for each in (self.over, self.under, self.source))


def read_filter(text: str, currency: str, lists: Lists = BUILT_IN) -> FilterLine:
    """Read the line; an amount without a currency is in `currency`. What is said twice stays in the rest.

    `lists` has the sources of the team's own.
    """
    words = text.replace(",", ", ").split() if re.search(r",\s", text) else text.split()
    if len(words) > _LONGEST:
        return FilterLine(rest=text)
    said, words = _grouping(FilterLine(), words)
    said, words = _range(said, words, currency)
    for _ in _BOUNDS:
        said, words = _bound(said, words, currency)
    said, words = _own_source(said, words, lists)
    if said.source is None:
        said, words = _source(said, words)
    return replace(said, rest=" ".join(word for word in words if _bare(word)).strip(" ,;:"))


def without_small_words(text: str) -> str:
    """Return the text without words that narrow nothing: "in", "vaihe"."""
    return " ".join(word for word in text.split() if _bare(word) not in _SMALL)


def _bare(word: str) -> str:
    return folded(word).strip(".,:;!?'’") or word.strip(".,:;")


def _grouping(said: FilterLine, words: list[str]) -> tuple[FilterLine, list[str]]:
    for count in (2, 1):
        for start in range(len(words) - count + 1):
            phrase = " ".join(_bare(word) for word in words[start : start + count])
            if phrase in _GROUPED:
                return replace(said, grouping=_GROUPED[phrase]), words[:start] + words[start + count :]
    return said, words


def _range(said: FilterLine, words: list[str], currency: str) -> tuple[FilterLine, list[str]]:
    """A range in one or two words: "20-50k", "20k–50k €"."""
    for start, word in enumerate(words):
        if (found := _RANGE.fullmatch(word.strip(",;:"))) is None:
            continue
        high = amounts.read(found["high"], currency)
        unit = found["unit"] or "".join(each for each in found["high"] if each.isalpha() or each == "€")
        low = amounts.read(f"{found['low']}{unit}", currency)
        is_money = isinstance(low, Money) and isinstance(high, Money) and low.currency == high.currency
        if is_money and isinstance(low, Money) and isinstance(high, Money) and low < high and unit:
            return replace(said, over=low, under=high, is_inclusive=True), words[:start] + words[start + 1 :]
    return said, words


def _bound(said: FilterLine, words: list[str], currency: str) -> tuple[FilterLine, list[str]]:
    """One bound: its word and the longest amount behind it."""
    for start in range(len(words)):
        for lead in (2, 1):
            phrase = " ".join(_bare(word) for word in words[start : start + lead])
            kind = next((each for each in _BOUNDS if phrase in each), None)
            if kind is None:
                continue
            for count in range(amounts.LONGEST, 0, -1):
                typed = " ".join(words[start + lead : start + lead + count]).strip(",;:")
                found = amounts.read(typed, currency)
                left = words[:start] + words[start + lead + count :]
                if start + lead + count <= len(words) and isinstance(found, Money):
                    made = _with_bound(said, kind, found)
                    return (made, left) if made is not None else (said, words)
    return said, words


def _with_bound(said: FilterLine, kind: frozenset[str], amount: Money) -> FilterLine | None:
    """The line with that bound; None where it has one of that side, of another currency, or of the other sort."""
    is_over, is_inclusive = kind in (_OVER, _LEAST), kind in (_LEAST, _MOST)
    other = said.under if is_over else said.over
    if (said.over if is_over else said.under) is not None:
        return None
    if other is not None and (other.currency != amount.currency or said.is_inclusive != is_inclusive):
        return None
    if is_over:
        return replace(said, over=amount, is_inclusive=is_inclusive)
    return replace(said, under=amount, is_inclusive=is_inclusive)


def _own_source(said: FilterLine, words: list[str], lists: Lists) -> tuple[FilterLine, list[str]]:
    """The source of the team's own whose label is the longest in the words: "liisa alihankintamessuilta"."""
    bare, own = [_bare(word) for word in words], lists.own(ListName.SOURCE)
    found = [(*named, at) for at in range(len(bare)) if (named := own_at(bare[at:], own)) is not None]
    if not found:
        return said, words
    count, choice, at = max(found, key=lambda each: each[0])
    source = replace(said, source=SourceKind(choice.code), source_option=choice.option_no)
    return source, words[:at] + words[at + count :]


def _source(said: FilterLine, words: list[str]) -> tuple[FilterLine, list[str]]:
    """The source that the fewest words name, so that a name beside them stays: "liisa messuilta"."""
    for count in range(1, min(3, len(words)) + 1):
        for start in range(len(words) - count + 1):
            if (kind := source_kind(" ".join(words[start : start + count]))) is not None:
                before = words[: start - 1] if start and _bare(words[start - 1]) in _WHO else words[:start]
                return replace(said, source=kind), before + words[start + count :]
    return said, words
