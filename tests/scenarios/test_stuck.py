"""`/deal stuck`: deals past their stage's limit; a seller sees one's own, the lead the team's."""

from __future__ import annotations

import pytest

from tests.scenarios.test_home import home, modal
from tests.scenarios.town import CHANNEL, LEAD, OTHER_SELLER, SELLER, Newcomer, Thread, Town, plain


@pytest.mark.parametrize("words", ["/deal jumissa", "/diili stuck", "/deal jumi", "/deal stalled"])
def test_nothing_is_stuck(seller: Newcomer, words: str) -> None:
    seller.new_deal()

    assert seller.type(words) == "Sinulla ei ole jumissa olevia diilejä."


def test_it_reads_well_in_english(english: Newcomer) -> None:
    assert english.type("/deal stuck") == "You have no stuck deals."


def test_in_a_thread(thread: Thread) -> None:
    assert "Sinulla ei ole jumissa olevia diilejä." in thread.says("jumissa", "jumissa")


def test_the_seller_sees_ones_own_and_the_lead_all(own_town: Town) -> None:
    mine, other = own_town.new_deal(SELLER), own_town.new_deal(OTHER_SELLER)
    own_town.slack.clock(by="16d")

    told = own_town.type(SELLER, "/deal jumissa")
    assert told.startswith("Jumissa olevat diilisi · 1")
    assert mine in told
    assert other not in told

    told = own_town.type(LEAD, "/deal jumissa")
    assert told.startswith("Jumissa olevat diilit · 2")
    assert mine in told
    assert other in told


def test_all_of_them_can_be_seen_a_page_after_another(own_town: Town) -> None:
    names = [own_town.new_deal(SELLER) for _ in range(11)]
    own_town.slack.clock(by="16d")

    own_town.type(LEAD, "/deal jumissa")
    first = own_town.told(LEAD, "Jumissa olevat diilit · 11")
    own_town.press(LEAD, "Näytä lisää", ts=first["ts"], channel=CHANNEL)
    second = own_town.told(LEAD, "sivu 2")

    pages = (plain(first), plain(second))
    assert [sum(name in page for page in pages) for name in names] == [1] * 11
    assert own_town.refusals() == []


def test_the_leads_list_says_that_nothing_is_stuck_at_all(own_town: Town) -> None:
    assert own_town.type(LEAD, "/deal jumissa") == "Mikään ei ole jumissa."


def test_the_boards_button_shows_the_lead_the_stuck_deals_that_the_board_counts(own_town: Town) -> None:
    who = LEAD
    names = [own_town.new_deal(SELLER) for _ in range(11)]
    own_town.slack.clock(by="16d")
    own_town.type(who, "/deal putki")
    shown = own_town.told(who, "jumissa 11")

    own_town.press(who, "Jumissa olevat", ts=shown["ts"], channel=CHANNEL)
    first = own_town.told(who, "Jumissa olevat diil")
    own_town.press(who, "Näytä lisää", ts=first["ts"], channel=CHANNEL)
    second = own_town.told(who, "sivu 2")

    pages = (plain(first), plain(second))
    assert [sum(name in page for page in pages) for name in names] == [1] * 11
    assert own_town.refusals() == []


def test_who_has_none_stuck_is_told_so_and_of_nobody_elses(own_town: Town) -> None:
    name = own_town.new_deal(SELLER)
    own_town.slack.clock(by="16d")

    assert own_town.type(OTHER_SELLER, "/deal jumissa") == "Sinulla ei ole jumissa olevia diilejä."
    assert "Jumissa olevat diilit" not in plain(own_town.told(OTHER_SELLER, "Sinulla ei ole jumissa"))
    assert name not in own_town.type(OTHER_SELLER, "/deal jumissa kaikki")


def test_sums_of_another_currency_do_not_rank_as_euros(own_town: Town) -> None:
    """500 000 SEK is less than 60 000 €: the workspace's own money comes first, then each other by itself."""
    lines = ("500 000 SEK", "12 500 €", "60 000 €", "10 000 000 JPY", "")
    names = {line: own_town.new_deal(SELLER, line) for line in lines}
    own_town.slack.clock(by="16d")

    told = own_town.type(LEAD, "/deal jumissa")

    order = ("60 000 €", "12 500 €", "10 000 000 JPY", "500 000 SEK", "")
    assert tuple(sorted(lines, key=lambda line: told.index(names[line]))) == order


def test_home_shows_ones_own_stuck_deals_and_only_a_lead_everybodys(own_town: Town) -> None:
    name = own_town.new_deal(SELLER)
    own_town.slack.clock(by="16d")

    seen = {who: home(own_town, who) for who in (SELLER, OTHER_SELLER, LEAD)}

    shown = {who: plain(view["view"]) for who, view in seen.items()}
    assert "jumissa: Tunnistaminen" in shown[SELLER]
    assert [who for who in shown if name in shown[who]] == [SELLER]
    assert [who for who in shown if "Jumissa olevat" in shown[who]] == [LEAD]
    own_town.press(LEAD, "Jumissa olevat", view_id=seen[LEAD]["id"])
    assert name in plain(modal(own_town, LEAD, "Jumissa olevat diilit")["view"])


def test_only_the_owner_and_the_lead_read_that_a_deal_is_late(own_town: Town) -> None:
    name = own_town.new_deal(SELLER)
    own_town.type(SELLER, f"/deal askel {name} soita huomenna")
    own_town.fill(SELLER)
    own_town.slack.clock(by="16d")
    own_town.type(SELLER, f"/deal muistuta {name} 30.9.")
    late = ("arkipäivää", "Jumissa", "Muistut", "Askel oli")

    def read(who: str, line: str, part: str) -> str:
        own_town.type(who, line)
        return plain(own_town.told(who, part))

    for line, part in ((f"/deal näytä {name}", "lähtien"), (f"/deal etsi {name}", "Osumat")):
        colleagues = read(OTHER_SELLER, line, part)
        assert name in colleagues
        assert not [each for each in late if each.casefold() in colleagues.casefold()], line
    for who in (SELLER, LEAD):
        shown = read(who, f"/deal näytä {name}", "Jumissa: ")
        assert [each for each in late if each not in shown] == []
        assert "Jumissa · askel oli" in read(who, f"/deal etsi {name}", "Osumat")
