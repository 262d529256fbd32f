"""`/deal advance`: what the seller sees, and what is in the ledger afterwards."""

from __future__ import annotations

import pytest

from tests.scenarios.town import LEAD, OTHER_SELLER, Newcomer, Thread, Town, plain

TODAY = "2026-06-15"


def test_a_deal_is_moved_to_the_next_stage(seller: Newcomer) -> None:
    name = seller.new_deal()

    told = seller.type(f"/deal siirrä {name}")

    assert f"{name}: Tunnistaminen → Yhteydenotto" in told
    assert "Peru" in seller.told("→ Yhteydenotto")
    assert seller.town.stage(name) == "contact"
    assert seller.town.verified()


@pytest.mark.parametrize("words", ["/diili advance", "/deal move", "/deal etene", "/diili eteenpäin", "/deal SIIRRA"])
def test_each_way_to_type_it_does_the_same(seller: Newcomer, words: str) -> None:
    name = seller.new_deal()

    assert "Tunnistaminen → Yhteydenotto" in seller.type(f"{words} {name}")


def test_the_answer_is_in_the_readers_language(english: Newcomer) -> None:
    name = english.new_deal()

    assert f"{name}: Identification → Contact" in english.type(f"/diili siirrä {name}")


def test_a_second_advance_in_a_hurry_asks_and_the_button_carries_on(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal siirrä {name}")

    asked = seller.type(f"/deal siirrä {name}")
    assert "Siirsit juuri" in asked
    assert "Siirretäänkö vielä eteenpäin: Tarjous?" in asked
    assert seller.town.stage(name) == "contact"

    seller.press("Siirrä: Tarjous", "Siirretäänkö")
    seller.told("Yhteydenotto → Tarjous")
    assert seller.town.stage(name) == "offer"


@pytest.mark.parametrize("to", ["tarjous", "tarjoukseen", "to offer", "→ Tarjous", "vaiheeseen tarjous"])
def test_a_named_stage_is_gone_to_at_once(seller: Newcomer, to: str) -> None:
    name = seller.new_deal()

    assert "Tunnistaminen → Tarjous" in seller.type(f"/deal siirrä {name} {to}")


def test_a_stage_and_an_amount_may_stand_behind_the_name(seller: Newcomer) -> None:
    name = seller.new_deal("verkkokauppa")

    assert "Tunnistaminen → Tarjous" in seller.type(f"/deal siirrä {name} tarjous 8 500 €")

    deal = seller.town.deal(name)
    assert deal.amount is not None
    assert deal.amount.minor == 850_000


@pytest.mark.parametrize(
    ("behind", "amount", "question"),
    [
        ("12 kiloa", "12 kiloa", "jäi epäselväksi"), ("45-50k", "45-50k", "jäi epäselväksi"),
        ("tarjous 50k -> 45k", "50k -> 45k", "jäi epäselväksi"), ("tarjous -45k", "-45k", "negatiivinen"),
        ("45 000 kr tarjoukseen", "45 000 kr", "jäi epäselväksi"), ("kauppa 45-50k", "45-50k", "jäi epäselväksi"),
    ],
)  # fmt: skip
def test_an_amount_that_is_not_understood_is_asked_about_in_the_form(
    seller: Newcomer, behind: str, amount: str, question: str
) -> None:
    name, before = seller.new_deal(), seller.town.changes()

    assert seller.type(f"/deal siirrä {name} {behind}") == ""

    assert seller.filled()["amount"] == amount
    hints = [block.get("hint", {}).get("text", "") for block in seller.form()["blocks"]]
    assert any(question in each for each in hints)
    assert seller.town.changes() == before


@pytest.mark.parametrize(
    ("behind", "note", "stage"),
    [
        ("12,5k to", "to", "contact"), ("tarjous 12,5k to", "to", "offer"), ("next fri 12,5k", "next fri", "contact"),
        ("12,5k tarjoukseen syksyllä", "syksyllä", "offer"), ("tarjous 12,5k syksyllä", "syksyllä", "offer"),
        ("tarjous 12,5k ja palaveri ensi viikolla", "ja palaveri ensi viikolla", "offer"),
    ],
)  # fmt: skip
def test_words_beside_an_amount_stand_in_the_note_of_the_form(
    seller: Newcomer, behind: str, note: str, stage: str
) -> None:
    name, before = seller.new_deal(), seller.town.changes()

    told = seller.type(f"/deal siirrä {name} {behind}")

    assert seller.town.changes() == before
    assert told == ""
    assert seller.filled() == {"amount": "12 500 €", "note": note}
    seller.fill()
    seller.told(f"{name}: Tunnistaminen → ")
    assert seller.town.stage(name) == stage
    assert [each.text for each in seller.town.deal(name).notes] == [note]


def test_into_the_sale_all_of_a_win_may_stand_behind_the_name(seller: Newcomer) -> None:
    name = seller.new_deal()

    told = seller.type(f"/deal siirrä {name} kauppa eilen 45k, toimitus 1.8.")

    assert f"{name}: voitettu su 14.6., 45 000 €. Toimitus luvattu la 1.8." in told


def test_into_the_lost_ones_words_are_the_reason(seller: Newcomer) -> None:
    name = seller.new_deal()

    assert seller.type(f"/deal siirrä {name} hävitty hinta liian kova") == ""

    assert seller.filled() == {"reason": "hinta liian kova"}
    assert seller.chosen()["lost_kind"] == "price"


@pytest.mark.parametrize(
    ("line", "stage"),
    [
        ("siirrä {}:n kauppa", "contact"), ("siirrä {}:n kauppaa", "contact"), ("siirrä {}:n kauppa tarjous", "offer"),
        ("siirrä {}:n kauppa tarjoukseen 13k", "offer"), ("siirrä {}:n kauppa 13k", "contact"),
    ],
)  # fmt: skip
def test_beside_a_genitive_kauppa_is_the_deal_and_no_stage(seller: Newcomer, line: str, stage: str) -> None:
    name = seller.new_deal()

    told = seller.type(f"/deal {line.format(name)}")

    assert f"{name}: Tunnistaminen → " in told
    assert seller.town.stage(name) == stage


def test_what_is_said_of_a_call_is_no_slip_for_a_stage(seller: Newcomer) -> None:
    name, before = seller.new_deal(), seller.town.changes()

    assert "”soitettu” jäi epäselväksi" in seller.type(f"/deal siirrä {name} soitettu")

    assert seller.town.changes() == before


def test_small_words_beside_an_amount_are_no_note(seller: Newcomer) -> None:
    name = seller.new_deal()

    assert "→ Tarjous · summa 14 000 €" in seller.type(f"/deal siirrä {name} tarjoukseen ja hinta 14k")


def test_a_number_and_a_stage_after_an_arrow(seller: Newcomer) -> None:
    name = seller.new_deal()

    told = seller.type(f"/deal siirrä #{seller.town.deal(name).deal_no} → Tarjous")

    assert "Tunnistaminen → Tarjous" in told


def test_what_follows_two_dashes_is_a_note(seller: Newcomer) -> None:
    name = seller.new_deal()

    seller.type(f"/deal siirrä {name} — soittivat itse <!channel>")

    seller.type(f"/deal näytä {name}")
    assert "soittivat itse &lt;!channel&gt;" in seller.told("soittivat")  # seen as typed, and calls nobody
    assert [note.text for note in seller.town.deal(name).notes] == ["soittivat itse <!channel>"]


def test_an_offer_needs_an_amount_and_the_form_asks_only_for_that(seller: Newcomer) -> None:
    name = seller.new_deal("verkkokauppa")

    assert seller.type(f"/deal siirrä {name} tarjous") == ""
    assert seller.asked() == ["amount"]

    for wrong in ("paljon", "0x10", "12 €€"):
        assert "jäi epäselväksi" in seller.fill(amount=wrong)["errors"]["amount"]
    seller.fill(amount="8,5k")
    assert "Tarjous" in seller.told(f"{name} (verkkokauppa): Tunnistaminen → Tarjous")
    assert seller.town.stage(name) == "offer"


def test_the_note_typed_with_it_stands_in_the_form(seller: Newcomer) -> None:
    name = seller.new_deal("verkkokauppa")

    seller.type(f"/deal siirrä {name} tarjous -- hinta sovittu")

    assert seller.asked() == ["amount", "note"]
    assert seller.filled() == {"note": "hinta sovittu"}
    seller.fill(amount="100")
    seller.told("→ Tarjous")
    assert [note.text for note in seller.town.deal(name).notes] == ["hinta sovittu"]


def test_an_amount_typed_with_it_is_in_the_deals_own_currency_and_named_in_the_answer(seller: Newcomer) -> None:
    name = seller.new_deal("£12,500")

    assert seller.type(f"/deal siirrä {name} tarjous 13k").endswith("→ Tarjous · summa 13 000 £")

    assert seller.type(f"/deal palauta {name}").endswith("→ Yhteydenotto")


def test_into_the_sale_it_is_a_win_with_what_a_win_requires(seller: Newcomer) -> None:
    name = seller.new_deal()

    assert seller.type(f"/deal siirrä {name} kauppa") == ""

    assert seller.asked() == ["amount", "won_on", "promised_day", "also_promised", "source_kind", "note"]
    assert seller.filled() == {"amount": "12 500 €", "won_on": TODAY}
    seller.fill(promised_day="2026-07-01")
    assert f"{name}: voitettu, 12 500 €. Toimitus luvattu ke 1.7." in seller.told("voitettu")
    assert seller.town.stage(name) == "sale"


def test_the_card_button_moves_it_the_card_shows_it_and_only_who_pressed_is_told(calm: Newcomer) -> None:
    name = calm.new_deal()

    calm.press_card("Siirrä: Yhteydenotto", name)

    calm.told(f"{name}: Tunnistaminen → Yhteydenotto")
    assert "Siirrä: Tarjous" in plain(calm.town.card(name, "Yhteydenotto ma 15.6."))
    assert calm.town.stage(name) == "contact"


def test_in_the_cards_thread_it_is_that_deal(thread: Thread) -> None:
    said = thread.says("siirrä", "Tunnistaminen → Yhteydenotto")

    assert thread.name in said
    assert thread.town.stage(thread.name) == "contact"
    assert thread.town.verified()


def test_what_is_said_of_tax_is_noted(seller: Newcomer) -> None:
    name = seller.new_deal("laite")

    assert "Tunnistaminen → Tarjous" in seller.type(f"/deal siirrä {name} tarjous 15 000 € + alv")

    assert [note.text for note in seller.town.deal(name).notes] == ["+ alv"]


def test_in_a_thread_what_needs_a_form_is_a_button_and_the_note_is_kept(thread: Thread) -> None:
    assert "Avaa lomake…" in thread.says("advance sale -- sovittu puhelimessa", "lomakkeella")

    thread.press("Avaa lomake…", "lomakkeella")
    assert thread.owner.asked() == ["amount", "won_on", "promised_day", "also_promised", "source_kind", "note"]
    assert thread.owner.filled()["note"] == "sovittu puhelimessa"
    thread.owner.fill(promised_day="2026-07-01")

    assert "voitettu" in thread.shows("voitettu")
    assert thread.town.stage(thread.name) == "sale"


def test_another_sellers_deal_is_refused_with_who_can(seller: Newcomer, town: Town) -> None:
    name = seller.new_deal()

    told = town.type(OTHER_SELLER, f"/deal siirrä {name}")

    assert told.startswith(f"Ei muutettu: diiliä {name} voi muuttaa Uusi Myyjä")
    assert town.stage(name) == "identification"


def test_the_lead_moves_anyones_deal(seller: Newcomer, town: Town) -> None:
    name = seller.new_deal()

    assert "Tunnistaminen → Yhteydenotto" in town.type(LEAD, f"/deal siirrä {name}")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("tunnistaminen", "on jo vaiheessa Tunnistaminen"),
        ("→ kuuhun", "vaihetta ”kuuhun” ei ole. Vaiheet: Tunnistaminen, Yhteydenotto, Tarjous, Kauppa"),
    ],
)
def test_what_it_refuses_it_says_in_a_sentence(seller: Newcomer, line: str, said: str) -> None:
    name = seller.new_deal()

    told = seller.type(f"/deal siirrä {name} {line}")

    assert told.startswith("Ei siirretty:")
    assert said in told


def test_a_closed_deal_is_not_moved_but_can_be_opened_again(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal hävitty {name} -- hinta")

    told = seller.type(f"/deal siirrä {name}")

    assert "on jo päättynyt" in told
    assert "Avaa uudelleen" in seller.told("on jo päättynyt")


def test_a_note_typed_with_a_second_advance_is_kept_by_the_button(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal siirrä {name}")

    seller.type(f"/deal siirrä {name} -- toimitus syksyllä")
    seller.press("Siirrä: Tarjous", "Siirretäänkö")

    seller.told("Yhteydenotto → Tarjous")
    assert [note.text for note in seller.town.deal(name).notes] == ["toimitus syksyllä"]


def test_the_bots_name_may_stand_anywhere_in_a_threads_message(thread: Thread) -> None:
    assert "Tunnistaminen → Yhteydenotto" in thread.says("hei @putki siirrä", "→ Yhteydenotto")
