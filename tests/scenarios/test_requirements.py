"""What a stage requires, as people meet it: a requirement that only this test knows is asked for, refused and kept."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.ledger.events import StageKind
from tests.pipelines import CLOSE_DAY
from tests.scenarios.town import Newcomer

ROWS = (
    ("Kartoitus", StageKind.OPEN, 10, ()),
    ("Neuvottelu", StageKind.OPEN, 10, ("amount", CLOSE_DAY.token)),
    ("stage_sale", StageKind.WON, None, ("amount", CLOSE_DAY.token)),
    ("stage_lost", StageKind.LOST, None, ("reason", CLOSE_DAY.token)),
)


def test_a_form_asks_for_what_the_stage_requires_and_the_deal_keeps_it(seller: Newcomer) -> None:
    name = seller.deal_in(seller.town.pipeline(ROWS), "100 €")

    assert seller.type(f"/deal siirrä {name}") == ""
    assert seller.asked() == [CLOSE_DAY.token]
    seller.fill(close_day_known="2026-08-31")

    seller.told("Kartoitus → Neuvottelu")
    assert seller.town.deal(name).close_day == date(2026, 8, 31)
    assert seller.town.verified()


def test_in_a_thread_a_button_opens_the_form(seller: Newcomer) -> None:
    thread = seller.town.thread_of(seller, seller.town.pipeline(ROWS))

    thread.says("siirrä", "Jatka lomakkeella")
    thread.press("Avaa lomake…", "Jatka lomakkeella")

    assert seller.asked() == ["amount", CLOSE_DAY.token]


@pytest.mark.parametrize(("word", "asked"), [("voitettu", "amount"), ("hävitty", "reason")])
def test_a_win_and_a_loss_ask_for_all_that_their_stage_requires(seller: Newcomer, word: str, asked: str) -> None:
    name = seller.deal_in(seller.town.pipeline(ROWS), "100 €")

    seller.type(f"/deal {word} {name}")

    assert seller.asked() == [asked, CLOSE_DAY.token, *(["note"] if word == "voitettu" else [])]
    seller.fill(close_day_known="2026-08-31", **({"reason": "kallis"} if asked == "reason" else {}))
    seller.told(name)
    assert seller.town.deal(name).close_day == date(2026, 8, 31)
