"""The order of names in a Finnish list: å ä ö after z, other accents ignored, ü as y."""

from __future__ import annotations

import unicodedata

# ASCII after "z" keeps å, ä and ö last and in that order, in any byte-wise comparison too.
_LETTERS = str.maketrans(
    {"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "õ": "}", "œ": "}", "ü": "y", "ű": "y", "ß": "ss", "ł": "l",
     "đ": "d", "ð": "d", "þ": "th"}
)  # fmt: skip


def order_key(name: str) -> str:
    """A string whose plain comparison sorts names as Finnish does; equal letters fall back on the name itself."""
    letters = unicodedata.normalize("NFC", name.lower()).translate(_LETTERS)
    apart = unicodedata.normalize("NFKD", letters)
    bare = "".join(character for character in apart if not unicodedata.combining(character))
    # The first separator sorts before every letter, so that "Acme" comes before "Acme Oy".
    return " ".join(bare.split()) + "\x01" + name
