"""The grades of Monday posts: what each said of its month beside what came, and beside methods without a model."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from pipeline.forecast import grades, report, snapshot
from pipeline.forecast.figures import DealShare, Figures, Month, MonthSum
from pipeline.forecast.grades import Grade, TrackRecord
from pipeline.money import Money
from pipeline.storage.engine import Deadline, Storage
from tests.pipeline.team import CONTACT, FIRST, OFFER, PIPELINE, Team, euros, team_in

MONDAYS = [date(2026, 6, 1) + timedelta(weeks=n) for n in range(9)]  # 1 June to 27 July
WEEKLY = [10_000, 20_000, 30_000, 0, 5_000, 15_000, 25_000, 35_000, 45_000]  # won in the week that follows


def _stated(day: date, first: date, expected: int, parts: tuple[DealShare, ...] = ()) -> Figures:
    """A forecast of one month: so many euros, ten thousand more or less, and as many wins as ten thousands."""
    sum_ = MonthSum(euros(expected), euros(expected - 10_000), euros(expected + 10_000), euros(0))
    wins = expected / 10_000
    month = Month(first, 0, wins, wins - 1, wins + 1, (sum_,))
    at = datetime(day.year, day.month, day.day, 5, tzinfo=UTC)
    return Figures(
        pipeline_no=PIPELINE,
        day=day,
        made_at=at,
        known_no=1,
        closed=50,
        months=(month,),
        stages=(),
        without_amount=0,
        parts=parts,
    )


def _post(team: Team, made: Figures, kind: str = "monday") -> None:
    with team.ledger.storage.write(Deadline.after(10)) as connection:
        snapshot.save(connection, team.workspace_no, f"{kind}:{made.pipeline_no}:{made.day.isoformat()}", made)


def _records(team: Team, today: date) -> tuple[TrackRecord, ...]:
    with team.ledger.read_session(team.by()) as session:
        return grades.track_records(session, PIPELINE, today)


@pytest.fixture
def graded(shared_storage: Storage) -> Team:
    """A team that won 60,000 € in June and 125,000 € in July, and was told 65,000 € of each month on every Monday."""
    team = team_in(shared_storage)
    deals = [team.new(f"Won {n}", amount or 1_000) for n, amount in enumerate(WEEKLY)]
    for day, deal, amount in zip(MONDAYS, deals, WEEKLY, strict=True):
        team.clock.move_to(datetime(day.year, day.month, day.day, 5, tzinfo=UTC))
        share = DealShare(deal, day.replace(day=1), FIRST, 1, 0.2, euros(50_000), "EUR", 1_000_000)
        _post(team, _stated(day, day.replace(day=1), 65_000, (share,)))
        team.clock.move_by(timedelta(hours=3))
        if amount:
            team.won(deal)
    team.clock.move_to(datetime(2026, 8, 3, 5, tzinfo=UTC))
    return team


def test_each_monday_is_graded_when_its_month_is_over(graded: Team) -> None:
    assert _records(graded, date(2026, 6, 29)) == ()
    money, wins = _records(graded, date(2026, 7, 31))
    assert [each.day for each in money.grades] == MONDAYS[:5]
    money, wins = _records(graded, date(2026, 8, 3))
    assert (money.currency, wins.currency) == ("EUR", None)
    assert [each.came for each in money.grades] == [6_500_000] * 5 + [12_000_000] * 4
    assert [each.has_held for each in money.grades] == [True] * 5 + [False] * 4
    assert money.held == 5
    assert money.off == pytest.approx(4 * 55_000 / (5 * 65_000 + 4 * 120_000))
    assert [each.came for each in wins.grades] == [4] * 5 + [4] * 4


def test_last_month_again_and_stage_percentages_stand_beside_it(graded: Team) -> None:
    money, wins = _records(graded, date(2026, 8, 3))
    assert [each.last_again for each in money.grades] == [0] * 5 + [6_500_000] * 4
    assert {each.percentages for each in money.grades} == {500_000.0}  # a tenth of the deal in the first stage
    assert {each.percentages for each in wins.grades} == {0.1}
    assert [each.last_again for each in wins.grades] == [0] * 5 + [4] * 4


def test_a_win_that_is_undone_did_not_come(graded: Team) -> None:
    graded.undo()
    money, wins = _records(graded, date(2026, 8, 3))
    assert (money.grades[-1].came, wins.grades[-1].came) == (7_500_000, 3)


def test_posts_of_another_kind_pipeline_or_workspace_are_not_graded(graded: Team, other_team: Team) -> None:
    before = _records(graded, date(2026, 8, 3))
    _post(graded, _stated(date(2026, 6, 3), date(2026, 6, 1), 1), kind="month")
    _post(graded, replace(_stated(date(2026, 6, 8), date(2026, 6, 1), 1), pipeline_no=PIPELINE + 1))
    _post(other_team, _stated(date(2026, 6, 9), date(2026, 6, 1), 1))
    assert _records(graded, date(2026, 8, 3)) == before


def test_half_a_year_is_graded_and_no_more(graded: Team) -> None:
    for n in range(1, 30):
        _post(graded, _stated(MONDAYS[0] - timedelta(weeks=n), (MONDAYS[0] - timedelta(weeks=n)).replace(day=1), 1))
    money, wins = _records(graded, date(2026, 8, 3))
    assert len(money.grades) == len(wins.grades) == grades.MOST
    assert money.grades[-1].day == MONDAYS[-1]


def test_each_currency_has_its_own_record(graded: Team) -> None:
    day = date(2026, 7, 28)
    made = _stated(day, date(2026, 7, 1), 65_000)
    crowns = MonthSum(*(Money(each, "SEK") for each in (10, 5, 20, 0)))
    month = replace(made.months[0], money=(*made.months[0].money, crowns))
    _post(graded, replace(made, months=(month,)))
    euros_, crowns_, wins = _records(graded, date(2026, 8, 3))
    assert [each.currency for each in (euros_, crowns_, wins)] == ["EUR", "SEK", None]
    assert (len(euros_.grades), len(crowns_.grades), len(wins.grades)) == (10, 1, 10)
    assert not crowns_.is_enough


def test_what_a_forecast_really_posted_is_graded(shared_storage: Storage) -> None:
    team = team_in(shared_storage)
    team.story("4.5. new Alfa 9 000 · 8.5. → · 12.5. → · 19.5. won 1.8.")
    team.story("6.5. new Gamma 12 500 · 13.5. → · 22.5. →")
    team.clock.move_to(datetime(2026, 6, 1, 5, tzinfo=UTC))
    with team.ledger.read_session(team.by()) as session:
        made = report.compute(session, PIPELINE, session.now)
    _post(team, made)
    team.won(2)
    money, wins = _records(team, date(2026, 7, 6))
    (grade,) = money.grades
    stated = made.months[0].money[0]
    assert (grade.expected, grade.low, grade.high) == (stated.expected.minor, stated.low.minor, stated.high.minor)
    assert (grade.came, grade.last_again) == (1_250_000, 900_000)
    assert grade.percentages == pytest.approx({FIRST: 0.1, CONTACT: 0.5, OFFER: 0.9}[OFFER] * 1_250_000)
    assert wins.grades[0].came == 1


def test_the_first_forecast_of_each_month_is_told_in_order() -> None:
    grades_ = tuple(Grade(day, day.replace(day=1), 1, 0, 2, 1, 1, 1) for day in MONDAYS)
    assert [each.day for each in TrackRecord(None, grades_).firsts] == [date(2026, 6, 1), date(2026, 7, 6)]


def test_where_nothing_came_no_share_is_told() -> None:
    record = TrackRecord("EUR", (Grade(MONDAYS[0], MONDAYS[0], 5, 0, 10, 0, 0, 0),))
    assert (record.off, record.last_again_off, record.percentages_off) == (None, None, None)
