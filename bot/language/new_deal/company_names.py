"""Finds the name of a company among words by its form (Oy, Ltd), its capital letters, and words that begin a name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.folding import folded

_FORMS = frozenset(
    """
    oy oyj ab abp ky ry tmi osk ay rf oy:n as inc llc llp ltd limited gmbh ag corp corporation co plc aps a/s nv bv sa
    srl oü ou sia uab kft
    """.split()
)
_OPENINGS = frozenset({"as", "asunto", "kiinteistö", "kiint", "koy", "bostads", "fastighets"})
_BOUND = re.compile(r"(?P<form>[^\W\d_]{2,6}):[^\W\d_]{1,6}")  # "Oy:lle"
_CONNECTORS = frozenset({"&", "+", "ja", "and", "und", "och", "of", "the", "de", "von", "van", "et", "no"})
#: Words that join two names.
JOINING = frozenset({"&", "+", "ja", "sekä", "and", "och", "und"})
# Common nouns that stand in names of customers with a small letter: "Nokian kaupunki", "Rauman satama".
_PUBLIC = frozenset(
    """
    kaupunki kaupungin kunta kunnan satama vesi energia sähkö lämpö sairaala koulu lukio yliopisto seurakunta
    hyvinvointialue museo teatteri lentoasema city town council university hospital school port bank group
    """.split()
)
_NUMBER_IN_NAME = re.compile(r"[0-9]{1,3}[a-z]?|[0-9]{1,3}[-–][0-9]{1,3}", re.IGNORECASE)
_BEGINS_WITH_NUMBER = re.compile(r"[0-9]{1,2}(?:[A-ZÅÄÖ]\w*|[-&]\w+)?")


def is_form(word: str) -> bool:
    """Whether the word is a company's form, such as "Oy", "Inc." or "Oy:lle"."""
    bare = word.strip('",.()').casefold()
    bound = _BOUND.fullmatch(bare)
    return (bound["form"] if bound else bare) in _FORMS


def without_ending(word: str) -> str:
    """Return "Oy" of "Oy:lle"; any other word as it is."""
    bound = _BOUND.fullmatch(word)
    return bound["form"] if bound and is_form(word) else word


def span(words: Sequence[str]) -> tuple[int, int] | None:
    """Return where the words are a company's name with its form: the first word and the one after the last.

    None stands for words without a form. "As" counts only before "Oy", since it is an English word.
    """
    forms = [place for place, word in enumerate(words) if is_form(word) and _is_meant(words, place)]
    if not forms:
        return None
    first = forms[0]
    if first == 0 or (first == 1 and words[0].strip(".").casefold() in _OPENINGS):
        while first + 1 in forms:
            first += 1
        return 0, _end_of_opened(words, first + 1)
    last = first
    while last + 1 in forms:
        last += 1
    return _start_of(words[: first + 1]), _end_of_joined(words, last + 1)


def _end_of_joined(words: Sequence[str], end: int) -> int:
    """Return where the names end that "ja" or "&" joins to a name with its form: "Foo Oy ja Bar Oy"."""
    while end + 1 < len(words) and words[end].casefold() in JOINING and words[end + 1][:1].isupper():
        end += 1
        while end < len(words) and (words[end][:1].isupper() or is_form(words[end])):
            end += 1
    return end


def customer_span(words: Sequence[str], *, has_more: bool) -> tuple[int, int, bool]:
    """Return which of the words are the customer, and whether that is sure.

    `has_more` says that the line has more than these words: then words with a small letter are taken for a name.
    """
    found = span(words)
    if found is not None:
        start, end = found
        is_word_left = any(len(word) > 2 for word in words[end:])
        is_sure = start == 0 and (is_word_left or end < 3 or words[end - 1] == without_ending(words[end - 1]))
        is_sure = is_sure and not _is_joined(words[:end]) and not (is_word_left and words[end].casefold() in JOINING)
        return (start, end, is_sure) if is_word_left or start or end == len(words) else (0, len(words), True)
    if not has_more:
        return 0, len(words), True
    receiver = next((place for place in range(1, len(words) - 1) if words[place] in ("for", "with")), None)
    if receiver is not None and words[receiver + 1][:1].isupper():
        return receiver, len(words), False
    count = by_capitals(words)
    is_plain = len(words) == 1 or (count == len(words) and not _ends_with_number(words) and "+" not in words)
    return 0, count, is_plain and (len(words) == 1 or words[0][:1].isupper())


def _is_joined(words: Sequence[str]) -> bool:
    """Whether something is joined to a name behind its form, so that two customers may be meant."""
    forms = [place for place, word in enumerate(words) if is_form(word)]
    return any(words[place + 1].casefold() in JOINING for place in forms if place + 1 < len(words))


def _ends_with_number(words: Sequence[str]) -> bool:
    """Whether a number behind several words may be a product's: "Metso Office 365"."""
    return len(words) > 2 and words[-1].isdigit()


def _is_meant(words: Sequence[str], place: int) -> bool:
    word = words[place].strip('",.()')
    if word.casefold() in ("as", "no", "co", "sa", "ag", "ay", "a/s", "ou"):
        after = words[place + 1].casefold() if place + 1 < len(words) else ""
        return after.startswith("oy") or (place > 0 and word[0].isupper())
    return True


def _end_of_opened(words: Sequence[str], start: int) -> int:
    """Return where a name ends that begins with its form: "As Oy Mäkelä 7", "Oy Karl Fazer Ab"."""
    later = next((place for place in range(start, len(words)) if is_form(words[place])), None)
    if later is not None and later - start <= 4:
        return later + 1
    end = start
    while end < len(words) and (end == start or words[end][:1].isupper() or words[end] in _CONNECTORS):
        end += 1
    if end < len(words) and _NUMBER_IN_NAME.fullmatch(words[end]):
        end += 1
    if end < len(words) and re.fullmatch(r"[A-ZÅÄÖ]", words[end]):
        end += 1
    return end


def _start_of(words: Sequence[str]) -> int:
    """Return where the name begins that these words end. Small letters before a capital one are other words."""
    capitals = [place for place, word in enumerate(words[:-1]) if word[:1].isupper()]
    if not capitals or words[0][:1].isupper():
        return 0
    first = capitals[0]
    if _BEGINS_WITH_NUMBER.fullmatch(words[first - 1]):
        return first - 1
    return first if words[0][:1].islower() or first > 1 else 0


def by_capitals(words: Sequence[str]) -> int:
    """Return how many of the words seem to be a name: those up to the first that is written with a small letter.

    A genitive and the word after it are one name: "Virtasen leipomo", "Nokian kaupunki".
    """
    if not words or not words[0][:1].isupper():
        return len(words)
    end = 1
    while end < len(words) and _continues(words, end):
        end += 1
    return end


def _continues(words: Sequence[str], place: int) -> bool:
    word, before = words[place], words[place - 1]
    if word[:1].isupper() or folded(word) in _CONNECTORS or word.casefold() in _PUBLIC or before == "&":
        return True
    if _NUMBER_IN_NAME.fullmatch(word) or folded(before) in _CONNECTORS:
        return True
    return place == 1 and before.casefold().endswith("n") and len(before) > 3 and word[:1].islower()
