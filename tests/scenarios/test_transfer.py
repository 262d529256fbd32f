"""A deal is taken to another pipeline by its name; `putki` and `ennuste` take the name of one, too."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.people import members
from pipeline.people.events import Role
from pipeline.pipelines.events import PIPELINE, PipelineChanged, PipelineField
from pipeline.stages.events import StageKind
from pipeline.storage import schema
from tests.databases import SqliteFiles
from tests.pipelines import SECOND
from tests.scenarios.town import LEAD, SELLER, Newcomer, Town, plain, playing


@pytest.fixture(scope="module")
def exports(sqlite_files: SqliteFiles) -> Generator[Town]:
    """A town whose second pipeline is called Vienti."""
    with playing(sqlite_files.fresh()) as town:
        pipeline_no = town.pipeline()

        def name(work: UnitOfWork) -> None:
            text = work.text(schema.name, PIPELINE, pipeline_no, "Vienti")
            changed = PipelineChanged(field=PipelineField.NAME, value=text)
            work.append(changed, pipeline_no, work.head_of((PIPELINE, pipeline_no)))

        town.change(name)
        yield town


@pytest.fixture
def seller(exports: Town) -> Newcomer:
    return exports.newcomer()


@pytest.mark.parametrize(
    "line",
    [
        "siirrä {deal} vienti",
        "siirrä {deal} vientiin",
        "siirrä {deal} vientiputkeen",
        "siirrä {deal} myyntiputkeen vienti",
        "siirrä {deal} → Vienti",
        "advance {deal} to vienti pipeline",
        "move {deal} to vienti",
    ],
)
def test_a_deal_goes_to_the_pipeline_that_is_named(seller: Newcomer, line: str) -> None:
    name = seller.new_deal()

    assert "Tunnistaminen → Kartoitus, nyt myyntiputkessa Vienti" in seller.type(f"/deal {line.format(deal=name)}")
    assert seller.town.deal(name).stage.no == 6


def test_undo_brings_it_back(seller: Newcomer) -> None:
    name = seller.new_deal("")
    seller.type(f"/deal siirrä {name} vienti")
    assert "Peruttu" in seller.type(f"/deal peru {name}")

    assert seller.town.deal(name).stage.no == 1
    assert seller.town.verified()


def test_the_board_and_the_forecast_are_of_the_pipeline_that_is_named(seller: Newcomer) -> None:
    seller.new_deal()
    seller.type(f"/deal siirrä {seller.new_deal()} vienti")

    assert "Kartoitus" not in seller.type("/deal putki")
    assert "Kartoitus" in seller.type("/deal putki vienti")
    assert "Kartoitus" in seller.type("/deal board vienti pipeline")
    assert "jäi käyttämättä" not in seller.type("/deal ennuste vienti")


def test_a_closed_deal_and_one_of_somebody_else_go_nowhere(seller: Newcomer, exports: Town) -> None:
    theirs = exports.new_deal(SELLER)

    assert "Ei " in seller.type(f"/deal siirrä {theirs} vienti")
    assert exports.deal(theirs).stage.no == 1


# --- A form with the pipeline -----------------------------------------------------------------------------------------

FIRST, EXPORTS = "1", "2"


@pytest.mark.parametrize(
    ("line", "pipeline", "customer"),
    [
        ("{name}", FIRST, "{name}"),
        ("{name} 12 500 vienti", EXPORTS, "{name}"),
        ("{name} 12 500 € vientiin", EXPORTS, "{name}"),
        ("{name}, 12,5k, Vienti", EXPORTS, "{name}"),
        ("{name}, vienti, 12,5k", EXPORTS, "{name}"),
        ("{name} myyntiputkeen vienti", EXPORTS, "{name}"),
        ("{name} 12500 to the vienti pipeline", EXPORTS, "{name}"),
        ("vienti: {name}, 12 500", EXPORTS, "{name}"),
        ("{name} vientiputkeen 12k", EXPORTS, "{name}"),
        ("vientiputkeen {name}, 12k", EXPORTS, "{name}"),
        ("{name} to the vienti pipeline, 12k", EXPORTS, "{name}"),
        ("Putkityö {name}, 12k", FIRST, "Putkityö {name}"),
        ("Vienti Oy, 12 500", FIRST, "Vienti Oy"),
        ("Viennin Tuki Oy, 12 500", FIRST, "Viennin Tuki Oy"),
        ("vienti", FIRST, "vienti"),
    ],
)
def test_a_new_deals_pipeline_may_be_typed(seller: Newcomer, line: str, pipeline: str, customer: str) -> None:
    name = seller.town.new_name().removesuffix(" Oy")
    seller.type(f"/deal uusi {line.format(name=name)}")

    assert seller.chosen()["pipeline"] == pipeline
    assert seller.filled()["customer"] == customer.format(name=name)


def test_a_name_that_may_be_the_customers_stays_there_and_is_asked_about(seller: Newcomer) -> None:
    seller.type("/deal uusi Suomen Vienti")

    assert seller.filled()["customer"] == "Suomen Vienti"
    field = next(each for each in seller.form()["blocks"] if each["block_id"] == "pipeline")
    assert field["hint"]["text"] == "Tarkoittaako ”Vienti” myyntiputkea? Valitse se tästä."


def test_the_deal_opens_in_the_pipeline_that_is_chosen(seller: Newcomer) -> None:
    name = seller.town.new_name()
    seller.type(f"/deal uusi {name}, 12 500 €")
    options = next(each for each in seller.form()["blocks"] if each["block_id"] == "pipeline")["element"]["options"]
    assert [each["description"]["text"] for each in options][1] == "Kartoitus → Tarjous → Neuvottelu"
    seller.fill(pipeline=options[1]["value"])

    seller.told(f"Luotu: {name}, 12 500 € · Kartoitus")


def test_the_form_of_an_edit_takes_a_deal_along_and_one_undo_brings_it_back(seller: Newcomer) -> None:
    name = seller.new_deal("")
    seller.type(f"/deal muuta {name}")
    assert seller.chosen()["pipeline"] == FIRST
    seller.fill(pipeline="2", amount="7 000")

    assert "nyt myyntiputkessa Vienti" in seller.told(name)
    assert seller.town.deal(name).stage.no == 6
    seller.type(f"/deal peru {name}")
    deal = seller.town.deal(name)
    assert (deal.stage.no, deal.amount) == (1, None)
    assert seller.town.verified()


def test_what_the_stage_there_requires_is_said_on_the_form_which_keeps_all_that_was_given(
    seller: Newcomer, exports: Town
) -> None:
    careful = exports.pipeline((("Alku", StageKind.OPEN, 5, ("step",)), *SECOND[-2:]))
    name = seller.new_deal("")
    seller.type(f"/deal muuta {name}")
    seller.fill(pipeline=str(careful), amount="7 000")

    assert "Ei siirretty: seuraava askel puuttuu. Vaihe Alku vaatii sen." in plain(seller.form())
    assert (seller.chosen()["pipeline"], seller.filled()["amount"]) == (str(careful), "7 000 €")
    seller.fill(pipeline=FIRST)
    assert seller.told("7 000 €")
    assert exports.deal(name).stage.no == 1


def test_what_the_same_form_gives_counts_for_the_stage_there(seller: Newcomer, exports: Town) -> None:
    required = ("need", "close_day", "amount")
    careful = exports.pipeline((("Alku", StageKind.OPEN, 5, required), *SECOND[-2:]))
    name = seller.new_deal("")
    seller.type(f"/deal muuta {name}")
    seller.fill(pipeline=str(careful), amount="7 000", close_day="2026-08-31", need_1="nopea toimitus")

    assert seller.told("7 000 €")
    assert exports.deal(name).pipeline_no == careful
    seller.type(f"/deal peru {name}")
    assert exports.deal(name).pipeline_no == int(FIRST)
    assert exports.verified()


def test_a_closed_deal_shows_no_pipeline(seller: Newcomer) -> None:
    name = seller.new_deal()
    seller.type(f"/deal hävitty {name} -- hinta")
    seller.type(f"/deal muuta {name}")

    assert "pipeline" not in seller.asked()


def test_who_leads_several_pipelines_names_the_one_whose_team_and_target_is_meant(exports: Town) -> None:
    lead, directory = LEAD, exports.bot.services.directory
    exports.change(
        lambda work: members.set_role(work, directory.member(lead, None), Role.LEAD, has=True, pipeline_no=2)
    )
    exports.new_deal(SELLER)

    assert "tavoite 7 kauppaa" in exports.type(lead, "/deal tavoite vienti 7 kauppaa")
    assert "(tavoite 7 kauppaa)" in exports.type(lead, "/deal tiimi vienti")
    assert "(tavoite 7 kauppaa)" not in exports.type(lead, "/deal team")
    assert "7 kauppaa" in exports.type(lead, "/deal targets vienti")
    assert "7 kauppaa" not in exports.type(lead, "/deal targets")
