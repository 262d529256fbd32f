"""The Monday post: once, at eight by the workspace's clock, with figures that its receipts bear out."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from pipeline.deals import close
from pipeline.deals.deal import Given
from pipeline.ledger.actor import By
from pipeline.ledger.events import Via
from pipeline.storage.schema import receipt, statement_money
from tests.scenarios.town import CHANNEL, SELLER, Town, plain


def _posts(town: Town) -> list[dict[str, Any]]:
    return [each for each in town.slack.state()["messages"][CHANNEL] if "(vko" in plain(each)]


def test_it_comes_at_eight_once_and_says_how_little_it_knows(own_town: Town) -> None:
    own_town.new_deal()

    own_town.slack.clock(to="2026-06-15T05:00:00+00:00")
    own_town.slack.clock(by="1h")

    (post,) = _posts(own_town)
    shown = plain(post)
    assert "Ennuste ma 15.6. (vko 25)" in shown
    assert "Kesäkuu" in shown
    assert "kauppoja tuskin tulee" in shown
    assert "Yhtään diiliä ei ole vielä päättynyt: ennuste nojaa oletuksiin." in shown
    assert (float(post["ts"]) - 1781499600) < 60  # 8.00 in Helsinki


def test_the_figures_of_the_post_are_the_sums_of_its_receipts(own_town: Town) -> None:
    for _ in range(3):
        own_town.new_deal()
    own_town.slack.clock(to="2026-06-15T05:00:00+00:00")
    assert _posts(own_town)

    with own_town.bot.storage.read() as connection:
        stated = connection.execute(select(statement_money).where(statement_money.c.workspace_no == 1)).all()
        parts = connection.execute(select(receipt).where(receipt.c.workspace_no == 1)).all()

    assert len(stated) == 2
    for month in stated:
        mine = [each for each in parts if each.begins == month.begins]
        assert len(mine) == 3
        assert month.sum == month.won_sum + month.new_sum + sum(each.expected for each in mine)


def test_a_week_that_jumps_gets_each_monday_once(own_town: Town) -> None:
    own_town.slack.clock(to="2026-06-15T05:00:00+00:00")

    own_town.slack.clock(by="21d")

    assert [plain(each).split("(")[1].split(")")[0] for each in _posts(own_town)] == [
        "vko 25", "vko 26", "vko 27", "vko 28",
    ]  # fmt: skip


def test_show_deals_and_show_the_sums_open_to_the_deals_behind(own_town: Town) -> None:
    name = own_town.new_deal()
    own_town.slack.clock(to="2026-06-15T05:00:00+00:00")
    (post,) = _posts(own_town)

    own_town.press(SELLER, "Näytä laskelma", ts=post["ts"], channel=CHANNEL)

    assert name in plain(own_town.told(SELLER, name))


def test_all_open_deals_are_turned_over_page_by_page_in_place(own_town: Town) -> None:
    names = [own_town.new_deal() for _ in range(22)]
    own_town.slack.clock(to="2026-06-15T05:00:00+00:00")
    (post,) = _posts(own_town)
    own_town.press(SELLER, "Näytä laskelma", ts=post["ts"], channel=CHANNEL)
    opened = own_town.told(SELLER, "Laskelma")

    own_town.press(SELLER, "Kesäkuu: kaikki avoimet", ts=opened["ts"], channel=CHANNEL)
    first = own_town.told(SELLER, "avoimet 1–20 / 22")
    own_town.press(SELLER, "Seuraavat", ts=first["ts"], channel=CHANNEL)
    second = own_town.told(SELLER, "avoimet 21–22 / 22")

    assert sum(name in plain(first) for name in names) == 20
    assert [name in plain(first) or name in plain(second) for name in names] == [True] * 22
    own_town.press(SELLER, "Näytä laskelma", ts=second["ts"], channel=CHANNEL)
    assert "Avoinna (22 diiliä)" in plain(own_town.told(SELLER, "Laskelma"))


def test_what_is_won_opens_to_its_deals_and_stays_as_it_was_posted(own_town: Town) -> None:
    won, still_open = own_town.new_deal(line="20 000 €"), own_town.new_deal(line="8 000 €")
    directory = own_town.bot.services.directory
    by = By(directory.workspace_no, directory.member(SELLER, None), Via.COMMAND)
    close.won(own_town.bot.ledger, by, own_town.deal(won).deal_no, given=Given(promised_day=date(2026, 9, 1)))
    own_town.slack.clock(to="2026-06-15T05:00:00+00:00")
    (post,) = _posts(own_town)
    assert "20 000 € voitettu" in plain(post)
    later = own_town.new_deal(line="90 000 €")

    own_town.press(SELLER, "Näytä laskelma", ts=post["ts"], channel=CHANNEL)

    shown = plain(own_town.told(SELLER, "Laskelma"))
    assert f"• {won}: 20 000 €" in shown
    assert f"• {still_open}: " in shown
    assert "× 8 000 € = " in shown
    assert later not in shown


def test_the_next_post_says_why_the_month_changed_and_opens_to_the_deals_and_their_chances(own_town: Town) -> None:
    won, lost, waits, *_ = (own_town.new_deal(line=sum_) for sum_ in ("20 000 €", "90 000 €", *(12 * ["30 000 €"])))
    own_town.slack.clock(to="2026-06-15T05:00:00+00:00")
    directory = own_town.bot.services.directory
    by = By(directory.workspace_no, directory.member(SELLER, None), Via.COMMAND)
    close.won(own_town.bot.ledger, by, own_town.deal(won).deal_no, given=Given(promised_day=date(2026, 9, 1)))
    close.lost(own_town.bot.ledger, by, own_town.deal(lost).deal_no, given=Given(reason="hinta"))
    own_town.slack.clock(to="2026-06-22T05:00:00+00:00")
    post = _posts(own_town)[-1]
    said = plain(post)
    assert "Viime ma " in said
    assert "voitetut +" in said

    own_town.press(SELLER, "Näytä laskelma", ts=post["ts"], channel=CHANNEL)
    sums = own_town.told(SELLER, "Laskelma")
    (menu,) = [each["accessory"] for each in sums["blocks"] if "accessory" in each]
    (won_ones,) = [each["text"]["text"] for each in menu["options"] if each["text"]["text"].startswith("voitetut")]
    own_town.press(SELLER, "forecast.bridge-EUR.2026-06-01", ts=sums["ts"], channel=CHANNEL, value=won_ones)
    changed = own_town.told(SELLER, "Kesäkuu: voitetut +")

    assert f"• {won}: +" in plain(changed)
    own_town.press(SELLER, "Näytä laskelma", ts=changed["ts"], channel=CHANNEL)
    sums = own_town.told(SELLER, "Laskelma")
    own_town.press(SELLER, "forecast.why.2026-07-01", ts=sums["ts"], channel=CHANNEL, value=waits)
    reasons = plain(own_town.told(SELLER, f"{waits} · heinäkuu"))
    assert "Tällaisista diileistä voitetaan siinä kuussa" in reasons
    assert "Vaihe: Tunnistaminen, " in reasons
    assert "Voimassa olevaa tarjousta ei ole" in reasons
