"""Tells whether the words of a line are Finnish or English, where one word means a thing in one of them only: "to"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.language.folding import folded

_MOST_WORDS = 40  # of a line, by which its language is told
_LONGEST_WORD = 40
_FINNISH = frozenset(
    """
    ja tai oli jo ei se kun jos ennen ensi viime mennessa asti saakka klo viim noin ma ke pe ti
    huomenna ylihuomenna eilen tanaan toimitus toimitetaan toimitettu toimitettava toimitusaika toimituspaiva
    luvattu luvattiin lupaus voitettu voitettiin voitto kauppa allekirjoitettu tilattu tilattiin tilaus asennus huolto
    lasku sopimus tarjous palaveri tapaaminen kokous soita soitto laheta kysy muistuta sovi tarkista vie hae tee ota
    kirjoita varmista askel torkuta torkku viikko viikolla paiva paivana euroa tonnia hinta hintaan summa asiakas
    perjantaina torstaina maanantaina tiistaina keskiviikkona
    """.split()
)
_FINNISH_ENDING = re.compile(r"[a-z]{2,}(?:lle|lla|lta|ssa|sta|ksi|aan|een|uun|iin|tta|utta|ista|nen|minen|taja|uus)")
_FINNISH_LETTER = re.compile(r"[^\W\d_]*[äöÄÖ][^\W\d_]*")
_ENGLISH_ENDING = re.compile(r"[a-z]{3,}(?:ed|ing|tion|ment)")
_ENGLISH = frozenset(
    """
    the a an of for by at and or is was are be from with in on their our your them they we i it this that next last
    delivery deliver delivered delivers delivering ship ships shipping shipped promise promised due won win closed
    signed order contract invoice payment call meet meeting send ask check follow remind snooze step review visit email
    write talk get give up down go move need want pay until till before after site customer client office today tomorrow
    yesterday week month day monday tuesday wednesday thursday friday january february march april may june july august
    back september october november december offer quote draft deal installation install training support price reply
    """.split()
)


def is_finnish(words: Iterable[str]) -> bool:
    """Whether some of the words are Finnish and none is English."""
    known = [word for word in _first(words) if word != "to"]
    return any(_is_finnish(word) for word in known) and not any(_is_english(word) for word in known)


def is_english(words: Iterable[str]) -> bool:
    """Whether some of the words are English and none is Finnish."""
    known = [word for word in _first(words) if word != "to"]
    return any(_is_english(word) for word in known) and not any(_is_finnish(word) for word in known)


def is_lone_to(text: str) -> bool:
    """Whether a text that reads as a day is one only if its "to" is Finnish for Thursday: "to", "to 9.30", "to klo 9".

    With a date, as in "to 18.6.", it is that date in either language.
    """
    words = folded(text[:_LONGEST_WORD]).strip(" ,.:;!?").split()
    words = words[1:] if words[:1] in (["this"], ["the"], ["on"], ["next"], ["last"], ["by"], ["until"]) else words
    return words[:1] == ["to"] and (len(words) == 1 or _CLOCK.fullmatch(" ".join(words[1:])) is not None)


_CLOCK = re.compile(
    r"(?:klo\.?|kello|at)? ?[0-9]{1,2}(?:[.:](?:00|1[3-9]|[2-5][0-9]))?(?: ?[ap]m)?|noon|morning|aamulla|illalla|aamu"
)


def _first(words: Iterable[str]) -> list[str]:
    return [word.strip(".,:;!?()\"'") for word in list(words)[:_MOST_WORDS] if len(word) <= _LONGEST_WORD]


def _is_finnish(word: str) -> bool:
    if _FINNISH_LETTER.fullmatch(word):
        return True
    bare = folded(word)
    return bare in _FINNISH or (_FINNISH_ENDING.fullmatch(bare) is not None and bare not in _ENGLISH)


def _is_english(word: str) -> bool:
    bare = folded(word)
    return bare not in _FINNISH and (bare in _ENGLISH or _ENGLISH_ENDING.fullmatch(bare) is not None)
