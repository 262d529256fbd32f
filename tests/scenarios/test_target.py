"""`/deal target`: what is to be won in a month; what sets none, and who sees and sets which."""

from __future__ import annotations

import pytest

from tests.scenarios.town import ADMIN, CHANNEL, ENGLISH, LEAD, OTHER_SELLER, SELLER, Town


def test_what_is_not_understood_sets_no_target(own_town: Town) -> None:
    lines = {
        "tavoite 1,2 milj vuodessa": "”vuodessa” jäi epäselväksi",
        "tavoite 0 kauppaa": "”kauppaa” jäi epäselväksi",
        "tavoite ei 10 kauppaa": "”ei 10 kauppaa” jäi epäselväksi",
        "tavoite 2027": "”2027” jäi epäselväksi",
        "tavoite pekka 5 000": "”pekka” jäi epäselväksi",
        "tavoite 3/2026 400k": "maaliskuu on jo ohi",
        "tavoite ei": "Poistettavaa tavoitetta ei ole: kesäkuu.",
        "target 400k -- stretch": "Muistiinpanoa ei tallennettu",
    }
    before = own_town.changes()

    told = {line: own_town.type(LEAD, f"/deal {line}") for line in lines}

    assert [line for line, part in lines.items() if part not in told[line]] == []
    assert own_town.changes() == before


def test_only_the_lead_sees_the_team_and_sets_targets_with_the_admin(own_town: Town) -> None:
    own_town.type(LEAD, "/deal tavoite @Aino 60 000")

    for who in (SELLER, OTHER_SELLER, ADMIN):
        assert "näkee vain myyntiputken vetäjä: Kaisa Lahtinen" in own_town.type(who, "/deal tiimi")
    assert "näkee vain myyntiputken vetäjä" in own_town.type(OTHER_SELLER, "/deal tavoite @Aino")
    assert "sen voi asettaa Kaisa Lahtinen" in own_town.type(SELLER, "/deal tavoite 5 000")
    assert own_town.type(OTHER_SELLER, "/deal tavoitteet") == "Tavoitteita ei ole."
    assert "60 000" in own_town.type(SELLER, "/deal tavoite oma")


def test_a_target_may_be_a_number_of_wins_beside_a_sum_or_without_one(own_town: Town) -> None:
    assert "Tiimi, kesäkuu: tavoite 10 kauppaa" in own_town.type(LEAD, "/deal tavoite 10 kauppaa")
    assert "tavoite 400 000 €, 10 kauppaa" in own_town.type(LEAD, "/deal tavoite 400k")
    assert "(tavoite 400 000 €, 10 kauppaa)" in own_town.type(LEAD, "/deal tiimi")
    assert "tavoite 3 kauppaa" in own_town.type(LEAD, "/deal target @Aino 3 wins")
    assert "3 kauppaa" in own_town.type(SELLER, "/deal tavoite oma")
    assert "poistettu" in own_town.type(LEAD, "/deal tavoite ei")
    assert "400 000" not in own_town.type(LEAD, "/deal tavoitteet")
    assert own_town.verified()


@pytest.mark.parametrize(
    ("line", "told", "board"),
    [("tavoite 400k", "tavoite 400 000 SEK", "putki yli 20k"), ("target 400k", "400 000 SEK", "board over 20k")],
)
def test_an_amount_without_a_currency_is_in_that_of_the_pipeline_that_one_leads(
    own_town: Town, line: str, told: str, board: str
) -> None:
    town = own_town
    town.type(ADMIN, "/deal vaiheet")
    town.press(ADMIN, "Uusi myyntiputki…", ts=town.told(ADMIN, "Myyntiputket")["ts"], channel=CHANNEL)
    town.slack.suggest(ADMIN, "pipeline_group", "vie", view_id=town.form(ADMIN)["id"])
    of_exports = {"pipeline_sellers": "group", "pipeline_group": "SLOCALVIENT", "pipeline_currency": "sek"}
    town.fill(ADMIN, pipeline_name="Vienti", pipeline_place=CHANNEL, pipeline_lead=[ENGLISH], **of_exports)
    town.told(ADMIN, "Myyntiputki Vienti lisätty")
    town.type(ADMIN, "/deal vaiheet")
    town.press(ADMIN, "stages.pipeline.1", ts=town.told(ADMIN, "Vienti")["ts"], channel=CHANNEL)
    town.fill(ADMIN, pipeline_nothing=[ENGLISH])
    town.told(ADMIN, "muutettu")
    large, small = town.deal_in(2, ENGLISH, "30 000 SEK"), town.deal_in(2, ENGLISH, "10 000 SEK")

    assert told in town.type(ENGLISH, f"/deal {line}")
    listed = town.type(ENGLISH, f"/deal {board}")
    assert large in listed
    assert small not in listed
