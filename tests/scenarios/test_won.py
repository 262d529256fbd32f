"""`/deal won`: a win needs an amount and a promised day, and asks for both, filled in with what is known."""

from __future__ import annotations

import pytest

from tests.scenarios.town import OTHER_SELLER, Newcomer, Thread, Town, plain


@pytest.mark.parametrize("words", ["/deal voitettu", "/diili won", "/deal voitto", "/deal kauppa", "/diili win"])
def test_the_amount_that_is_known_stands_in_the_form(seller: Newcomer, words: str) -> None:
    name = seller.new_deal()

    assert seller.type(f"{words} {name}") == ""
    assert seller.asked() == ["amount", "promised_day", "note"]
    assert seller.filled() == {"amount": "12 500 €"}
    seller.fill(promised_day="2026-07-01")

    assert f"{name}: voitettu, 12 500 €. Toimitus luvattu ke 1.7." in seller.told("voitettu")
    assert seller.town.stage(name) == "sale"


def test_both_are_asked_when_both_are_missing_and_a_refusal_keeps_them(seller: Newcomer) -> None:
    name = seller.new_deal("laite")
    seller.type(f"/deal voitettu {name}")
    assert seller.filled() == {}

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


def test_nothing_is_no_amount_to_win(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal voitettu {name} 0 €, 30.6.")
    assert seller.filled() == {"amount": "0 €", "promised_day": "2026-06-30"}

    assert "suurempi kuin nolla" in seller.fill()["errors"]["amount"]

    assert seller.town.stage(name) == "identification"
    seller.fill(amount="1 €")
    assert "voitettu, 1 €" in seller.told("voitettu")


def test_the_amount_is_found_in_a_line_without_commas(seller: Newcomer) -> None:
    name = seller.new_deal()

    seller.type(f"/deal voitettu {name} 15 000 e toimitus vko 27")

    assert seller.filled() == {"amount": "15 000 €", "promised_day": "2026-07-03", "note": "toimitus"}


def test_what_is_said_of_tax_is_kept_in_the_note(seller: Newcomer) -> None:
    name = seller.new_deal()

    seller.type(f"/deal voitettu {name} 15 000 € + alv 24 %, 30.6. -- asennus mukana")

    note = "+ alv 24 % asennus mukana"
    assert seller.filled() == {"amount": "15 000 €", "promised_day": "2026-06-30", "note": note}


def test_an_amount_without_a_currency_is_in_the_deals_own(seller: Newcomer) -> None:
    name = seller.new_deal("£10,000")
    seller.type(f"/deal voitettu {name}")

    seller.fill(amount="12000", promised_day="2026-07-01")

    assert "voitettu, 12 000 £" in seller.told("voitettu")


def test_a_promised_day_gone_by_or_years_away_is_refused_under_its_field(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal voitettu {name} -- asennus mukana")

    for wrong, said in (("2025-05-30", "tuleva"), ("2026-06-14", "tuleva"), ("2028-06-15", "lähempi")):
        answered = seller.fill(promised_day=wrong)
        assert f"Valitse {said} päivä." in answered["errors"]["promised_day"]
    seller.fill(promised_day="2026-06-15")

    seller.told("Toimitus luvattu ma 15.6.")
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


def test_nothing_is_no_amount_in_english_either(english: Newcomer) -> None:
    name = english.new_deal()

    assert english.type(f"/deal advance {name} offer 0 €") == "Not saved: an amount must be above zero."
    assert english.town.stage(name) == "identification"


def test_a_won_deal_is_not_won_again(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal voitettu {name}")
    seller.fill(promised_day="2026-07-01")
    seller.told("voitettu")

    for words in ("voitettu {name}", "hävitty {name} hinta", "askel {name} soita ensi ma", "torkuta {name} 14.6."):
        assert seller.type(f"/deal {words.format(name=name)}").startswith("Ei muutettu: diili "), words
        assert not seller.has_form(), words


def test_in_a_thread_a_won_deal_is_not_asked_about_again(thread: Thread) -> None:
    thread.owner.type(f"/deal voitettu {thread.name}")
    thread.owner.fill(promised_day="2026-07-01")
    thread.owner.told("voitettu")

    assert "on jo päättynyt" in thread.says("askel soita ensi ma", "Ei muutettu")


def test_after_ones_own_move_elsewhere_the_form_says_so_and_stays_with_what_was_typed(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal voitettu {name}")
    seller.town.type(seller.user, f"/deal siirrä {name}")

    answered = seller.fill(promised_day="2026-07-01", note="asennus mukana")

    assert "Yhteydenotto" in answered["errors"]["amount"]
    assert seller.has_form()
    assert seller.town.stage(name) == "contact"


def test_another_sellers_deal_is_refused(seller: Newcomer, town: Town) -> None:
    name = seller.new_deal()

    assert "voi muuttaa Uusi Myyjä" in town.type(OTHER_SELLER, f"/deal voitettu {name}")
