"""`/deal forecast record`: how past Monday forecasts did, with its picture, in words and from the post."""

from __future__ import annotations

from tests.scenarios.town import CHANNEL, SELLER, Newcomer, Town, plain

MONDAYS = [f"2026-{day}T05:00:30+00:00" for day in ("06-22", "06-29", "07-06", "07-13", "07-20", "07-27", "08-03")]


def _win_every_week(town: Town) -> None:
    names = [town.new_deal(line="12 500 €") for _ in range(20)]
    for week, day in enumerate(MONDAYS):
        for name in names[2 * week : 2 * week + 2]:
            town.type(SELLER, f"/deal voitettu {name} 12 500, toimitus 1.9., lähde messut")
        town.slack.clock(to=day)


def test_the_record_is_told_in_the_post_and_opens_with_its_picture(own_town: Town) -> None:
    own_town.type(SELLER, "/deal ennuste historia")
    assert "Osuvuus kerrotaan viidestä alkaen." in plain(own_town.told(SELLER, "Ennusteen osuvuus"))
    _win_every_week(own_town)

    (post,) = [each for each in own_town.slack.state()["messages"][CHANNEL] if "(vko 32)" in plain(each)]
    assert "Edelliset 7 ennustetta: " in plain(post)
    own_town.press(SELLER, "Osuvuus", ts=post["ts"], channel=CHANNEL)
    opened = own_town.told(SELLER, "Summa kuun lopussa, EUR")
    assert "• Heinäkuu: ennuste ma 6.7. " in plain(opened)
    assert "tuli 100 000 €" in plain(opened)
    assert [each["type"] for each in opened["blocks"]][-2:] == ["image", "context"]
    assert own_town.refusals() == []


def test_the_record_is_asked_for_in_both_languages_and_of_a_pipeline(own_town: Town) -> None:
    _win_every_week(own_town)
    english = Newcomer(own_town, SELLER)
    english.reads("en")
    for typed in ("/deal forecast record", "/deal ennuste osuvuus", "/deal forecast record myynti"):
        own_town.type(SELLER, typed)
        assert "Last 7 forecasts: " in plain(own_town.told(SELLER, "Forecast record"))
    own_town.type(SELLER, "/deal forecast record")
    typed = own_town.told(SELLER, "Forecast record")
    assert [each["type"] for each in typed["blocks"]][-2:] == ["image", "context"]
    assert own_town.refusals() == []
    own_town.type(SELLER, "/deal forecast record liisa")
    assert "liisa" in plain(own_town.told(SELLER, "liisa"))
