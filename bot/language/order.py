"""The order of names in a Finnish list: å, ä and ö come after z, ü sorts as y, and other accents do not count."""

from __future__ import annotations

import unicodedata

# In ASCII these characters follow "z", so å, ä and ö come last and in this order in any byte-wise comparison.
_LETTERS = str.maketrans(
    {"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "õ": "}", "œ": "}", "ü": "y", "ű": "y", "ß": "ss", "ł": "l",
     "đ": "d", "ð": "d", "þ": "th"}
)  # fmt: skip


def order_key(name: str) -> str:
    """Return a sort key for the Finnish order of names.

    Names that differ only in accents or case sort by the name itself.
    """
    letters = unicodedata.normalize("NFC", name.lower()).translate(_LETTERS)
    apart = unicodedata.normalize("NFKD", letters)
    bare = "".join(character for character in apart if not unicodedata.combining(character))
    # The separator sorts before every letter, so that "Acme" comes before "Acme Oy".
    return " ".join(bare.split()) + "\x01" + name
