"""`/deal fields`: an admin gives deals fields of the team's own; forms ask for them, and deals keep what they have."""

from __future__ import annotations

import pytest

from tests.scenarios.test_select import ticked
from tests.scenarios.town import ADMIN, CHANNEL, SELLER, Town


def add(town: Town, name: str, kind: str, choices: str = "") -> None:
    """A field that the admin adds with the form."""
    town.type(ADMIN, f"/deal kentät lisää {name}")
    town.fill(ADMIN, own_field_type=kind, own_field_choices=choices)
    town.told(ADMIN, f"Kenttä lisätty: {name}")


def choose(town: Town, field_no: int, act: str, said: str) -> None:
    """What stands there after an act was chosen from the menu of a field."""
    town.type(ADMIN, "/deal kentät")
    there = town.told(ADMIN, "Omat kentät")
    town.press(ADMIN, f"fields.{field_no}", ts=there["ts"], channel=CHANNEL, value=act)
    if said:
        town.told(ADMIN, said)


def details(town: Town, name: str) -> str:
    """All that `show` tells the seller of a deal."""
    town.type(SELLER, f"/deal näytä {name}")
    return str(town.told(SELLER, f"{name} · ")["blocks"]).replace("\\xa0", " ")


def test_fields_are_asked_shown_told_undone_and_hidden(own_town: Town) -> None:
    town = own_town
    assert "tämän voi tehdä" in town.type(SELLER, "/deal kentät")
    assert "ei ole vielä omia kenttiä" in str(town.type(ADMIN, "/deal kentät") and town.told(ADMIN, "Omat kentät"))
    town.type(ADMIN, "/deal kentät lisää Toimiala")
    town.fill(ADMIN, own_field_type="text", own_field_choices="Metsä")
    assert "Valintoja voi antaa vain" in str(town.form(ADMIN))
    town.fill(ADMIN, own_field_type="choice", own_field_choices="Metsä\nKauppa")
    town.told(ADMIN, "Kenttä lisätty: Toimiala")
    add(town, "Laitteita", "number.1")
    add(town, "Huoltosopimus alkaa", "day")

    name = town.new_name()
    town.type(SELLER, f"/deal uusi {name}, 12 500 €")
    town.fill(SELLER, **{"field.2": "paljon"})
    assert "”paljon” ei ole luku" in str(town.form(SELLER))
    town.fill(SELLER, **{"field.1": "1", "field.2": "1 250,5", "field.3": "2026-09-01"})
    town.told(SELLER, name)
    assert "Laitteita" not in str(town.card(name)["blocks"])
    shown = details(town, name)
    assert "Toimiala: Metsä" in shown
    assert "Laitteita: 1 250,5" in shown
    assert "Huoltosopimus alkaa: ti 1.9." in shown

    town.type(SELLER, f"/deal muuta {name}")
    choose(town, 2, "Piilota", "Kenttä piilotettu: Laitteita")
    town.fill(SELLER, **{"field.1": "2", "field.2": "3"})
    assert town.told(SELLER, "Laitteita (piilotettu)")
    assert "Toimiala: Kauppa · Laitteita: 3" in town.type(SELLER, f"/deal historia {name}")
    assert "Peruttu" in town.type(SELLER, f"/deal peru {name}")
    assert "Laitteita" not in town.type(SELLER, f"/deal muuta {name}") + str(town.form(SELLER)["view"]["blocks"])
    choose(town, 2, "Näytä taas", "Kenttä taas käytössä: Laitteita")
    assert "Laitteita: 1 250,5" in details(town, name)
    assert town.verified()


def test_an_open_form_of_a_field_that_was_changed_meanwhile_saves_nothing(own_town: Town) -> None:
    town = own_town
    add(town, "Toimiala", "choice", "Metsä")
    choose(town, 1, "Muuta…", "")
    form = town.form(ADMIN)
    choose(town, 1, "Piilota", "Kenttä piilotettu: Toimiala")

    town.slack.submit(ADMIN, form["id"], {"own_field_name": "Ala"})

    assert "joku muutti kenttää samaan aikaan" in str(town.form(ADMIN))
    assert "Toimiala" in str(town.type(ADMIN, "/deal kentät") and town.told(ADMIN, "Omat kentät")["blocks"])
    assert town.verified()


def require(town: Town, stage_no: int, *tokens: str) -> None:
    """Let a stage require these fields."""
    town.type(ADMIN, "/deal vaiheet")
    town.press(ADMIN, f"stages.edit.{stage_no}", channel=CHANNEL, ts=town.told(ADMIN, "Myyntiputket")["ts"])
    town.fill(ADMIN, stage_requires_own=list(tokens))
    town.told(ADMIN, "muutettu")


def asked(town: Town, who: str = SELLER) -> list[str]:
    """The fields of the form before this person."""
    return [block["block_id"] for block in town.form(who)["view"]["blocks"] if block["type"] == "input"]


FORM, OFFER_STAGE, SALE, LOST_STAGE = "Avaa lomake…", 3, 4, 5


@pytest.mark.parametrize(
    ("language", "move", "not_read", "moved"),
    [
        ("fi", "siirrä {}", "”paljon” ei ole luku.", "Tunnistaminen → Yhteydenotto"),
        ("en", "advance {}", "“paljon” is not a number.", "Identification → Contact"),
    ],
)
def test_the_form_of_a_move_asks_for_each_field_that_its_stage_requires(
    own_town: Town, language: str, move: str, not_read: str, moved: str
) -> None:
    town = own_town
    add(town, "Toimiala", "choice", "Metsä\nKauppa")
    add(town, "Laitteita", "number.1")
    add(town, "Huolto alkaa", "day")
    add(town, "Viite", "text")
    add(town, "Turha", "text")
    require(town, 2, "field.1", "field.2", "field.3", "field.4", "field.5")
    choose(town, 5, "Piilota", "Kenttä piilotettu: Turha")
    town.slack.type(SELLER, CHANNEL, "/deal asetukset")
    town.fill(SELLER, language=language)
    name = town.new_deal()

    town.type(SELLER, f"/deal {move.format(name)}")
    assert asked(town) == ["field.1", "field.2", "field.3", "field.4"]
    values = {"field.1": "2", "field.2": "paljon", "field.3": "2026-09-01", "field.4": "A-17"}
    assert not_read in town.fill(SELLER, **values)["errors"]["field.2"]
    town.fill(SELLER, **(values | {"field.2": "1 250,5"}))
    town.told(SELLER, moved)

    own = town.deal(name).own
    assert (own[1].option_no, own[2].number, str(own[3].day), own[4].text) == (2, 12505, "2026-09-01", "A-17")
    town.type(SELLER, f"/deal undo {name}")
    assert (town.stage(name), town.deal(name).own) == ("identification", {})
    assert town.verified()


def test_in_a_thread_a_button_opens_the_form_with_the_field(own_town: Town) -> None:
    town = own_town
    add(town, "Toimiala", "text")
    require(town, 2, "field.1")
    name = town.new_deal()
    card = town.card(name)["ts"]
    town.until_written_down(card)

    said = town.mention(SELLER, "siirrä", card, "Jatka lomakkeella")
    town.press(SELLER, FORM, ts=said["ts"], channel=CHANNEL)
    assert asked(town) == ["field.1"]
    town.fill(SELLER, **{"field.1": "metsä"})

    town.card(name, "Yhteydenotto")
    assert town.deal(name).own[1].text == "metsä"


def test_a_win_a_loss_and_an_offer_ask_for_the_field_too(own_town: Town) -> None:
    town = own_town
    add(town, "Toimiala", "text")
    for stage_no in (OFFER_STAGE, SALE, LOST_STAGE):
        require(town, stage_no, "field.1")
    won, lost, offered = town.new_deal(), town.new_deal(), town.new_deal()

    town.type(SELLER, f"/deal voitettu {won} 12 000 €, toimitus 31.8.")
    assert "field.1" in asked(town)
    town.fill(SELLER, **{"field.1": "metsä", "promised_day": "2026-08-31"})
    town.told(SELLER, won)

    town.type(SELLER, f"/deal hävitty {lost} hinta")
    assert asked(town)[-1] == "field.1"
    town.fill(SELLER, **{"field.1": "kauppa", "lost_kind": "price"})
    town.told(SELLER, lost)

    town.type(SELLER, f"/deal tarjous {offered} 8 500 €")
    town.fill(SELLER, offer_valid="2026-07-31", amount="8 500 €")
    assert asked(town)[-1] == "field.1"
    town.fill(SELLER, **{"field.1": "kunta", "offer_valid": "2026-07-31", "amount": "8 500 €"})
    town.told(SELLER, offered)

    assert [town.stage(name) for name in (won, lost, offered)] == ["sale", "lost", "offer"]
    assert [town.deal(name).own[1].text for name in (won, lost, offered)] == ["metsä", "kauppa", "kunta"]
    assert town.verified()


def test_an_offer_comes_first_and_the_move_then_asks_for_the_field(own_town: Town) -> None:
    town = own_town
    add(town, "Toimiala", "text")
    town.type(ADMIN, "/deal vaiheet")
    town.press(ADMIN, "stages.edit.2", channel=CHANNEL, ts=town.told(ADMIN, "Myyntiputket")["ts"])
    town.fill(ADMIN, stage_requires=["offer"], stage_requires_own=["field.1"])
    town.told(ADMIN, "muutettu")
    name = town.new_deal()

    said = town.type(SELLER, f"/deal siirrä {name} -- soittivat")
    assert "tarjous ja Toimiala puuttuvat" in said
    assert "Lisää ensin tarjous ja jatka sitten." in said
    there = town.told(SELLER, "Lisää ensin tarjous")["ts"]
    town.press(SELLER, "Tarjous…", ts=there, channel=CHANNEL)
    unmoved: list[str] = []
    town.fill(SELLER, offer_valid="2026-07-31", amount="8 500 €", offer_moves=unmoved)
    town.told(SELLER, "tarjous v1")
    town.press(SELLER, "Siirrä: Yhteydenotto", ts=there, channel=CHANNEL)
    assert asked(town) == ["field.1", "note"]
    town.fill(SELLER, **{"field.1": "metsä"})
    town.told(SELLER, "Tunnistaminen → Yhteydenotto")

    deal = town.deal(name)
    assert (deal.own[1].text, [each.text for each in deal.notes]) == ("metsä", ["soittivat"])


def test_a_field_that_a_stage_came_to_require_meanwhile_is_asked_in_the_form_once_more(own_town: Town) -> None:
    town = own_town
    add(town, "Toimiala", "text")
    name = town.new_deal()
    town.type(SELLER, f"/deal hävitty {name}")
    require(town, LOST_STAGE, "field.1")

    town.fill(SELLER, lost_kind="price", reason="halvempi löytyi")
    assert asked(town)[-1] == "field.1"
    town.fill(SELLER, **{"field.1": "metsä"})
    town.told(SELLER, f"{name}: hävitty")

    assert (town.stage(name), town.deal(name).lost_reason) == ("lost", "halvempi löytyi")


def test_several_deals_are_lost_with_the_field_that_their_stage_requires(own_town: Town) -> None:
    town, seller = own_town, own_town.newcomer()
    add(town, "Toimiala", "text")
    require(town, LOST_STAGE, "field.1")
    has, lacks = seller.new_deal(), seller.new_deal()
    seller.type(f"/deal muuta {has}")
    seller.fill(**{"field.1": "metsä"})
    seller.told("Toimiala ei tiedossa → metsä")

    seller.type("/deal valitse")
    ticked(seller, "lost", has, lacks)
    assert "field.1" in seller.asked()
    seller.fill(**{"lost_kind": "price", "field.1": "kauppa"})
    seller.told("2 diiliä: hävitty")

    assert [town.deal(name).own[1].text for name in (has, lacks)] == ["metsä", "kauppa"]
    assert town.verified()


def test_of_a_field_that_is_hidden_a_stage_says_that_it_is_not_required(own_town: Town) -> None:
    town = own_town
    add(town, "Toimiala", "text")
    require(town, 2, "field.1")
    choose(town, 1, "Piilota", "Kenttä piilotettu: Toimiala")

    town.type(ADMIN, "/deal vaiheet")
    town.press(ADMIN, "stages.edit.2", channel=CHANNEL, ts=town.told(ADMIN, "Myyntiputket")["ts"])

    assert "Ei vaadita, koska kenttä on piilotettu: Toimiala" in str(town.form(ADMIN))
