"""What is invented for the demo's deals: they stand in every stage, some of them still, and the ledger is sound."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.demo.life import live
from bot.language.file_values import READERS
from pipeline.calendars import Calendar
from pipeline.clock import StandingClock
from pipeline.deals.events import SourceKind
from pipeline.deals.projection import DealState
from pipeline.deals.turn import Turn, stands_since, whose_turn
from pipeline.exchange.history_file import read_history
from pipeline.exchange.load import ImportJob, load
from pipeline.stages.events import StageKind
from pipeline.storage import migrate
from pipeline.storage.engine import Storage
from tests.bot.demo.test_deals import FOLDER, STAGES
from tests.databases import BRANCHES
from tests.pipeline.team import ANNA, BERTIL, LEENA, Team, team_in

DAWN = datetime(2026, 6, 15, 4, 30, tzinfo=UTC)
TODAY = DAWN.date()
LIMITS = {1: 10, 2: 8, 3: 10}  # business days of the default stages


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    url = f"sqlite:///{tmp_path_factory.mktemp('life') / 'life.db'}"
    migrate.upgrade(url, BRANCHES)
    storage = Storage.open(url)
    living = team_in(storage, StandingClock(DAWN))
    file = read_history(FOLDER / "deals.csv", STAGES, READERS)
    owners = {"Aino Virtanen": ANNA, "Matti Korhonen": BERTIL}
    load(living.ledger, living.workspace_no, ImportJob(file.cases, "life", owners, LEENA))
    live(living.ledger, living.workspace_no, frozenset({BERTIL}))
    yield living
    storage.close()


def _open_deals(team: Team) -> list[DealState]:
    nos = team.ask("SELECT deal_no FROM deal WHERE workspace_no = :w AND state = :open", open=StageKind.OPEN.value)
    return [team.there(row.deal_no) for row in nos]


def test_the_ledger_is_sound(team: Team) -> None:
    assert team.is_sound()


def test_deals_stand_in_every_stage_and_about_a_third_of_them_still(team: Team) -> None:
    deals, calendar = _open_deals(team), Calendar()

    def is_stuck(deal: DealState) -> bool:
        is_planned = deal.step_day is not None and deal.step_day >= TODAY
        return not is_planned and calendar.business_days(stands_since(deal), DAWN) > LIMITS[deal.stage_no]

    assert min(Counter(each.stage_no for each in deals).values()) >= 8
    assert 0.25 < sum(map(is_stuck, deals)) / len(deals) < 0.4


def test_some_customers_reply_and_some_do_not(team: Team) -> None:
    turns = Counter(whose_turn(each, TODAY) for each in _open_deals(team))
    outcomes = {row.outcome for row in team.ask("SELECT DISTINCT outcome FROM touch WHERE workspace_no = :w")}

    assert min(turns[Turn.OURS], turns[Turn.CUSTOMERS]) >= 15
    assert outcomes == {"reached", "no_answer", "sent", "they_contacted"}


def test_there_are_sources_needs_people_and_steps_of_today(team: Team) -> None:
    kinds = {row.source_kind for row in team.ask("SELECT DISTINCT source_kind FROM deal WHERE workspace_no = :w")}
    days = [each.step_day for each in _open_deals(team)]

    assert kinds == {each.value for each in SourceKind} - {"other"}
    assert team.count("need") > 100
    assert team.count("contact") > 60
    assert days.count(TODAY) >= 2
    assert any(day is not None and day < TODAY for day in days)


def test_nothing_happened_in_the_future_and_nothing_before_its_deal(team: Team) -> None:
    late = team.ask("SELECT no FROM event WHERE workspace_no = :w AND happened_at > recorded_at")
    early = team.ask(
        "SELECT t.no FROM touch t JOIN deal d ON d.workspace_no = t.workspace_no AND d.deal_no = t.deal_no "
        "WHERE t.workspace_no = :w AND t.at < d.opened_at"
    )

    assert late == early == []
