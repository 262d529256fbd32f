"""A deal is taken to another pipeline by its name; `putki` and `ennuste` take the name of one, too."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.pipelines.events import PIPELINE, PipelineChanged, PipelineField
from pipeline.storage import schema
from tests.databases import SqliteFiles
from tests.scenarios.town import SELLER, Newcomer, Town, playing


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
