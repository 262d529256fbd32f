"""`/deal board`: how many deals and how much money in each stage."""

from __future__ import annotations

import re

import pytest

from tests.scenarios.town import CHANNEL, OTHER_SELLER, SELLER, Newcomer, Thread, Town, plain


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


def test_it_is_narrowed_to_the_deals_that_fit_a_page_after_another(own_town: Town) -> None:
    names = [own_town.new_deal(SELLER, "25 000 €") for _ in range(11)]
    less, other = own_town.new_deal(SELLER, "5 000 €"), own_town.new_deal(OTHER_SELLER, "30 000 €")

    told = own_town.type(OTHER_SELLER, "/deal putki ainon tunnistaminen yli 20k")

    assert told.startswith("Myyntiputki · Aino Virtanen · Tunnistaminen · yli 20 000 €\n11 avointa diiliä · 275 000 €")
    first = own_town.told(OTHER_SELLER, "11 avointa diiliä")
    own_town.press(OTHER_SELLER, "Näytä lisää", ts=first["ts"], channel=CHANNEL)
    own_town.slack.until(lambda state: len([each for each in state["ephemerals"] if "11 avointa" in plain(each)]) > 1)
    pages = [plain(each) for each in own_town.slack.state()["ephemerals"] if "11 avointa" in plain(each)]
    assert [sum(name in page for page in pages) for name in names] == [1] * 11
    assert not [page for page in pages if less in page or other in page]
    by_person = own_town.type(OTHER_SELLER, "/deal putki henkilöittäin")
    assert by_person == "Myyntiputki henkilöittäin\nAino Virtanen 12 · 280 000 €\nMatti Korhonen 1 · 30 000 €"
    assert own_town.refusals() == []


def test_in_a_thread(thread: Thread) -> None:
    assert "Tunnistaminen" in thread.says("putki", "Myyntiputki")


def test_a_weekday_alone_is_the_last_one_and_the_title_says_which(english: Newcomer) -> None:
    english.new_deal()

    assert english.type("/deal board Friday").startswith("Pipeline on Fri 12 June")
    assert "pe 12.6." in english.town.type(SELLER, "/deal putki perjantai")
