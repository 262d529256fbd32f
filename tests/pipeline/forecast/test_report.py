"""The forecast's figures: the same until something happens, their parts complete, and a post's record all of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from pipeline.forecast import report, snapshot
from pipeline.forecast.report import Figures
from pipeline.ledger.unit_of_work import ReadSession
from pipeline.money import Money, total
from pipeline.people import settings
from pipeline.storage.engine import Deadline, Storage
from tests.pipeline.team import PIPELINE, Team, team_in

MONDAY = datetime(2026, 6, 15, 5, tzinfo=UTC)
MIDNIGHT = datetime(2026, 6, 30, 21, tzinfo=UTC)  # in Helsinki, where 1 July begins
KEY = "monday:1:2026-06-15"


def figures(team: Team) -> Figures:
    return figures_at(team, team.clock.now())


def figures_at(team: Team, now: datetime) -> Figures:
    with team.ledger.read_session(team.by()) as session:
        return report.compute(session, PIPELINE, now)


@pytest.fixture
def selling(shared_storage: Storage) -> Team:
    """A team with deals won in May and June, lost ones, and open ones in every stage, one of them without an amount."""
    team = team_in(shared_storage)
    team.story("4.5. new Alfa 9 000 · 8.5. → · 12.5. → · 19.5. won 1.8.")
    team.story("5.5. new Beta 4 000 · 11.5. → · 15.5. lost liian kallis")
    team.story("6.5. new Gamma 12 500 · 13.5. → · 22.5. → · 3.6. won 1.8.")
    team.story("7.5. new Delta 20 000 · 14.5. → · 25.5. → · 9.6. won 1.8.")
    team.story("18.5. new Epsilon 31 415 · 1.6. → · 8.6. →")
    team.story("20.5. new Zeeta 7 777 · 2.6. → · 10.6. →")
    team.story("12.6. new Eeta 16 180 · 12.6. new Theeta")
    team.clock.move_to(MONDAY)
    return team


def test_the_same_figures_on_every_press_of_a_day_until_something_happens(selling: Team) -> None:
    first = figures(selling)
    for later in (timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=9)):
        selling.clock.move_to(MONDAY + later)
        again = figures(selling)
        assert replace(again, made_at=first.made_at) == first
    selling.new("Joota", 99_000)
    assert len(figures(selling).parts) == len(first.parts) + 2


def test_what_is_won_and_what_is_open_add_up_to_each_months_sum_to_the_cent(selling: Team) -> None:
    made = figures(selling)
    for month in made.months:
        parts = [*made.won_in(month), *made.open_in(month)]
        for each in month.money:
            assert (
                sum(part.expected for part in parts if part.currency == each.expected.currency) == each.expected.minor
            )
        assert sum(part.chance for part in parts) == pytest.approx(month.wins)
    june, july = made.months
    assert [part.amount for part in made.won_in(june)] == [Money(2_000_000, "EUR"), Money(1_250_000, "EUR")]
    assert total(part.amount for part in made.won_in(june) if part.amount)["EUR"] == june.money[0].won
    assert made.won_in(july) == ()
    assert made.without_amount == 1
    assert len(made.deals()) == 6


@pytest.mark.parametrize("asked", [MIDNIGHT - timedelta(days=1), MIDNIGHT])
def test_a_win_at_midnight_on_the_first_is_the_new_months(selling: Team, asked: datetime) -> None:
    selling.clock.move_to(MIDNIGHT)
    selling.won(5)
    made = figures_at(selling, asked)
    won = {month.first: [part.deal_no for part in made.won_in(month)] for month in made.months}
    assert won[date(2026, 7, 1)] == [5]
    assert 5 not in won.get(date(2026, 6, 1), [])


def test_a_win_at_midnight_after_the_two_months_is_in_no_figure(selling: Team) -> None:
    selling.clock.move_to(MIDNIGHT)
    selling.won(5)
    made = figures_at(selling, MIDNIGHT - timedelta(days=32))
    assert [month.first.month for month in made.months] == [5, 6]
    assert 5 not in made.deals()
    assert 5 not in {part.deal_no for part in made.parts}


def test_a_range_holds_the_expectation_and_what_is_won(selling: Team) -> None:
    for month in figures(selling).months:
        for each in month.money:
            assert each.won.minor <= each.low.minor
            assert each.high == each.won or each.low.minor <= each.expected.minor <= each.high.minor


def test_a_posts_record_is_all_of_it_whatever_happens_later(selling: Team) -> None:
    made = figures(selling)
    with selling.ledger.storage.write(Deadline.after(10)) as connection:
        snapshot.state(connection, selling.workspace_no, KEY, made)
    selling.story("16.6. new Kappa 50 000 · 16.6. #5 lost liian kallis")
    with selling.ledger.read_session(selling.by()) as session:
        kept = snapshot.stated(session, KEY)
    assert kept is not None
    assert set(kept.parts) == set(made.parts)
    assert replace(kept, parts=made.parts) == made


def test_the_workspaces_own_currency_comes_first(selling: Team) -> None:
    def first_of(session: ReadSession) -> list[str]:
        in_some_order = [Money(1, "USD"), Money(1, "SEK"), Money(1, "EUR")]
        return [each.currency for each in settings.home_first(session, in_some_order, lambda each: each.currency)]

    with selling.ledger.read_session(selling.by()) as session:
        assert first_of(session) == ["EUR", "SEK", "USD"]
    selling.do(lambda work: settings.put(work, settings.WORKSPACE, {settings.CURRENCY: "USD"}))
    with selling.ledger.read_session(selling.by()) as session:
        assert first_of(session) == ["USD", "EUR", "SEK"]
