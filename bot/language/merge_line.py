"""Where a line parts that names two customers: "Acme Oy ja Acme Oyj", "Acme Ltd into Acme PLC". Pure.

A name may have the same words in it ("Åbrant ja Pojat Oy"), so a line has several readings: whoever knows the customers
chooses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MOST_READINGS = 12
_INTO = re.compile(r"\s*(?:->|→|=>)\s*|\s+(?:into|to)\s+", re.IGNORECASE)
_BESIDE = re.compile(
    r"[:;,]\s+|\s*[=+]\s*|\s+(?:on sama kuin|on sama|is the same as|is)\s+"
    r"|\s+(?:ja|sekä|and|with|och|tai|or|/|&|-|–)\s+",
    re.IGNORECASE,
)
_FIRST = re.compile(
    r"(?:(?:asiakkaat|asiakas|asiakkaan|tuplat|tuplana|yritykset|customers?|the|duplicates?|companies)\s+)+",
    re.IGNORECASE,
)
_LAST = re.compile(
    r"(?:\s+(?:on\s+)?(?:kanssa|keskenään|yhteen|yhdeksi|samaksi|sama|asiakkaat|together|please|the same|same))+[.!]?$",
    re.IGNORECASE,
)
_QUOTES = "\"'”“’ .,;:!"


@dataclass(frozen=True, slots=True)
class MergeLine:
    """Two customers as they were typed, or one. `is_into`: it is said that the second one stays."""

    first: str
    second: str = ""
    is_into: bool = False
    is_parted: bool = True  # a word or a sign stands between them


def readings(line: str) -> Iterator[MergeLine]:
    """The ways in which the line may name two customers, the likeliest first, and last as the name of one.

    It is told which customer stays only where that is said: "into", "->".
    """
    text = _FIRST.sub("", line.strip(), count=1) if _FIRST.match(line.strip()) else line.strip()
    text = _LAST.sub("", text)
    found: list[MergeLine] = []
    for separator, is_into in ((_INTO, True), (_BESIDE, False)):
        found += [
            MergeLine(left, right, is_into)
            for at in separator.finditer(text)
            if (left := _name(text[: at.start()])) and (right := _name(text[at.end() :]))
        ]
    words = text.split()
    found += [
        MergeLine(left, right, is_parted=False)
        for count in range(1, len(words))
        if (left := _name(" ".join(words[:count]))) and (right := _name(" ".join(words[count:])))
    ]
    yield from found[:MOST_READINGS]
    yield MergeLine(_name(text))


def _name(text: str) -> str:
    """A name without the quotes around it; a dot at its end stays, as of "Ltd."."""
    return text.strip().strip(_QUOTES) or ""
