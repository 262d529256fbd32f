"""`/deal team`: the lead's week, with what was won against the targets."""

from __future__ import annotations

from tests.scenarios.test_home import home
from tests.scenarios.town import ADMIN, CHANNEL, LEAD, OTHER_SELLER, SELLER, Town, plain

WEEK = """Tiimi
Voitettu kesäkuussa 12 000 € (tavoite 400 000 €)
Aino Virtanen · 1 avoin diili · 20 000 € · voitettu kesäkuussa 12 000 € (tavoite 60 000 €)
odottaa meitä 20 000 € · ilman askelta 1
Matti Korhonen · 1 avoin diili · 5 000 €
odottaa meitä 5 000 €"""
LEADS_TARGETS = "Tavoitteet\nKesäkuu: 400 000 €\nAino Virtanen: 60 000 €\nElokuu: 410 000 €\nMatti Korhonen: 50 000 €"
SELLERS_TARGETS = "Tavoitteet\nKesäkuu: 400 000 €\nAino Virtanen: 60 000 €\nElokuu: 410 000 €"


def test_a_lead_runs_the_week_from_it(own_town: Town) -> None:
    own_town.new_deal(SELLER, "20 000 €")
    won, other = own_town.new_deal(SELLER, "12 500 €"), own_town.new_deal(OTHER_SELLER, "5 000 €")
    own_town.type(SELLER, f"/deal voitettu {won} 12 000, toimitus 1.9.")
    own_town.type(OTHER_SELLER, f"/deal askel {other} soita huomenna")
    own_town.fill(OTHER_SELLER)

    assert own_town.type(LEAD, "/deal tavoite 400 000") == "Tiimi, kesäkuu: tavoite 400 000 €"
    assert own_town.type(LEAD, "/deal tavoite @Aino 60 000") == "Aino Virtanen, kesäkuu: tavoite 60 000 €"
    assert own_town.type(ADMIN, "/deal tavoite elokuu 410k") == "Tiimi, elokuu: tavoite 410 000 €"
    own_town.type(LEAD, "/deal tavoite matti elokuu 2026 50 tonnia")

    assert own_town.type(LEAD, "/deal tiimi") == WEEK
    assert own_town.type(LEAD, "/deal tavoite") == LEADS_TARGETS
    assert own_town.type(SELLER, "/deal tavoite") == SELLERS_TARGETS
    assert "Voitettu kesäkuussa 12 000 € (tavoite 400 000 €)" in plain(home(own_town, LEAD)["view"])
    assert "tavoite" not in plain(home(own_town, SELLER)["view"])
    own_town.type(SELLER, "/deal ennuste")
    assert "tavoite 400 000 €" in plain(own_town.told(SELLER, "Kesäkuu: "))

    own_town.type(LEAD, "/deal tavoite ei")
    own_town.press(LEAD, "Peru", ts=own_town.told(LEAD, "tavoite poistettu")["ts"], channel=CHANNEL)
    own_town.told(LEAD, "Peruttu: tavoite on taas ennallaan.")
    assert own_town.type(LEAD, "/deal tiimi") == WEEK
    assert own_town.refusals() == []
