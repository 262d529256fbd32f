"""The picture of the Monday post: uploaded and shown with it, its numbers beside it as text."""

from __future__ import annotations

from datetime import date

from pipeline.deals import close
from pipeline.deals.deal import Given
from pipeline.ledger.actor import By
from pipeline.ledger.events import Via
from tests.scenarios.town import CHANNEL, SELLER, Town, plain

DAYS = [f"2026-{day}T06:00:00+00:00" for day in ("06-15", "06-22", "06-29", "07-02")]
A_WEEK = 3  # wins


def test_the_monday_post_shows_the_month_with_its_numbers_as_text(own_town: Town) -> None:
    names = [own_town.new_deal() for _ in range(20)]
    directory = own_town.bot.services.directory
    by = By(directory.workspace_no, directory.member(SELLER, None), Via.COMMAND)
    for week, day in enumerate(DAYS):
        own_town.slack.clock(to=day)
        for name in names[week * A_WEEK : (week + 1) * A_WEEK]:
            given = Given(promised_day=date(2026, 9, 1))
            close.won(own_town.bot.ledger, by, own_town.deal(name).deal_no, given=given)

    own_town.slack.clock(to="2026-07-06T05:00:00+00:00")

    post = [each for each in own_town.slack.state()["messages"][CHANNEL] if "(vko 28)" in plain(each)][-1]
    assert [each["type"] for each in post["blocks"]][-3:] == ["image", "context", "actions"], plain(post)
    picture = post["blocks"][-3]
    assert picture["slack_file"]["id"].startswith("F")
    assert "Kuva: Heinäkuu, voitettu tähän mennessä 37 500 €, ennuste noin" in picture["alt_text"].replace(
        "\u00a0", " "
    )
