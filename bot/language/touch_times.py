"""Reads how often a customer was tried: "soitin 3 kertaa", "kahdesti", "called twice", "2x"."""

from __future__ import annotations

import re

from bot.language.folding import folded

#: More tries than these at once are rather a slip.
MOST = 10

_LONGEST = 300
_NUMBERS = {
    **dict.fromkeys(("kaksi", "kaks", "two", "a couple of", "couple of", "pari", "parikin"), 2),
    **dict.fromkeys(("kolme", "kolm", "three"), 3),
    **dict.fromkeys(("nelja", "four"), 4),
    **dict.fromkeys(("viisi", "viis", "five"), 5),
    **dict.fromkeys(("kuusi", "kuus", "six"), 6),
}
_ONCE = {
    **dict.fromkeys(("kahdesti", "kahteen otteeseen", "twice"), 2),
    **dict.fromkeys(("kolmesti", "kolmeen otteeseen", "thrice"), 3),
    "neljasti": 4,
    "viidesti": 5,
    "kuudesti": 6,
}
_COUNT = "|".join((*_NUMBERS, r"[0-9]{1,2}"))
_TIMES = re.compile(
    rf"(?<!\w)(?:(?P<count>{_COUNT}) ?(?:kertaa|krt|kerta|times|x)|(?P<x>[0-9]{{1,2}}) ?x|x ?(?P<after>[0-9]{{1,2}})"
    rf"|(?P<once>{'|'.join(_ONCE)}))(?! (?:viiko|paiva|kuu|vuo|a |per |week|day|month))(?!\w)"
)


def times_told(text: str) -> int:
    """How often something was done, from 1 to `MOST`: 1 where the text does not say, or says it of a span of time."""
    found = _TIMES.search(folded(text[:_LONGEST]))
    if found is None:
        return 1
    if found["once"]:
        return _ONCE[found["once"]]
    said = found["count"] or found["x"] or found["after"]
    count = _NUMBERS[said] if said in _NUMBERS else int(said)
    return count if 1 <= count <= MOST else 1
