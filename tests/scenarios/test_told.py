"""What an owner is told of what others did to their deals."""

from __future__ import annotations

import pytest

from tests.scenarios.town import LEAD, Newcomer, Town, plain


@pytest.fixture
def owner(own_town: Town) -> Newcomer:
    return own_town.newcomer()


def test_the_owner_reads_in_one_message_what_the_lead_changed(owner: Newcomer) -> None:
    town = owner.town
    first, second = owner.new_deal("12 500 €"), owner.new_deal("8 000 €")
    town.type(LEAD, f"/deal siirrä {first} tarjous")
    town.type(LEAD, f"/deal siirrä {second} 9 000 €")

    town.slack.clock(by="16m")

    told = town.direct(owner.user, first)
    for part in (
        f"Kaisa Lahtinen: *{first}* · Tunnistaminen → Tarjous",
        f"Kaisa Lahtinen: *{second}* · Tunnistaminen → Yhteydenotto, summa 9 000 €",
        "Näytä",
        "Peru",
    ):
        assert part in plain(told), part
    assert not town.refusals()


def test_the_owner_undoes_it_where_it_is_told(owner: Newcomer) -> None:
    town, name = owner.town, owner.new_deal()
    town.type(LEAD, f"/deal siirrä {name} tarjous")
    town.slack.clock(by="16m")
    told = town.direct(owner.user, "Tunnistaminen → Tarjous")

    town.press(owner.user, "Peru", ts=told["ts"], channel=town.room(owner.user))

    town.told(owner.user, f"Peruttu: {name} on taas vaiheessa Tunnistaminen")
    assert town.verified()


def test_nobody_is_told_what_was_undone_within_the_quarter_of_an_hour(owner: Newcomer) -> None:
    town, name = owner.town, owner.new_deal()
    town.type(LEAD, f"/deal siirrä {name} tarjous")
    town.type(LEAD, "/deal peru")

    town.slack.clock(by="16m")

    said = [each for messages in town.slack.state()["messages"].values() for each in messages]
    assert not [each for each in said if f"Kaisa Lahtinen: *{name}*" in plain(each)]


def test_what_others_did_more_than_once_is_told_once(owner: Newcomer) -> None:
    town, name = owner.town, owner.new_deal()
    for _ in range(2):
        town.type(LEAD, f"/deal kontakti {name} soitin, ei vastannut")

    town.slack.clock(by="16m")

    assert "soita uudelleen, kontakti kirjattiin Näytä" in plain(town.direct(owner.user, name))


def test_the_owner_reads_what_the_lead_told_of_a_check_in(owner: Newcomer) -> None:
    town, name = owner.town, owner.new_deal()
    owner.type(f"/deal voitettu {name}")
    owner.fill(promised_day="2026-06-22")
    owner.told(name)
    owner.type(f"/deal toimitettu {name}")
    town.type(LEAD, f"/deal tyytymätön {name} -- venttiili vuotaa")

    town.slack.clock(by="16m")

    told = town.direct(owner.user, "tyytyväisyys: ongelma")
    assert f"Kaisa Lahtinen: *{name}* · askel ma 15.6.: venttiili vuotaa, tyytyväisyys: ongelma" in plain(told)
