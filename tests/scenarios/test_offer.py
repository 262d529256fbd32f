"""`/deal offer`: a version is marked as sent in a form filled in from the line, answered, replaced and taken up."""

from __future__ import annotations

from typing import Any

import pytest

from tests.scenarios.town import SELLER, Newcomer, Town, plain

LISTED = "v2 · 11 900 € · lähetetty ma 15.6. · voimassa ke 15.7. asti"


def test_an_offer_is_filled_in_from_the_line_and_moves_the_deal_with_it(calm: Newcomer) -> None:
    name = calm.new_deal()

    assert calm.type(f"/deal tarjous {name} 12 900, 3 viikkoa, 30 pv") == ""
    assert calm.filled() == {
        "amount": "12 900 €",
        "offer_delivery": "3 viikkoa",
        "offer_valid": "2026-07-15",
    }
    assert "Putki ei lähetä tarjousta asiakkaalle." in plain(calm.form())
    calm.fill(offer_term="14 pv netto")

    told = calm.told("tarjous v1")
    assert f"{name}: tarjous v1, 12 900 €, voimassa ke 15.7. asti" in told
    assert "Siirretty samalla: Tarjous" in told
    assert "Askel ti 23.6.: kysy tarjouksesta" in told
    assert calm.town.stage(name) == "offer"
    assert "Tarjous v1 · voimassa ke 15.7. asti" in plain(calm.town.card(name, "Tarjous v1"))
    assert "Tarjous v1 · voimassa ke 15.7. asti" in calm.type(f"/deal näytä {name}")
    assert "Tarjous v1 lähetetty: 12 900 €, voimassa ke 15.7. asti" in calm.type(f"/deal historia {name}")

    calm.type(f"/deal tarjous {calm.new_deal()}")
    assert calm.filled()["offer_term"] == "14 pv netto"
    assert calm.town.verified()


def test_a_new_version_replaces_the_one_that_is_out_and_the_customer_accepts_the_first(calm: Newcomer) -> None:
    name = calm.new_deal()
    calm.type(f"/deal tarjous {name} 12 900, toimitus 15.9., voimassa 30.6.")
    calm.fill()
    calm.told("tarjous v1")
    assert "v1 · 12 900 €" in calm.type(f"/deal tarjous {name}")
    calm.press("Uusi versio…")
    filled = {name: value for name, value in calm.filled().items() if name != "offer_term"}
    assert filled == {"amount": "12 900 €", "offer_delivery": "ti 15.9.", "offer_valid": "2026-07-15"}
    calm.fill(amount="11 900")
    calm.told("tarjous v2")

    listed = calm.type(f"/deal tarjous {name}")
    assert LISTED in listed
    assert "v1 · 12 900 € · korvattu ma 15.6." in listed
    calm.press("Näytä v1")
    assert "Toimitus: ti 15.9." in calm.told("Toimitus: ti")
    calm.press("Hyväksytty…")
    assert calm.asked() == ["source_kind"]  # what it came to, and the promised day, are those of the offer
    assert "v1 · 12 900 € · Toimitus: ti 15.9." in plain(calm.form())
    calm.fill(source_kind="referral")

    assert "voitettu, 12 900 €. Toimitus luvattu ti 15.9." in calm.told("voitettu")
    assert calm.town.stage(name) == "sale"
    assert calm.town.verified()


def test_one_press_accepts_and_wins_where_nothing_is_missing_and_one_undo_takes_it_back(seller: Newcomer) -> None:
    name = seller.new_deal("12 500 €, lähde: messut")
    seller.type(f"/deal tarjous {name} 12 900, 3 viikkoa")
    seller.fill()
    seller.told("tarjous v1")
    seller.type(f"/deal tarjous {name}")
    seller.press("Hyväksytty…")

    assert "voitettu, 12 900 €" in seller.told("voitettu")
    assert not seller.has_form()
    seller.press("Peru", "voitettu")
    seller.told("Peruttu")
    assert seller.town.stage(name) == "offer"
    assert "v1 · 12 900 € · lähetetty" in seller.type(f"/deal tarjous {name}")
    assert "voitettu, 12 900 €" in seller.type(f"/deal tarjous {name} hyväksytty")
    assert seller.town.verified()


def test_accepting_in_a_typed_line_asks_for_what_is_missing(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal tarjous {name} 12 900, 3 viikkoa")
    seller.fill()
    seller.told("tarjous v1")

    seller.type(f"/deal tarjous {name} hyväksytty")
    assert "source_kind" in seller.asked()
    seller.fill(source_kind="referral")
    assert "voitettu, 12 900 €" in seller.told("voitettu")
    assert seller.town.verified()


def test_a_declined_offer_asks_what_comes_next(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal tarjous {name} 12 900")
    seller.fill()
    seller.told("tarjous v1")
    seller.type(f"/deal tarjous {name}")
    seller.press("Hylätty")

    assert f"{name}: tarjous v1 hylätty. Mitä seuraavaksi?" in seller.told("hylätty. Mitä")
    seller.type(f"/deal tarjous {name}")
    seller.press("Ota v1 käyttöön")
    assert "tarjous v1 on taas voimassa" in seller.told("taas voimassa")
    assert seller.town.verified()


def test_what_is_not_read_is_asked_about_and_what_cannot_be_is_refused_with_all_kept(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal tarjous {name} 12 900 tai 13 900, sis. asennuksen")
    assert seller.filled()["amount"] == "12 900 tai 13 900"
    assert seller.filled()["offer_terms"] == "sis. asennuksen"
    asked = {block["block_id"]: (block.get("hint") or {}).get("text", "") for block in seller.form()["blocks"]}
    assert "sis. asennuksen" in asked["offer_terms"]

    assert "amount" in seller.fill()["errors"]
    assert "amount" in seller.fill(amount="-5")["errors"]
    assert "amount" in seller.fill(amount="0 €")["errors"]
    assert "12 500 € ja tarjous" in seller.fill(amount="$12,900")["errors"]["amount"].replace("\u00a0", " ")
    past = seller.fill(amount="12 900", offer_valid="2026-06-01")["errors"]["offer_valid"]
    assert past.replace("\u00a0", " ").startswith("Ei tallennettu: ma 1.6. on jo mennyt.")
    seller.fill(offer_valid="2026-07-01", offer_delivery="15.5.2026")
    assert "toimituspäivä pe 15.5. on jo mennyt" in seller.fill()["errors"]["offer_delivery"].replace("\u00a0", " ")
    seller.fill(offer_delivery="vko 38", amount="1 290 000")
    assert "1 290 000 €" in plain(seller.form())
    seller.fill()

    assert "tarjous v1, 1 290 000 €, voimassa ke 1.7. asti" in seller.told("tarjous v1")


def test_an_offer_in_english_is_marked_sent_without_a_move(english: Newcomer) -> None:
    name = english.new_deal()
    english.type(f"/deal offer {name} €12,900, 3 weeks, valid 30 days, net 14")
    assert english.filled() == {
        "amount": "€12,900",
        "offer_delivery": "3 weeks",
        "offer_valid": "2026-07-15",
        "offer_term": "net 14 days",
    }
    english.town.slack.submit(english.user, english.town.form(english.user)["id"], {"offer_moves": []})

    told = english.told("offer v1")
    assert f"{name}: offer v1, €12,900, valid until Wed 15 Jul" in told
    assert "Also moved" not in told
    assert english.town.stage(name) == "identification"


@pytest.mark.parametrize("line", ["siirrä {name} tarjous", "{name} tarjoukseen"])
def test_behind_a_deal_the_stage_is_meant(seller: Newcomer, line: str) -> None:
    name = seller.new_deal()
    seller.type(f"/deal {line.format(name=name.removesuffix(' Oy'))}")
    assert seller.town.stage(name) == "offer"


def test_before_it_expires_its_owner_is_asked_and_presses_for_two_weeks_more(own_town: Town) -> None:
    name = own_town.new_deal()
    own_town.type(SELLER, f"/deal tarjous {name} 12 900, voimassa 24.6.")
    own_town.fill(SELLER)
    own_town.told(SELLER, "tarjous v1")
    own_town.type(SELLER, f"/deal askel {name} tehty")
    own_town.slack.clock(by="7d")

    asked = own_town.direct(SELLER, "vanhenee")
    assert "⏳" in plain(asked)
    assert "Tarjous v1 vanhenee ke 24.6." in plain(asked)
    room = own_town.room(SELLER)
    own_town.press(SELLER, "+14\u00a0päivää", ts=asked["ts"], channel=room)

    assert "tarjous v1 on nyt voimassa ke 8.7. asti" in plain(own_town.direct(SELLER, "nyt voimassa"))
    assert own_town.verified()


def test_what_was_asked_says_what_became_of_it_when_that_is_told_elsewhere(own_town: Town) -> None:
    name = own_town.new_deal()
    own_town.type(SELLER, f"/deal tarjous {name} 12 900, voimassa 24.6.")
    own_town.fill(SELLER)
    own_town.told(SELLER, "tarjous v1")
    own_town.type(SELLER, f"/deal askel {name} tehty")
    own_town.slack.clock(by="7d")
    asked = own_town.direct(SELLER, "vanhenee")

    def shows(part: str) -> None:
        own_town.slack.until(lambda _: part in _now(own_town, asked))

    own_town.type(SELLER, f"/deal tarjous {name} +14 pv")
    shows("v1 · 12 900 € · lähetetty ma 15.6. · voimassa ke 8.7. asti")
    assert "vanhenee" not in _now(own_town, asked)
    own_town.type(SELLER, f"/deal peru {name}")
    shows("Tarjous v1 vanhenee ke 24.6.")
    own_town.type(SELLER, f"/deal tarjous {name} hylätty")
    shows("v1 · 12 900 € · hylätty")
    own_town.type(SELLER, f"/deal hävitty {name} -- hinta")
    shows(f"{name}: Hävitty")
    assert own_town.verified()


def _now(town: Town, message: dict[str, Any]) -> str:
    """What a message of the seller's conversation says now."""
    found = next(each for each in town.slack.state()["messages"][town.room(SELLER)] if each["ts"] == message["ts"])
    return plain(found).replace("*", "")


@pytest.mark.parametrize(
    "line",
    ["tarjous {} 12 900", "tarjous 12 900 {}", "tarjous lähetetty {} 12 900", "tarjous: {} 12 900",
     "offer to {} 12 900", "quote for {}, 12 900"],
)  # fmt: skip
def test_the_deal_stands_wherever_people_put_it(seller: Newcomer, line: str) -> None:
    name = seller.new_deal()
    assert seller.type(f"/deal {line.format(name.removesuffix(' Oy'))} -- soitettu") == ""
    assert seller.filled()["amount"] == "12 900 €"
    seller.fill()
    seller.told(f"{name}: tarjous v1, 12 900 €")
    assert [note.text for note in seller.town.deal(name).notes] == ["soitettu"]


def test_a_line_without_a_deal_asks_which_one_and_keeps_all_that_was_said(seller: Newcomer) -> None:
    seller.new_deal()
    name = seller.new_deal()
    assert seller.type("/deal tarjous 12 900, 3 viikkoa, 30 pv").startswith("Mikä diili?")
    seller.press(f"offer.{seller.town.deal_nos(name)[0]}", "Mikä diili?")
    assert seller.filled()["offer_delivery"] == "3 viikkoa"


def test_what_the_customer_answered_may_be_typed(seller: Newcomer) -> None:
    name = seller.new_deal()
    assert "ei ole tarjousta" in seller.type(f"/deal tarjous {name} hylätty")
    seller.type(f"/deal tarjous {name} 12 900")
    seller.fill()
    seller.told("tarjous v1")
    assert "voimassa ke 29.7. asti" in seller.type(f"/deal tarjous {name} +14 pv")
    assert "tarjous v1 hylätty" in seller.type(f"/deal tarjous {name} hylätty")
