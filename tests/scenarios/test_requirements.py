"""What a stage requires, as people meet it: a requirement that only this test knows is asked for, refused and kept."""

from __future__ import annotations

from datetime import date
from typing import Any

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


ALL = ("step", "need", "close_day")
WITH_OFFERS = (
    ("Kartoitus", StageKind.OPEN, 10, ()),
    ("stage_offer", StageKind.OPEN, 10, ("amount", "need")),
    ("Neuvottelu", StageKind.OPEN, 10, ("offer", "touch", *ALL)),
    ("stage_sale", StageKind.WON, None, ("amount", "offer")),
    ("stage_lost", StageKind.LOST, None, ("reason",)),
)


@pytest.mark.parametrize(
    ("language", "move", "told", "offer", "go_on", "moved"),
    [
        (
            "fi",
            "siirrä {} neuvottelu 8 500 € -- soittivat",
            "puuttuvat. Vaihe Neuvottelu vaatii ne.\nLisää ensin tarjous ja kontakti ja jatka sitten.",
            "Tarjous…",
            "Siirrä: Neuvottelu",
            "Tarjous → Neuvottelu",
        ),
        (
            "en",
            "advance {} neuvottelu €8,500 -- they called",
            "a need, an offer and a touch.\nAdd an offer and a touch first, then go on.",
            "Offer…",
            "Move to Neuvottelu",
            "Offer → Neuvottelu",
        ),
    ],
)
def test_an_offer_that_is_missing_is_a_press_away_and_what_was_typed_goes_on(
    divided: Newcomer, language: str, move: str, told: str, offer: str, go_on: str, moved: str
) -> None:
    divided.reads(language)
    name = divided.deal_in(divided.town.pipeline(WITH_OFFERS), "100 €")
    note = move.partition("-- ")[2]

    said = divided.type(f"/deal {move.format(name)}")
    assert told in said
    there = told.partition("\n")[2]
    divided.press(offer, there)
    divided.fill(offer_valid="2026-08-31", amount="8 500 €")
    assert divided.asked()[-1] == "need"
    divided.fill(need="kaksi pumppua", offer_valid="2026-08-31")
    divided.told(name)
    assert divided.town.deal(name).offer is not None

    divided.press(go_on, there)
    assert divided.asked() == ["amount", "close_day", "note"]
    divided.fill(close_day="2026-08-31")
    divided.told(moved)
    deal = divided.town.deal(name)
    assert (str(deal.close_day), [each.text for each in deal.notes]) == ("2026-08-31", [note])
    assert divided.town.verified()


def test_a_form_asks_for_a_step_a_need_and_a_day_and_says_under_its_field_which_day_is_gone(
    divided: Newcomer,
) -> None:
    rows = (("Kartoitus", StageKind.OPEN, 10, ()), ("Neuvottelu", StageKind.OPEN, 10, ALL), *ROWS[2:])
    name = divided.deal_in(divided.town.pipeline(rows), "100 €")

    divided.type(f"/deal siirrä {name}")
    assert divided.asked() == ["close_day", "step", "step_day", "need"]
    values = {"close_day": "2026-08-31", "step": "soita", "step_day": "2026-06-12", "need": "kaksi pumppua"}
    refused = divided.fill(**values)
    assert list(refused["errors"]) == ["step_day"]
    divided.fill(**(values | {"step_day": "2026-06-22"}))

    divided.told("Kartoitus → Neuvottelu")
    deal = divided.town.deal(name)
    assert (deal.step, str(deal.step_day), str(deal.close_day)) == ("soita", "2026-06-22", "2026-08-31")
    divided.type("/deal peru")
    assert divided.town.deal(name).step is None
    assert divided.town.verified()


def test_a_win_that_lacks_an_offer_says_so_before_its_form_opens(divided: Newcomer) -> None:
    name = divided.deal_in(divided.town.pipeline(WITH_OFFERS), "100 €")

    said = divided.type(f"/deal voitettu {name} 90 €, toimitus 31.8.")
    assert said == "Ei siirretty: tarjous puuttuu. Vaihe Kauppa vaatii sen.\nLisää ensin tarjous ja jatka sitten."
    divided.press("Tarjous…", "Vaihe Kauppa vaatii sen")
    unmoved: Any = []
    divided.fill(offer_valid="2026-08-31", offer_moves=unmoved, amount="90 €")
    divided.told("tarjous v1")
    divided.press("Voitettu…", "Vaihe Kauppa vaatii sen")
    assert divided.filled()["amount"] == "90 €"
    assert divided.filled()["promised_day"] == "2026-08-31"
