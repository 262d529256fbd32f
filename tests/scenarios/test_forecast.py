"""`/deal forecast`: what will come in, as of now."""

from __future__ import annotations

import pytest

from tests.scenarios.town import Newcomer, Thread


@pytest.mark.parametrize("words", ["/deal ennuste", "/diili forecast"])
def test_this_month_and_next_with_a_range(seller: Newcomer, words: str) -> None:
    seller.new_deal()

    seller.type(words)

    shown = seller.told("Ennuste")
    assert "Kesäkuu" in shown
    assert "Heinäkuu" in shown
    assert "haarukka" in shown
    assert "Mukana vain jo luodut diilit" in shown


def test_it_reads_well_in_english(english: Newcomer) -> None:
    english.new_deal()

    english.type("/deal forecast")

    assert "June" in english.told("Forecast")


def test_its_buttons_open_to_the_deals_behind(seller: Newcomer) -> None:
    seller.new_deal()
    seller.type("/deal ennuste")

    seller.press("Näytä laskelma", "Ennuste")

    assert " Oy" in seller.told("Oy")


def test_in_a_thread(thread: Thread) -> None:
    assert "Kesäkuu" in thread.says("ennuste", "Ennuste")
