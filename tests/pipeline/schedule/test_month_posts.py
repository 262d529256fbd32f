"""The post at the end of a month: once, with what its receipts bear out, also of pipelines that were there before."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import delete, select

from pipeline.clock import StandingClock
from pipeline.forecast import month_end
from pipeline.forecast.month_end import MonthEnd, MonthTarget
from pipeline.pipelines.events import TargetSet
from pipeline.schedule.post_calendar import MONTH
from pipeline.schedule.setup import SettingsChoice, save
from pipeline.schedule.tick import tick
from pipeline.storage.engine import Deadline, Storage
from pipeline.storage.schema import post, receipt
from tests.pipeline.schedule.time_goes_on import at, until
from tests.pipeline.team import AATU, BERTIL, LEENA, PIPELINE, Team, euros, team_in

JUNE = date(2026, 6, 1)
KEY = "month:1:2026-07-01"


@pytest.fixture
def posting(storage: Storage) -> Team:
    """A team in a database of its own, set up on Friday 12 June 2026."""
    team = team_in(storage, StandingClock(at("2026-06-12 10:00")))
    wishes = SettingsChoice(place=lambda _work: 1, zone="Europe/Helsinki", country="FI", currency="EUR", lead=LEENA)
    save(team.ledger, team.by(AATU), wishes)
    return team


def _said(team: Team, says: str = "month") -> list[tuple[str, str]]:
    asked = "SELECT key, due_at FROM outbox WHERE workspace_no = :w AND says = :says ORDER BY due_at, key"
    return [(row.key, str(row.due_at)[:16]) for row in team.ask(asked, says=says)]


def _ended(team: Team, key: str) -> MonthEnd | None:
    with team.ledger.read_session(team.by()) as session:
        return month_end.load(session, key)


def _posts(team: Team) -> list[tuple[str, date]]:
    with team.ledger.storage.read() as connection:
        return [(row.kind, row.nominal) for row in connection.execute(select(post).order_by(post.c.kind))]


def test_it_comes_once_on_the_first_business_day_and_monday_tells_of_a_month_that_ends_before_one(
    posting: Team,
) -> None:
    until(posting, "2026-09-03 12:00")

    assert _said(posting) == [(KEY, "2026-07-01 05:00"), ("month:1:2026-09-01", "2026-09-01 05:00")]
    assert _ended(posting, "monday:1:2026-07-13") is None
    again = _ended(posting, "monday:1:2026-07-06")  # the first Monday post says in a line how June ended
    assert again is not None
    assert again.month.first == JUNE
    july = _ended(posting, "monday:1:2026-08-03")
    assert july is not None
    assert july.month.first == date(2026, 7, 1)


def test_it_has_what_was_won_the_forecast_of_the_months_beginning_and_the_target(posting: Team) -> None:
    won, small = posting.new("Acme", 20_000), posting.new("Beta", 500)
    posting.new("Gamma", 9_000)
    until(posting, "2026-06-16 12:00")
    posting.won(won)
    posting.won(small, amount=700)
    posting.do(lambda work: work.append(TargetSet(month=JUNE, amount=4_140_000, currency="EUR"), PIPELINE, None))
    until(posting, "2026-07-01 12:00")
    posting.won(posting.new("Delta", 300))

    told = _ended(posting, KEY)

    assert told is not None
    assert (told.month.won_count, [each.won for each in told.month.money]) == (2, [euros(20_700)])
    assert {part.deal_no for part in told.figures.parts} == {won, small}
    assert told.forecast_day == date(2026, 6, 15)
    (stated,) = told.forecast
    assert stated.won == euros(0)
    assert stated.expected.minor > 0
    assert told.target == MonthTarget(euros(41_400), None)
    with posting.ledger.storage.read() as connection:
        kept = connection.execute(select(receipt).where(receipt.c.key == KEY, receipt.c.horizon == "ended")).all()
    assert sum(row.expected for row in kept) == euros(20_700).minor
    assert posting.is_sound()


def test_a_pipeline_that_had_a_monday_post_alone_gets_it_once(posting: Team) -> None:
    with posting.ledger.storage.write(Deadline.after(10)) as connection:
        connection.execute(delete(post).where(post.c.workspace_no == posting.workspace_no, post.c.kind == MONTH))

    for _ in range(3):
        tick(posting.ledger)

    assert _posts(posting) == [("monday", date(2026, 6, 15)), ("month", date(2026, 7, 1))]
    until(posting, "2026-07-02 12:00")
    assert _said(posting) == [(KEY, "2026-07-01 05:00")]


def test_one_that_is_too_old_is_skipped_and_the_lead_hears_of_it(posting: Team) -> None:
    until(posting, "2026-06-30 12:00")
    posting.clock.move_to(at("2026-07-03 12:00"))
    tick(posting.ledger)

    assert _said(posting) == []
    skipped = "SELECT says_values, to_member FROM outbox WHERE workspace_no = :w AND key = :key"
    ((values, to),) = posting.ask(skipped, key=KEY)
    assert to == LEENA
    assert "2026-06-01" in str(values)
    assert dict(_posts(posting))[MONTH] == date(2026, 9, 1)


def test_a_country_with_other_holidays_moves_it(posting: Team) -> None:
    until(posting, "2026-06-30 12:00")
    save(posting.ledger, posting.by(AATU), SettingsChoice(country="CA"))  # 1 July is Canada Day
    until(posting, "2026-07-02 12:00")

    assert _said(posting) == [(KEY, "2026-07-02 05:00")]


def test_a_month_without_wins_and_without_a_forecast_has_nothing_to_tell(posting: Team) -> None:
    posting.new("Acme", 900, who=BERTIL)
    until(posting, "2026-06-13 12:00")
    posting.clock.move_to(at("2026-07-01 06:00"))
    tick(posting.ledger)

    told = _ended(posting, KEY)

    assert told is not None
    assert (told.forecast_day, told.forecast, told.has_anything) == (None, (), False)


def test_a_monday_that_was_to_tell_of_a_month_says_of_both_that_they_are_left_out(posting: Team) -> None:
    for day in ("2026-07-31 12:00", "2026-08-05 12:00"):  # Monday was the first business day of August
        posting.clock.move_to(at(day))
        tick(posting.ledger)

    told = "SELECT key, says_values FROM outbox WHERE workspace_no = :w AND key LIKE 'monday:1:2026-08%'"
    assert {key: "2026-07-01" in str(values) for key, values in posting.ask(told)} == {
        "monday:1:2026-08-03": False,
        "monday:1:2026-08-03:month": True,
    }
