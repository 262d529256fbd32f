"""`/deal stages`: an admin makes the stages the team's own, with deals in them, and undoes it."""

from __future__ import annotations

from tests.scenarios.town import ADMIN, CHANNEL, LEAD, SELLER, Town


def press(town: Town, what: str, part: str, who: str = ADMIN) -> None:
    town.press(who, what, ts=town.told(who, part)["ts"], channel=CHANNEL)


def test_a_stage_is_added_renamed_split_merged_and_brought_back(own_town: Town) -> None:
    town = own_town
    name = town.new_deal()

    said = town.type(ADMIN, "/deal vaiheet")
    assert "Tunnistaminen · 1 diili · aikaraja 10 arkipäivää" in said.replace("*", "")
    assert "Vaatii: summa" in said

    press(town, "Lisää vaihe…", "Myyntiputket")
    town.fill(ADMIN, stage_name="Neuvottelu", stage_after="3", stage_limit_days="5 pv", stage_requires="amount")
    assert town.told(ADMIN, "Vaihe Neuvottelu lisätty")

    said = town.type(ADMIN, "/deal vaiheet").replace("*", "")
    assert said.index("Tarjous") < said.index("Neuvottelu") < said.index("Kauppa")
    assert "Neuvottelu · 0 diiliä · aikaraja 5 arkipäivää" in said

    assert "Neuvottelu" in town.type(SELLER, f"/deal siirrä {name} neuvottelu")
    town.press(ADMIN, "stages.edit.1", channel=CHANNEL, ts=town.told(ADMIN, "Myyntiputket")["ts"])
    assert "Tunnistaminen" in str(town.form(ADMIN))
    town.fill(ADMIN, stage_name="Liidit", stage_limit="none")
    assert town.told(ADMIN, "Vaihe Liidit muutettu")

    town.type(ADMIN, "/deal vaiheet")
    town.press(ADMIN, "stages.edit.1", channel=CHANNEL, ts=town.told(ADMIN, "Liidit")["ts"])
    town.fill(ADMIN, stage_name="tarjous")
    assert "nimi ”tarjous” on jo käytössä" in str(town.form(ADMIN))
    town.slack.press(ADMIN, "stages.remove.1", view_id=town.form(ADMIN)["id"])
    assert "siirtyy toiseen vaiheeseen" in str(town.form(ADMIN))
    town.fill(ADMIN, stage_successor="2")
    assert town.told(ADMIN, "Vaihe Liidit poistettu, 0 diiliä siirtyi vaiheeseen Yhteydenotto")
    press(town, "Peru", "Vaihe Liidit poistettu")
    assert town.told(ADMIN, "Peruttu")
    assert "Liidit · 0 diiliä" in town.type(ADMIN, "/deal vaiheet")
    assert town.verified()


def test_a_second_pipeline_is_set_up_and_archived(own_town: Town) -> None:
    town = own_town
    town.type(ADMIN, "/deal vaiheet")
    press(town, "Uusi myyntiputki…", "Myyntiputket")
    town.fill(ADMIN, pipeline_name="Vienti", pipeline_place=CHANNEL, pipeline_lead=[LEAD], pipeline_currency="sek")
    assert town.told(ADMIN, "Myyntiputki Vienti lisätty")
    said = town.type(ADMIN, "/deal vaiheet")
    assert said.index("Hävitty") < said.index("Vienti") < said.rindex("Tunnistaminen")
    town.press(ADMIN, "stages.archive.2", channel=CHANNEL, ts=town.told(ADMIN, "Vienti · ")["ts"])
    assert town.told(ADMIN, "Myyntiputki Vienti arkistoitu")
    assert town.verified()


def test_whoever_is_no_admin_edits_no_stages(own_town: Town) -> None:
    assert "Ei muutettu: tämän voi tehdä" in own_town.type(SELLER, "/deal vaiheet")
