"""`/deal stuck`: deals past their stage's limit; a seller sees one's own, the lead the team's."""

from __future__ import annotations

import pytest

from tests.scenarios.town import CHANNEL, LEAD, OTHER_SELLER, SELLER, Newcomer, Thread, Town, plain


@pytest.mark.parametrize("words", ["/deal jumissa", "/diili stuck", "/deal jumi", "/deal stalled"])
def test_nothing_is_stuck(seller: Newcomer, words: str) -> None:
    seller.new_deal()

    assert seller.type(words) == "Mikään ei ole jumissa."


def test_it_reads_well_in_english(english: Newcomer) -> None:
    assert english.type("/deal stuck") == "Nothing is stuck."


def test_in_a_thread(thread: Thread) -> None:
    assert "Mikään ei ole jumissa." in thread.says("jumissa", "jumissa")


def test_the_seller_sees_ones_own_and_the_lead_all(own_town: Town) -> None:
    mine, other = own_town.new_deal(SELLER), own_town.new_deal(OTHER_SELLER)
    own_town.slack.clock(by="16d")

    told = own_town.type(SELLER, "/deal jumissa")
    assert mine in told
    assert other not in told

    told = own_town.type(LEAD, "/deal jumissa")
    assert mine in told
    assert other in told


def test_all_of_them_can_be_seen_a_page_after_another(own_town: Town) -> None:
    names = [own_town.new_deal(SELLER) for _ in range(11)]
    own_town.slack.clock(by="16d")

    own_town.type(LEAD, "/deal jumissa")
    first = own_town.told(LEAD, "Jumissa · 11 diiliä")
    own_town.press(LEAD, "Näytä lisää", ts=first["ts"], channel=CHANNEL)
    second = own_town.told(LEAD, "sivu 2")

    pages = (plain(first), plain(second))
    assert [sum(name in page for page in pages) for name in names] == [1] * 11
    assert own_town.refusals() == []
