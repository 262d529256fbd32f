"""Reads what people type of where a deal came from, and of why it was lost, into one of the entries of the menus."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from bot.language.folding import folded
from pipeline.deals.choices import BUILT_IN, ListEntry, ListName, Lists
from pipeline.deals.events import LostKind, SourceKind
from pipeline.finding import spelling

K = TypeVar("K")
_LONGEST = 300  # characters of a text in which a kind is sought
_SHORT = 3  # letters of a word up to which it is not bent
_STEMS = {"aika": "aja", "uus": "uude", "yys": "yyde"}  # ends of words whose stems no rule of names knows
_MARKS = ".,:;!?()\"'”“–-"
_NOT = frozenset({"ei", "eika", "not", "no", "isn't", "wasn't", "vaan", "eivat", "emme", "en", "eihan", "without"})


def _phrases(spoken: Mapping[K, str]) -> dict[tuple[str, ...], K]:
    return {
        tuple(folded(word) for word in phrase.split()): kind
        for kind, text in spoken.items()
        for phrase in " ".join(text.split()).split(" · ")
    }


_SOURCES = _phrases(
    {
        SourceKind.REFERRAL: """
            suositus · suosituksesta · suosituksen kautta · suositteli · suosittelija · suosittelemana · referenssi ·
            referral · referred · recommendation · recommended · word of mouth · puskaradio · verkosto · verkostosta ·
            verkostoista · verkostoituminen · verkostoitumisesta · network · networking
        """,
        SourceKind.THEY_CONTACTED: """
            asiakas otti yhteyttä · otti yhteyttä · ottivat yhteyttä · soitti itse · soittivat itse · kysyi itse ·
            kysyivät itse · yhteydenottopyyntö · tarjouspyyntö · yhteydenottolomake · verkkolomake · nettilomake ·
            lomake · inbound · they contacted us · contacted us · they called · web form · contact form · rfq
        """,
        SourceKind.EVENT: """
            tapahtuma · tapahtumasta · tapahtumassa · messut · messuilta · messuilla · messu · seminaari ·
            seminaarista · webinaari · webinaarista · konferenssi · event · fair · trade fair · trade show ·
            tradeshow · conference · seminar · webinar · expo
        """,
        SourceKind.WE_CONTACTED: """
            otimme yhteyttä · otettiin yhteyttä · kylmäsoitto · kylmäsoitosta · kylmäsoitolla · kylmäpuhelu · buukkaus
            · prospektointi · soitettiin · outbound · cold call · cold calls · cold calling · cold called · cold email
            · we contacted them · we called · prospecting
        """,
        SourceKind.CAMPAIGN: """
            kampanja · kampanjasta · uutiskirje · uutiskirjeestä · mainos · mainoksesta · mainonta · google ads ·
            facebook-mainos · campaign · newsletter · ad · ads · advert · mailing
        """,
        SourceKind.PARTNER: """
            kumppani · kumppanilta · kumppanin kautta · yhteistyökumppani · jälleenmyyjä · jälleenmyyjältä · partner ·
            reseller
        """,
        SourceKind.EXISTING: """
            nykyinen asiakas · vanha asiakas · olemassa oleva asiakas · nykyasiakas · lisämyynti · existing customer ·
            existing client · old customer · current customer · upsell
        """,
        SourceKind.OTHER: "muu · other",
        SourceKind.UNKNOWN: """
            ei tiedossa · ei tiedetä · ei tietoa · en tiedä · en muista · ei muistikuvaa · tuntematon · not known ·
            unknown · don't know · don’t know · dunno · no idea · not sure · can't remember · can’t remember
        """,
    }
)
_REASONS = _phrases(
    {
        LostKind.WENT_SILENT: """
            ei enää vastannut · ei vastannut · eivät vastanneet · eivät enää vastaa · ei enää vastaa · eivät vastaa ·
            lakkasi vastaamasta · lakkasivat vastaamasta · went quiet · gone quiet · stopped replying ·
            stopped responding · ei vastaa · ei vastausta · hiljeni · hiljaista ·
            went silent · no answer · no response · no reply · stopped answering · ghosted · silent
        """,
        LostKind.NO_DECISION: """
            ei päätöstä nyt · ei päätöstä · eivät tee päätöstä · ei tee päätöstä · eivät päätä ·
            ei päättänyt · ei päätetty · päätös lykkääntyi · päätös siirtyi · siirtyi
            ensi vuoteen · ajoitus · no decision now · no decision · postponed · timing · not now
        """,
        LostKind.COMPETITOR: """
            kilpailija · kilpailijalle · kilpailijan · kilpailijaan · kilpailu · meni toiselle · meni muualle ·
            valitsivat toisen · valitsi toisen · toisen toimittajan · toiselle toimittajalle · competitor ·
            competition · went with · another supplier · another vendor
        """,
        LostKind.PRICE: """
            hinta · hinnan · hinnalla · hintaan · hinnasta · hinnassa · hintakysymys · liian kallis · kallis ·
            liian kallista · kallista · kalliiksi · price · pricing ·
            too expensive · expensive · too pricey
        """,
        LostKind.NO_NEED: """
            ei tarvetta · ei tarvitse · ei tarvinnut · ei tarvitakaan · tarve poistui · no need · not needed ·
            don't need · no longer needed
        """,
        LostKind.COULD_NOT: """
            emme pystyneet · ei pystytty · emme voineet · ei voitu toimittaa · kapasiteetti ei riittänyt · we couldn't ·
            we couldn’t · we could not · couldn't deliver · could not deliver · no capacity
        """,
        LostKind.UNKNOWN: """
            ei tiedossa · ei tiedetä · en tiedä · ei tietoa · not known · unknown · don't know · no idea
        """,
    }
)
_PLAIN = frozenset(
    folded(word)
    for word in """
        hinta hinnan hinnalla hintaan hinnasta hinnassa kilpailija kilpailijan kilpailijalle kilpailijaan
        price pricing competitor
    """.split()
)
"""Words that name a kind of reason and say no more of it."""
_LEADING = frozenset(
    folded(word)
    for word in "takia vuoksi johdosta syy syynä oli on meni because of due to the a was is by reason lost went".split()
)

_BESIDE = _LEADING | {"from", "via", "through", "kautta", "kanava", "lahde", "source"}
"""Words that say nothing more beside an entry of the team's own."""


def read_source_choice(text: str, lists: Lists = BUILT_IN) -> ListEntry | None:
    """Return the source that the text surely names: "messut", "Pekan suosituksesta", an entry of the team's own."""
    return _only_choice(text, _SOURCES, lists.own(ListName.SOURCE))


def read_lost_choice(text: str, lists: Lists = BUILT_IN) -> ListEntry | None:
    """Return the reason that the text surely names: "hinta", "kilpailija oli halvempi", an entry of the team's own."""
    return _only_choice(text, _REASONS, lists.own(ListName.LOST))


def read_source_kind(text: str) -> SourceKind | None:
    """Return the kind of source that the text surely names: "messut", "Pekan suosituksesta"; else None."""
    return SourceKind(found.code) if (found := read_source_choice(text)) is not None else None


def read_lost_kind(text: str) -> LostKind | None:
    """Return the kind of reason that the text surely names: "hinta", "kilpailija oli halvempi"; else None."""
    return LostKind(found.code) if (found := read_lost_choice(text)) is not None else None


def names_only_own(text: str, choice: ListEntry) -> bool:
    """Whether the text says no more than an entry of the team's own: "toimitusajan takia" where that is one."""
    words = [folded(word.strip(_MARKS)) for word in text.split()] if len(text) <= _LONGEST else []
    while words and words[0] in _BESIDE:
        words.pop(0)
    count = _count_of_own(words, choice)
    return count > 0 and all(word in _BESIDE or not word for word in words[count:])


def own_at(words: Sequence[str], own: Sequence[ListEntry]) -> tuple[int, ListEntry] | None:
    """The entry of the team's own that folded words begin with, by the longest label, and how many words it takes.

    None where they begin with none, or with labels of two entries.
    """
    counts = [(_count_of_own(words, each), each) for each in own]
    most = max((count for count, _each in counts), default=0)
    found = [each for count, each in counts if count == most]
    return (most, found[0]) if most and len(found) == 1 else None


def _count_of_own(words: Sequence[str], choice: ListEntry) -> int:
    """How many of these words, folded and perhaps bent, are a label of the entry; 0: they do not begin with one."""
    counts: list[int] = [0]
    for label in choice.labels:
        wanted = [folded(word.strip(_MARKS)) for word in label.split()]
        wanted = [word for word in wanted if word]
        pairs = list(zip(words, wanted, strict=False))
        if wanted and len(pairs) == len(wanted) and all(_is_form(*each) for each in pairs):
            counts.append(len(wanted))
    return max(counts)


def _is_form(typed: str, word: str) -> bool:
    """Whether a typed word is this word, or a form of it: "toimitusajan", "LinkedInistä", "partner's"."""
    if typed == word or typed in (f"{word}s", f"{word}'s"):
        return True
    if len(word) <= _SHORT or not typed.isalpha():
        return False
    bent = [word, *(word.removesuffix(end) + stem for end, stem in _STEMS.items() if word.endswith(end))]
    return any(spelling.is_inflected(typed, each) for each in bent)


def names_only_reason(text: str) -> bool:
    """Whether the text says no more than one kind of reason: "hinnan takia", "because of the price"."""
    words = [folded(word.strip(_MARKS)) for word in text.split()] if len(text) <= _LONGEST else []
    return sum(word not in _LEADING for word in words) == 1 and any(word in _PLAIN for word in words)


def says_only_reason(text: str) -> bool:
    """Whether the text is one phrase of a kind of reason, and nothing more: "liian kallis", "because of the price"."""
    words = [folded(word.strip(_MARKS)) for word in text.split()] if len(text) <= _LONGEST else []
    bare = [word for word in words if word not in _LEADING]
    return any(tuple(each) in _REASONS for each in (words, bare))


def says_only_unknown(text: str) -> bool:
    """Whether the text says no more than that nobody knows the source: "en tiedä"."""
    return _SOURCES.get(tuple(folded(word.strip(_MARKS)) for word in text.split())) is SourceKind.UNKNOWN


def names_only_source(text: str) -> bool:
    """Whether the text says no more than one kind of source: "messuilta", "word of mouth"."""
    return tuple(folded(word.strip(_MARKS)) for word in text.split()) in _SOURCES


def is_only_label(text: str, labels: Iterable[str]) -> bool:
    """Whether the text says no more than the label of a kind, in any language."""
    return folded(text.strip(_MARKS + " ")) in {folded(label) for label in labels}


def _only_choice(text: str, phrases: Mapping[tuple[str, ...], K], own: Sequence[ListEntry]) -> ListEntry | None:
    """The one entry whose phrases stand in the text. With a negation beside them it may mean the contrary: None."""
    if len(text) > _LONGEST:
        return None
    words = [folded(word.strip(_MARKS)) for word in text.split()]
    longest = max(map(len, phrases))
    kinds: set[ListEntry] = set()
    left: list[str] = []
    at = 0
    while at < len(words):
        most = min(longest, len(words) - at)
        count = next((n for n in range(most, 0, -1) if tuple(words[at : at + n]) in phrases), 0)
        named = own_at(words[at:], own) if own else None
        if named is not None and named[0] >= count:
            count = named[0]
            kinds.add(named[1])
        elif count:
            kinds.add(ListEntry(str(phrases[tuple(words[at : at + count])])))
        else:
            left.append(words[at])
        at += count or 1
    return kinds.pop() if len(kinds) == 1 and _NOT.isdisjoint(left) else None
