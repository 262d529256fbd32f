"""`/deal won`: a win needs an amount and a promised day, and asks for what is missing."""

from __future__ import annotations

import pytest

from tests.scenarios.town import OTHER_SELLER, Newcomer, Thread, Town, plain


@pytest.mark.parametrize("words", ["/deal voitettu", "/diili won", "/deal voitto", "/deal kauppa", "/diili win"])
def test_only_the_promised_day_is_asked_when_the_amount_is_known(seller: Newcomer, words: str) -> None:
    name = seller.new_deal()

    assert seller.type(f"{words} {name}") == ""
    assert seller.asked() == ["promised_day"]
    seller.fill(promised_day="2026-07-01")

    assert f"{name}: voitettu, 12 500 €. Toimitus luvattu ke 1.7." in seller.told("voitettu")
    assert seller.town.stage(name) == "sale"


def test_both_are_asked_when_both_are_missing_and_a_refusal_keeps_them(seller: Newcomer) -> None:
    name = seller.new_deal("laite")
    seller.type(f"/deal voitettu {name}")
    assert seller.asked() == ["amount", "promised_day"]

    for wrong in ("ehkä", "-1 €", "1e9"):
        answered = seller.fill(amount=wrong, promised_day="2026-07-01")
        assert "amount" in answered["errors"]
    seller.fill(amount="9 900 €")

    assert "voitettu, 9 900 €. Toimitus luvattu ke 1.7." in seller.told("voitettu")


def test_amount_day_and_note_may_stand_on_the_line(seller: Newcomer) -> None:
    name = seller.new_deal()

    seller.type(f"/deal voitettu {name} 15 000 €, 30.6. -- asennus mukana")

    assert seller.filled() == {"amount": "15 000 €", "promised_day": "2026-06-30", "note": "asennus mukana"}
    seller.fill()
    assert "voitettu, 15 000 €. Toimitus luvattu ti 30.6." in seller.told("voitettu")
    assert [note.text for note in seller.town.deal(name).notes] == ["asennus mukana"]


def test_an_english_win(english: Newcomer) -> None:
    name = english.new_deal()
    english.type(f"/deal won {name} 1 July")
    english.fill()

    assert f"{name}: won, 12,500 €. Delivery promised Wed 1 July" in english.told("won,")


def test_the_card_says_it_is_won_and_offers_no_more_moves(calm: Newcomer) -> None:
    name = calm.new_deal()
    calm.press_card("Voitettu…", name)
    assert calm.asked() == ["amount", "promised_day", "note"]
    assert calm.filled() == {"amount": "12 500 €"}
    calm.fill(promised_day="2026-07-01")

    card = plain(calm.town.card(name, "Voitettu ma 15.6."))
    assert "Toimitus luvattu ke 1.7." in card
    assert "Avaa uudelleen" in card
    assert "Siirrä:" not in card
    assert calm.town.verified()


def test_in_a_thread_a_button_opens_the_form_with_what_was_typed(thread: Thread) -> None:
    thread.says("voitettu 15 000 € 30.6.", "lomakkeella")

    thread.press("Avaa lomake…", "lomakkeella")

    assert thread.owner.filled() == {"amount": "15 000 €", "promised_day": "2026-06-30"}
    thread.owner.fill()
    assert "voitettu, 15 000 €" in thread.shows("voitettu, 15 000 €")


def test_a_won_deal_is_not_won_again(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal voitettu {name}")
    seller.fill(promised_day="2026-07-01")
    seller.told("voitettu")

    assert "on jo päättynyt" in seller.type(f"/deal voitettu {name}")


def test_another_sellers_deal_is_refused(seller: Newcomer, town: Town) -> None:
    name = seller.new_deal()

    assert "tämän voi tehdä Uusi Myyjä" in town.type(OTHER_SELLER, f"/deal voitettu {name}")
