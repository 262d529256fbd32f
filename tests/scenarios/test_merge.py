"""`/deal merge`: two customers that are one are merged in a form, found by both names, and parted again by undo."""

from __future__ import annotations

import pytest

from tests.scenarios.town import OTHER_SELLER, Newcomer, Town


def _choices(seller: Newcomer) -> dict[str, str]:
    """Which customers may stay, and what each would get; with the one that is chosen last."""
    field = next(each["element"] for each in seller.form()["blocks"] if each.get("block_id") == "merge_stays")
    options = [*(each for each in field["options"] if each != field["initial_option"]), field["initial_option"]]
    return {each["text"]["text"]: each.get("description", {}).get("text", "") for each in options}


@pytest.mark.parametrize("line", ["/deal yhdistä {} ja {}", "/deal yhdistä {}: {}", "/diili yhdistä {} {}"])
def test_the_older_customer_stays_and_the_answer_says_how_many_deals_moved(seller: Newcomer, line: str) -> None:
    older, newer = seller.new_deal(), seller.new_deal()

    seller.type(line.format(newer, older))
    assert list(_choices(seller).items())[-1] == (older, "1 diili siirtyy tälle")
    seller.fill()

    assert f"Yhdistetty: {newer} → {older} · 1 diili siirtyi" in seller.told("Yhdistetty")
    assert len(seller.town.deal_nos(older)) == 2
    assert seller.town.verified()


def test_the_other_one_may_stay(seller: Newcomer) -> None:
    older, newer = seller.new_deal(), seller.new_deal()

    seller.type(f"/deal yhdistä {older} ja {newer}")
    seller.fill(merge_stays=newer)

    assert f"Yhdistetty: {older} → {newer}" in seller.told("Yhdistetty")


def test_undo_parts_them_and_its_undo_merges_them_again(seller: Newcomer) -> None:
    older, newer = seller.new_deal(), seller.new_deal()
    seller.type(f"/deal yhdistä {older} ja {newer}")
    seller.fill()

    seller.press("Peru", "Yhdistetty")
    assert f"Peruttu: {newer} ja {older} ovat taas eri asiakkaita." in seller.told("eri asiakkaita")
    assert seller.town.deal_nos(newer)

    seller.press("Tee uudelleen", "eri asiakkaita")
    assert f"Tehty uudelleen: {newer} → {older}." in seller.told("Tehty uudelleen")
    assert seller.town.verified()


def test_a_merged_name_finds_the_survivor_anywhere(seller: Newcomer) -> None:
    older, newer, third = seller.new_deal(), seller.new_deal(), seller.new_deal()
    seller.type(f"/deal yhdistä {older} ja {newer}")
    seller.fill()

    assert older in seller.type(f"/deal etsi {newer}")
    assert f"asiakas {third} → {older}" in seller.type(f"/deal muuta {third} asiakas {newer}")
    assert f"{newer} on jo yhdistetty: {older}" in seller.type(f"/deal yhdistä {newer} ja {older}")


def test_a_name_that_nobody_has_is_asked_about_and_found_by_a_search(seller: Newcomer) -> None:
    known, other = seller.new_deal(), seller.new_deal()
    before = seller.town.changes()

    seller.type(f"/deal yhdistä {known} ja Olematon Firma Oy")
    assert "”Olematon Firma Oy”: sen nimistä asiakasta ei ole" in str(seller.form()["blocks"])
    view = seller.town.form(seller.user)["id"]
    offered = seller.town.slack.suggest(seller.user, "Toinen asiakas", other[:6], view_id=view)["options"]
    assert other in [each["text"]["text"] for each in offered]
    assert seller.town.changes() == before

    seller.fill(merge_other=other, merge_stays="Alempi näistä")
    assert f"Yhdistetty: {known} → {other}" in seller.told("Yhdistetty")


def test_a_customer_with_open_deals_of_another_seller_is_for_who_owns_them(seller: Newcomer, town: Town) -> None:
    theirs, mine = seller.new_deal(), town.new_deal(OTHER_SELLER)

    town.type(OTHER_SELLER, f"/deal yhdistä {theirs} ja {mine}")
    said = town.fill(OTHER_SELLER, merge_stays=mine)["errors"]["merge_stays"]

    assert f"Ei yhdistetty: asiakkaalla {theirs} on muiden avoimia diilejä. Yhdistää voi Uusi Myyjä" in said
    assert town.deal_nos(theirs)


def test_the_form_of_a_deals_fields_leads_there(seller: Newcomer) -> None:
    name, other = seller.new_deal(), seller.new_deal()
    number = seller.town.deal_nos(name)[0]
    seller.type(f"/deal muuta {name}")

    seller.town.press(seller.user, f"merge.{number}", view_id=seller.town.form(seller.user)["id"])
    seller.fill(merge_other=other)

    assert f"Yhdistetty: {other} → {name}" in seller.told("Yhdistetty").replace("*", "")


def test_a_note_behind_it_is_given_back(seller: Newcomer) -> None:
    one, other = seller.new_deal(), seller.new_deal()

    assert "sovittu Mikan kanssa" in seller.type(f"/deal yhdistä {one} ja {other} -- sovittu Mikan kanssa")

    assert not seller.has_form()


def test_an_english_merge_into_the_one_that_is_said(english: Newcomer) -> None:
    older, newer = english.new_deal(), english.new_deal()

    english.type(f"/deal merge {older} into {newer}")
    assert list(_choices(english).items())[-1] == (newer, "1 deal moves here")
    english.fill()

    assert f"Merged: {older} → {newer} · 1 deal moved" in english.told("Merged")


# --- A new deal that looks like another -------------------------------------------------------------------------------


def _twice(seller: Newcomer, name: str, again: str) -> None:
    """A deal of the customer, and a new one that looks like it."""
    seller.type(f"/deal uusi {again} huoltosopimus 900 €")
    seller.fill(customer=again, name="huoltosopimus")
    seller.told("Samalta näyttää")
    assert seller.town.deal_nos(name)


def test_a_double_is_taken_away_after_a_question_and_undo_brings_it_back(seller: Newcomer) -> None:
    name = seller.new_deal("huoltosopimus, 900 €")
    _twice(seller, name, name)
    newer, older = seller.town.deal_nos(name)

    seller.press("Yhdistä…", "Samalta näyttää")
    assert f"#{newer} oli sama kuin #{older}, joka jäi." in seller.told("oli sama kuin")
    assert seller.town.deal_nos(name) == [older]

    seller.press("Peru", "oli sama kuin")
    seller.told("on taas ennallaan")
    assert seller.town.deal_nos(name) == [newer, older]
    assert seller.town.verified()


def test_two_numbers_of_one_customers_deals_are_asked_about_and_of_two_customers_open_the_form(
    seller: Newcomer,
) -> None:
    name, other = seller.new_deal("huoltosopimus, 900 €"), seller.new_deal()
    _twice(seller, name, name)
    newer, older = seller.town.deal_nos(name)

    assert f"#{newer} ja #{older} ovat saman asiakkaan" in seller.type(f"/deal yhdistä #{older} ja #{newer}")
    seller.press("Yhdistä…", "ovat saman asiakkaan")
    assert f"#{newer} oli sama kuin #{older}" in seller.told("oli sama kuin")

    seller.type(f"/deal yhdistä #{older} #{seller.town.deal_nos(other)[0]}")
    assert set(_choices(seller)) == {name, other}


def test_another_deal_takes_the_line_away(seller: Newcomer) -> None:
    name = seller.new_deal("huoltosopimus, 900 €")
    _twice(seller, name, name)
    before = seller.town.changes()

    seller.press("Eri diili", "Samalta näyttää")

    seller.town.slack.until(lambda state: f"Samalta näyttää: {name}" not in str(state["ephemerals"]))
    said = seller.told(f"Luotu: {name}")
    assert "Eri diili" not in said
    assert "Peru" in said
    assert seller.town.changes() == before


def test_of_a_customer_that_is_alike_the_form_of_two_customers_opens(seller: Newcomer) -> None:
    name = seller.new_deal("huoltosopimus, 900 €")
    _twice(seller, name, f"{name.removesuffix(' Oy')} Tmi")

    seller.press("Yhdistä…", "Samalta näyttää")

    assert list(_choices(seller).items())[-1] == (name, "1 diili siirtyy tälle")
