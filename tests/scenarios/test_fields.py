"""`/deal fields`: an admin gives deals fields of the team's own; forms ask for them, and deals keep what they have."""

from __future__ import annotations

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


def test_a_stage_asks_for_a_field_and_the_move_goes_on(own_town: Town) -> None:
    town = own_town
    name = town.new_deal()
    add(town, "Toimiala", "text")
    town.type(ADMIN, "/deal vaiheet")
    town.press(ADMIN, "stages.edit.2", channel=CHANNEL, ts=town.told(ADMIN, "Myyntiputket")["ts"])
    assert "Toimiala" in str(town.form(ADMIN))
    town.fill(ADMIN, stage_requires_own="field.1")
    town.told(ADMIN, "Vaihe Yhteydenotto muutettu")

    assert "Toimiala puuttuu" in town.type(SELLER, f"/deal siirrä {name}")
    there = town.told(SELLER, "Toimiala puuttuu")["ts"]
    town.press(SELLER, "Muuta tietoja…", ts=there, channel=CHANNEL)
    town.fill(SELLER, **{"field.1": "metsä"})
    town.told(SELLER, "Toimiala ei tiedossa → metsä")
    town.press(SELLER, "Siirrä: Yhteydenotto", ts=there, channel=CHANNEL)
    town.told(SELLER, "Yhteydenotto")
    assert town.stage(name) == "contact"

    choose(town, 1, "Piilota", "Kenttä piilotettu: Toimiala")
    town.type(ADMIN, "/deal vaiheet")
    town.press(ADMIN, "stages.edit.2", channel=CHANNEL, ts=town.told(ADMIN, "Myyntiputket")["ts"])
    assert "Ei vaadita, koska kenttä on piilotettu: Toimiala" in str(town.form(ADMIN))
    assert town.verified()
