"""`/deal forecast liisa`: one person's part of the forecast, for that person and for the lead of the pipeline."""

from __future__ import annotations

import pytest

from tests.scenarios.town import CHANNEL, LEAD, OTHER_SELLER, SELLER, THIRD_SELLER, Newcomer, Town, plain


@pytest.fixture
def sellers(own_town: Town) -> Town:
    """A town in which one seller has a deal won and two open, another has one open."""
    won, *_ = (own_town.new_deal(line=each) for each in ("40 000 €", "20 000 €", "30 000 €"))
    own_town.new_deal(OTHER_SELLER, line="90 000 €")
    own_town.type(SELLER, f"/deal voitettu {won} 40 000, toimitus 1.9., lähde messut")
    own_town.type(LEAD, "/deal tavoite aino 70 000")
    return own_town


@pytest.mark.parametrize(("who", "line"), [(SELLER, "ennuste omat"), (SELLER, "ennuste mun"), (LEAD, "ennuste aino")])
def test_it_is_told_of_ones_own_deals_and_to_the_lead(sellers: Town, who: str, line: str) -> None:
    sellers.type(who, f"/deal {line}")
    told = plain(sellers.told(who, "· Aino Virtanen")).replace("*", "")
    assert told.startswith("Ennuste ma 15.6. (vko 25) · Myynti · Aino Virtanen")
    assert "Kesäkuu: 40 000 € voitettu, enempää tuskin tulee · tavoite 70 000 €" in told
    assert "Tulevat diilit eivät ole vielä kenenkään." in told
    assert "tulevista" not in told
    sellers.press(who, "Näytä diilit", ts=sellers.told(who, "· Aino Virtanen")["ts"], channel=CHANNEL)
    listed = plain(sellers.told(who, "20 000 €"))
    assert "30 000 €" in listed
    assert "90 000 €" not in listed
    assert sellers.refusals() == []


def test_in_english_of_a_person_without_deals(own_town: Town) -> None:
    lead = Newcomer(own_town, LEAD)
    lead.reads("en")
    own_town.new_deal()
    own_town.type(LEAD, "/deal forecast liisa")
    assert "No open deals, so nothing to forecast." in plain(own_town.told(LEAD, "· Liisa Nieminen"))


def test_a_colleague_does_not_see_it(sellers: Town) -> None:
    said = sellers.type(THIRD_SELLER, "/deal ennuste aino") or plain(sellers.told(THIRD_SELLER, "näkee vain"))
    assert "näkee vain myyntiputken vetäjä" in said
    assert "40 000" not in said


def test_in_a_thread_it_is_not_posted_for_all(sellers: Town) -> None:
    name = sellers.new_deal()
    said = sellers.mention(LEAD, "ennuste aino", sellers.card(name)["ts"], "yhden ihmisen ennuste")
    assert "`/deal ennuste" in plain(said)
    assert "voitettu" not in plain(said)
