"""Finds in the line of a win where the deal came from: "12 500, messuilta", "from referral", "lähde: Slush 2026"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from bot.language import days
from bot.language.days import Day
from bot.language.folding import folded
from bot.language.source_words import is_source
from bot.language.won_line import PARTS
from pipeline.calendars import Calendar

_LONGEST_LINE = 3000  # characters
_LONGEST = 6  # words that say where a deal came from
_LONGEST_NAME = 60  # characters behind a label; more is rather a note
_MARKS = ".,:;!?()\"'”“"
_WORD = re.compile(r"\S+")
_YEAR = re.compile(r"20[0-9]{2}")
_LABELS = frozenset({"lahde", "source"})
_FROM = frozenset({"from", "through", "via", "by"})
_ARTICLES = frozenset({"a", "an", "the"})
_SIGNS = frozenset({"€", "e", "eur", "euroa", "EUR"})
_NO_OWNER = re.compile(r"[a-zåäö]+(?:tiin|taan|tään|raan)")  # "palattiin messuilta", "suoraan messuilta"
_ALONE = frozenset(
    folded(word)
    for word in (
        "messut", "messu", "tapahtuma", "kampanja", "kumppani", "webinaari", "seminaari", "konferenssi", "uutiskirje",
        "trade fair", "trade show", "fair", "event", "campaign", "partner", "webinar", "seminar", "conference",
        "newsletter", "expo",
    )
)  # fmt: skip
"""What says where a won deal came from where nothing else stands between the commas around it."""


def split_source(line: str, today: date, calendar: Calendar) -> tuple[str, str]:
    """The line without where the deal came from, and that; "" where it says nothing of it, or says it twice.

    Without a label only words that can hardly say anything else are taken, where nothing but an amount or a day stands
    beside them between two commas.
    """

    def is_day(text: str) -> bool:
        return any(isinstance(read(text, today, calendar), Day) for read in (days.read, days.read_gone))

    parts = _parts(line[:_LONGEST_LINE])
    found = [span for begin, end in parts if (span := _of_part(line, begin, end, is_day)) is not None]
    if len(found) != 1:
        return line, ""
    begin, end, text = found[0]
    left = (line[:begin].rstrip(" ,;–—-"), line[end:].lstrip(" ,;–—-"))
    return ", ".join(each for each in left if each), text


def _parts(line: str) -> list[tuple[int, int]]:
    """Where the parts of a line begin and end."""
    signs = [found.span() for found in PARTS.finditer(line)]
    begins = [0, *(end for _, end in signs)]
    ends = [*(begin for begin, _ in signs), len(line)]
    return list(zip(begins, ends, strict=True))


def _of_part(line: str, begin: int, end: int, is_day: Callable[[str], bool]) -> tuple[int, int, str] | None:
    """The span in a part that says where the deal came from, and what it says."""
    spans = [found.span() for found in _WORD.finditer(line, begin, end)]
    words = [line[first:last] for first, last in spans]
    for first, last, skipped in (*_labelled(words), *_bare(words, is_day)):
        text = " ".join(words[first + skipped : last]).strip(" ,;")
        if len(text) <= _LONGEST_NAME:
            return spans[first][0], spans[last - 1][1], text
    return None


def _labelled(words: Sequence[str]) -> list[tuple[int, int, int]]:
    """The words behind "lähde" or "source", up to a figure: from, to, and how many lead to them."""
    for at, word in enumerate(words[:-1]):
        if folded(word.strip(_MARKS)) not in _LABELS or words[at + 1] == "code":
            continue
        last = at + 1
        while last < len(words) and last - at <= _LONGEST and not _has_figure(words[last]):
            last += 1
        if last > at + 1:
            return [(at, last, 1)]
    return []


def _bare(words: Sequence[str], is_day: Callable[[str], bool]) -> list[tuple[int, int, int]]:
    """The longest run of words that surely says it without a label: from, to, and how many lead to it."""
    for count in range(min(_LONGEST, len(words)), 0, -1):
        for first in range(len(words) - count + 1):
            last = first + count
            if any(map(_has_figure, words[first:last])) or not _stands_apart(words, first, last, is_day):
                continue
            if (skipped := _says_source(words[first:last], is_whole=count == len(words))) is not None:
                return [(first, last, skipped)]
    return []


def _says_source(words: Sequence[str], *, is_whole: bool) -> int | None:
    """How many words lead to the source that these say; None where they say none."""
    text = " ".join(words)
    if len(words) > 1 and _NO_OWNER.fullmatch(words[0]):
        return None
    if is_source(text) or (is_whole and folded(text.strip(_MARKS + " ")) in _ALONE):
        return 0
    skipped = 1 if folded(words[0]) in _FROM else 0
    skipped += 1 if skipped and len(words) > 1 and folded(words[1]) in _ARTICLES else 0
    rest = " ".join(words[skipped:])
    return skipped if skipped and rest and (is_source(rest) or folded(rest.strip(_MARKS)) in _ALONE) else None


def _stands_apart(words: Sequence[str], first: int, last: int, is_day: Callable[[str], bool]) -> bool:
    """Whether nothing but an amount or a day stands right before these words, and right behind them."""
    before, behind = words[:first], words[last:]
    is_apart = not before or _has_figure(before[-1]) or before[-1] in _SIGNS or _ends(before, is_day)
    return is_apart and (not behind or _has_figure(behind[0]) or _begins(behind, is_day))


def _ends(words: Sequence[str], is_day: Callable[[str], bool]) -> bool:
    return any(is_day(" ".join(words[-count:])) for count in (1, 2))


def _begins(words: Sequence[str], is_day: Callable[[str], bool]) -> bool:
    return any(is_day(" ".join(words[:count])) for count in (1, 2))


def _has_figure(word: str) -> bool:
    return any(each.isdigit() for each in word) and _YEAR.fullmatch(word.strip(_MARKS)) is None
