"""Reads where a deal came from: the kind and the name in a text, and whether words without a label say it at all."""

from __future__ import annotations

import re

from bot.language.folding import folded
from bot.language.kind_words import read_source_choice
from pipeline.deals.choices import BUILT_IN, ListEntry, Lists
from pipeline.deals.events import SourceKind

_LONGEST = 6  # words of a part that says where a deal came from
_MARKS = ".,:;!?()\"'”“"

# The ends of compounds, by kind: as a source is called, and as one comes from it.
_CALLED = {
    SourceKind.EVENT: "messut messu webinaari seminaari tapahtuma konferenssi näyttely",
    SourceKind.CAMPAIGN: "kampanja uutiskirje mainos",
    SourceKind.REFERRAL: "suositus verkosto",
    SourceKind.PARTNER: "kumppani",
}
_COME_FROM = {
    SourceKind.EVENT: """
        messuilta webinaarista seminaarista tapahtumasta konferenssista näyttelystä expoilta
    """,
    SourceKind.CAMPAIGN: "kampanjasta kampanjalta uutiskirjeestä mainoksesta mainonnasta",
    SourceKind.REFERRAL: "suosituksesta suosittelusta verkostosta verkostoista verkostoitumisesta",
    SourceKind.PARTNER: "kumppanilta jälleenmyyjältä",
    SourceKind.WE_CONTACTED: "kylmäsoitosta kylmäsoitolla kylmäpuhelusta buukkauksesta prospektoinnista",
    SourceKind.THEY_CONTACTED: "nettilomakkeelta verkkolomakkeelta yhteydenottolomakkeelta yhteydenottopyynnöstä",
}


def _by_end(spoken: dict[SourceKind, str]) -> dict[str, SourceKind]:
    return {folded(word): kind for kind, words in spoken.items() for word in words.split()}


_FROM = _by_end(_COME_FROM)
_ENDS = _by_end(_CALLED) | _FROM
_LEAST_BEFORE_END = 3  # letters before the end of a compound: "kevätkampanjasta"
_ALONE = frozenset(
    folded(text)
    for text in (
        "kylmäsoitto", "kylmäpuhelu", "suositus", "verkostoituminen", "puskaradio", "asiakas otti yhteyttä",
        "nykyinen asiakas", "vanha asiakas", "cold call", "cold calling", "cold called", "cold email", "referral",
        "word of mouth", "they contacted us", "customer contacted us", "existing customer",
        "existing client", "inbound lead", "we contacted them", "from our network", "from my network",
    )
)  # fmt: skip
"""What says where a deal came from without more words, and is no name of one."""
_WHEN = frozenset(
    folded(word)
    for word in """
        kevät kesä syksy talvi tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu
        marraskuu joulukuu spring summer autumn winter
    """.split()
)
_YEAR = re.compile(r"20[0-9]{2}")
_BY = re.compile(
    r"(?:(?:was )?(?:referred|recommended)(?: to us)? by|(?:a )?(?:referral|recommendation) (?:from|by)|suositteli|"
    r"suosittelija|suosittelijana)[ :]+(?P<who>\S+(?: \S+){0,3})",
    re.IGNORECASE,
)
_WHO_SUGGESTED = re.compile(r"(?P<who>\S+(?: \S+){0,2}) (?:suositteli|recommended us|referred us)", re.IGNORECASE)
_FROM_THE = re.compile(
    r"from (?:(?:the|a|an|our|my|their|last|this) )*(?P<what>(?:\S+ ){0,3}?(?:campaign|trade fair|fair|trade show|"
    r"tradeshow|event|conference|seminar|webinar|newsletter|expo|network|ad|ads|mailing|partner|reseller|"
    r"referral|contact form|web form)(?: 20\d\d)?)",
    re.IGNORECASE,
)


def source_kind(text: str) -> SourceKind | None:
    """Return the kind of source that the text surely names, also by the end of a compound: "kevätkampanja"."""
    return SourceKind(found.code) if (found := source_choice(text)) is not None else None


def source_choice(text: str, lists: Lists = BUILT_IN) -> ListEntry | None:
    """Return the entry of the list that the text surely names, the team's own among them."""
    choice = read_source_choice(text, lists)
    if choice is not None:
        return choice
    words = [folded(word.strip(_MARKS)) for word in text.split()]
    if not text or len(words) > _LONGEST or words[0] in ("ei", "not", "no"):
        return None
    kinds = {found for word in words if (found := _of_compound(word)) is not None}
    return ListEntry(kinds.pop().value) if len(kinds) == 1 else None


def source_name(text: str) -> str:
    """Return what the source is called, without the words that only say its kind: "kampanjasta kevät" is "kevät"."""
    for pattern in (_BY, _WHO_SUGGESTED):
        if (found := pattern.fullmatch(text.strip())) is not None:
            return found["who"]
    if (found := _FROM_THE.fullmatch(text.strip())) is not None:
        return found["what"]
    first, _, rest = text.strip().partition(" ")
    return rest.strip() if folded(first) in _FROM and rest.strip() else text


def is_source(text: str) -> bool:
    """Whether words without a label say where a deal came from, and can hardly be a name: "verkostosta".

    "kevätkampanja" and "messut" may be what is sold, and "paluu messuilta" is: these say nothing surely.
    """
    words = text.split()
    if not words or len(words) > _LONGEST:
        return False
    if folded(" ".join(words).strip(_MARKS + " ")) in _ALONE:
        return True
    if any(pattern.fullmatch(text.strip()) for pattern in (_BY, _WHO_SUGGESTED, _FROM_THE)):
        return True
    place = next((at for at, word in enumerate(words) if _comes_from(folded(word.strip(_MARKS)))), None)
    if place is None:
        return False
    return all(map(_is_whose, words[:place])) and all(map(_is_called, words[place + 1 :]))


def _comes_from(word: str) -> bool:
    return any(word.endswith(end) and _is_compound(word, end) for end in _FROM)


def _of_compound(word: str) -> SourceKind | None:
    return next((kind for end, kind in _ENDS.items() if word.endswith(end) and _is_compound(word, end)), None)


def _is_compound(word: str, end: str) -> bool:
    before = word.removesuffix(end).rstrip("-")
    return word == end or len(before) >= _LEAST_BEFORE_END


def _is_whose(word: str) -> bool:
    """Whether a word before says whose, or which: "Matin suosituksesta", "kevään kampanjasta"."""
    return word[:1].isupper() or _YEAR.fullmatch(word) is not None or word.casefold().endswith("n")


def _is_called(word: str) -> bool:
    """Whether a word behind is a name, a year or a season: "kampanjasta kevät", "messuilta FinnBuild 2026"."""
    return word[:1].isupper() or _YEAR.fullmatch(word) is not None or folded(word.strip(_MARKS)) in _WHEN


def source_first(text: str) -> tuple[str, str] | None:
    """Split a line that begins with where a deal came from, before a name: "kylmäsoitto Acme Oy". None for any other.

    Only words in small letters are such a beginning: "Referral Partners" is a name.
    """
    words = text.split()
    for count in (1, 2):
        if (
            len(words) > count
            and words[count][:1].isupper()
            and words[0][:1].islower()
            and is_source(" ".join(words[:count]))
        ):
            return " ".join(words[:count]), " ".join(words[count:])
    return None
