"""Reads what a person says that they did, or want done, where no word of `/deal` begins the line.

Nothing here looks at deals: a line gives the act, the words that may name the deal, and the text to keep.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.language.deal_words import is_deal_word
from bot.language.folding import folded
from bot.language.signs_of_time import Kind, kind_of_folded
from bot.language.spoken_acts import (
    BACKWARDS,
    FILLERS,
    LIGHT_VERBS,
    LOST_SAID,
    MOST_WORDS,
    ONWARDS,
    PATTERNS,
    POLITE,
    QUESTIONS,
    REPORTS,
    TO_DO,
    WON_SAID,
    SpokenAct,
)

_LONGEST = 40  # words of a line that are looked at
_MARKS = ",.:;!?()\"'”“–-"
_NAME_WORDS = 5  # more words than a customer's name has: a sentence
_TO_VERB = re.compile(r"^(?:to|että|et)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Spoken:
    """An act that a line tells.

    `rest` is the line without the words of the act: it names the deal, with whatever else was said. `text` is what a
    note or a step keeps. A report tells what happened; anything else says what is to be done. `phrase` has the words of
    the act, folded.
    """

    act: SpokenAct
    rest: str
    text: str
    is_report: bool = False
    phrase: str = ""


def read_act(line: str) -> Spoken | None:
    """Return the act that the line tells, wherever in it, or None.

    "vie acme eteenpäin", "hävittiin acme hinnan takia", "acme soitettu", "muistuta mua soittamaan acmelle ke".
    """
    words = _without_greeting(line.split()[:_LONGEST])
    said = [_bare(word) for word in words]
    return _at(words, said, 0) or _light(words, said) or _later(words, said)


def act_first(line: str) -> Spoken | None:
    """Return the act whose words begin the line, or None: "siirrä takaisin acme", not "siirrä acme soitettu"."""
    words = line.split()[:_LONGEST]
    said = [_bare(word) for word in words]
    return _at(words, said, 0) or _light(words, said)


def list_asked(line: str, forms: Mapping[str, str]) -> str | None:
    """Return the word of a list that is asked for in a question, "ketkä on jumissa", or None.

    `forms` has the word of each folded way to type a list.
    """
    said = [_bare(word) for word in line.split()]
    if len(said) < 2 or len(said) > _NAME_WORDS + 1:
        return None
    left = [word for word in said if word not in QUESTIONS and word not in FILLERS and not _is_deals(word)]
    return forms.get(left[0]) if len(left) == 1 and left[0] in forms and len(left) < len(said) else None


def is_sentence(text: str) -> bool:
    """Whether the text says something, and is therefore no customer's name."""
    words = [_bare(word) for word in text.split()]
    if len(words) > _NAME_WORDS:
        return True
    if len(words) > 1 and any(word in TO_DO or word in _PRONOUNS for word in words):
        return True
    return len(words) > 1 and read_act(text) is not None


def to_do(text: str) -> str:
    """Return what is to be done as a step says it: "soittamaan acmelle" becomes "soita acmelle"."""
    words = _TO_VERB.sub("", text.strip(" ,:")).split()
    while words and (_bare(words[0]) in _PRONOUNS or _bare(words[0]) in ("to", "että", "et")):
        words = words[1:]
    if words and (imperative := TO_DO.get(_bare(words[0]))):
        words[0] = imperative
    elif (place := next((n for n, word in enumerate(words) if _bare(word) in TO_DO), None)) is not None:
        verb = words.pop(place)
        words.insert(0, TO_DO[_bare(verb)])
    return " ".join(words)


def is_filler(word: str) -> bool:
    """Whether a word names no deal by itself."""
    bare = _bare(word)
    return not bare or bare in FILLERS or bare in TO_DO or bare in POLITE


# --- What stands behind the deal of a command ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind a deal's name: the words that are left, and the note that was given there.

    `goes_back` says that the deal is to go back.
    """

    words: str
    note: str = ""
    goes_back: bool = False


_IN_BRACKETS = re.compile(r"^\((?P<note>[^()]+)\)$|^(?P<words>.*?)\s*\((?P<last>[^()]+)\)$")


def read_behind(text: str, *, is_behind_colon: bool = False) -> Behind:
    """Return what stands behind a deal that is moved, without thanks and with the note apart.

    A note stands in brackets or behind a colon: "(soitettu)", ": soitettu". "eteenpäin" says no more than the move.
    """
    words, note = text.strip(), ""
    if is_behind_colon or words.startswith(":"):
        return Behind("", words.lstrip(": "))
    if found := _IN_BRACKETS.match(words):
        words, note = (found["words"] or "").strip(), (found["note"] or found["last"]).strip()
    left = words.strip(" ,").split()
    while left and _bare(left[-1]) in POLITE:
        left.pop()
    if left and _bare(left[0]) in ONWARDS and not _is_next_day(left):
        left = [word for word in left[1:] if _bare(word) not in ("vaiheeseen", "stage")]
    if left and _bare(left[0]) in BACKWARDS:
        return Behind(" ".join(left[1:]), note, goes_back=True)
    return Behind(" ".join(left).strip(" ,"), note)


def _is_next_day(words: list[str]) -> bool:
    """Whether "next" belongs to the word of time behind it: "next fri", not "next stage" or "next 3k"."""
    return _bare(words[0]) == "next" and len(words) > 1 and kind_of_folded(_bare(words[1])) is not Kind.NONE


# --- Reading ----------------------------------------------------------------------------------------------------------

_PRONOUNS = frozenset("mua minua mulle minulle meita meille ma mina me us i we".split())
_GREETING = frozenset("moi moikka hei heippa terve moro huomenta hello hi hey ok no niin".split())
_MIDDLE = frozenset(
    {
        SpokenAct.WON,
        SpokenAct.LOST,
        SpokenAct.NOTE,
        SpokenAct.ADVANCE,
        SpokenAct.BACK,
        SpokenAct.STEP,
        SpokenAct.CLOSE,
        SpokenAct.SNOOZE,
    }
)
_NEGATIONS = frozenset("ei eivat en emme eika not never didnt doesnt isnt wasnt hasnt havent wont".split())
_COMPLEMENTS = (
    (ONWARDS, SpokenAct.ADVANCE),
    (BACKWARDS, SpokenAct.BACK),
    (WON_SAID, SpokenAct.WON),
    (LOST_SAID, SpokenAct.LOST),
)


def _bare(word: str) -> str:
    return folded(word.strip(_MARKS))


def _is_deals(word: str) -> bool:
    return is_deal_word(word) or word in ("diilit", "deals", "kaupat")


def _without_greeting(words: list[str]) -> list[str]:
    left = words
    while len(left) > 1 and _bare(left[0]) in _GREETING:
        left = left[1:]
    return left


def _at(words: list[str], said: list[str], start: int) -> Spoken | None:
    """The act whose phrase begins at this word, the longest phrase first."""
    for count in range(min(MOST_WORDS, len(words) - start), 0, -1):
        phrase = " ".join(said[start : start + count])
        if (act := PATTERNS.get(phrase)) is not None:
            before, after = words[:start], words[start + count :]
            return _spoken(act, phrase, words, [*before, *after])
    return None


def _spoken(act: SpokenAct, phrase: str, words: list[str], rest: list[str]) -> Spoken:
    whole = " ".join(words)
    if act is not SpokenAct.STEP:
        return Spoken(act, " ".join(rest).strip(" ,:"), whole, is_report=phrase in REPORTS, phrase=phrase)
    text = to_do(" ".join(rest)) if phrase in _ASKING else to_do(whole)
    return Spoken(act, " ".join(rest).strip(" ,:"), text or whole, phrase=phrase)


_ASKING = frozenset(
    phrase
    for phrase, act in PATTERNS.items()
    if act is SpokenAct.STEP
    and phrase.split()[0]
    in ("muistuta", "muistuttele", "muista", "mun", "minun", "meidan", "pitaa", "pitas", "pitais", "pitaisi",
        "taytyy", "tarttee", "tarvii", "aion", "aiotaan", "meinaan", "remind", "remember", "need", "needs", "i", "we",
        "have", "todo", "to", "seuraava", "seuraavaksi", "next")
)  # fmt: skip
"""Phrases that ask for a step and are no part of it."""


def _light(words: list[str], said: list[str]) -> Spoken | None:
    """ "laita acme eteenpäin", "put acme back", "laita acme tarjoukseen": a verb that means what stands behind it."""
    if len(words) < 2 or said[0] not in LIGHT_VERBS:
        return None
    whole = " ".join(words)
    for place in (len(words) - 1, *range(1, len(words) - 1)):
        for complements, act in _COMPLEMENTS:
            if said[place] in complements and len(words) > 2:
                return Spoken(act, " ".join([*words[1:place], *words[place + 1 :]]), whole)
    return Spoken(SpokenAct.ADVANCE, " ".join(words[1:]), whole)


def _later(words: list[str], said: list[str]) -> Spoken | None:
    """The first act that is told behind the deal: "acme soitettu", "acme hävittiin hinnan takia"."""
    for start in range(1, len(words)):
        found = _at(words, said, start) if said[start - 1] not in _NEGATIONS else None
        if found is not None and found.act in _MIDDLE:
            return found
    return None
