"""`/deal back`: a stage back, a named earlier one, and out of a closed stage."""

from __future__ import annotations

import pytest

from pipeline.money import Money
from tests.scenarios.town import OTHER_SELLER, Newcomer, Thread, Town


@pytest.fixture
def offered(seller: Newcomer) -> str:
    """A deal in the offer stage."""
    name = seller.new_deal()
    seller.type(f"/deal siirrä {name} tarjous")
    return name


@pytest.mark.parametrize("words", ["/deal palauta", "/diili back", "/deal takaisin"])
def test_it_goes_one_stage_back(seller: Newcomer, offered: str, words: str) -> None:
    told = seller.type(f"{words} {offered}")

    assert f"Palautettu: {offered}, Tarjous → Yhteydenotto" in told
    assert seller.town.stage(offered) == "contact"


def test_a_second_one_in_a_hurry_asks(seller: Newcomer, offered: str) -> None:
    seller.type(f"/deal palauta {offered}")

    assert "Palautetaanko vielä: Tunnistaminen?" in seller.type(f"/deal palauta {offered}")
    seller.press("Palauta: Tunnistaminen", "Palautetaanko")

    seller.told("Yhteydenotto → Tunnistaminen")
    assert seller.town.stage(offered) == "identification"


@pytest.mark.parametrize("behind", ["9 500 €", "yhteydenotto 9,5k"])
def test_the_amount_behind_the_deal_is_set_with_it(seller: Newcomer, offered: str, behind: str) -> None:
    told = seller.type(f"/deal palauta {offered} {behind}")

    assert "Tarjous → Yhteydenotto" in told
    assert "9 500 €" in told
    assert seller.town.deal(offered).amount == Money.of("9500", "EUR")


def test_what_is_neither_stage_nor_amount_moves_nothing(seller: Newcomer, offered: str) -> None:
    assert "”zzyzx”" in seller.type(f"/deal palauta {offered} zzyzx 9k")

    assert seller.town.stage(offered) == "offer"


def test_a_named_earlier_stage(seller: Newcomer, offered: str) -> None:
    assert "Tarjous → Tunnistaminen" in seller.type(f"/deal back {offered} identification")


def test_a_lost_deal_is_opened_again_where_it_was(seller: Newcomer, offered: str) -> None:
    seller.type(f"/deal hävitty {offered} -- hinta")

    assert f"Avattu uudelleen: {offered}, Hävitty → Tarjous" in seller.type(f"/deal avaa uudelleen {offered}")
    assert seller.town.verified()


def test_a_closed_deals_button_opens_it_again(seller: Newcomer, offered: str) -> None:
    seller.type(f"/deal hävitty {offered} -- hinta")
    seller.type(f"/deal näytä {offered}")

    seller.press("Avaa uudelleen", "Hävitty ma 15.6.")

    seller.told(f"Avattu uudelleen: {offered}, Hävitty → Tarjous")
    assert seller.town.stage(offered) == "offer"


@pytest.mark.parametrize("words", ["avaa uudelleen", "Reopen"])
def test_an_open_deal_is_not_opened_again_and_does_not_move(seller: Newcomer, offered: str, words: str) -> None:
    assert seller.type(f"/deal {words} {offered}") == f"Ei muutettu: {offered} on jo avoin."

    assert "Näytä" in seller.told("on jo avoin")
    assert seller.town.stage(offered) == "offer"


def test_of_several_only_the_closed_ones_can_be_opened_again(seller: Newcomer) -> None:
    name = seller.new_deal("pumppu, 100 €")
    seller.type(f"/deal hävitty {name} -- hinta")
    for other in ("venttiili", "putki"):
        seller.type(f"/deal uusi {name}, {other}, 200 €")
        seller.fill()
        seller.told(f"Luotu: {name} ({other})")

    seller.type(f"/deal avaa uudelleen {name}")

    asked = seller.told(f"”{name}” sopii 1 diiliin")
    assert "(pumppu)" in asked
    assert "(venttiili)" not in asked


def test_a_customers_closed_deal_is_meant_though_another_is_open(seller: Newcomer) -> None:
    name = seller.new_deal("pumppu, 100 €")
    seller.type(f"/deal hävitty {name} -- hinta")
    seller.type(f"/deal uusi {name}, venttiili, 200 €")
    seller.fill()
    seller.told(f"Luotu: {name} (venttiili)")

    assert f"Avattu uudelleen: {name} (pumppu)" in seller.type(f"/deal avaa uudelleen {name}")


def test_a_button_that_opened_a_deal_again_does_not_move_it_back_later(seller: Newcomer, offered: str) -> None:
    seller.type(f"/deal hävitty {offered} -- hinta")
    seller.type(f"/deal näytä {offered}")
    seller.type(f"/deal avaa uudelleen {offered}")

    seller.press("Avaa uudelleen", "Hävitty ma 15.6.")

    seller.told(f"Ei siirretty: {offered} on nyt vaiheessa Tarjous")
    assert seller.town.stage(offered) == "offer"


def test_in_a_thread(thread: Thread) -> None:
    thread.says("siirrä", "→ Yhteydenotto")

    assert "Yhteydenotto → Tunnistaminen" in thread.says("palauta", "Palautettu")


def test_the_first_stage_is_the_first(seller: Newcomer) -> None:
    name = seller.new_deal()

    assert seller.type(f"/deal palauta {name}") == f"Ei palautettu: {name} on jo ensimmäisessä vaiheessa."


def test_forward_is_not_back(seller: Newcomer, offered: str) -> None:
    assert seller.type(f"/deal palauta {offered} kauppa").startswith("Ei palautettu: vaihe Kauppa ei ole ennen")


def test_another_sellers_deal_is_refused(seller: Newcomer, offered: str, town: Town) -> None:
    assert "voi muuttaa Uusi Myyjä" in town.type(OTHER_SELLER, f"/deal palauta {offered}")
