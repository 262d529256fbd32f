"""`/deal show`: one deal with what is known of it, and what can be done with it."""

from __future__ import annotations

import pytest

from tests.scenarios.town import OTHER_SELLER, Newcomer, Thread, Town


@pytest.mark.parametrize("words", ["/deal näytä ", "/diili show ", "/deal avaa ", "/deal katso ", "/deal "])
def test_it_is_shown_by_name(seller: Newcomer, words: str) -> None:
    name = seller.new_deal("12 500 €, lähde: messut")

    assert f"{name} · 12 500 € · Tunnistaminen · tänään" in seller.type(f"{words}{name}")

    shown = seller.told("Vastuuhenkilö")
    assert "Lähde: messut" in shown
    for button in ("Siirrä: Yhteydenotto", "Voitettu…", "Seuraava askel…", "Hävitty…"):
        assert button in shown


@pytest.mark.parametrize("written", ["#{no}", "D-{no}", "d-{no}"])
def test_it_is_shown_by_number(seller: Newcomer, written: str) -> None:
    name = seller.new_deal()

    assert name in seller.type("/deal " + written.format(no=seller.town.deal(name).deal_no))


def test_it_reads_well_in_english(english: Newcomer) -> None:
    name = english.new_deal()

    assert f"{name} · 12,500 € · Identification · since today" in english.type(f"/deal show {name}")


def test_the_button_beside_a_line_of_a_list_shows_it_and_the_list_stays(seller: Newcomer) -> None:
    name, other = seller.new_deal(), seller.new_deal()
    seller.type("/deal omat")

    seller.press(f"show.{seller.town.deal(name).deal_no}", "Avoimet diilisi")

    assert name in seller.told("Siirrä: Yhteydenotto")
    assert other in seller.told("Avoimet diilisi")


def test_in_a_thread_it_is_that_deal_with_and_without_the_word(thread: Thread) -> None:
    assert "Tunnistaminen" in thread.says("näytä", "Siirrä: Yhteydenotto")
    assert "Tunnistaminen" in thread.says("", "Siirrä: Yhteydenotto")


def test_anyone_here_sees_it(seller: Newcomer, town: Town) -> None:
    name = seller.new_deal()

    assert name in town.type(OTHER_SELLER, f"/deal näytä {name}")


def test_no_such_number(seller: Newcomer) -> None:
    assert seller.type("/deal näytä #99999") == "Diiliä #99999 ei löydy."
