"""What is no word: the one deal it fits is shown, a near word suggested, else the guide is a press away."""

from __future__ import annotations

import pytest

from tests.scenarios.town import Newcomer, Thread


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("siirä acme", "siirrä"), ("advence acme", "advance"), ("voitetu acme", "voitettu"), ("helpp", "help"),
        ("asetuset", "asetukset"), ("undp", "undo"), ("ennuset", "ennuste"), ("hävity xx", "hävitty"),
    ],
)  # fmt: skip
def test_a_near_word_is_suggested_and_nothing_is_done(seller: Newcomer, typed: str, near: str) -> None:
    before = seller.town.changes()

    told = seller.type(f"/deal {typed}")

    assert told == f"Tuntematon sana: ”{typed}”. Tarkoititko: `/deal {near}`?"
    assert seller.town.changes() == before


def test_nothing_near_leads_to_the_guide(seller: Newcomer) -> None:
    assert seller.type("/deal qwxyz plugh") == "Tuntematon sana: ”qwxyz plugh”. Ohje kertoo, mitä voi kirjoittaa."

    seller.press("Ohje", "qwxyz")

    seller.told("siirrä [diili]")


def test_it_reads_well_in_english(english: Newcomer) -> None:
    assert english.type("/deal advanse acme") == "Unknown word “advanse acme”. Did you mean `/deal advance`?"


def test_a_deal_named_like_a_word_is_reached_by_its_number_and_by_showing_it(seller: Newcomer) -> None:
    seller.type("/deal uusi Voitto Oy Kuopiosta, 100 €")
    seller.fill()
    number = seller.town.deal("Voitto Oy Kuopiosta").deal_no

    assert "Voitto Oy Kuopiosta" in seller.type("/deal näytä voitto oy kuopiosta")
    assert "Voitto Oy Kuopiosta" in seller.type(f"/deal #{number}")
    seller.type("/deal peru")  # the name is free again
    assert "ei löydy" in seller.type(f"/deal #{number}")


def test_a_deals_name_alone_shows_it_before_a_near_word_is_suggested(seller: Newcomer) -> None:
    seller.type("/deal uusi Ennuset Oy, 100 €")
    seller.fill()

    assert "Ennuset Oy · 100 €" in seller.type("/deal ennuset")
    seller.type("/deal peru")


def test_several_deals_that_fit_are_picked_from(seller: Newcomer) -> None:
    name = seller.new_deal("pumppu")
    seller.type(f"/deal uusi {name}, venttiili")
    seller.fill()

    assert "sopii 2 diiliin" in seller.type(f"/deal {name}")
    seller.press(f"show.{seller.town.deal(name).deal_no}", "sopii 2 diiliin")
    seller.told("Siirrä: Yhteydenotto")


def test_in_a_thread(thread: Thread) -> None:
    assert "Tarkoititko: `/deal siirrä`?" in thread.says("siirä", "Tarkoititko")
