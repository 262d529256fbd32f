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


def _counted(team: Team, statement: str) -> dict[str, int]:
    """The counts that a statement gives for each of its keys."""
    return {row.key: row.count for row in team.ask(statement)}


def test_offers_have_versions_and_are_answered_as_their_deals_ended(team: Team) -> None:
    states = _counted(team, "SELECT state AS key, COUNT(*) AS count FROM offer WHERE workspace_no = :w GROUP BY state")
    ended = {
        (row.deal, row.offer)
        for row in team.ask(
            "SELECT DISTINCT d.state AS deal, o.state AS offer FROM offer o JOIN deal d "
            "ON d.workspace_no = o.workspace_no AND d.deal_no = o.deal_no "
            "WHERE o.workspace_no = :w AND o.state <> 'replaced'"
        )
    }

    assert ended == {("won", "accepted"), ("lost", "declined"), ("open", "sent")}
    assert 0.35 < states["accepted"] / (states["accepted"] + states["declined"]) < 0.6
    assert states["replaced"] > 40


def test_some_offers_are_over_and_those_of_silent_customers_were_before_the_loss(team: Team) -> None:
    over = _counted(
        team,
        "SELECT d.lost_kind AS key, AVG(o.valid_until < date(o.answered_at)) * 100 AS count FROM offer o JOIN deal d "
        "ON d.workspace_no = o.workspace_no AND d.deal_no = o.deal_no "
        "WHERE o.workspace_no = :w AND o.state = 'declined' GROUP BY d.lost_kind",
    )
    out = team.ask("SELECT valid_until FROM offer WHERE workspace_no = :w AND state = 'sent'")
    accepted_late = team.ask(
        "SELECT deal_no FROM offer WHERE workspace_no = :w AND state = 'accepted' AND valid_until < date(answered_at)"
    )

    assert min(over["went_silent"], over["no_decision"]) > 40 > over["competitor"]
    assert 3 <= sum(str(row.valid_until) < str(TODAY) for row in out) < len(out) / 2
    assert accepted_late == []


def test_most_promises_are_kept_and_of_the_others_it_is_told_because_of_whom(team: Team) -> None:
    won = [
        team.there(row.deal_no)
        for row in team.ask("SELECT deal_no FROM deal WHERE workspace_no = :w AND state = :won", won="won")
    ]
    days = [
        (each.delivered_day, each.first_promised_day)
        for each in won
        if each.delivered_day is not None and each.first_promised_day is not None
    ]

    assert 0.6 < sum(delivered <= first for delivered, first in days) / len(days) < 0.85
    assert len({each.late_because for each in won if each.late_because}) >= 3
    assert any(each.is_delivered is False for each in won)
    assert any(each.promised_day == TODAY and each.is_delivered is None for each in won)


def test_customers_are_asked_have_problems_and_buy_again(team: Team) -> None:
    answers = _counted(team, "SELECT result AS key, COUNT(*) AS count FROM checkin WHERE workspace_no = :w GROUP BY 1")
    cared_for = team.ask(
        "SELECT d.step FROM problem p JOIN deal d ON d.workspace_no = p.workspace_no AND d.deal_no = p.deal_no "
        "WHERE p.workspace_no = :w"
    )
    following = team.ask("SELECT source_kind FROM deal WHERE workspace_no = :w AND follows IS NOT NULL")

    assert answers["happy"] > answers["so_so"] > answers["problem"] > 0
    assert {row.step is None for row in cared_for} == {True, False}
    assert [row.source_kind for row in following] == ["existing"] * 5


def test_losses_say_why_how_it_is_known_and_some_when_to_come_back(team: Team) -> None:
    lost = team.ask("SELECT lost_kind, said_by, returns FROM deal WHERE workspace_no = :w AND state = 'lost'")

    assert {row.said_by for row in lost} == {"customer", "guess"}
    assert {row.said_by for row in lost if row.lost_kind in ("went_silent", "unknown")} == {"guess"}
    months = [str(row.returns) for row in lost if row.returns is not None]
    assert 20 < len(months) < 80
    assert min(months) == "2026-07-01"
