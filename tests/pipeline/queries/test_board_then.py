"""The board of a day gone by: as the deals stood then, and as it was known then."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from pipeline.deals.events import DEAL
from pipeline.deals.projection import DealState
from pipeline.ledger.replay import replayed
from pipeline.queries.board import board
from pipeline.queries.board_then import board_on, can_show
from pipeline.stages.events import StageKind
from pipeline.storage import schema
from tests.pipeline.queries.played import BEGINS, DAYS, play
from tests.pipeline.team import Team


def _on(team: Team, day: date) -> list[tuple[str | None, int, tuple[int, ...]]]:
    with team.ledger.read_session(team.by()) as session:
        shown = board_on(session, day)
    return [(each.stage.key, each.count, tuple(amount.minor for amount in each.sums)) for each in shown.columns]


def _counts(team: Team, day: date) -> list[int]:
    return [count for _stage, count, _sums in _on(team, day)]


def test_a_deal_stands_where_it_stood_at_the_end_of_the_day(team: Team) -> None:
    team.story("2.3. new Acme 500 · 4.3. → · 9.3. → Tarjous 700")

    assert _counts(team, date(2026, 3, 1)) == [0, 0, 0]
    assert _counts(team, date(2026, 3, 2)) == [1, 0, 0]
    assert _counts(team, date(2026, 3, 8)) == [0, 1, 0]
    assert _on(team, date(2026, 3, 8))[1][2] == (50_000,)
    assert _on(team, date(2026, 3, 9))[2] == ("stage_offer", 1, (70_000,))


def test_a_deal_that_was_closed_later_is_open_on_the_day(team: Team) -> None:
    team.story("2.3. new Acme 500 · 4.3. lost too dear")

    assert _counts(team, date(2026, 3, 3)) == [1, 0, 0]
    assert _counts(team, date(2026, 3, 4)) == [0, 0, 0]


def test_what_was_undone_later_counts_on_the_day(team: Team) -> None:
    deal = team.story("2.3. new Acme 500")
    team.clock.move_to(datetime(2026, 3, 4, 8, tzinfo=UTC))
    team.advance(deal)
    team.clock.move_to(datetime(2026, 3, 6, 8, tzinfo=UTC))
    team.undo()

    assert _counts(team, date(2026, 3, 5)) == [0, 1, 0]
    assert _counts(team, date(2026, 3, 6)) == [1, 0, 0]


def test_a_deal_whose_opening_was_undone_later_counts_on_the_day(team: Team) -> None:
    team.story("2.3. new Acme 500")
    team.clock.move_to(datetime(2026, 3, 4, 8, tzinfo=UTC))
    team.undo()

    assert _counts(team, date(2026, 3, 3)) == [1, 0, 0]
    assert _counts(team, date(2026, 3, 4)) == [0, 0, 0]


def test_the_oldest_and_the_stuck_are_those_of_the_day(team: Team) -> None:
    team.story("2.3. new Acme 500")
    team.clock.move_to(datetime(2026, 6, 1, 8, tzinfo=UTC))

    with team.ledger.read_session(team.by()) as session:
        early, late = board_on(session, date(2026, 3, 6)).columns[0], board_on(session, date(2026, 4, 30)).columns[0]

    assert (early.oldest_days, early.stuck) == (4, 0)
    assert late.oldest_days > 30
    assert late.stuck == 1


def test_the_board_of_today_is_that_of_now(team: Team) -> None:
    team.story("2.3. new Acme 500 · 4.3. → · 9.3. → Tarjous 700")
    team.story("3.3. new Beta · 5.3. →")
    team.clock.move_to(datetime(2026, 3, 12, 8, tzinfo=UTC))

    with team.ledger.read_session(team.by()) as session:
        assert board_on(session, date(2026, 3, 12)) == board(session, counts_customers=True)
        assert can_show(session, date(2026, 3, 2))


@pytest.mark.parametrize("seed", range(4))
def test_it_is_what_a_replay_of_all_that_was_known_comes_to(team: Team, seed: int) -> None:
    play(team, seed)

    for days in range(DAYS):
        day = (BEGINS + timedelta(days=days)).date()
        assert _counts(team, day) == _replayed_counts(team, BEGINS + timedelta(days=days, hours=12))


def _replayed_counts(team: Team, moment: datetime) -> list[int]:
    """How many deals were open in each stage, by a replay of every deal's events up to the last one by then."""
    last = select(func.max(schema.event.c.no)).where(
        schema.event.c.workspace_no == team.workspace_no, schema.event.c.recorded_at <= moment
    )
    with team.ledger.storage.read() as connection:
        known = connection.execute(last).scalar_one()
        subjects = team.ledger.subjects
        states = [
            folded.state
            for _no, folded in replayed(connection, subjects, team.workspace_no, subjects[DEAL], known=known)
        ]
    there = [each for each in states if isinstance(each, DealState) and each.state is StageKind.OPEN]
    return [sum(each.stage_no == stage_no for each in there) for stage_no in (1, 2, 3)]
