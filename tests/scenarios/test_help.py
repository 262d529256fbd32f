"""`/deal help`, and `/deal` alone: groups of words by what one wants to do; what each word does is a press away."""

from __future__ import annotations

import pytest

from bot.blocks.shown_words import Chapter
from bot.requests.route import WORDS
from tests.scenarios.town import LEAD, SELLER, Newcomer, Thread, Town


@pytest.mark.parametrize("words", ["/deal", "/diili ohje", "/deal help", "/deal apua", "/deal apu", "/diili guide"])
def test_the_guide_names_every_word_in_twelve_lines(town: Town, words: str) -> None:
    town.new_deal(SELLER)

    told = town.type(SELLER, words)

    for ways in WORDS:
        assert f"`{ways.forms['fi'][0]}`" in told, ways.word
    assert len(told.splitlines()) <= 12


def test_a_group_is_chosen_from_the_menu_and_every_word_is_a_press_away(seller: Newcomer) -> None:
    seller.type("/deal ohje")

    seller.press("help.groups", "Näin Putki toimii", value="Katso, missä mennään")
    assert "*Katso, missä mennään*" in seller.told("`omat` avoimet diilisi")

    seller.press("Kaikki sanat", "`omat` avoimet diilisi")
    told = seller.told("`siirrä [diili] [vaihe]`")
    for ways in WORDS:
        assert f"`{ways.forms['fi'][0]}" in told, ways.word


@pytest.mark.parametrize("words", ["/deal ohje kaikki", "/deal help all"])
def test_all_words_can_be_typed_for(seller: Newcomer, words: str) -> None:
    assert "`siirrä [diili] [vaihe]` seuraavaan" in seller.type(words)


def test_who_never_had_a_deal_reads_one_line_to_type(seller: Newcomer) -> None:
    line = "Kirjoita esimerkiksi: `/deal uusi Acme Oy, 12 500 €`"

    assert seller.type("/deal") == line
    seller.press("Ohje", line)
    guide = seller.told("Näin Putki toimii")
    assert line in guide
    assert "Vie diiliä eteenpäin" in guide
    assert line in seller.type("/deal omat")


def test_who_leads_reads_the_guide_without_deals_of_their_own(town: Town) -> None:
    assert "Vie diiliä eteenpäin" in town.type(LEAD, "/deal")


def test_ones_own_deals_are_the_examples(seller: Newcomer) -> None:
    name = seller.new_deal()

    assert f"siirrä {name.lower()}" in seller.type("/deal")


def test_it_reads_well_in_english(english: Newcomer) -> None:
    told = english.type("/diili help")

    for ways in WORDS:
        assert f"`{ways.forms['en'][0]}`" in told
    assert "Move a deal on" in told


def test_its_buttons_begin_a_deal(seller: Newcomer) -> None:
    seller.type("/deal ohje")

    seller.press("Uusi diili…", "Näin Putki toimii")

    assert seller.form()["title"]["text"] == "Uusi diili"


def test_in_a_thread(thread: Thread) -> None:
    assert "`siirrä`" in thread.says("ohje", "Näin Putki toimii")


def test_every_group_has_a_word() -> None:
    assert {word.chapter for word in WORDS} == set(Chapter)
