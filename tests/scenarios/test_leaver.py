"""A member's account is closed: the lead is told, and hands all of their deals over in one form."""

from __future__ import annotations

from tests.scenarios.town import LEAD, OTHER_SELLER, Newcomer, Town, plain


def _name(newcomer: Newcomer) -> str:
    return f"Uusi Myyjä{newcomer.user[9:]}"


def _closes(town: Town, leaver: Newcomer) -> None:
    town.slack.person(leaver.user, deleted=True)


def test_the_lead_hands_all_deals_of_a_leaver_over(own_town: Town) -> None:
    town, leaver = own_town, own_town.newcomer()
    first, second = leaver.new_deal(), leaver.new_deal()

    _closes(town, leaver)

    told = town.direct(LEAD, f"{_name(leaver)} ei ole enää työtilan jäsen. Häneltä jäi 2 avointa diiliä.")
    town.press(LEAD, "Vaihda vastuuhenkilö…", ts=told["ts"], channel=town.room(LEAD))
    town.fill(LEAD, owner=OTHER_SELLER)
    town.direct(OTHER_SELLER, "antoi sinulle 2 diiliä")
    assert {town.deal(name).owner_name for name in (first, second)} == {"Matti Korhonen"}
    assert town.verified()


def test_the_lead_sees_from_the_notice_what_waits_and_hands_several_deals_over(own_town: Town) -> None:
    town, leaver = own_town, own_town.newcomer()
    names = [leaver.new_deal(), leaver.new_deal()]
    town.slack.clock(to="2026-06-16T06:00:00+00:00")
    _closes(town, leaver)
    told = town.direct(LEAD, "Häneltä jäi 2 avointa diiliä.")

    town.press(LEAD, "Näytä", ts=told["ts"], channel=town.room(LEAD))

    shown = plain(town.told(LEAD, f"{_name(leaver)}*: 2 avointa diiliä"))
    assert "Tunnistaminen · 1 arkipäivä" in shown
    assert "Valitse useita…" in shown
    assert all(name in shown for name in names)


def test_a_refusal_names_the_lead_and_the_reminder_says_why_it_comes(own_town: Town) -> None:
    town, leaver = own_town, own_town.newcomer()
    name = leaver.new_deal()
    _closes(town, leaver)
    town.direct(LEAD, "Häneltä jäi 1 avoin diili.")

    assert "Kaisa Lahtinen" in town.type(OTHER_SELLER, f"/deal siirrä {name}")

    town.slack.clock(to="2026-07-01T06:00:00+00:00")
    told = plain(town.direct(LEAD, f"⏸ {name}"))
    assert f"{_name(leaver)} ei ole enää työtilan jäsen. Muistutus tulee sinulle, koska vedät myyntiä." in told
