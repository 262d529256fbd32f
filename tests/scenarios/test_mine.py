"""`/deal mine`: one's own open deals, with their sum."""

from __future__ import annotations

import pytest

from tests.scenarios.town import Newcomer, Thread


@pytest.mark.parametrize("words", ["/deal omat", "/diili mine", "/deal mun", "/deal my deals"])
def test_ones_own_open_deals(seller: Newcomer, words: str) -> None:
    open_one, lost_one = seller.new_deal("8 000 €"), seller.new_deal("5 000 €")
    second = seller.new_deal("4 500 €")
    seller.type(f"/deal hävitty {lost_one} -- hinta")

    seller.type(words)

    shown = seller.told("Avoimet diilisi")
    assert "2 avointa diiliä · 12 500 €" in shown
    assert open_one in shown
    assert second in shown
    assert lost_one not in shown


def test_none_yet_offers_a_new_one(seller: Newcomer) -> None:
    told = seller.type("/deal omat")

    assert told == "Sinulla ei ole avoimia diilejä.\nKirjoita esimerkiksi: `/deal uusi Acme Oy, 12 500 €`"

    seller.press("Uusi diili…", "avoimia diilejä")

    assert seller.asked()[0] == "customer"


def test_it_reads_well_in_english(english: Newcomer) -> None:
    english.new_deal()

    english.type("/deal mine")

    assert "1 open deal · €12,500" in english.told("Your open deals")


def test_more_than_fit_are_counted_and_a_press_away(seller: Newcomer) -> None:
    names = [seller.new_deal("1 000 €") for _ in range(21)]
    names.append(seller.new_deal("500 000 SEK"))
    seller.type("/deal omat")
    first = seller.told("Avoimet diilisi")
    assert "22 avointa diiliä · 21 000 € + 500 000 SEK" in first
    assert names[-1] not in first
    assert "Lisäksi 12 muuta." in first

    seller.press("Näytä lisää", "Avoimet diilisi")
    second = seller.told("sivu 2")
    assert "Lisäksi 2 muuta." in second
    assert "22 avointa diiliä · 21 000 € + 500 000 SEK" in second
    seller.press("Näytä lisää", "sivu 2")
    third = seller.told("sivu 3")

    assert "Näytä lisää" not in third
    assert [sum(name in page for page in (first, second, third)) for name in names] == [1] * 22


def test_in_a_thread(thread: Thread) -> None:
    assert thread.name in thread.says("omat", "Avoimet diilisi")
