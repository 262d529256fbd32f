"""Two pipelines that both have the stages Tarjous and Kauppa: each word finds the one of the deal's own pipeline."""

from __future__ import annotations

import pytest

from pipeline.queries.deal_view import deal_view
from tests.scenarios.town import LEAD, Newcomer

FIRST, SECOND = 1, 2
BEGINS = {("fi", FIRST): "Tunnistaminen", ("en", FIRST): "Identification"}
OFFER_OF = {FIRST: 3, SECOND: 7}
SALE_OF = {FIRST: 4, SECOND: 9}
LOST_OF = {FIRST: 5, SECOND: 10}
IN_BOTH = pytest.mark.parametrize("pipeline_no", [FIRST, SECOND])
IN_EITHER_LANGUAGE = pytest.mark.parametrize("language", ["fi", "en"])


def _stage_no(seller: Newcomer, name: str) -> int:
    return seller.town.deal(name).stage.no


# --- A stage that is named --------------------------------------------------------------------------------------------


@IN_BOTH
@IN_EITHER_LANGUAGE
@pytest.mark.parametrize("to", ["tarjous", "to offer", "tarjoukseen", "→ Tarjous", "tarjoux"])
def test_a_label_that_both_have_means_the_deals_own_stage(
    divided: Newcomer, pipeline_no: int, language: str, to: str
) -> None:
    divided.reads(language)
    name = divided.deal_in(pipeline_no)

    begins = BEGINS.get((language, pipeline_no), "Kartoitus")
    assert f"{begins} → {'Offer' if language == 'en' else 'Tarjous'}" in divided.type(f"/deal siirrä {name} {to}")
    assert _stage_no(divided, name) == OFFER_OF[pipeline_no]


@IN_BOTH
def test_it_may_stand_behind_a_number_or_before_an_amount(divided: Newcomer, pipeline_no: int) -> None:
    name = divided.deal_in(pipeline_no, "verkkokauppa")
    number = divided.town.deal(name).deal_no

    assert "→ Tarjous · summa 8 500 €" in divided.type(f"/deal siirrä #{number} tarjous 8 500 €")
    assert _stage_no(divided, name) == OFFER_OF[pipeline_no]


def test_a_stage_of_another_pipeline_is_none_of_the_deals(divided: Newcomer) -> None:
    first, second = divided.deal_in(FIRST), divided.deal_in(SECOND)

    told = "Ei siirretty: vaihetta ”{}” ei ole. Vaiheet: {} ja Hävitty."
    own = "Tunnistaminen, Yhteydenotto, Tarjous, Kauppa"
    assert divided.type(f"/deal siirrä {first} neuvottelu") == told.format("neuvottelu", own)
    assert divided.type(f"/deal siirrä {first} → Neuvottelu") == told.format("Neuvottelu", own)
    assert divided.type(f"/deal siirrä {first} → avaruus") == told.format("avaruus", own)
    own = "Kartoitus, Tarjous, Neuvottelu, Kauppa"
    assert divided.type(f"/deal siirrä {second} yhteydenottoon") == told.format("yhteydenottoon", own)
    assert "Kartoitus → Neuvottelu" in divided.type(f"/deal siirrä {second} neuvottelu")


@IN_BOTH
def test_the_only_deal_is_meant_where_a_stage_alone_is_named(divided: Newcomer, pipeline_no: int) -> None:
    name = divided.deal_in(pipeline_no)

    assert "→ Tarjous" in divided.type("/deal siirrä tarjous")
    assert _stage_no(divided, name) == OFFER_OF[pipeline_no]


def test_back_finds_the_stage_of_the_deals_own_pipeline(divided: Newcomer) -> None:
    first, second = divided.deal_in(FIRST), divided.deal_in(SECOND)
    for name in (first, second):
        divided.type(f"/deal siirrä {name} tarjous")
    divided.type(f"/deal siirrä {second} neuvottelu")

    assert "Neuvottelu → Tarjous" in divided.type(f"/deal palauta {second} tarjous")
    assert "Tarjous → Kartoitus" in divided.type(f"/deal back {second} kartoitus")
    assert "Tarjous → Yhteydenotto" in divided.type(f"/deal palauta {first}")
    assert divided.town.verified()


# --- One customer with deals in both ----------------------------------------------------------------------------------


@pytest.mark.parametrize("chosen", [FIRST, SECOND])
@IN_EITHER_LANGUAGE
def test_of_deals_in_both_it_is_asked_which_and_the_stage_is_that_deals_own(
    divided: Newcomer, chosen: int, language: str
) -> None:
    divided.reads(language)
    name = divided.deal_in(FIRST)
    divided.deal_in(SECOND, name=name)
    second, first = divided.town.deal_nos(name)
    number = first if chosen == FIRST else second

    divided.type(f"/deal siirrä {name} tarjous -- soitettu")
    divided.press(f"advance.{number}", "2")

    divided.told("→ Tarjous" if language == "fi" else "→ Offer")
    with divided.town.bot.ledger.read_session(divided.town.bot.services.directory.system) as session:
        deal = deal_view(session, number)
    assert (deal.stage.no, [each.text for each in deal.notes]) == (OFFER_OF[chosen], ["soitettu"])


def test_the_deal_whose_pipeline_has_the_stage_is_meant(divided: Newcomer) -> None:
    name = divided.deal_in(FIRST)
    divided.deal_in(SECOND, name=name)

    assert "Kartoitus → Neuvottelu" in divided.type(f"/deal siirrä {name} neuvotteluun")


def test_of_ones_own_deals_in_both_the_stage_is_that_deals_own(divided: Newcomer) -> None:
    divided.deal_in(FIRST)
    second = divided.deal_in(SECOND)

    divided.type("/deal siirrä tarjous")
    divided.press(f"advance.{divided.town.deal(second).deal_no}", "Mikä diili?")

    divided.told("Kartoitus → Tarjous")
    assert _stage_no(divided, second) == OFFER_OF[SECOND]


# --- Every other word -------------------------------------------------------------------------------------------------


@IN_BOTH
@IN_EITHER_LANGUAGE
def test_a_deal_is_won_and_lost_in_its_own_pipeline(divided: Newcomer, pipeline_no: int, language: str) -> None:
    divided.reads(language)
    won, lost, moved = (divided.deal_in(pipeline_no) for _ in range(3))

    for line, name in ((f"/deal voitettu {won}", won), (f"/deal siirrä {moved} kauppaan", moved)):
        divided.type(line)
        divided.fill(promised_day="2026-08-31")
        divided.told(name)
        assert _stage_no(divided, name) == SALE_OF[pipeline_no]
    divided.type(f"/deal lost {lost} -- too dear")
    assert _stage_no(divided, lost) == LOST_OF[pipeline_no]
    divided.type(f"/deal reopen {won}")
    assert divided.town.deal(won).pipeline_no == pipeline_no
    assert divided.town.verified()


@IN_BOTH
@IN_EITHER_LANGUAGE
def test_the_words_that_name_no_stage_work_in_both(divided: Newcomer, pipeline_no: int, language: str) -> None:
    divided.reads(language)
    name = divided.deal_in(pipeline_no)
    begins = BEGINS.get((language, pipeline_no), "Kartoitus")

    assert begins in divided.type(f"/deal näytä {name}")
    assert begins in divided.type(f"/deal find {name}")
    divided.type(f"/deal snooze {name} 1.9.")
    assert divided.town.deal(name).snoozed_until is not None
    divided.type(f"/deal undo {name}")
    assert divided.town.deal(name).snoozed_until is None
    divided.type(f"/deal step {name} soita 22.6.")
    divided.fill()
    divided.told("soita")
    assert divided.town.deal(name).step == "soita"
    assert name in divided.type("/deal mine")
    assert name not in divided.type("/deal stuck")


@IN_BOTH
def test_an_advance_and_its_undo_stay_in_the_pipeline(divided: Newcomer, pipeline_no: int) -> None:
    name = divided.deal_in(pipeline_no)
    begun = _stage_no(divided, name)

    divided.type(f"/deal siirrä {name}")
    assert _stage_no(divided, name) == begun + 1
    divided.type("/deal peru")

    assert _stage_no(divided, name) == begun


def test_a_cards_button_and_words_in_its_thread_know_the_pipeline(divided: Newcomer) -> None:
    thread = divided.town.thread_of(divided, SECOND)
    name = thread.name

    thread.says("siirrä neuvotteluun", "Kartoitus → Neuvottelu")
    thread.says("palauta kartoitus", "Neuvottelu → Kartoitus")
    thread.says("siirrä yhteydenottoon", "vaihetta ”yhteydenottoon” ei ole. Vaiheet: Kartoitus, Tarjous, Neuvottelu")
    assert _stage_no(divided, name) == OFFER_OF[SECOND] - 1


# --- Words that concern no deal ---------------------------------------------------------------------------------------


@IN_EITHER_LANGUAGE
def test_without_a_deal_the_persons_pipeline_is_meant(divided: Newcomer, language: str) -> None:
    divided.reads(language)
    divided.deal_in(SECOND)

    board = divided.type("/deal board")
    assert BEGINS[language, FIRST] in board
    assert "Kartoitus" not in board
    assert divided.type("/deal forecast")
    name = divided.town.new_name()
    divided.type(f"/deal new {name}, 100 €")
    divided.fill()
    divided.told(name)
    assert divided.town.deal(name).pipeline_no == FIRST


def test_a_lead_of_the_first_pipeline_may_not_change_the_seconds_deals(divided: Newcomer) -> None:
    first, second = divided.deal_in(FIRST), divided.deal_in(SECOND)

    assert "→ Tarjous" in divided.town.type(LEAD, f"/deal siirrä {first} tarjous")
    assert "Ei muutettu" in divided.town.type(LEAD, f"/deal siirrä {second} tarjous")
