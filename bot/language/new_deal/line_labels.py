"""Reads the labels that people write before a field ("summa: 12k", "lähde messut") and the words that say nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from bot.language.folding import folded
from bot.language.new_deal.company_names import is_form
from bot.language.source_words import is_source


class Field(Enum):
    """What a label says of the text behind it."""

    CUSTOMER = "the customer"
    NAME = "the deal's name"
    AMOUNT = "the amount"
    DAY = "the day on which the deal is expected to close"
    SOURCE = "where the deal came from"
    NOTE = "a note"
    OTHER = "something that a new deal has no field for, such as a contact: a note, with its label"


def _words(field: Field, words: str) -> dict[str, Field]:
    return {folded(word.replace("_", " ")): field for word in words.split()}


_LABELS = (
    _words(Field.CUSTOMER, "asiakas customer client yritys company firma account organisaatio")
    | _words(Field.NAME, "nimi name aihe otsikko title kohde subject projekti project tuote product työ diilin_nimi")
    | _words(
        Field.AMOUNT,
        "summa hinta arvo budjetti amount price value budget total sum kokonaishinta kauppahinta euroa deal_value",
    )
    | _words(
        Field.DAY,
        """kauppapäivä päivä pvm päivämäärä date close_date closing_date closing close closes sulkeutuu
        klousaa klousataan deadline dl expected expected_close eta arvioitu_kauppapäivä viimeistään viim viim. due
        due_date päätös ajankohta aikataulu milloin when""",
    )
    | _words(Field.SOURCE, "lähde lahde source lead_source")
    | _words(
        Field.NOTE, "muistiinpano muistiinpanot note notes huom huom! lisätieto lisätiedot kommentti comment info memo"
    )
    | _words(
        Field.OTHER,
        """yhteyshenkilö yhteystieto contact contact_person puh puhelin phone tel email sähköposti osoite address
        vastuu vastuuhenkilö owner myyjä todennäköisyys probability y-tunnus vaihe stage""",
    )
)
_COLON = re.compile(r"(?P<label>[^:=\n]{1,24})(?::(?!\S*:)|\s=)\s*(?P<value>\S.*)", re.DOTALL)
_SOURCE = re.compile(
    r"(?:lähde|lahde|source)\s+(?!code\b)(?P<said>\S+(?: \S+){0,3})|(?:via|kautta)\s+(?P<via>\S.*)", re.IGNORECASE
)
_OPEN_PRICE = re.compile(
    r"(?:hinta|budjetti|summa|arvo|price|budget|amount|value)(?: on| is)?"
    r" (?:auki|avoin|avoinna|ei tiedossa|ei tiedetä|epäselvä|sovitaan|sopimuksen mukaan|tbd|tbc|open|unknown|unclear"
    r"|not known|\?)",
    re.IGNORECASE,
)
_LONGEST_SOURCE = 4  # words
_THROUGH = re.compile(r"\S+(?: \S+){0,3} (?:kautta|suosituksesta|suosittelemana)", re.IGNORECASE)
#: Words before a day that say what the day is. They are no part of a name.
DAY_LABELS = frozenset(label for label, field in _LABELS.items() if field is Field.DAY) | frozenset(
    folded(word) for word in "arvio kaupat kauppa sulkeutunee toteutuu closing clousaa expected by on in".split()
)
#: Words before a day by which it is only a guess.
HEDGES = frozenset(
    folded(word)
    for word in """
    arviolta ehkä luultavasti todennäköisesti toivottavasti varmaan suunnilleen joskus maybe perhaps probably
    hopefully sometime likely around about roughly
    """.split()
)
#: Words before an amount or a day that belong to it.
SMALL = frozenset(
    folded(word) for word in "for at in on by noin n. ca viim. viim viimeistään worth about till until".split()
)

#: Words before an amount that was the earlier one, and before the one that counts: "ennen 70k nyt 60k".
BEFORE = frozenset(folded(word) for word in "ennen aiemmin aikaisemmin oli alunperin was before previously".split())
NOW = frozenset({"nyt", "nykyaan", "now"})

_FILLERS = frozenset(
    folded(word)
    for word in """
    diili diilin diilit deal deals liidi liidin lead asiakas asiakkaalle asiakkaan customer client opportunity oppari
    keissi keissin case mahdollisuus myyntimahdollisuus
    """.split()
)
_ENGLISH_NAMES = frozenset("deal deals lead case client customer opportunity".split())  # companies are named so
_BEFORE_FILLERS = frozenset(
    folded(word)
    for word in """
    uusi uuden uus new luo luoda luodaan lisää lisätä tee tehdä create add open start avaa make a an the moi hei moikka
    mulla mulle meillä ois olis olisi on tarttis tarvitsen haluan haluun voitko voisitko please can could you i we have
    need got would like hi hello tässä tulee tulis here here's is this
    """.split()
)
_AFTER_FILLERS = frozenset(
    folded(word)
    for word in "with for to at nimeltä nimellä called named from kohteelle firmalle yritykselle asiakkaalle".split()
)


def labelled(text: str) -> tuple[Field, str] | None:
    """Return the field that a label before a colon names, and the text behind it; None without a known label."""
    found = _COLON.fullmatch(text)
    field = _LABELS.get(folded(found["label"])) if found else None
    return (field, found["value"]) if found and field is not None else None


def is_source_label(text: str) -> bool:
    """Whether the text says only where the deal came from, so that it is no customer: "lähde messut"."""
    words = text.split()
    return (
        words[0].casefold() in ("lähde", "lahde", "source")
        and not any(is_form(word) for word in words)
        and (1 < len(words) <= _LONGEST_SOURCE and words[1] != "code")
    )


def is_open_price(text: str) -> bool:
    """Whether the whole text says that the amount is not known yet: "hinta auki", "price TBD"."""
    return _OPEN_PRICE.fullmatch(text) is not None


def source_of(text: str) -> str | None:
    """Return the source that the whole part states: "lähde messut", "via Pekka", "Pekan kautta", "kylmäsoitto"."""
    if (found := _SOURCE.fullmatch(text)) is not None:
        return found["said"] or found["via"]
    return text if _THROUGH.fullmatch(text) is not None or is_source(text) else None


def without_fillers(words: Sequence[str]) -> list[str]:
    """Return the words of a part without the words at its beginning that say only that it is a deal.

    "uusi diili:" and "new deal with" go; "Uusi Suomi Oy" and "Deal Oy" stay.
    """
    place, has_noun = 0, False
    while place < len(words) and (role := _filler(words, place, has_noun=has_noun)):
        has_noun = has_noun or role == "noun"
        place += 1
    if place and not has_noun and not words[place - 1].endswith(":"):
        is_name = place < len(words) and words[place][:1].islower()
        place = 0 if is_name or words[0][:1].isupper() else place
    rest = list(words[place:])
    if rest and folded(rest[-1].strip(".!")) in _FILLERS and len(rest) > 1 and not is_form(rest[-1]):
        rest = rest[:-1]
    return rest


def _filler(words: Sequence[str], place: int, *, has_noun: bool) -> str:
    """Return which kind of filler the word is there, "" for none."""
    word = folded(words[place].rstrip(":"))
    is_last = place + 1 >= len(words)
    if word in _FILLERS:
        is_name = word in _ENGLISH_NAMES and words[place][:1].isupper() and not words[place].endswith(":") and not place
        is_name = is_name and not is_last and (words[place + 1][:1].isupper() or is_form(words[place + 1]))
        is_name = is_name or (not is_last and is_form(words[place + 1]))
        return "" if is_name else "noun"
    if word in _BEFORE_FILLERS and not has_noun and not is_last:
        return "verb" if not words[place][:1].isupper() or folded(words[place + 1].rstrip(":")) in _FILLERS else ""
    return "link" if has_noun and word in _AFTER_FILLERS and words[place][:1].islower() else ""


def is_filler(text: str) -> bool:
    """Whether the whole text only says that it is a deal."""
    return all(folded(word.strip(".:!")) in _FILLERS | _BEFORE_FILLERS | SMALL for word in text.split())
