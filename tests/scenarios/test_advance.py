"""`/deal advance`: what the seller sees, and what is in the ledger afterwards."""

from tests.scenarios.town import CHANNEL, OTHER_SELLER, SELLER, Town, plain


def test_a_deal_is_moved_to_the_next_stage_and_the_card_shows_it(town: Town) -> None:
    name = town.new_deal()

    told = town.type(SELLER, f"/deal siirrä {name}")

    assert f"{name}: Tunnistaminen → Yhteydenotto" in told
    assert "Yhteydenotto" in plain(town.card(name, "Yhteydenotto"))
    assert town.verified()


def test_english_words_do_the_same_and_the_answer_is_in_the_readers_language(town: Town) -> None:
    name = town.new_deal()

    told = town.type(SELLER, f"/diili advance {name}")

    assert "Tunnistaminen → Yhteydenotto" in told


def test_a_second_advance_in_a_hurry_asks_and_the_button_carries_on(town: Town) -> None:
    name = town.new_deal()
    town.type(SELLER, f"/deal siirrä {name}")

    asked = town.type(SELLER, f"/deal siirrä {name}")
    assert "Siirsit juuri" in asked
    assert "Jatketaanko: Tarjous?" in asked

    town.press(SELLER, "Jatka: Tarjous", ts=town.told(SELLER, "Jatketaanko")["ts"], channel=CHANNEL)
    town.card(name, "Tarjous")
    assert town.verified()


def test_a_named_stage_is_gone_to_at_once(town: Town) -> None:
    name = town.new_deal()

    told = town.type(SELLER, f"/deal siirrä {name} tarjous")

    assert "Tunnistaminen → Tarjous" in told


def test_an_offer_needs_an_amount_and_the_form_asks_only_for_that(town: Town) -> None:
    name = town.new_deal(line="verkkokauppa")

    assert town.type(SELLER, f"/deal siirrä {name} tarjous") == ""
    fields = [block["block_id"] for block in town.form(SELLER)["view"]["blocks"] if block["type"] == "input"]
    assert fields == ["amount"]

    refused = town.fill(SELLER, amount="paljon")
    assert "amount" in refused["errors"]
    town.fill(SELLER, amount="8,5k")
    town.card(name, "8 500 €")
    assert "Tarjous" in plain(town.told(SELLER, f"{name}"))


def test_another_sellers_deal_is_refused_with_who_can(town: Town) -> None:
    name = town.new_deal()

    told = town.type(OTHER_SELLER, f"/deal siirrä {name}")

    assert told.startswith("Ei muutettu: tämän voi tehdä")
    assert "Aino" in told
