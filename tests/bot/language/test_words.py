"""Each word that the guide teaches is understood, in both languages, with or without its dots."""

import unicodedata

import pytest

from bot.language.catalogue import LANGUAGES, sentences
from bot.language.grammar import read
from bot.requests.route import WORDS, word_table
from tests.tables import each_row

TABLE = word_table()
TAUGHT = [
    ("new", "uusi lisää luo"),
    ("advance", "siirrä etene eteenpäin"),
    ("back", "palauta takaisin"),
    ("edit", "muuta muokkaa korjaa change"),
    ("assign", "vastuu"),
    ("won", "voitettu voitto kauppa"),
    ("lost", "hävitty häviö"),
    ("undo", "peru peruuta kumoa"),
    ("show", "näytä avaa katso"),
    ("history", "historia"),
    ("mine", "omat mun"),
    ("board", "putki taulu tilanne"),
    ("find", "etsi hae"),
    ("snooze", "muistuta torkuta torkku"),
    ("step", "askel"),
    ("note", "muistiinpano"),
    ("need", "tarve"),
    ("source", "lähde"),
    ("delete", "poista"),
    ("select", "valitse useita"),
    ("merge", "yhdistä"),
    ("stuck", "jumissa jumi"),
    ("next", "seuraavaksi seuraava tänään"),
    ("forecast", "ennuste"),
    ("away", "poissa loma"),
    ("settings", "asetukset"),
    ("help", "ohje apua apu"),
]


def without_dots(text: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFD", text) if not unicodedata.combining(each))


@each_row(("word", "form"), [(word, form) for word, forms in TAUGHT for form in (word, *forms.split())])
def test_a_word_is_understood(word: str, form: str):
    for typed in (form, without_dots(form), form.upper(), form.capitalize()):
        assert read(f"{typed} acme", TABLE).word == word


def test_avaa_shows_and_avaa_uudelleen_reopens():
    assert read("avaa acme", TABLE).word == "show"
    assert read("avaa uudelleen acme", TABLE).word != "show"


def test_tarjous_before_a_deal_is_the_word_and_behind_it_the_stage():
    assert [read(each, TABLE).word for each in ("tarjous acme 12 500", "offer acme", "quote acme 12k")] == ["offer"] * 3
    assert [read(each, TABLE).word for each in ("siirrä acme tarjous", "acme tarjoukseen")] == ["advance", None]


def test_a_name_is_no_word():
    for name in ("Anna", "Acme Oy", "Kauppakeskus Sello", "Uusimaa"):
        assert read(name, TABLE).word is None


@pytest.mark.parametrize(
    "text",
    [
        "soitto 521", "Soitto", "puhelu acme", "meili acme", "tapaaminen acme",
        "text acme",
        "lähteet", "pullonkaulat", "list", "last acme", "cost acme", "post", "call acme", "mail acme",
        "owner acme",
    ],
)  # fmt: skip
def test_a_word_that_means_something_of_its_own_is_no_slip_for_another(text: str):
    found = read(text, TABLE)
    assert (found.word, found.near) == (None, None)


@pytest.mark.parametrize(("text", "word"), [("voito acme", "won"), ("voitt acme", "won"), ("lots acme", "lost")])
def test_a_slip_in_a_word_that_closes_a_deal_is_still_suggested(text: str, word: str):
    near = read(text, TABLE).near
    assert near is not None
    assert near.word == word


@pytest.mark.parametrize("language", LANGUAGES)
@each_row("ways", WORDS)
def test_the_guide_teaches_a_form_that_is_understood_as_its_word(language: str, ways):
    line = sentences(language).gettext(ways.help)
    taught = line.split("`")[1]
    assert read(taught, TABLE).word == ways.word
