"""`/deal results`: promises kept and days to the first offer, by month; nothing is claimed from a few."""

from __future__ import annotations

from tests.scenarios.town import Newcomer


def test_results_are_told_by_month_and_a_few_deliveries_claim_nothing(seller: Newcomer) -> None:
    acme = seller.new_deal()
    seller.type(f"/deal voitettu {acme} 12 500 €, toimitus 16.6.")
    seller.type(f"/deal toimitettu {acme}")

    deliveries = seller.type("/deal tulokset toimitukset")
    assert "Toimitukset kuukausittain\nKesäkuu: ensin luvattuna päivänä " in deliveries
    assert "Ensimmäinen tarjous" not in deliveries
    assert "Ensimmäinen tarjous kuukausittain" in seller.type("/deal tulokset tarjoukset")
    seller.reads("en")
    both = seller.type("/deal results")
    assert "Deliveries by month\nJune: as first promised " in both
    assert "First offers by month" in both
