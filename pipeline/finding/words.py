"""Cuts names and typed text into words: in lower case, without accents, company forms left out. Pure."""

from __future__ import annotations

import re
import unicodedata

COMPANY_FORMS = frozenset(
    {
        "oy", "oyj", "ab", "abp", "ky", "ry", "rf", "tmi", "as", "asoy", "oyab", "ou", "sro",
        "ltd", "inc", "gmbh", "plc", "llc", "corp",
    }
)  # fmt: skip
_AND = frozenset({"ja", "and", "och"})  # says no more of a name than "&" does
SHORTEST_TAIL = 4  # the fewest letters of an end of a word by which the word is found
LONGEST_WORD = 60  # the letters of a word that are kept
_LONGEST_NAME = 120  # the letters of a whole name that are kept
MOST_TYPED = 8  # how many typed words are looked at

# Letters that Unicode does not take apart. W and V are one letter in Finnish names, as in Wärtsilä and Värtsilä. The
# Finnish ones are among them because most names have no other accents, and need no more then.
_ALIKE = str.maketrans({"w": "v", "ø": "o", "æ": "ae", "đ": "d", "ł": "l", "å": "a", "ä": "a", "ö": "o", "é": "e"})
_SIGNS = re.compile(r"[^a-z0-9]+")
_ENDING = re.compile(r"(?<=\w)(?::[a-zåäö]{1,6}|['’´`]s)(?!\w)", re.IGNORECASE)  # "Oy:lle", "Macy's"
_JOINT = re.compile(r"(?<=\w)['’´`‐‑\-&.](?=\w)|(?<=\b\w) & (?=\w\b)")  # O'Brien, Hirsi-Saari, H&M, H & M


def folded(text: str) -> str:
    """Return the text in lower case, without accents (å ä ö become a a o), with spaces for signs."""
    lower = text.casefold().translate(_ALIKE)
    if lower.isascii():
        return _SIGNS.sub(" ", lower)
    decomposed = unicodedata.normalize("NFKD", lower)
    return "".join(each if each.isalnum() else " " for each in decomposed if not unicodedata.combining(each))


def cut_words(text: str) -> list[str]:
    """Return all words, company forms too, cut at every sign."""
    return folded(_ENDING.sub("", text)).split()


def joined_words(text: str) -> list[str]:
    """Return all words, company forms too, with what a sign separates taken as one word: obrien, hirsisaari, hm."""
    return folded(_JOINT.sub("", _ENDING.sub("", text))).split()


def _meaningful(words: list[str]) -> list[str]:
    return [word[:LONGEST_WORD] for word in dict.fromkeys(words) if word not in COMPANY_FORMS and word not in _AND]


def words_of(name: str) -> list[str]:
    """Return the words by which a name is found: cut at every sign, and also joined over signs within a word."""
    return _meaningful([*cut_words(name), *joined_words(name)])


def whole(name: str) -> str:
    """Return the key by which a whole name is found, "=" and its words without company forms; "" for an empty name."""
    words = cut_words(name)
    key = " ".join(word for word in words if word not in COMPANY_FORMS) or " ".join(words)
    return f"={key[:_LONGEST_NAME]}" if key else ""


def keys_of(*names: str) -> list[str]:
    """Return everything by which something of these names is found: the words of each, and each name whole."""
    words = [word for name in names for word in words_of(name)]
    return list(dict.fromkeys(word for word in (*words, *map(whole, names)) if word))


def is_whole(key: str) -> bool:
    """Whether a kept key stands for a whole name and not for a word."""
    return key.startswith(("=", "~"))


def typed_words(text: str, *, cut: bool = False) -> list[str]:
    """Return the words that were typed, MOST_TYPED at most, joined over signs within a word, or `cut` at them."""
    return _meaningful(cut_words(text) if cut else joined_words(text))[:MOST_TYPED]


def company_forms(text: str) -> frozenset[str]:
    """Return the company forms in a name or in typed text."""
    return frozenset(word for word in cut_words(text) if word in COMPANY_FORMS)


def tails(word: str) -> list[str]:
    """Return the ends of a word by which it is found, because Finnish hides the noun at the end: lietepumppu, pumppu.

    Numbers have none.
    """
    if word.isdigit():
        return []
    return [word[start:] for start in range(1, len(word) - SHORTEST_TAIL + 1)]


def tight(name: str) -> str:
    """Return a name without case, dots and spaces. Customers whose names are alike in this are the same customer."""
    return re.sub(r"[.\s]+", "", name.casefold())


def without_form(name: str) -> str:
    """Return a name as `tight` does, without its company forms; "" where it consists of nothing else."""
    parts = name.casefold().replace(".", "").split()
    return "".join(part for part in parts if folded(part).strip() not in COMPANY_FORMS)
