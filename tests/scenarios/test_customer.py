"""`/deal customer`: a customer's page; contacts and facts typed behind its name, asked about, changed and undone."""

from __future__ import annotations

from tests.scenarios.town import Newcomer, Town


def test_a_contact_typed_in_any_order_stands_on_the_page_with_links(seller: Newcomer) -> None:
    acme = seller.new_deal()

    said = seller.type(f"/deal asiakas {acme} maija@acme.fi Maija Meikäläinen +358 40 1234567 ostopäällikkö")
    assert f"Lisätty: Maija Meikäläinen · {acme}" in said.replace("*", "")

    page = seller.type(f"/deal asiakas {acme}")
    assert "Maija Meikäläinen" in page
    assert "040 1234567 · maija@acme.fi" in page
    shown = str(seller.town.told(seller.user, "ostopäällikkö"))
    assert "<tel:+358401234567|040 1234567> · <mailto:maija@acme.fi|maija@acme.fi>" in shown
    assert "Tunnistaminen 1 · 12 500 €" in page
    assert seller.town.verified()


def test_an_addition_is_undone_and_the_undo_says_what_it_was(seller: Newcomer) -> None:
    acme = seller.new_deal()
    seller.type(f"/deal asiakas {acme} Maija Meikäläinen, 040 123 4567")

    seller.press("Peru", "Lisätty: ")
    assert f"Peruttu: yhteyshenkilön Maija Meikäläinen lisäys asiakkaalle {acme}." in seller.told("Peruttu")
    assert "Maija" not in seller.type(f"/deal asiakas {acme}")

    seller.press("Tee uudelleen", "Peruttu: ")
    assert "Tehty uudelleen: yhteyshenkilön Maija" in seller.told("Tehty uudelleen")
    assert "Maija" in seller.type(f"/deal asiakas {acme}")
    assert seller.town.verified()


def test_a_contact_typed_twice_is_known_and_gets_what_is_new(seller: Newcomer) -> None:
    acme = seller.new_deal()
    line = f"/deal asiakas {acme} Maija Meikäläinen, 040 123 4567"
    seller.type(line)

    assert "Tiedot ovat samat." in seller.type(line)
    changed = seller.type(f"/deal asiakas {acme} Maija Meikäläinen, 050 123 4567")
    assert "Puhelin: 040 1234567 → 050 1234567" in changed
    left = seller.type(f"/deal asiakas {acme} Maija lähti")
    assert f"Poistettu yhteyshenkilöistä: Maija Meikäläinen · {acme}" in left.replace("*", "")


def test_what_is_unclear_is_asked_in_the_form_and_nothing_is_lost(seller: Newcomer) -> None:
    acme = seller.new_deal()

    seller.type(f"/deal asiakas {acme} Maija Meikäläinen, puhelin: ei vielä")
    assert seller.filled() == {"contact_name": "Maija Meikäläinen", "contact_phone": "ei vielä"}
    assert "Puhelinnumerossa" not in str(seller.form())
    refused = seller.fill()
    assert "puhelinnumerossa ”ei vielä” ei ole numeroita" in str(refused)

    seller.fill(contact_phone="09-123 456 (vaihde)", contact_role="ostaja")
    assert "<tel:+3589123456|09 123456>" in seller.told("Lisätty: ")


def test_a_business_id_is_checked_padded_and_finds_its_customer(seller: Newcomer) -> None:
    acme, other = seller.new_deal(), seller.new_deal()

    seller.type(f"/deal asiakas {acme} 0112038-8")
    assert seller.filled() == {"business_id": "0112038-8"}
    seller.fill(business_id="112038-9", domain="www.acme-esimerkki.fi")
    assert "Y-tunnus: 0112038-9 · Verkkotunnus: <https://acme-esimerkki.fi|acme-esimerkki.fi>" in seller.told(
        "Tallennettu: "
    )

    assert acme in seller.type("/deal asiakas FI01120389")
    assert acme in seller.type("/deal asiakas acme-esimerkki.fi")
    seller.type(f"/deal asiakas {other} 0112038-9")
    assert f"Tämä on jo asiakkaalla {acme}." in str(seller.form())


def test_a_name_that_is_not_sure_is_asked_with_what_was_typed(seller: Newcomer) -> None:
    acme = seller.new_deal()
    assert "Asiakasta ”Olematon” ei löydy." in seller.type("/deal asiakas Olematon")

    seller.type("/deal asiakas")
    view = seller.town.form(seller.user)["id"]
    offered = seller.town.slack.suggest(seller.user, "Asiakas", acme[:6], view_id=view)["options"]
    assert acme in [each["text"]["text"] for each in offered]
    seller.fill(customer_pick=acme, customer_line="Maija Meikäläinen, maija@acme.fi")
    assert "Lisätty: " in seller.told("Lisätty: ")


def test_the_beginning_of_a_name_is_the_customers_whom_it_begins(seller: Newcomer) -> None:
    one, other = (f"{word} {seller.town.new_name()}" for word in ("Suopellon", "Suopellon"))
    seller.type(f"/deal uusi {one}, 500 €")
    seller.town.fill(seller.user)
    seller.told(one)

    assert one in seller.type("/deal asiakas suopellon")
    seller.type(f"/deal uusi {other}, 500 €")
    seller.town.fill(seller.user)
    seller.told(other)
    seller.type("/deal asiakas suopellon")
    assert "”suopellon”: mitä asiakasta tarkoitat?" in str(seller.town.form(seller.user)["view"])


def test_the_page_is_for_who_asks_alone_in_a_channel(seller: Newcomer, town: Town) -> None:
    thread = town.thread_of(seller)

    seller.town.mention(seller.user, "asiakas", thread.ts)
    assert "Tunnistaminen 1" in seller.told("Tunnistaminen 1")
    assert not [each for each in thread.read_by_all() if "Lisää yhteyshenkilö…" in str(each)]


def test_the_customer_who_did_something_is_no_word(seller: Newcomer) -> None:
    acme = seller.new_deal()

    assert "Asiakasta ”" not in seller.type(f"/deal asiakas soitti {acme}")


def test_a_new_deal_with_a_known_business_id_or_address_goes_to_that_customer(seller: Newcomer) -> None:
    acme, other = seller.new_deal(), seller.town.new_name()
    seller.type(f"/deal asiakas {acme} 1572860-0 tunnettu-esimerkki.fi")

    seller.type(f"/deal uusi {other} 1572860-0, 9 000 €")
    assert "Tunnistettu tästä: 1572860-0." in str(seller.form())
    assert (seller.filled()["customer"], seller.filled()["name"]) == (acme, other)
    seller.fill()
    assert f"Luotu: {acme} ({other})" in seller.told("Luotu: ")

    seller.type("/deal uusi liisa@posti.tunnettu-esimerkki.fi, laajennus, 4 000 €")
    assert (seller.filled()["customer"], seller.filled()["note"]) == (acme, "liisa@posti.tunnettu-esimerkki.fi")
    seller.fill(customer="tunnettu-esimerkki.fi")
    assert "Asiakas tunnistettiin" in seller.told("Asiakas tunnistettiin")
    assert len(seller.town.deal_nos(acme)) == 3


def test_a_new_customers_business_id_is_kept_with_its_first_deal(seller: Newcomer) -> None:
    new = seller.town.new_name()

    seller.type(f"/deal uusi {new}, y-tunnus 2617416-5, 9 000 €")
    assert seller.filled()["business_id"] == "2617416-5"
    assert "Ei tallennettu" in str(seller.fill())

    seller.fill(business_id="2617416-4")
    assert f"Luotu: {new}" in seller.told("Luotu: ")
    assert new in seller.type("/deal asiakas 2617416-4")
    assert seller.town.verified()


def test_the_board_counts_customers_where_they_are_fewer_than_deals(seller: Newcomer) -> None:
    acme = seller.new_deal()
    seller.type(f"/deal uusi {acme}, toinen asia, 9 000 €")
    seller.fill()

    assert " asiakasta · " in seller.type("/deal putki")


def test_the_page_is_a_press_from_the_deal_and_its_buttons_do_the_rest(seller: Newcomer) -> None:
    acme = seller.new_deal()
    seller.type(f"/deal näytä {acme}")
    seller.press("Näytä asiakas", acme)

    seller.press("Lisää yhteyshenkilö…", "Tunnistaminen 1")
    seller.fill(contact_name="Maija Meikäläinen", contact_email="maija@acme.fi")
    seller.press("Näytä asiakas", "Lisätty: ")
    seller.press("Muuta…", "Tunnistaminen 1")
    assert seller.filled() == {"contact_name": "Maija Meikäläinen", "contact_email": "maija@acme.fi"}
    assert "sähköpostiosoite" in str(seller.fill(contact_email="maija@acme"))
    seller.fill(contact_email="maija.meikalainen@acme.fi", contact_left="Ei ole enää täällä tavoitettavissa")
    assert "maija.meikalainen@acme.fi" in seller.told("Poistettu yhteyshenkilöistä")

    seller.type(f"/deal asiakas {acme}")
    seller.press("Historia", "Tunnistaminen 1")
    told = seller.told("2 muutosta")
    assert f"Yhteyshenkilön Maija Meikäläinen poisto asiakkaalta {acme}" in told
    assert f"Yhteyshenkilön Maija Meikäläinen lisäys asiakkaalle {acme}" in told

    seller.type(f"/deal asiakas {acme}")
    seller.press("Uusi diili…", "Tunnistaminen 1")
    assert seller.filled()["customer"] == acme


def test_a_reader_of_english_types_and_reads_it_in_english(seller: Newcomer) -> None:
    acme = seller.new_deal()
    seller.reads("en")

    assert "Added: Jane Doe" in seller.type(f"/deal customer {acme} Jane Doe, buyer, +44 20 7946 0018")
    assert "+44 20 7946 0018" in seller.type(f"/deal customer {acme}")
    assert "No longer a contact person: Jane Doe" in seller.type(f"/deal customer {acme} Jane left")


def test_a_merged_name_shows_the_customer_that_stays(seller: Newcomer) -> None:
    older, newer = seller.new_deal(), seller.new_deal()
    seller.type(f"/deal asiakas {newer} Maija Meikäläinen, 040 123 4567")
    seller.type(f"/deal yhdistä {newer} ja {older}")
    seller.fill()

    page = seller.type(f"/deal asiakas {newer}")
    assert page.startswith(older)
    assert "Maija Meikäläinen" in page
    assert "Tiedot ovat samat." in seller.type(f"/deal asiakas {newer} Maija Meikäläinen, 040 123 4567")
