"""`/deal undo`: one's own last change is taken back, whole; an undo can be taken back too."""

from __future__ import annotations

import pytest

from tests.scenarios.town import LEAD, OTHER_SELLER, Newcomer, Thread, Town, plain


@pytest.mark.parametrize("words", ["/deal peru", "/diili undo", "/deal kumoa", "/deal revert"])
def test_the_last_change_is_taken_back(seller: Newcomer, words: str) -> None:
    name = seller.new_deal()
    seller.type(f"/deal siirrä {name}")

    assert f"Peruttu: {name} on taas vaiheessa Tunnistaminen." in seller.type(words)
    assert seller.town.stage(name) == "identification"
    assert seller.town.verified()


def test_the_button_takes_back_what_it_shows_and_can_be_taken_back(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal siirrä {name}")

    seller.press("Peru", "Tunnistaminen → Yhteydenotto")
    seller.told("on taas vaiheessa Tunnistaminen")
    seller.press("Tee uudelleen", "on taas vaiheessa Tunnistaminen")

    told = seller.told(f"Tehty uudelleen: {name} on taas vaiheessa Yhteydenotto.")
    assert "toistamiseen" not in told  # that is said of a message that may have come twice
    assert seller.town.stage(name) == "contact"
    assert seller.town.verified()


def test_done_again_it_can_be_undone_again(english: Newcomer) -> None:
    name = english.new_deal()
    english.type(f"/deal snooze {name} 1 September")
    english.press("Undo", "reminder on")
    english.press("Redo", f"Undone: {name} is as it was.")

    english.press("Undo", f"Redone: the change to {name} applies again.")

    english.told(f"Undone: {name} is as it was.")
    assert english.town.deal(name).snoozed_until is None


def test_a_new_deal_done_again_is_said_so(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type("/deal peru")

    seller.press("Tee uudelleen", f"Peruttu: {name} on poistettu.")

    seller.told(f"Tehty uudelleen: {name} on taas vaiheessa Tunnistaminen.")


def test_a_win_is_taken_back_with_its_amount_and_note(seller: Newcomer) -> None:
    name = seller.new_deal("laite")
    assert "voitettu" in seller.type(f"/deal voitettu {name} 9 900 € 30.6. -- asennus")

    seller.type("/deal peru")

    deal = seller.town.deal(name)
    assert (deal.amount, deal.promised_day, deal.notes) == (None, None, ())
    assert seller.town.stage(name) == "identification"


def test_a_new_deal_is_taken_back_and_its_card_says_so(calm: Newcomer) -> None:
    name = calm.new_deal()
    calm.town.card(name)

    assert f"Peruttu: {name} on poistettu." in calm.type("/deal peru")
    assert "ei löydy" in calm.type(f"/deal näytä {name}")

    assert "Siirrä:" not in plain(calm.town.card(name, f"Peruttu: {name} on poistettu."))


def test_a_second_undo_in_a_hurry_asks_and_the_button_goes_on(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal siirrä {name}")
    seller.type(f"/deal siirrä {name} tarjous")
    seller.type("/deal peru")

    assert f"Perutaanko vielä yksi diilin {name} muutos?" in seller.type("/deal peru")
    assert seller.town.stage(name) == "contact"
    seller.press("Peru", "Perutaanko vielä yksi")

    seller.told("on taas vaiheessa Tunnistaminen")


def test_nothing_to_undo_is_said(seller: Newcomer) -> None:
    assert seller.type("/deal peru") == "Peruttavaa ei ole."


def test_what_another_built_on_is_not_taken_back(seller: Newcomer, town: Town) -> None:
    name = seller.new_deal()
    seller.type(f"/deal siirrä {name}")
    town.type(LEAD, f"/deal siirrä {name} tarjous")

    told = seller.type("/deal peru")

    assert "Kaisa Lahtinen on muuttanut samaa kohtaa myöhemmin" in told
    assert town.stage(name) == "offer"


def test_another_learns_who_undid_it_already(seller: Newcomer, town: Town) -> None:
    name = seller.new_deal()
    seller.type(f"/deal siirrä {name}")
    there = town.told(seller.user, "→ Yhteydenotto")
    town.type(LEAD, f"/deal siirrä {name} tarjous")
    town.press(LEAD, "Peru", ts=town.told(LEAD, "→ Tarjous")["ts"], channel="CLOCALMYYNT")
    town.told(LEAD, "on taas vaiheessa Yhteydenotto")
    seller.type("/deal peru")

    town.press(seller.user, "Peru", ts=there["ts"], channel="CLOCALMYYNT")

    seller.told("on taas vaiheessa Tunnistaminen")


def test_in_a_thread_the_answer_has_its_undo(thread: Thread) -> None:
    thread.says("siirrä", "→ Yhteydenotto")

    thread.press("Peru", "Tunnistaminen → Yhteydenotto")

    shown = thread.shows("on taas vaiheessa Tunnistaminen")
    assert "Uusi Myyjä" in shown  # others read it too
    assert thread.town.stage(thread.name) == "identification"


def test_anothers_press_in_the_thread_takes_nothing_away(thread: Thread, town: Town) -> None:
    thread.says("siirrä", "→ Yhteydenotto")

    thread.press("Peru", "Tunnistaminen → Yhteydenotto", who=OTHER_SELLER)

    assert "voi muuttaa" in plain(town.told(OTHER_SELLER, "Ei muutettu"))
    assert "Tunnistaminen → Yhteydenotto" in thread.shows("Tunnistaminen → Yhteydenotto")
    assert town.stage(thread.name) == "contact"


def test_in_a_thread_only_that_deals_change_is_taken_back(calm: Newcomer) -> None:
    thread = calm.town.thread_of(calm)
    thread.says("siirrä", "→ Yhteydenotto")
    another = thread.owner.new_deal()

    thread.says("peru", "on taas vaiheessa Tunnistaminen")

    assert thread.town.stage(thread.name) == "identification"
    assert thread.town.stage(another) == "identification"
    assert "ei löydy" not in thread.owner.type(f"/deal näytä {another}")


def test_the_last_change_of_a_named_deal_is_taken_back(seller: Newcomer) -> None:
    first, second = seller.new_deal(), seller.new_deal()
    seller.type(f"/deal siirrä {first}")
    seller.type(f"/deal siirrä {second}")

    assert f"Peruttu: {first}" in seller.type(f"/deal peru {first}")
    assert (seller.town.stage(first), seller.town.stage(second)) == ("identification", "contact")


def test_the_deal_that_is_picked_is_the_one_whose_change_is_taken_back(seller: Newcomer, town: Town) -> None:
    name = seller.new_deal("pumppu")
    seller.type(f"/deal uusi {name}, venttiili")
    seller.fill()
    second, first = town.deal_nos(name)
    other = seller.new_deal()
    for moved in (f"#{first}", f"#{second}", other):
        seller.type(f"/deal siirrä {moved}")

    seller.type(f"/deal peru {name}")
    seller.press(f"undo.{first}", "sopii 2 diiliin")

    seller.told(f"Peruttu: {name} (pumppu) on taas vaiheessa Tunnistaminen")
    assert town.stage(name) == "contact"  # the newer one
    assert town.stage(other) == "contact"


def test_only_deals_that_one_has_changed_are_there_to_pick(seller: Newcomer, town: Town) -> None:
    name = seller.new_deal("pumppu")
    town.type(LEAD, f"/deal uusi {name}, venttiili")
    town.fill(LEAD)
    seller.type(f"/deal siirrä {name} pumppu")

    assert f"Peruttu: {name} (pumppu)" in seller.type(f"/deal peru {name}")
