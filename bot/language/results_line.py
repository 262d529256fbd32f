"""Reads what is typed behind `results`: what of, and which months: "toimitukset heinäkuu", "offers 2025"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.language.calendar_words import MONTHS
from bot.language.folding import folded
from pipeline.months import month_before


class Topic(StrEnum):
    """What the results are of."""

    DELIVERIES = "deliveries"
    OFFERS = "offers"


_TOPICS = {
    Topic.DELIVERIES: """toimitus toimitukset toimitusten toimituksista toimituksien toimituksia toimitusvarmuus
        toimitusaika toimitusajat toimitettu toimitetut delivery deliveries delivered""",
    Topic.OFFERS: """tarjous tarjoukset tarjousten tarjouksista tarjouksien tarjouksia tarjousaika tarjousajat offer
        offers offered quote quotes""",
}
_TOPIC_OF = {word: topic for topic, words in _TOPICS.items() for word in words.split()}
_SMALL = frozenset(
    """nayta mita mitka miten on ovat oli olivat kaikki koko tiimi tiimin meidan kuukausittain kuukaudessa kuu kuun
    kuulta kuussa ja show the of for in from how are were all team our us by month monthly and per please kiitos time
    vuosi vuonna vuodelta year ajallaan ajoissa on-time""".split()
)
_YEAR = re.compile(r"20\d\d")
_EDGES = ".,:;!?'’\"”“()"
_PHRASES = (
    (
        re.compile(r"\b(?:tama|taman|tassa|talta|kuluva|kuluvan) (?:kuu|kuun|kuussa|kuulta|kuukausi)\b|\bthis month\b"),
        "@0",
    ),
    (re.compile(r"\b(?:viime|viimeisin|edellinen) (?:kuu|kuun|kuussa|kuulta|kuukausi)\b|\blast month\b"), "@1"),
    (re.compile(r"\b(?:tama|tana|talta|taman) (?:vuosi|vuonna|vuodelta|vuoden)\b|\bthis year\b"), "@year0"),
    (re.compile(r"\b(?:viime) (?:vuosi|vuonna|vuodelta|vuoden)\b|\blast year\b"), "@year1"),
)


@dataclass(frozen=True, slots=True)
class ResultsLine:
    """What was asked: of what, the first days of the first and of the last month, and the words that are not read.

    Without a topic, or with both, all is meant, and without months the newest ones.
    """

    topic: Topic | None = None
    first: date | None = None
    last: date | None = None
    rest: str = ""


def read_results(text: str, today: date) -> ResultsLine:
    """Read the whole line. A month without a year is the newest one of that name that has begun."""
    said = " ".join(each.strip(_EDGES) for each in re.split(r"[\s/–—]+", folded(text)))
    for pattern, mark in _PHRASES:
        said = pattern.sub(mark, said)
    topics: set[Topic] = set()
    months: list[int] = []
    spans: list[tuple[date, date]] = []
    year: int | None = None
    rest: list[str] = []
    for word in said.split():
        if word in _TOPIC_OF:
            topics.add(_TOPIC_OF[word])
        elif (month := MONTHS.get(word.removesuffix("lta"))) is not None:
            months.append(month)
        elif _YEAR.fullmatch(word) and year is None:
            year = int(word)
        elif word.startswith("@"):
            spans.append(_span(word, today))
        elif word not in _SMALL and word not in ("-", ""):
            rest.append(word)
    spans += _named(months, year, today)
    unread = _as_typed(text, rest)
    topic = topics.pop() if len(topics) == 1 else None
    if not spans:
        return ResultsLine(topic, rest=unread)
    first, last = min(each[0] for each in spans), max(each[1] for each in spans)
    if first > today:
        return ResultsLine(topic, rest=unread or text.strip())
    return ResultsLine(topic, first, min(last, today.replace(day=1)), unread)


def _span(mark: str, today: date) -> tuple[date, date]:
    this = today.replace(day=1)
    if mark == "@0":
        return this, this
    if mark == "@1":
        before = month_before(this)
        return before, before
    year = today.year - int(mark.removeprefix("@year"))
    return date(year, 1, 1), date(year, 12, 1)


def _named(months: list[int], year: int | None, today: date) -> list[tuple[date, date]]:
    if not months:
        return [(date(year, 1, 1), date(year, 12, 1))] if year is not None else []
    if year is not None:
        days = [date(year, month, 1) for month in months]
    else:
        days = [date(today.year - (month > today.month), month, 1) for month in months]
        if len(days) > 1 and days[0] > days[-1]:  # "marraskuu–tammikuu": it ends in the year that has begun
            days[0] = days[0].replace(year=days[0].year - 1)
    return [(each, each) for each in days]


def _as_typed(text: str, rest: list[str]) -> str:
    """The words that were not read, as they were typed."""
    left = list(rest)
    kept: list[str] = []
    for word in re.split(r"[\s/–—]+", text):
        said = folded(word).strip(_EDGES)
        if said in left:
            left.remove(said)
            kept.append(word)
    return " ".join(kept)
