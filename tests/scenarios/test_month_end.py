"""The end of a month in the channel, and what a lead is told on Monday of reminders that nobody answered."""

from __future__ import annotations

from time import monotonic

from tests.busy_machine import PATIENCE
from tests.scenarios.town import ADMIN, CHANNEL, LEAD, SELLER, Town, plain


def test_the_first_business_day_tells_of_the_month_before_and_opens_to_its_wins(own_town: Town) -> None:
    won, still_open = own_town.new_deal(line="20 000 €"), own_town.new_deal(line="8 000 €")
    own_town.slack.clock(to="2026-06-15T05:00:00+00:00")
    own_town.type(SELLER, f"/deal voitettu {won} 19 500, toimitus 1.9.")
    own_town.slack.clock(to="2026-07-01T05:00:30+00:00")
    (post,) = [each for each in own_town.slack.state()["messages"][CHANNEL] if "Kesäkuu päättyi" in plain(each)]
    shown = plain(post).replace("*", "")

    assert "Kesäkuu päättyi · Myynti" in shown
    assert "Kesäkuu: 19 500 €, 1 kauppa" in shown
    assert "Ennuste ma 15.6.: " in shown
    assert "Ennuste ke 1.7." in shown
    own_town.press(SELLER, "Näytä voitetut", ts=post["ts"], channel=CHANNEL)
    opened = plain(own_town.told(SELLER, "voitetut 1–1 / 1"))
    assert f"• {won}: 19 500 €" in opened
    assert still_open not in opened
    own_town.slack.clock(to="2026-07-03T05:00:00+00:00")
    said = [plain(each) for each in own_town.slack.state()["messages"][CHANNEL]]
    assert sum("Kesäkuu päättyi" in each for each in said) == 1
    assert own_town.refusals() == []
    assert own_town.verified()


def test_the_monday_that_begins_a_month_tells_of_the_one_before(own_town: Town) -> None:
    won = own_town.new_deal(line="20 000 €")
    own_town.new_deal(line="8 000 €")
    own_town.slack.clock(to="2026-07-27T06:00:00+00:00")
    own_town.type(SELLER, f"/deal voitettu {won} 19 500, toimitus 1.9.")
    own_town.slack.clock(to="2026-08-03T06:00:00+00:00")

    (post,) = [each for each in own_town.slack.state()["messages"][CHANNEL] if "(vko 32)" in plain(each)]
    assert "Heinäkuu: 19 500 €, 1 kauppa" in plain(post).replace("*", "")
    own_town.press(SELLER, "Näytä voitetut", ts=post["ts"], channel=CHANNEL)
    assert f"• {won}: 19 500 €" in plain(own_town.told(SELLER, "voitetut 1–1 / 1"))
    assert not [each for each in own_town.slack.state()["messages"][CHANNEL] if "Heinäkuu päättyi" in plain(each)]


def test_a_lead_hears_of_unanswered_reminders_only_where_an_admin_switched_it_on(own_town: Town) -> None:
    own_town.type(ADMIN, "/deal asetukset")
    own_town.fill(ADMIN, unanswered="yes")
    assert own_town.bot.sender.drain(monotonic() + PATIENCE)  # no answer is a month late
    name = own_town.new_deal()

    own_town.slack.clock(by="36d")

    last = plain(own_town.direct(SELLER, "Viimeinen muistutus tästä vaiheesta."))
    assert "Myynnin vetäjä näkee tämän maanantaina." in last
    told = plain(own_town.direct(LEAD, "Muistutuksiin ei vastattu:"))
    assert name in told
    assert "Aino" in told
    own_town.slack.clock(by="14d")
    room = own_town.room(LEAD)
    said = [plain(each) for each in own_town.slack.state()["messages"][room]]
    assert sum("Muistutuksiin ei vastattu:" in each for each in said) == 1
    assert own_town.refusals() == []
    assert own_town.verified()
