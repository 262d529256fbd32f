"""`/deal board`: how many deals and how much money in each stage."""

from __future__ import annotations

import re

import pytest

from tests.scenarios.town import Newcomer, Thread


def _count(shown: str, stage: str) -> int:
    found = re.search(rf"{stage}\*? (\d+)", shown)
    assert found, shown
    return int(found[1])


@pytest.mark.parametrize("words", ["/deal putki", "/diili board", "/deal taulu", "/deal tilanne", "/deal pipeline"])
def test_the_stages_of_the_pipeline(seller: Newcomer, words: str) -> None:
    name = seller.new_deal()
    seller.type("/deal putki")
    before = _count(seller.told("Myyntiputki\n"), "Tunnistaminen")
    seller.type(f"/deal siirrä {name} tarjous")
    offers = _count(seller.told("Myyntiputki\n"), "Tarjous") if "Tarjous 0" not in seller.told("Myynti") else 0

    seller.type(words)

    shown = seller.told("Myyntiputki\n")
    assert _count(shown, "Tunnistaminen") == before - 1
    assert _count(shown, "Tarjous") == offers + 1
    assert "Kauppa" not in shown


def test_it_reads_well_in_english(english: Newcomer) -> None:
    english.new_deal()

    told = english.type("/deal board")

    assert told.startswith("Pipeline\n")
    assert "Identification" in told


def test_its_buttons_lead_on(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type("/deal putki")

    seller.press("Omat diilit", "Myyntiputki")

    assert name in seller.told("Avoimet diilisi")


def test_in_a_thread(thread: Thread) -> None:
    assert "Tunnistaminen" in thread.says("putki", "Myyntiputki")
