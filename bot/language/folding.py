"""Folds text for comparison: upper and lower case, dots and accents, and all kinds of spaces compare as equal."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

# Letters that NFKD does not decompose, and how people type them on other keyboards.
_LETTERS = str.maketrans({"ø": "o", "æ": "a", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "’": "'", "‘": "'"})


@dataclass(frozen=True, slots=True)
class Unclear:
    """A text that could not be read. `key` names the sentence that says so and gives an example."""

    text: str
    key: str


def folded(text: str) -> str:
    """Return the text in lower case, without accents, with single spaces: "Hävitty " becomes "havitty"."""
    if text.isascii():
        return " ".join(text.casefold().split())
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(character for character in apart if not unicodedata.combining(character))
    return " ".join(bare.translate(_LETTERS).split())
