"""Makes a name of words: without emoji around it, labels and the signs that belong to a sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from bot.language.new_deal import company_names

_NAME_LABEL = re.compile(r"^(?:nimi|nimeltä|name) (?=\S)")


def as_name(words: Sequence[str]) -> str:
    """Join words to a name, without the signs around it that belong to a sentence."""
    text = " ".join(_without_decoration(words)).strip(' ,;:!?"')
    text = _NAME_LABEL.sub("", text)
    last = text.rsplit(" ", 1)[-1]
    if text.endswith("..") or (
        text.endswith(".") and len(last) > 4 and not (company_names.is_form(last) or _is_date(last))
    ):
        text = text.rstrip(".")
    return text


def _is_date(word: str) -> bool:
    return re.fullmatch(r"[0-9]{1,2}\.[0-9]{1,2}\.", word) is not None


def _without_decoration(words: Sequence[str]) -> Sequence[str]:
    """Leave out emoji at the beginning and the end, unless there is nothing else."""
    start, end = 0, len(words)
    while start < end and _is_decoration(words[start]):
        start += 1
    while end > start and _is_decoration(words[end - 1]):
        end -= 1
    return words[start:end] or words


def _is_decoration(word: str) -> bool:
    return all(unicodedata.category(letter) in ("So", "Sk", "Cf", "Mn", "Me") for letter in word)
