"""Leaves out a greeting and a polite request in front of a deal: "Hei, voisitko lisätä: Acme Oy, huolto, 12k"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.language.folding import folded
from bot.language.new_deal.company_names import is_form


def _folded(words: str) -> frozenset[str]:
    return frozenset(folded(word) for word in words.split())


_GREETINGS = _folded(
    "hei heippa heissan hejsan moi moikka moikkamoi moro morjens morjesta terve tervehdys huomenta päivää iltaa hi"
    " hello hey hej dear kiitos thanks tack"
)
_BEFORE_GREETING = _folded("hyvää hyvaa good")
_AFTER_GOOD = _folded("huomenta päivää päivänjatkoa iltaa iltapäivää morning afternoon evening day")
_GREETED = _folded("kaikki kaikille putki tiimi tiimille taas vaan all team there everyone folks again bot")
_REQUESTS = _folded(
    """
    voisitko voisitteko voisit voitko voitteko lisäisitkö lisäätkö lisäisit lisättekö lisättäisiinkö tekisitkö teetkö
    loisitko luotko kirjaisitko kirjaatko laittaisitko laitatko avaisitko avaatko perustaisitko merkitsisitkö saisinko
    saisiko lisätkää luokaa kirjatkaa haluaisin haluaisimme tahtoisin please pls plz kindly could would can i'd i’d
    """
)
_ASKING = _folded("could would can")  # "Can you", but "Can Pack Oy"
_ASKED = _folded("you we i someone please somebody")
_ORDERS = _folded("lisää luo kirjaa perusta merkkaa add create register log")
_AFTER_REQUEST = _ORDERS | _folded(
    """
    lisätä luoda kirjata perustaa merkata merkitä tehdä avata laittaa ystävällisesti kiitos sinä sä mulle meille tänne
    putkeen listalle you we i please pls kindly make open put enter set up in for me us like to
    """
)
_ARE_OTHER_WORDS = _folded("terve")  # "Terve Talo Oy" is a healthy house


def without_greeting(words: Sequence[str]) -> tuple[list[str], bool]:
    """Return the words without the greeting and the request that they begin with, and whether that may be wrong.

    It may be wrong where a capital letter follows at once, because a company may have such a name: "Hello Kitty Oy".
    """
    bare = [folded(word.strip(".,!?:;")) for word in words]
    after = _after_greeting(bare)
    if after == 1 and after < len(words) and _is_of_name(words, bare[0]):
        return list(words), not is_form(words[1])
    end = _after_request(words, bare, after)
    is_followed = 0 < end < len(words) and words[0][:1].isupper() and words[end][:1].isupper()
    is_doubted = is_followed and words[end - 1][-1:].isalpha() and end == 1
    return list(words[end:]), is_doubted


def is_greeting(text: str) -> bool:
    """Whether the whole text is a greeting or a request: "Hyvää päivää", "voisitko lisätä"."""
    return not without_greeting(text.split())[0]


def _is_of_name(words: Sequence[str], first: str) -> bool:
    return is_form(words[1]) or (first in _ARE_OTHER_WORDS and words[1][:1].isupper() and words[0].isalpha())


def _after_greeting(bare: Sequence[str]) -> int:
    if bare[:1] and bare[0] in _BEFORE_GREETING and bare[1:2] and bare[1] in _AFTER_GOOD:
        place = 2
    else:
        place = 0
        while place < len(bare) and bare[place] in _GREETINGS:
            place += 1
    while 0 < place < len(bare) and bare[place] in _GREETED:
        place += 1
    return place


def _after_request(words: Sequence[str], bare: Sequence[str], start: int) -> int:
    """Return where a request ends. An order alone ("Add") is one only before a capital letter that begins a name."""
    if start >= len(bare):
        return start
    is_order = bare[start] in _ORDERS and start + 1 < len(words) and words[start + 1][:1].isupper()
    if bare[start] in _ASKING and (start + 1 >= len(bare) or bare[start + 1] not in _ASKED):
        return start
    if not (bare[start] in _REQUESTS or is_order) or (start + 1 < len(words) and is_form(words[start + 1])):
        return start
    place = start + 1
    while place < len(bare) and (
        bare[place] in _REQUESTS or (bare[place] in _AFTER_REQUEST and _is_small(words, place))
    ):
        place += 1
    return place


def _is_small(words: Sequence[str], place: int) -> bool:
    return words[place][:1].islower() or words[place] == "I"
