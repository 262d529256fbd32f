"""Tells a sentence, which is a note, from the words of a name: "tapasin messuilla", "they called"."""

from __future__ import annotations

import re

from bot.language.folding import folded

_LONGEST_WORD = 40
_VERBS = frozenset(
    folded(word)
    for word in """
    soitin soitti soittivat soita soittaa soitetaan soiteltiin
    kysyi kysyivät kysyin kysy kysyy kyseli kyselivät haluaa haluavat halusi
    halusivat tarvii tarvitsee tarvitsevat pyysi pyysivät pyytää pyytävät tapasin tapasimme tapaa tavattiin tavataan
    nähtiin näin kävin käytiin kävi käydään lähetin lähetti lähetä lähetetään lähetettiin laitoin laita laitettiin
    meilasin
    meilasi meilaa meilattiin sovin sovittiin sovitaan sopi lupasi lupasin luvattiin palaan palaa palaavat palataan
    odottaa odottavat odotetaan odota miettii miettivät harkitsee harkitsevat vertailee vertailevat pitää pitäisi pitäs
    täytyy muista muistuta oli olivat ovat ei eivät tulee tulevat tuli aikoo aikovat ostaa ostavat osti tilaa tilasi
    vaihtaa vaihtavat kiinnostui kiinnostunut kiinnostuneet kuulemma ilmoitti kertoi kertoivat sanoi sanoivat
    jutteli juteltiin juttelin puhuttiin puhuin ottivat otti otin ota sain saatiin sai tehdään tein teki tekee
    varmista selvitä hoida muutti siirtyi esitteli esittelin kilpailutus kilpailuttaa
    called calls asked asks ask wants want wanted needs needed met
    spoke spoken talked said says would should must has have had waiting waits interested sent send
    emailed promised agreed remember remind please comparing considering evaluating got get came comes
    """.split()
)
_LINKS = frozenset("ja and että that kun when jos if he hän ne they we me minä mä I asiakas the".split())
_MOST_WORDS_OF_A_NAME = 6
_FOLLOWS_FIGURE = re.compile(
    r"[0-9]+ (?:pv|vk|kk|d|w|viikkoa|päivää)\b(?!.*\b(?:päästä|kuluttua)\b).*\S", re.IGNORECASE
)


def is_clause(text: str) -> bool:
    """Whether the text reads like a sentence: a verb stands at its beginning, behind a small word or a subject."""
    words = [folded(word.strip(".,!?:()")) for word in text.split(maxsplit=4)[:4] if len(word) <= _LONGEST_WORD]
    if not words:
        return False
    if words[0] in _VERBS or (words[0] in _ORDERS and len(words) > 1 and _is_person(text.split(maxsplit=2)[1])):
        return True
    if len(words) > 1 and words[0] in _LINKS and words[1] in _VERBS:
        return True
    return len(words) > 2 and any(word in _SURE for word in words[1:4])


def is_about_person(text: str) -> bool:
    """Whether the text begins with the name of someone in Slack and has no number: "@Liisa Nieminen hoitaa"."""
    return text[:1] == "@" and text[1:2].isalpha() and not any(letter.isdigit() for letter in text)


# English verbs that are nouns too: a person behind them makes a sentence.
_ORDERS = frozenset("call email mail meet send ask contact message visit".split())
_PERSONS = frozenset("him her them me us back again it".split())


def _is_person(word: str) -> bool:
    return word[:1].isupper() or word.strip(".,!").casefold() in _PERSONS


# Verbs that are no nouns and stand in no name: they make a sentence wherever they stand.
_SURE = frozenset(
    folded(word)
    for word in """
    soitti soittivat kysyi kysyivät kyseli kyselivät haluaa haluavat halusi halusivat tarvitsee tarvitsevat pyysi
    pyysivät tavattiin
    lupasi odottaa odottavat miettii harkitsee vertailee pitää palaavat kertoi kertoivat sanoi sanoivat ostavat
    called asked wants wanted needs needed said says
    """.split()
)


def is_note(text: str) -> bool:
    """Whether a text behind a long dash is a note and not a field of the deal."""
    if is_clause(text):
        return True
    return text.count(" ") >= _MOST_WORDS_OF_A_NAME or text.isdigit() or _FOLLOWS_FIGURE.fullmatch(text) is not None
