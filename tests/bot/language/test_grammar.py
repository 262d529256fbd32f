"""What is typed after `/deal` is taken apart as the person means it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.grammar import FormTaken, Mentioned, Near, ParsedLine, Which, WordTable, read, read_which, unescaped

TABLE = WordTable(
    {
        "new": ("uusi", "lisää", "luo"),
        "advance": ("siirrä", "etene", "eteenpäin"),
        "won": ("voitettu", "voitto", "kauppa"),
        "lost": ("hävitty", "häviö"),
        "undo": ("peru", "peruuta", "kumoa"),
        "show": ("näytä", "avaa", "katso"),
        "reopen": ("avaa uudelleen",),
        "mine": ("omat", "mun"),
        "help": ("ohje", "apua", "apu"),
    }
)
OF_ONE = {
    "Tunnistaminen": 1, "Yhteydenotto": 2, "Tarjous": 3, "Kauppa": 4, "Hävitty": 5,
    "Identification": 1, "Contact": 2, "Offer": 3, "Sale": 4, "Lost": 5, "Neuvottelu käynnissä": 6,
}  # fmt: skip
STAGES = {1: OF_ONE}


@pytest.mark.parametrize(
    ("text", "word", "rest", "note"),
    [
        ("siirrä acme", "advance", "acme", None),
        ("advance acme", "advance", "acme", None),
        ("SIIRRA Acme Oy", "advance", "Acme Oy", None),
        ("hävitty", "lost", "", None),
        ("havitty", "lost", "", None),
        ("avaa acme", "show", "acme", None),
        ("Avaa  Uudelleen acme", "reopen", "acme", None),
        ("siirrä acme tarjous -- soitin tänään", "advance", "acme tarjous", "soitin tänään"),
        ("siirrä acme — soitin", "advance", "acme", "soitin"),
        ("siirrä acme – soitin", "advance", "acme", "soitin"),
        ("peru -- väärä diili", "undo", "", "väärä diili"),
        ("siirrä acme -- ", "advance", "acme", None),
        ("uusi Virta-Auto Oy", "new", "Virta-Auto Oy", None),
        ("näytä “Acme Oy”", "show", '"Acme Oy"', None),
        ("uusi Meri &amp; Poika &lt;Oy&gt;", "new", "Meri & Poika <Oy>", None),
        ("näytä <@U12|anna> <#C1|myynti> <http://x.fi|x.fi>", "show", "@anna #myynti x.fi", None),
        ("\x00apua\u200b", "help", "", None),
    ],
)
def test_the_word_what_follows_it_and_the_note(text: str, word: str, rest: str, note: str | None):
    request = read(text, TABLE)
    assert (request.word, request.rest, request.note) == (word, rest, note)


def test_who_and_what_is_mentioned_before_the_note_is_known_by_its_id():
    line = read("siirrä acme &amp; co <@U12|anna> <#C1|myynti> <@U13> -- kysy <@U14|matti>", TABLE)
    assert line.people == (Mentioned("U12", "@anna"), Mentioned("U13", ""))
    assert line.channels == (Mentioned("C1", "#myynti"),)
    assert (line.rest, line.note) == ("acme & co @anna #myynti", "kysy @matti")


def test_how_the_word_was_typed_is_known():
    assert read("AVAA  uudelleen acme", WordTable({"back": ("avaa uudelleen",)})).form == "AVAA uudelleen"


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("siirä acme", Near("advance", "siirrä")),
        ("advnace acme", Near("advance", "advance")),
        ("kaupa", Near("won", "kauppa")),
        ("unod", Near("undo", "undo")),
        ("avaa udelleen acme", None),  # begins with a word that exists
        ("acme", None),
        ("mu", None),  # too short to guess from
        ("#12", None),
        ("", None),
    ],
)
def test_a_slip_is_suggested_never_taken(text: str, near: Near | None):
    request = read(text, TABLE)
    assert request.near == near
    assert near is None or request.word is None


def test_words_that_are_no_word_are_kept_for_the_deal_they_may_name():
    assert read("Acme Oy -- kuka hoitaa?", TABLE) == ParsedLine(
        None, "Acme Oy", "kuka hoitaa?", "Acme Oy -- kuka hoitaa?"
    )


@pytest.mark.parametrize("text", ["avaa 6.7. – 2.8.", "avaa Acme, 10 000 € – 12 000 €", "avaa 10—12 Oy", "avaa A–B Oy"])
def test_a_dash_between_two_figures_or_within_a_word_starts_no_note(text: str):
    assert read(text, TABLE).note is None


@pytest.mark.parametrize(
    ("text", "rest", "note"),
    [
        ("avaa rivi oy—soittivat eilen", "rivi oy", "soittivat eilen"),
        ("avaa rivi oy – 3 vk myöhässä", "rivi oy", "3 vk myöhässä"),
        ("avaa rivi oy — 3 vk myöhässä", "rivi oy", "3 vk myöhässä"),
        ("avaa #521 – 3 vk myöhässä", "#521", "3 vk myöhässä"),
        ("avaa #521—3 vk myöhässä", "#521", "3 vk myöhässä"),
    ],
)
def test_a_phones_dash_starts_a_note_without_spaces_and_before_a_figure(text: str, rest: str, note: str):
    request = read(text, TABLE)
    assert (request.rest, request.note) == (rest, note)


def test_two_words_cannot_be_typed_in_the_same_way():
    with pytest.raises(FormTaken):
        WordTable({"won": ("kauppa",), "shop": ("Kauppa",)})


@pytest.mark.parametrize(
    ("rest", "deal_no", "text", "stage_no"),
    [
        ("acme", None, "acme", None),
        ("acme tarjous", None, "acme", 3),
        ("acme to offer", None, "acme", 3),
        ("acme to ofer", None, "acme", 3),
        ("Acme Oy → Tarjous", None, "Acme Oy", 3),
        ("acme -> ofer", None, "acme", 3),
        ("→ tarjous", None, "", 3),
        ("tarjous", None, "", 3),
        ("acme tarjoukseen", None, "acme", 3),
        ("acme tarjousvaiheeseen", None, "acme", 3),
        ("acme vaiheeseen tarjous", None, "acme", 3),
        ("acme kauppaan", None, "acme", 4),
        ("acme yhteydenottoon", None, "acme", 2),
        ("acme hävityksi", None, "acme", 5),
        ("acme neuvottelu käynnissä", None, "acme", 6),
        ("#12", 12, "", None),
        ("#12 Tarjous", 12, "", 3),
        ("D-12 to sale", 12, "", 4),
        ("d-12", 12, "", None),
        ("d12", None, "d12", None),
        ("12", None, "12", None),
        ("#12abc", None, "#12abc", None),
        ('"Acme Oy" tarjous', None, "Acme Oy", 3),
        ("Back to Basics", None, "Back to Basics", None),
        ("Kauppaketju Oy", None, "Kauppaketju Oy", None),
        ("", None, "", None),
    ],
)
def test_which_deal_and_which_stage(rest: str, deal_no: int | None, text: str, stage_no: int | None):
    which = read_which(rest, STAGES)
    assert (which.deal_no, which.text, which.stages.get(1)) == (deal_no, text, stage_no)


def test_a_deal_named_like_a_stage_can_still_be_found_by_its_whole_name():
    assert read_which("Meri Contact", STAGES) == Which(None, "Meri", {1: 2}, "Meri Contact", stage_text="Contact")


@pytest.mark.parametrize(
    ("rest", "text", "stages"),
    [
        ("acme tarjous", "acme", {1: 3, 2: 12}),
        ("acme tarjoukseen", "acme", {1: 3, 2: 12}),
        ("acme sale", "acme", {1: 4}),
        ("acme → koeajo", "acme", {2: 11}),
        ("acme iso tarjous", "acme", {2: 13}),
    ],
)
def test_a_label_is_looked_up_in_each_pipeline(rest: str, text: str, stages: dict[int, int]):
    which = read_which(rest, {1: OF_ONE, 2: {"Koeajo": 11, "Tarjous": 12, "Iso tarjous": 13}})

    assert (which.text, which.stages) == (text, stages)
    assert which.without_stage().text == which.whole


def test_an_arrow_to_what_is_no_stage_is_told():
    assert read_which("acme → avaruus", STAGES).unknown_stage == "avaruus"


@pytest.mark.parametrize(
    "text", ["a" * 10_000, "a " * 5_000, "<@U" * 3_000, "-- " * 3_000, "→" * 10_000, "&amp;" * 2_000, "\x00" * 10_000]
)
def test_ten_thousand_characters_are_read_as_readily_as_ten(text: str):
    request = read(text, TABLE)
    assert request.word is None
    assert read_which(request.rest, STAGES).deal_no is None


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str):
    request = read(text, TABLE)
    assert request.typed == unescaped(text)
    assert request.word is None or request.near is None
    assert "\x00" not in request.typed


@given(st.sampled_from(sorted(TABLE.words)), st.sampled_from(["acme", "Virta Oy", "#12"]))
def test_each_form_of_a_word_is_that_word(word: str, rest: str):
    for form in (word, *TABLE.words[word]):
        request = read(f"{form.upper()} {rest}", TABLE)
        assert (request.word, request.rest) == (word, rest)
