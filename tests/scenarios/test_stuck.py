"""`/deal stuck`: deals past their stage's limit; a seller sees one's own, the lead the team's."""

from __future__ import annotations

import pytest

from tests.scenarios.town import LEAD, OTHER_SELLER, SELLER, Newcomer, Thread, Town


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
