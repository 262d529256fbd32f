"""`/deal delete`: a deal that was a mistake is gone everywhere, and undo brings it and its card back whole."""

from __future__ import annotations

import pytest

from tests.scenarios.town import OTHER_SELLER, Newcomer, Town, plain


@pytest.mark.parametrize("line", ["poista {}", "/deal poista {}", "delete {}"])
def test_a_typed_line_asks_and_deletes_nothing(seller: Newcomer, line: str) -> None:
    name = seller.new_deal()
    before = seller.town.changes()

    assert f"{name}: poistetaanko diili?" in seller.type("/deal " + line.removeprefix("/deal ").format(name))

    assert seller.town.changes() == before


def test_the_press_deletes_it_from_lists_and_search(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal poista {name}")

    seller.press("Poista diili…", "poistetaanko diili?")

    assert f"Poistettu: {name}." in seller.told("Poistettu")
    assert "ei ole avoimia diilejä" in seller.type("/deal omat")
    assert seller.town.deal_nos(name) == []
    assert seller.town.verified()


def test_a_deal_that_is_gone_is_called_by_its_customer_and_its_own_name(seller: Newcomer) -> None:
    name = seller.new_deal("12 500 €, pumppu")
    seller.type(f"/deal poista {name}")
    seller.press("Poista diili…", "poistetaanko diili?")
    assert f"Poistettu: {name} (pumppu)." in seller.told("Poistettu")

    other = seller.town.new_name()
    seller.type(f"/deal uusi {other}, venttiili")
    seller.fill()
    seller.told(f"Luotu: {other}")
    assert seller.type(f"/deal peru {other}") == f"Peruttu: {other} (venttiili) on poistettu."


def test_its_card_is_taken_away_and_comes_back_with_undo(calm: Newcomer) -> None:
    name = calm.new_deal("12 500 €, lähde messut")
    calm.town.card(name)
    calm.type(f"/deal poista {name}")
    calm.press("Poista diili…", "poistetaanko diili?")

    calm.town.slack.until(lambda state: name not in str(state["messages"]))
    calm.press("Peru", f"Poistettu: {name}")

    calm.told(f"{name} on taas ennallaan")
    assert "12 500 €" in plain(calm.town.card(name, "messut"))
    assert calm.town.verified()


def test_the_undo_of_its_undo_deletes_it_again(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal poista {name}")
    seller.press("Poista diili…", "poistetaanko diili?")
    seller.press("Peru", "Poistettu")
    seller.told("on taas ennallaan")

    seller.press("Tee uudelleen", "on taas ennallaan")

    seller.told("on taas poistettu")
    assert seller.town.deal_nos(name) == []


def test_meanwhile_its_earlier_changes_cannot_be_undone(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal muuta {name} 15 000")
    seller.type(f"/deal poista {name}")
    seller.press("Poista diili…", "poistetaanko diili?")
    seller.told("Poistettu")
    before = seller.town.changes()

    seller.press("Peru", "summa 12 500 € → 15 000 €")

    seller.told("Ei peruttu")
    assert seller.town.changes() == before


def test_the_form_of_its_fields_has_the_button(seller: Newcomer) -> None:
    name = seller.new_deal()
    number = seller.town.deal_nos(name)[0]
    seller.type(f"/deal muuta {name}")

    seller.town.press(seller.user, f"delete.{number}", view_id=seller.town.form(seller.user)["id"])

    assert seller.town.deal_nos(name) == []


def test_words_behind_the_name_are_asked_about(seller: Newcomer) -> None:
    name = seller.new_deal()

    assert "”vihreä katto” jäi epäselväksi" in seller.type(f"/deal poista {name} vihreä katto")

    assert seller.town.deal_nos(name)


def test_another_sellers_deal_is_refused(seller: Newcomer, town: Town) -> None:
    name = seller.new_deal()

    assert "voi muuttaa Uusi Myyjä" in town.type(OTHER_SELLER, f"/deal poista {name}")


def test_an_english_deletion(english: Newcomer) -> None:
    name = english.new_deal()

    assert f"{name}: delete the deal?" in english.type(f"/deal delete {name}")
    english.press("Delete…", "delete the deal?")

    english.told(f"Deleted: {name}.")
