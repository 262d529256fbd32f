"""`/deal lost`: a loss needs a reason, typed on the line or asked for."""

from __future__ import annotations

import pytest

from tests.scenarios.town import OTHER_SELLER, Newcomer, Thread, Town, plain


@pytest.mark.parametrize("words", ["/deal hävitty", "/diili lost", "/deal havio", "/deal lose"])
def test_the_reason_is_asked(seller: Newcomer, words: str) -> None:
    name = seller.new_deal()

    assert seller.type(f"{words} {name}") == ""
    assert seller.asked() == ["reason"]
    seller.fill(reason="kilpailija oli halvempi")

    assert f"{name}: hävitty. Syy: kilpailija oli halvempi" in seller.told("hävitty")
    assert seller.town.stage(name) == "lost"


@pytest.mark.parametrize("dash", ["--", "—", "–"])
def test_after_a_dash_the_reason_is_on_the_line(seller: Newcomer, dash: str) -> None:
    name = seller.new_deal()

    assert f"{name}: hävitty. Syy: hinta" in seller.type(f"/deal hävitty {name} {dash} hinta")


def test_words_behind_the_name_are_asked_back_as_the_reason(seller: Newcomer) -> None:
    name = seller.new_deal()

    assert seller.type(f"/deal hävitty {name} liian kallis") == ""

    assert seller.filled() == {"reason": "liian kallis"}
    assert seller.town.stage(name) == "identification"


def test_a_reason_of_nothing_is_refused_and_the_form_stays(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal hävitty {name}")

    for _ in range(3):
        assert seller.fill(reason="   ")["errors"] == {"reason": "Tämä tarvitaan."}
    seller.fill(reason="ajoitus")

    assert "Syy: ajoitus" in seller.told("hävitty")


def test_an_english_loss(english: Newcomer) -> None:
    name = english.new_deal()

    assert f"{name}: lost. Reason: price" in english.type(f"/deal lost {name} -- price")


def test_the_cards_menu_asks_and_the_card_says_why(calm: Newcomer) -> None:
    name = calm.new_deal()
    calm.choose_on_card("Hävitty…", name)
    assert calm.asked() == ["reason", "note"]
    calm.fill(reason="hinta", note="palataan syksyllä")

    assert "Syy: hinta" in plain(calm.town.card(name, "Hävitty ma 15.6."))
    assert [note.text for note in calm.town.deal(name).notes] == ["palataan syksyllä"]
    assert calm.town.verified()


def test_in_a_thread_the_reason_typed_stands_in_the_form(thread: Thread) -> None:
    thread.says("hävitty liian kallis", "lomakkeella")
    thread.press("Avaa lomake…", "lomakkeella")

    assert thread.owner.filled() == {"reason": "liian kallis"}
    thread.owner.fill()
    assert "Syy: liian kallis" in thread.shows("Syy: liian kallis")


def test_in_a_thread_with_a_dash_it_is_done_at_once(thread: Thread) -> None:
    assert "hävitty. Syy: hinta" in thread.says("lost -- hinta", "hävitty")


def test_after_ones_own_move_elsewhere_the_form_says_so_and_stays_with_what_was_typed(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal hävitty {name}")
    seller.town.type(seller.user, f"/deal siirrä {name}")

    answered = seller.fill(reason="liian kallis")

    assert "Yhteydenotto" in answered["errors"]["reason"]
    assert seller.has_form()
    assert seller.town.stage(name) == "contact"


def test_another_sellers_deal_is_refused(seller: Newcomer, town: Town) -> None:
    name = seller.new_deal()

    assert "voi muuttaa Uusi Myyjä" in town.type(OTHER_SELLER, f"/deal hävitty {name} -- hinta")
    assert town.stage(name) == "identification"
