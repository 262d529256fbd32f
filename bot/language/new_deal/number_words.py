"""Tells whether a word beside an amount is a number too, so that the amount may be another one: "12 tuhatta 500"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.folding import folded

_LONGEST_WORD = 40
_MOST = 6  # the most words on one side of an amount that are taken for its numbers
_PIECES = (
    r"yksi|yks|kaksi|kaks|kolmen?|kolm|nelja|neli|viisi|viis|viiden|kuusi|kuus|seitseman|seittaman|seittem?an"
    r"|kahdeksan|kaheksan|yhdeksan|yheksan|kymmenen|kymmenta|kyt|kymppi[ai]?|toista|puolitoista|puoli|puol|pari|parin"
    r"|sataa?|satanen|satasta|satkua?|huntti[ai]?|tuhat(?:ta)?|miljoonaa?"
)
_FINNISH = re.compile(rf"(?:{_PIECES}){{1,8}}")
_UNITS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\\w{2,6}teen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_ENGLISH = re.compile(rf"(?:{_UNITS}|(?:{_TENS})(?:-?(?:{_UNITS}))?|half|hundred|thousand|dozen|million)")
_FIGURE = re.compile(r"[0-9]+(?:[.,'’][0-9]+)*")
_AND = frozenset({"ja", "and", "&"})


def is_number(word: str) -> bool:
    """Whether the word is a number in figures or letters: "500", "12,5", "viisisataa", "kaks", "twenty-five"."""
    bare = folded(word.strip(".,!?;:()")) if len(word) <= _LONGEST_WORD else ""
    return any(pattern.fullmatch(bare) is not None for pattern in (_FIGURE, _FINNISH, _ENGLISH))


def start_of_numbers(words: Sequence[str], start: int) -> int:
    """Return where the numbers begin that touch an amount's first word: "12 ja puoli tonnia" begins with 12."""
    first = max(0, start - _MOST)
    while start > first:
        if is_number(words[start - 1]):
            start -= 1
            continue
        link = start - 2 if start > 2 and folded(words[start - 1]) in ("a", "an") else start - 1
        if not (link > 0 and folded(words[link]) in _AND and is_number(words[link - 1])):
            break
        start = link - 1
    return start


def end_of_numbers(words: Sequence[str], end: int) -> int:
    """Return where the numbers end that touch an amount's last word: "12 thousand five hundred"."""
    last = min(len(words), end + _MOST)
    while end < last:
        after = end + 1 if folded(words[end]) in _AND else end
        after += 1 if after > end and after < len(words) and folded(words[after]) in ("a", "an") else 0
        if after >= len(words) or not is_number(words[after]):
            break
        end = after + 1
    return end
