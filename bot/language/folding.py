"""Text as it is compared: letter case, dots and accents may be missing, and every space is the same."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

# Letters that Unicode does not take apart, as people type them on other keyboards.
_LETTERS = str.maketrans({"ø": "o", "æ": "a", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "’": "'", "‘": "'"})


@dataclass(frozen=True, slots=True)
class Unclear:
    """What could not be read: the text, and the key of the sentence that says so with an example."""

    text: str
    key: str


def folded(text: str) -> str:
    """The text in small letters without accents, its spaces single: "Hävitty " is "havitty"."""
    if text.isascii():
        return " ".join(text.casefold().split())
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(character for character in apart if not unicodedata.combining(character))
    return " ".join(bare.translate(_LETTERS).split())
