"""`/deal forecast`: what will come in, as of now."""

from __future__ import annotations

import pytest

from tests.scenarios.town import SELLER, Newcomer, Thread, Town


@pytest.mark.parametrize("words", ["/deal ennuste", "/diili forecast"])
def test_this_month_and_next(own_town: Town, words: str) -> None:
    """In a town of its own: in the others deals have ended already."""
    seller = Newcomer(own_town, SELLER)
    seller.new_deal()

    seller.type(words)

    shown = seller.told("Ennuste")
    assert "Kesäkuu" in shown
    assert "Heinäkuu" in shown
    assert "Yhtään diiliä ei ole vielä päättynyt: ennuste nojaa oletuksiin." in shown


def test_it_reads_well_in_english(english: Newcomer) -> None:
    english.new_deal()

    english.type("/deal forecast")

    assert "June" in english.told("Forecast")


def test_its_buttons_open_to_the_deals_behind(seller: Newcomer) -> None:
    seller.new_deal()
    seller.type("/deal ennuste")

    seller.press("Näytä laskelma", "Ennuste")

    assert " Oy" in seller.told("Oy")


def test_a_minute_later_it_tells_the_same(seller: Newcomer) -> None:
    seller.new_deal()
    seller.type("/deal ennuste")
    first = seller.told("Ennuste").split("Tilanne")[0]

    seller.town.slack.clock(by="1m")
    seller.town.clear_screens()
    seller.type("/deal ennuste")

    assert seller.told("Ennuste").split("Tilanne")[0] == first


def test_in_a_thread(thread: Thread) -> None:
    assert "Kesäkuu" in thread.says("ennuste", "Ennuste")
