"""`/deal find`: deals by words of their customer's or own name."""

from __future__ import annotations

import pytest

from tests.scenarios.town import Newcomer, Thread


@pytest.mark.parametrize("words", ["/deal etsi", "/diili find", "/deal hae", "/deal search"])
def test_open_and_closed_deals_that_fit(seller: Newcomer, words: str) -> None:
    name = seller.new_deal("pumppu")
    seller.type(f"/deal hävitty {name} -- hinta")
    seller.type(f"/deal uusi {name}, venttiili")
    seller.fill()

    told = seller.type(f"{words} {name}")

    assert told.startswith(f"Osumat: ”{name}”")
    assert f"{name} (pumppu) · Hävitty" in told
    assert f"{name} (venttiili) · Tunnistaminen" in told


def test_nothing_fits_and_it_can_be_created_with_what_was_typed(seller: Newcomer) -> None:
    assert seller.type("/deal etsi Zzyxw Qrst") == "Ei osumia: ”Zzyxw Qrst”"

    seller.press("Luo ”Zzyxw Qrst”…", "Ei osumia")

    assert seller.filled() == {"customer": "Zzyxw Qrst"}


def test_without_words_ones_own(seller: Newcomer) -> None:
    name = seller.new_deal()

    assert name in seller.type("/deal etsi")


def test_it_reads_well_in_english(english: Newcomer) -> None:
    name = english.new_deal()

    assert english.type(f"/deal find {name.split()[0].upper()}").startswith(f"Matches for “{name.split()[0].upper()}”")


def test_in_a_thread_the_words_are_shown_too(thread: Thread) -> None:
    shown = thread.says(f"etsi {thread.name}", "Osumat")

    assert f"Osumat: ”{thread.name}”" in shown


def test_in_a_thread_nothing_fits(thread: Thread) -> None:
    assert "Luo ”Zzyxw”…" in thread.says("find Zzyxw", "Ei osumia: ”Zzyxw”")


def test_all_that_fit_can_be_seen_a_page_after_another(seller: Newcomer) -> None:
    name = seller.new_deal("erä 1")
    for lot in range(2, 13):
        seller.type(f"/deal uusi {name}, erä {lot}")
        seller.fill()

    seller.type(f"/deal etsi {name}")
    first = seller.told("Osumat")
    seller.press("Näytä lisää", "Osumat")
    second = seller.told("sivu 2")

    assert [sum(f"(erä {lot})" in page for page in (first, second)) for lot in range(1, 13)] == [1] * 12
