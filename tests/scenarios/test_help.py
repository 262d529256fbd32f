"""`/deal help`, and `/deal` alone: what one can do, with one's own deals as examples."""

from __future__ import annotations

import pytest

from bot.requests.route import WORDS
from tests.scenarios.town import Newcomer, Thread


@pytest.mark.parametrize("words", ["/deal", "/diili ohje", "/deal help", "/deal apua", "/deal apu", "/diili guide"])
def test_the_guide_names_every_word(seller: Newcomer, words: str) -> None:
    told = seller.type(words)

    for ways in WORDS:
        assert f"`{ways.forms['fi'][0]}" in told, ways.word


def test_ones_own_deals_are_the_examples(seller: Newcomer) -> None:
    name = seller.new_deal()

    assert f"siirrä {name.lower()}" in seller.type("/deal")


def test_it_reads_well_in_english(english: Newcomer) -> None:
    told = english.type("/diili")

    for ways in WORDS:
        assert f"`{ways.word}" in told


def test_its_buttons_begin_a_deal(seller: Newcomer) -> None:
    seller.type("/deal")

    seller.press("Uusi diili…", "siirrä [diili]")

    assert seller.form()["title"]["text"] == "Uusi diili"


def test_in_a_thread(thread: Thread) -> None:
    assert "siirrä [diili]" in thread.says("ohje", "siirrä [diili]")
