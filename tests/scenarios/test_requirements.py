"""What a stage requires, as people meet it: a requirement that only this test knows is asked for, refused and kept."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.stages.events import StageKind
from tests.pipelines import CLOSE_DAY
from tests.scenarios.town import Newcomer

ROWS = (
    ("Kartoitus", StageKind.OPEN, 10, ()),
    ("Neuvottelu", StageKind.OPEN, 10, ("amount", CLOSE_DAY.token)),
    ("stage_sale", StageKind.WON, None, ("amount", CLOSE_DAY.token)),
    ("stage_lost", StageKind.LOST, None, ("reason", CLOSE_DAY.token)),
)


def test_a_form_asks_for_what_the_stage_requires_and_the_deal_keeps_it(divided: Newcomer) -> None:
    name = divided.deal_in(divided.town.pipeline(ROWS), "100 €")

    assert divided.type(f"/deal siirrä {name}") == ""
    assert divided.asked() == [CLOSE_DAY.token]
    divided.fill(close_day_known="2026-08-31")

    divided.told("Kartoitus → Neuvottelu")
    assert divided.town.deal(name).close_day == date(2026, 8, 31)
    assert divided.town.verified()


def test_in_a_thread_a_button_opens_the_form(divided: Newcomer) -> None:
    thread = divided.town.thread_of(divided, divided.town.pipeline(ROWS))

    thread.says("siirrä", "Jatka lomakkeella")
    thread.press("Avaa lomake…", "Jatka lomakkeella")

    assert divided.asked() == ["amount", CLOSE_DAY.token]


@pytest.mark.parametrize("word", ["voitettu", "hävitty"])
def test_a_win_and_a_loss_ask_for_all_that_their_stage_requires(divided: Newcomer, word: str) -> None:
    name = divided.deal_in(divided.town.pipeline(ROWS), "100 €")

    divided.type(f"/deal {word} {name}")

    is_won, why = word == "voitettu", ["lost_kind", "reason", "said_by", "returns"]
    of_win = ["amount", CLOSE_DAY.token, "won_on", "promised_day", "also_promised", "source_kind", "note"]
    assert divided.asked() == (of_win if is_won else [*why, CLOSE_DAY.token])
    divided.fill(close_day_known="2026-08-31", **({} if is_won else {"lost_kind": "unknown"}))
    divided.told(name)
    assert divided.town.deal(name).close_day == date(2026, 8, 31)
