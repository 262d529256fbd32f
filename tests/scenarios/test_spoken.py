"""What is said instead of a word: a clear act is done, all else is asked, and each button carries what was said."""

from __future__ import annotations

import pytest

from tests.scenarios.town import LEAD, Newcomer, Thread, Town, plain


@pytest.mark.parametrize(
    ("line", "stage"),
    [
        ("{} siirrä", "contact"), ("{} siirrä tarjous", "offer"), ("{} tarjoukseen", "offer"),
        ("tarjoukseen {}", "offer"), ("{} to offer", "offer"), ("laita {} tarjoukseen", "offer"),
        ("vie eteenpäin {}", "contact"), ("vie {} eteenpäin", "contact"), ("siirretään {} tarjoukseen", "offer"),
        ("siirrä eteenpäin {}", "contact"), ("siirrä {} eteenpäin", "contact"), ("move forward {}", "contact"),
        ("put {} to offer", "offer"), ("siirrä: {}", "contact"),
        ("siirrä {}, kiitos", "contact"), ("siirrä {} tarjouksee", "offer"), ("siirrä {} tarjous-vaiheeseen", "offer"),
        ("siirrä {} (soitettu)", "contact"), ("siirrä {}: soitettu", "contact"), ("siirrä {} : soitettu", "contact"),
    ],
)  # fmt: skip
def test_a_clear_act_on_a_sure_deal_moves_it(seller: Newcomer, line: str, stage: str) -> None:
    name = seller.new_deal()

    told = seller.type(f"/deal {line.format(name)}")

    assert f"{name}: Tunnistaminen → " in told
    assert seller.town.stage(name) == stage
    assert [note.text for note in seller.town.deal(name).notes] == (["soitettu"] if "soitettu" in line else [])


@pytest.mark.parametrize("line", ["vie {} takaisin", "siirrä takaisin {}", "siirrä {} takaisin", "put {} back"])
def test_a_move_goes_back_where_that_is_said(seller: Newcomer, line: str) -> None:
    name = seller.new_deal()
    seller.type(f"/deal siirrä {name} tarjous")
    seller.town.slack.clock(by="3m")

    told = seller.type(f"/deal {line.format(name)}")

    assert f"Palautettu: {name}, Tarjous → Yhteydenotto" in told


@pytest.mark.parametrize("line", ["{} tarjous", "{} eteni tarjoukseen", "{} offer"])
def test_a_stage_beside_a_deal_is_a_move_one_press_away(seller: Newcomer, line: str) -> None:
    name = seller.new_deal()
    before = seller.town.changes()

    assert seller.type(f"/deal {line.format(name)}") == f"Siirretäänkö {name} vaiheeseen Tarjous?"
    assert seller.town.changes() == before
    seller.press("Siirrä: Tarjous", "Siirretäänkö")

    seller.told(f"{name}: Tunnistaminen → Tarjous")
    amount = seller.town.deal(name).amount
    assert amount is not None
    assert amount.minor == 1_250_000


@pytest.mark.parametrize(
    "line",
    ["voitettiin {} 13 000", "klousattu {} 13 000", "{} voitettiin 13 000", "kauppa tuli {} 13 000", "we won {} 13 000",
     "siirrä {} voitettu 13 000", "laita {} voitetuksi 13 000"],
)  # fmt: skip
def test_a_win_that_says_what_it_came_to_is_done(seller: Newcomer, line: str) -> None:
    name = seller.new_deal()

    assert f"{name}: voitettu, 13 000 €" in seller.type(f"/deal {line.format(name)}")


@pytest.mark.parametrize("line", ["voitettiin {}", "we won {}", "voitettiin {} hienosti"])
def test_a_win_that_says_no_more_asks_in_its_form(seller: Newcomer, line: str) -> None:
    name = seller.new_deal()

    assert seller.type(f"/deal {line.format(name)}") == ""

    assert seller.filled()["amount"] == "12 500 €"
    assert name in str(seller.form())


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("menetetty {}", {}),
        ("siirrä {} hävitty hinta, palataan maaliskuussa", {"lost_kind": "price", "returns": "2027-03-01"}),
        ("siirrä {} hävitty -- hinta", {"lost_kind": "price"}),
    ],
)  # fmt: skip
def test_a_loss_asks_in_its_form_with_the_reason(seller: Newcomer, line: str, read: dict[str, str]) -> None:
    name = seller.new_deal()

    assert seller.type(f"/deal {line.format(name)}") == ""

    assert seller.filled() == {}
    assert seller.chosen() == {"said_by": "guess", **read}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("hävittiin {} hinnan takia", "hinta"), ("{} hävittiin hinnan takia", "hinta"),
        ("hävittiin hinnan takia {}", "hinta"), ("we lost {} price", "hinta"), ("{} meni kilpailijalle", "kilpailija"),
        ("hävittiin {} hinnan takia, palataan maaliskuussa", "hinta · palataan maaliskuussa 2027"),
        ("we lost {} price, back in March", "hinta · palataan maaliskuussa 2027"),
    ],
)  # fmt: skip
def test_a_loss_that_says_why_is_done(seller: Newcomer, line: str, told: str) -> None:
    name = seller.new_deal()

    assert f"{name}: hävitty. Syy: {told}" in seller.type(f"/deal {line.format(name)}")


def test_a_deal_that_is_closed_is_won_or_lost(english: Newcomer) -> None:
    name = english.new_deal()

    assert english.type(f"/deal close {name} 9500") == f"{name}: won or lost?"
    english.press("Won…", "won or lost")

    assert english.filled()["amount"] == "€9,500"


def test_of_several_deals_to_close_the_one_picked_is_shown(english: Newcomer) -> None:
    name = english.new_deal("100 €, pumps")
    english.type(f"/deal new {name}, valves, 200 €")
    english.fill()

    asked = english.type(f"/deal close {name}")

    assert "Pick one" in asked
    assert "Won…" not in plain(english.town.told(english.user, "Pick one"))


@pytest.mark.parametrize(
    "line", ["{} haluaa alennusta, palaavat pe", "kuulemma {} odottaa", "customer said {} wants a discount"]
)
def test_what_was_said_is_a_note_one_press_away(seller: Newcomer, line: str) -> None:
    name, said = seller.new_deal(), ""
    said = line.format(name)

    assert "tallennetaanko tämä muistiinpanoksi?" in seller.type(f"/deal {said} -- soitan itse")
    seller.press("Muistiinpanoksi", "tallennetaanko")

    seller.told("muistiinpano tallennettu")
    assert [note.text for note in seller.town.deal(name).notes] == [f"{said} – soitan itse"]


@pytest.mark.parametrize(
    ("line", "step", "day"),
    [
        ("muistuta mua soittamaan {} ke", "soita {}", "2026-06-17"),
        ("mun pitäs soittaa {} ke", "soita {}", "2026-06-17"),
        ("soita {} huomenna", "soita {}", "2026-06-16"),
        ("remind me to call {} on wednesday", "call {}", "2026-06-17"),
    ],
)
def test_what_is_to_be_done_is_a_step(seller: Newcomer, line: str, step: str, day: str) -> None:
    name = seller.new_deal()

    assert seller.type(f"/deal {line.format(name)}") == ""

    assert seller.filled() == {"step": step.format(name), "step_day": day}


def test_a_deal_bent_in_a_sentence_is_found(seller: Newcomer) -> None:
    seller.type("/deal uusi Kuusiniemen Lauttasatama Oy, 12 500 €")
    seller.fill()

    told = seller.type("/deal soitin kuusiniemen lauttasatamaan, palaavat pe")

    assert "Kuusiniemen Lauttasatama Oy: tavoitettu. Askel pe 19.6.: palaavat" in told
    assert seller.town.deal("Kuusiniemen Lauttasatama Oy").notes == ()


@pytest.mark.parametrize(
    "line", ["muistuta mua soittamaan qwxyzille ke", "soitin qwxyzille", "remind me to call qwxyz"]
)
def test_a_sentence_makes_no_customer(seller: Newcomer, line: str) -> None:
    name = seller.new_deal()

    asked = seller.type(f"/deal {line}")

    assert asked.startswith("Mikä diili?")
    assert name in asked
    assert "Luo" not in seller.told("Mikä diili?")


def test_the_deal_that_is_picked_gets_what_was_said(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type("/deal soitin qwxyzille, palaavat pe")

    seller.press(f"note.{seller.town.deal(name).deal_no}", "Mikä diili?")

    seller.told("muistiinpano tallennettu")
    assert [note.text for note in seller.town.deal(name).notes] == ["soitin qwxyzille, palaavat pe"]


def test_a_person_behind_the_deal_points_to_handing_it_over(seller: Newcomer) -> None:
    name = seller.new_deal()

    assert "vaihdetaanko vastuuhenkilö? ”matille”" in seller.type(f"/deal siirrä {name} matille")
    seller.press("Vaihda vastuuhenkilö…", "vaihdetaanko")

    assert "Matti" in seller.told(f"{name}: vastuuhenkilö on nyt")
    assert seller.town.stage(name) == "identification"


def test_a_day_behind_the_deal_points_to_a_later_reminder(seller: Newcomer) -> None:
    name = seller.new_deal()

    assert "muistutetaanko myöhemmin? ”perjantaille”" in seller.type(f"/deal siirrä {name} perjantaille")
    seller.press("Muistuta myöhemmin", "muistutetaanko")

    assert "muistutetaan ma 22.6." in seller.told("19.6.")  # Midsummer Eve
    assert seller.town.stage(name) == "identification"


def test_a_sentence_behind_the_deal_is_asked_about_and_kept(seller: Newcomer) -> None:
    name = seller.new_deal()

    assert "”soitin eilen” jäi epäselväksi" in seller.type(f"/deal siirrä {name} tarjous soitin eilen")
    seller.press("Siirrä: Tarjous", "jäi epäselväksi")

    seller.told(f"{name}: Tunnistaminen → Tarjous")
    assert [note.text for note in seller.town.deal(name).notes] == ["soitin eilen"]


def test_words_behind_a_deal_are_a_note_one_press_away(seller: Newcomer) -> None:
    name = seller.new_deal()

    assert "”vihreä katto” jäi epäselväksi. Ymmärretty:" in seller.type(f"/deal {name} vihreä katto")
    seller.press("Muistiinpanoksi", "jäi epäselväksi")

    assert "vihreä katto" in seller.told("muistiinpano tallennettu")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("historia {}", "Tunnistaminen"), ("missä mennään {}", "Tunnistaminen"), ("who owns {}", "Tunnistaminen"),
        ("poista {}", "poistetaanko diili?"), ("tuhoa {}", "poistetaanko diili?"),
        ("tänään", "Tänään ei tehtävää"), ("moi mitä mun pitäs tehdä tänään", "Tänään ei tehtävää"),
        ("ketkä jumissa", "ei ole jumissa olevia"), ("mitkä diilit on jumissa?", "ei ole jumissa olevia"),
        ("omat!", "1 avoin diili"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_says_what_to_do_and_what_is_asked_is_shown(seller: Newcomer, line: str, told: str) -> None:
    name = seller.new_deal()
    before = seller.town.changes()

    assert told in seller.type(f"/deal {line.format(name)}")

    assert seller.town.changes() == before


@pytest.mark.parametrize("line", ["muokkaa {}", "rename {}", "päivitä {}", "vaihda summa {}"])
def test_an_edit_without_what_opens_its_form(seller: Newcomer, line: str) -> None:
    name = seller.new_deal()

    assert seller.type(f"/deal {line.format(name)}") == ""

    assert "close_day" in seller.asked()


def test_in_a_thread_what_was_said_is_offered_as_a_note_of_its_deal(thread: Thread) -> None:
    thread.says("haluavat alennusta, palaavat pe", "tallennetaanko")

    thread.press("Muistiinpanoksi", "tallennetaanko")

    thread.shows("muistiinpano tallennettu")
    assert [note.text for note in thread.town.deal(thread.name).notes] == ["haluavat alennusta, palaavat pe"]


def test_of_anothers_deal_the_lead_may_say_it(town: Town, seller: Newcomer) -> None:
    name = seller.new_deal()

    assert f"{name}: Tunnistaminen → Tarjous" in town.type(LEAD, f"/deal laita {name} tarjoukseen")


def test_an_undo_after_a_change_of_ones_own_does_not_ask(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal siirrä {name}")
    seller.type("/deal peru")
    seller.type(f"/deal siirrä {name} tarjous")

    assert "on taas vaiheessa Tunnistaminen" in seller.type("/deal peru")


def test_an_undo_of_another_deal_that_is_named_does_not_ask(seller: Newcomer) -> None:
    first, second = seller.new_deal(), seller.new_deal()
    seller.type(f"/deal siirrä {first}")
    seller.type(f"/deal siirrä {second}")
    seller.type(f"/deal peru {second}")

    assert f"Peruttu: {first}" in seller.type(f"/deal peru {first}")


def test_what_did_not_happen_is_no_act(seller: Newcomer) -> None:
    name, before = seller.new_deal(), seller.town.changes()

    told = seller.type(f"/deal {name} ei edennyt, asiakas perui")

    assert f"tallennetaanko tämä muistiinpanoksi? ”{name} ei edennyt" in told
    assert seller.town.changes() == before


@pytest.mark.parametrize("line", ["15 000 on liikaa {}", "15 € per kpl ok {}", "15 kpl riittää {}"])
def test_an_amount_that_begins_a_line_is_no_deals_number(seller: Newcomer, line: str) -> None:
    name, before = seller.new_deal(), seller.town.changes()

    seller.type(f"/deal muistiinpano {line.format(name)}")

    assert seller.town.changes() == before
