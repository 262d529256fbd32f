"""Takes a line about a contact apart: its clauses, and the phrases in each that say something of the contact."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.language.calendar_words import MONTHS, WEEKDAYS
from bot.language.folding import folded
from bot.language.signs_of_time import Kind, kind_of_folded
from bot.language.touch_phrases import FILLERS, MOST_WORDS, PRONOUNS, SIGNS, Sign, Tells
from pipeline.deals.touch_events import Interest, Means, TouchOutcome

_LONGEST_WORD = 40  # characters that are compared
_MOST_LOOKED_AT = 60  # words of a part; what stands behind them is a part of the note
_WIDEST_GAP = 3  # words between the two halves of a phrase: "en saanut Pekkaa vielä kiinni"
_MARKS = ".,:;!?()[]{}\"'”“–—-*_…"
_PARTS = re.compile(
    r"[,;](?!\d)\s*|(?<=[^\W\d]):\s+|\s[-–—]\s+|\s*(?:->|→|=>)\s*|(?<=[^\W\d])[.!?]+\s+|\n+|\s[+/&]\s|\s*\(|\)\s*"
)
_JOINING = frozenset("ja mutta mut joten niin sitten sit eli seka and but so then".split())
_NEVER = frozenset("didnt not never havent hasnt couldnt wasnt without forgot cant wont isnt dont".split())
_EI = frozenset("ei en emme eivat eika enka ettei ettemme".split())
_JOINED_EI = {
    f"{joining}{negation}": negation
    for joining in ("mutt", "kosk", "jott")
    for negation in ("ei", "en", "emme", "eivat")
}
"""A joining word with "not" at its end, as typed: "muttei vastannut" says what "ei vastannut" does."""
_ASKED = frozenset("onko jos if whether oliko kysyin".split())
_WHY = frozenset("kun koska as since when because after".split())
_OURS = frozenset(
    "i we ive weve just then and also finally again have had tried first so but today yesterday now already us".split()
)
_PARTICIPLE = re.compile(r".*(?:t[tu]?[uy]|nut|nyt|neet)")
_CLITIC = re.compile(r"(.{4,})(?:kin|kaan|han|pa|pas|kaan)")


_AGREED = frozenset(
    ("sovin", "sovittiin", "sovittiin etta", "sovimme", "sovittu", "agreed", "agreed to", "agreed on", "arranged")
)
_TALKED = re.compile(r"(?:puhu|jutel|juttel|jutska|keskustel|rupatel|spoke|talked|chatted|had a .*chat)[a-z ]*")
_SAYS_MORE = re.compile(
    r"vastaaj|viest[a-z]* v|jatin|jatett|soittopyyn|varattu|luur|puhelin |oharit|paikalle|hylka|kysel"
    r"|tarjous|pyynt|numero|lounas|lounaa|kahvi|messu|demo|demot|esittel|torma|tehtaa|toimisto|meilla|voice"
    r"|machine|left|busy|engaged|rang out|show|turn up|stood|hung|lunch|coffee|dinner|drinks|demo|pitch"
    r"|present|bumped|ran into|enquiry|inquiry|request|missed|receptionist|cold"
    r"|ollut ketaan|lukossa|ovi |ovet |paikka |nobody (?:was )?(?:there|in|home)|no one was"
    r"|were closed|was closed|locked"
)
"""What of a phrase would be lost if only means and outcome were kept."""


@dataclass(frozen=True, slots=True)
class Found:
    """A sign in a clause, and the places of its words."""

    sign: Sign
    places: tuple[int, ...]

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.places[0]

    @property
    def end(self) -> int:
        """The place behind its last word."""
        return self.places[-1] + 1


@dataclass(frozen=True, slots=True)
class Clause:
    """Words that belong together. `joint` is what parted them from the clause before.

    `said` are the words folded, without marks. `named` are the places of words that only name the deal.
    """

    words: tuple[str, ...]
    said: tuple[str, ...]
    found: tuple[Found, ...]
    joint: str = ""
    named: frozenset[int] = field(default_factory=frozenset[int])

    def text(self, *, is_first: bool) -> str:
        """The clause as it was typed. Without what comes before it, it has no word that joins the two."""
        skips = is_first and len(self.words) > 1 and self.said[0] in _JOINING
        return " ".join(self.words[1:] if skips else self.words)

    def has(self, *tells: Tells) -> bool:
        """Whether some phrase tells one of these."""
        return any(each.sign.tells in tells for each in self.found)

    def signs(self, *tells: Tells) -> Iterator[Sign]:
        """The signs that tell one of these, in their order."""
        return (each.sign for each in self.found if each.sign.tells in tells)

    def has_unread(self, understood: Collection[int]) -> bool:
        """Whether a word is left that is in no phrase; `understood` are those of days."""
        taken = {place for each in self.found for place in each.places}
        return any(n not in taken and n not in understood and not self.is_small(n) for n in range(len(self.said)))

    def _is_all(self, each: Found) -> bool:
        """Whether a phrase says no more than what is read from it: "soitin", not "jätin viestin vastaajaan"."""
        sign, text = each.sign, " ".join(self.said[place] for place in each.places)
        if sign.tells in (Tells.TO_COME, Tells.ARRANGED, Tells.NOT_DONE):
            return text in _AGREED
        if sign.tells is Tells.SPOKE:
            return _TALKED.fullmatch(text) is not None
        is_place = sign.tells is Tells.PLACE and sign.means is Means.MEETING
        return not is_place and _SAYS_MORE.search(text) is None

    def is_small(self, place: int) -> bool:
        """Whether the word at a place adds nothing: it is small, a mark alone, or part of the deal's name."""
        return place in self.named or not self.said[place] or self.said[place] in FILLERS

    def left(self, understood: Collection[int]) -> bool:
        """Whether a word is left that says more than its clause was read as; `understood` are those of days."""
        taken = {place for each in self.found if self._is_all(each) for place in each.places}
        return any(
            place not in taken and place not in understood and not self.is_small(place)
            for place in range(len(self.said))
        )


def bare(word: str) -> str:
    """A word as it is compared."""
    said = folded(word[:_LONGEST_WORD].strip(_MARKS)).replace("'", "")
    return _JOINED_EI.get(said, said)


def clauses_of(line: str, named: Collection[str] = ()) -> list[Clause]:
    """The clauses of a line. `named` are the words, as typed, that only name the deal."""
    found: list[Clause] = []
    names = {bare(word) for word in named}
    for mark, part in _parts(line):
        words = [word for word in part.split() if word.casefold() not in PRONOUNS]
        if not words:
            continue
        said = [bare(word) for word in words]
        signs = _signs_in(said[:_MOST_LOOKED_AT], line_has_act=any(each.has(Tells.ACT) for each in found))
        for nth, (start, end) in enumerate(_cut(said, signs)):
            inside = tuple(
                Found(each.sign, tuple(place - start for place in each.places))
                for each in signs
                if start <= each.start < end
            )
            naming = frozenset(n - start for n in range(start, end) if said[n] in names)
            joint = " " if nth else mark
            found.append(Clause(tuple(words[start:end]), tuple(said[start:end]), inside, joint, naming))
    return found


def _parts(line: str) -> Iterator[tuple[str, str]]:
    """The parts of a line, each with the mark before it."""
    mark, start = "", 0
    for each in _PARTS.finditer(line):
        yield mark, line[start : each.start()]
        sign = each[0].strip()
        mark = f"{sign} " if sign and sign in ",;:.!?" else f" {sign} " if sign and sign not in "()" else ", "
        start = each.end()
    yield mark, line[start:]


# --- Signs ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Gap:
    """A phrase of two halves with other words between: "en saanut Pekkaa kiinni"."""

    first: frozenset[str]
    last: frozenset[str]
    sign: Sign
    without: frozenset[str] = frozenset()


def _words(text: str) -> frozenset[str]:
    return frozenset(folded(each) for each in text.split("|"))


def _gap(first: str, last: str, sign: Sign, without: str = "") -> _Gap:
    return _Gap(_words(first), _words(last), sign, _words(without) if without else frozenset())


_NO = TouchOutcome.NO_ANSWER
_GAPS = (
    _gap("en saanut|en saanu|ei saatu|emme saaneet|en saa|ei saa|ei saanut|enkä saanut|eikä saatu", "kiinni|linjoille",
         Sign(Tells.OUTCOME, "fi", Means.CALL, _NO)),
    _gap("sain|saatiin|saimme", "kiinni|linjoille", Sign(Tells.OUTCOME, "fi", Means.CALL, TouchOutcome.REACHED)),
    _gap("sain|saatiin|saimme", "vastauksen|vastausta", Sign(Tells.OUTCOME, "fi", None, TouchOutcome.REACHED)),
    _gap("otin|otettiin|otimme", "yhteyttä", Sign(Tells.ACT, "fi")),
    _gap("otti|ottivat", "yhteyttä", Sign(Tells.THEIRS, "fi", None, TouchOutcome.THEY_CONTACTED)),
    _gap("yritin|yritettiin|koitin|koitettiin|kokeilin", "soittaa|soitella", Sign(Tells.ACT, "fi", Means.CALL)),
    _gap("soitti|soittivat|soitteli", "mulle|meille|minulle",
         Sign(Tells.THEIRS, "fi", Means.CALL, TouchOutcome.THEY_CONTACTED)),
    _gap("ei|eivät|eikä|ei ole|ei oo|eivät ole", "vastannut|vastaa|vastanneet|vastannu|nostanut|nosta",
         Sign(Tells.OUTCOME, "fi", Means.CALL, _NO)),
    _gap("ei|eivät|eikä", "vastausta|reagoinut|kuulunut|kuulu", Sign(Tells.OUTCOME, "fi", None, _NO)),
    _gap("en|ei|emme|enkä|eikä", "tavoittanut|tavoitettu|tavoita|tavoittaneet|tavottanu",
         Sign(Tells.OUTCOME, "fi", Means.CALL, _NO)),
    _gap("ei|eivät|ettei|eikä|en|ei ole|eivät ole|ei oo|ettei ole",
         "kiinnosta|kiinnostunut|kiinnostuneita|kiinnostanut|kiinnostunu|innostunut|innostu|kiinnostusta",
         Sign(Tells.INTEREST, "fi", interest=Interest.FADED), without="vielä"),
    _gap("didnt|did not|doesnt|does not|never|isnt|nobody|no one|wont",
         "answer|answered|answers|answering|pick up|picked up|picking up",
         Sign(Tells.OUTCOME, "en", Means.CALL, _NO)),
    _gap("didnt|did not|doesnt|never|hasnt|havent|not|isnt|nobody",
         "reply|replied|respond|responded|replying|responding|answered",
         Sign(Tells.OUTCOME, "en", None, _NO)),
    _gap("couldnt|could not|cant|didnt|did not|unable to|failed to",
         "reach|get hold of|get through|get hold|on the phone",
         Sign(Tells.OUTCOME, "en", Means.CALL, _NO)),
    _gap("left", "voicemail|voice message", Sign(Tells.OUTCOME, "en", Means.CALL, _NO)),
    _gap("left", "message|msg", Sign(Tells.LEFT, "en")),
    _gap("jätin|jätettiin", "viestin|viestiä|viesti", Sign(Tells.LEFT, "fi")),
    _gap("got", "on the phone|on the line", Sign(Tells.OUTCOME, "en", Means.CALL, TouchOutcome.REACHED)),
    _gap("reached", "out", Sign(Tells.ACT, "en")),
    _gap("tried", "to reach|reaching", Sign(Tells.ACT, "en", Means.CALL)),
    _gap("gave", "call|ring|buzz", Sign(Tells.ACT, "en", Means.CALL)),
    _gap("not|isnt|arent|wasnt|werent|no|dont|doesnt|less|no longer", "interested|keen|interest|excited",
         Sign(Tells.INTEREST, "en", interest=Interest.FADED), without="yet"),
)  # fmt: skip
_MOST_FIRST = 2


def _signs_in(said: Sequence[str], *, line_has_act: bool) -> list[Found]:
    found: list[Found] = []
    at = 0
    while at < len(said):
        each = _longest(said, at)
        if each is None:
            at += 1
            continue
        has_act = line_has_act or any(one.sign.tells is Tells.ACT for one in found)
        was_told = bool(found) and found[-1].sign.tells in (Tells.ACT, Tells.SEND, Tells.OUTCOME)
        each = _judged(each, said, line_has_act=has_act, told_before=was_told)
        if each is not None:
            found.append(each)
            at = each.end if each.places[-1] - each.places[0] == len(each.places) - 1 else each.places[0] + 1
            while any(at in one.places for one in found):
                at += 1
        else:
            at += 1
    return found


def _longest(said: Sequence[str], at: int) -> Found | None:
    """The sign that begins at a word: the longest phrase, or one of two halves where that is no shorter."""
    whole = _whole(said, at)
    gapped = _gapped(said, at)
    if gapped is None or (whole is not None and len(whole.places) >= len(gapped.places)):
        return whole
    return gapped


def _whole(said: Sequence[str], at: int) -> Found | None:
    for count in range(min(MOST_WORDS, len(said) - at), 0, -1):
        sign = SIGNS.get(" ".join(said[at : at + count]))
        if sign is not None:
            return Found(sign, tuple(range(at, at + count)))
    if (clitic := _CLITIC.fullmatch(said[at])) and (sign := SIGNS.get(clitic[1])) is not None:
        return Found(sign, (at,))
    return None


def _gapped(said: Sequence[str], at: int) -> Found | None:
    for count in range(_MOST_FIRST, 0, -1):
        first = " ".join(said[at : at + count])
        for gap in _GAPS:
            if first in gap.first and (places := _behind_gap(said, at + count, gap)):
                return Found(gap.sign, (*range(at, at + count), *places))
    return None


def _behind_gap(said: Sequence[str], at: int, gap: _Gap) -> tuple[int, ...]:
    """The places of the second half, at most a few words on."""
    for place in range(at, min(len(said), at + _WIDEST_GAP + 1)):
        for count in (3, 2, 1):
            if place + count <= len(said) and " ".join(said[place : place + count]) in gap.last:
                return () if not gap.without.isdisjoint(said[at:place]) else tuple(range(place, place + count))
    return ()


def _judged(each: Found, said: Sequence[str], *, line_has_act: bool, told_before: bool) -> Found | None:
    """The sign in the light of the words before it: denied, asked, or said of somebody else."""
    sign, before = each.sign, said[max(0, each.start - 3) : each.start]
    is_dated = each.end < len(said) and (_is_of_day(said[each.end]) or said[each.end][:1].isdigit())
    if sign.tells is Tells.AGAIN and each.start > 0 and told_before and not is_dated:
        return None  # "soitin uudestaan": what was done, not what comes next
    if sign.tells is Tells.PLAN and sign.language == "en" and before[-1:] in (["to"], ["sent"], ["a"], ["the"]):
        return None  # "called to ask": why, not what comes next; "sent a follow-up"
    if sign.tells is Tells.INTEREST and not _ASKED.isdisjoint(before):
        return None
    if sign.tells in (Tells.ACT, Tells.SEND) and _is_denied(said[each.end - 1], before):
        return Found(Sign(Tells.NOT_DONE, sign.language), each.places)
    if said[each.start] == "called" and len(each.places) == 1 and _is_theirs(before):
        return Found(
            Sign(Tells.THEIRS, "en", Means.CALL, TouchOutcome.THEY_CONTACTED, is_weak=not line_has_act), each.places
        )
    if sign.tells is Tells.THEIRS and sign.language == "fi" and sign.means is Means.CALL:
        others = [word for word in said if word.endswith("lle") and word not in ("mulle", "meille", "minulle")]
        if others:  # "Matti soitti acmelle": a colleague called
            return Found(Sign(sign.tells, "fi", sign.means, sign.outcome, is_weak=True), each.places)
    if sign.tells is Tells.OUTCOME and not _WHY.isdisjoint(before[-1:]):
        return Found(replace(sign, is_weak=True), each.places)  # "laitoin viestin kun ei vastannut": two contacts
    if said[each.start] in ("kavin", "kaytiin") and sign.is_weak and each.end < len(said) and said[each.end] == "lapi":
        return None
    return each


def _is_denied(last: str, before: Sequence[str]) -> bool:
    if not _NEVER.isdisjoint(before[-2:]):
        return True
    return _PARTICIPLE.fullmatch(last) is not None and not _EI.isdisjoint(before)


def _is_theirs(before: Sequence[str]) -> bool:
    """Whether a name stands right before "called"."""
    if not before or before[-1] in _OURS or before[-1] in FILLERS:
        return False
    word = before[-1]
    return word.isalpha() and word not in WEEKDAYS and word not in MONTHS and kind_of_folded(word) is Kind.NONE


# --- Clauses ----------------------------------------------------------------------------------------------------------

_TOLD = frozenset(
    {Tells.ACT, Tells.SEND, Tells.THEIRS, Tells.OUTCOME, Tells.LEFT, Tells.NOUN, Tells.SPOKE, Tells.INTEREST,
     Tells.ARRANGED, Tells.PLACE, Tells.NOT_DONE, Tells.TO_COME}
)  # fmt: skip
_CUT_BEFORE = {
    Tells.PLAN: _TOLD,
    Tells.AGAIN: _TOLD,
    Tells.ARRANGED: frozenset({Tells.ACT, Tells.THEIRS, Tells.OUTCOME, Tells.SEND}),
    Tells.ACT: frozenset({Tells.ACT, Tells.OUTCOME, Tells.SEND, Tells.PLAN, Tells.AGAIN}),
    Tells.SEND: frozenset({Tells.ACT, Tells.OUTCOME, Tells.PLAN, Tells.AGAIN}),
    Tells.OUTCOME: frozenset({Tells.PLAN, Tells.AGAIN}),
    Tells.NOUN: frozenset(),
    Tells.TO_COME: frozenset(),
}
"""A phrase of this kind begins a clause where one of those was told before it."""


def _cut(said: Sequence[str], signs: Sequence[Found]) -> Iterator[tuple[int, int]]:
    """Where the clauses of a part begin and end."""
    start, told = 0, set[Tells]()
    for each in signs:
        at = _pulled(said, each, start)
        is_joined = at < each.start and said[at] in _JOINING
        rivals = _CUT_BEFORE.get(each.sign.tells)
        if any(one.start < at < one.end for one in signs):
            at = each.start
        is_apart = not any(one.start < at < one.end for one in signs)
        if is_apart and at > start and rivals is not None and (not rivals.isdisjoint(told) or (is_joined and told)):
            yield start, at
            start, told = at, set()
        told.add(each.sign.tells)
    yield start, len(said)


def _pulled(said: Sequence[str], each: Found, start: int) -> int:
    """Where the clause of a phrase begins: small words before it belong to it, and the day of what is to be done."""
    at = each.start
    has_day_behind = each.end < len(said) and _is_of_day(said[each.end])
    if each.sign.tells in (Tells.PLAN, Tells.AGAIN) and not has_day_behind:
        while at > start and _is_of_day(said[at - 1]):
            at -= 1
    while at > start and (said[at - 1] in _JOINING or said[at - 1] in ("i", "we", "ma", "me", "mina")):
        if said[at - 1] == "ma" and each.sign.tells not in (Tells.ACT, Tells.PLAN):
            break
        at -= 1
    return at


def _is_of_day(word: str) -> bool:
    return word in WEEKDAYS or word in ("huomenna", "ylihuomenna", "tomorrow", "ensi", "next", "ens", "huomen")
