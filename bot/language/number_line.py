"""Reads a plain number as people type it, in Finnish or English: "12 500,5", "12,500.5", "-3", "80 %", "12,5k"."""

from __future__ import annotations

import re
from decimal import Decimal

from bot.language.folding import Unclear

LIMIT = 10**15
"""The largest number that is taken, in the unit of its decimals."""

_LONGEST = 60
_SPACES = re.compile(r"[\s\u00a0\u202f'’]+")
_WRITTEN = re.compile(
    r"([-+−–]?)([0-9][0-9.,]*)(k|t|tuhatta|tuhat|thousand|m|milj\.?|miljoonaa|million)?(?:%|kpl|pcs)?"
)
_GROUPED = re.compile(r"[0-9]{1,3}([.,])[0-9]{3}(?:\1[0-9]{3})*")
_APART = re.compile(r"[-+−–]?[0-9]{1,3}(?:[ \u00a0\u202f'’][0-9]{3})+(?![0-9])")
_MILLIONS = ("m", "mi")


def read_number(text: str, decimals: int) -> int | Unclear:
    """Return the number that the whole text states, in the unit of its decimals, or `Unclear`.

    `decimals` is two at most: three digits after a single separator are thousands. A number with more decimals than it
    may have, and one that is too large, are `Unclear`.
    """
    said = text.strip().casefold() if len(text) <= _LONGEST else ""
    if re.search(r"[0-9][\s\u00a0\u202f'’]+[0-9]", said) and _APART.match(said) is None:
        return Unclear(text, "number_unclear")
    found = _WRITTEN.fullmatch(_SPACES.sub("", said))
    figures = _figures(found[2]) if found is not None else None
    if found is None or figures is None:
        return Unclear(text, "number_unclear")
    times = 0 if found[3] is None else 6 if found[3].startswith(_MILLIONS) else 3
    number = Decimal(figures).scaleb(times + decimals)
    if number != int(number):
        return Unclear(text, "number_decimals")
    if number > LIMIT:
        return Unclear(text, "number_too_big")
    return -int(number) if found[1] in ("-", "−", "–") else int(number)


def _figures(written: str) -> str | None:
    """The figures with a point before the decimals; None where they have two readings, or none."""
    if written[-1] in ".,":
        return None
    marks = {each for each in written if each in ".,"}
    grouped = _GROUPED.fullmatch(written)
    if grouped is not None:
        return written.replace(grouped[1], "")
    if not marks:
        return written
    last = max(written.rfind("."), written.rfind(","))
    whole, part = written[:last], written[last + 1 :]
    if len(marks) == 1 and (whole.count(written[last])):
        return None
    if len(marks) == 2:
        other = (marks - {written[last]}).pop()
        if written[last] in whole or re.fullmatch(rf"[0-9]{{1,3}}(?:\{other}[0-9]{{3}})+", whole) is None:
            return None
        whole = whole.replace(other, "")
    return f"{whole}.{part}"
